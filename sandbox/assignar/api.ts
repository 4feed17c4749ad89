import { COLLECTION_NAMES, COLLECTIONS, type CollectionName } from './collections';
import { pageOf, selectFields } from './list-query';
import { orderPart } from './order-parts';
import { AssignarRefusal, type Json, type Row } from './row';
import { knownFields, shapeRow } from './shape-row';
import { expandedTimesheet } from './timesheet-expanded';
import {
  approveTimesheet,
  changeTimesheet,
  completeTimesheet,
  createTimesheet,
  deleteTimesheet,
  processTimesheet,
} from './timesheet-states';
import { changeRow, createRow, deleteRow, rowOf, type Tenant } from './write-row';

export interface ApiRequest {
  readonly method: string;
  /** Below `/v2`, for example `/users/40`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** A body of null is none at all. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: Json;
}

/** Carries out a request of somebody who is logged in; every refusal is an answer (facts/assignar.md 4.1). */
export function answerApi(tenant: Tenant, request: ApiRequest): ApiAnswer {
  try {
    return route(tenant, request);
  } catch (error) {
    if (!(error instanceof AssignarRefusal)) throw error;
    return { status: error.status, body: { message: error.message } };
  }
}

/** The method and path of a request with ids taken out: `PUT /users/{id}`. */
export function callName({ method, path }: Pick<ApiRequest, 'method' | 'path'>): string {
  return `${method} ${path.replace(/\/\d+(?=\/|$)/g, '/{id}')}`;
}

function route(tenant: Tenant, request: ApiRequest): ApiAnswer {
  const { method, path } = request;
  if (path === '/timesheets-expanded') return method === 'GET' ? listExpanded(tenant, request) : notAllowed();
  const [, name, idText, part, partId, ...more] = path.split('/');
  if (name === 'timesheets-expanded' && part === undefined) return oneExpanded(tenant, idText ?? '', request);
  if (!isCollection(name) || more.length > 0) return notFound();
  const collection = COLLECTIONS[name];
  if (idText === undefined || idText === '') {
    // The slash is part of the three paths that are published with one, and of none other.
    if ((idText === '') !== (collection.trailingSlash === true)) return notFound();
    return onCollection(tenant, name, request);
  }
  if (!/^\d{1,15}$/.test(idText) || part === '') return notFound();
  const id = Number(idText);
  if (part === undefined) return onRow(tenant, name, id, request);
  if (name === 'orders') return orderPart(tenant, { ...request, orderId: id, part, partId });
  if (name === 'timesheets' && partId === undefined) return onTimesheet(tenant, id, part, request);
  return notFound();
}

function isCollection(name: string | undefined): name is CollectionName {
  return COLLECTION_NAMES.some((known) => known === name);
}

function onCollection(tenant: Tenant, name: CollectionName, request: ApiRequest): ApiAnswer {
  if (request.method === 'GET') return list(tenant, name, request);
  if (request.method !== 'POST' || COLLECTIONS[name].readOnly) return notAllowed();
  const write = name === 'timesheets' ? createTimesheet : (t: Tenant, body: unknown) => createRow(t, name, body);
  const { answer } = write(tenant, request.body);
  const { answers } = COLLECTIONS[name];
  // Three ways to say created (facts/assignar.md 4.1).
  if (answers === 'create-200') return { status: 200, body: { status: 200, data: answer } };
  return { status: answers === 'in-body' ? 200 : 201, body: { status: 201, data: answer } };
}

function onRow(tenant: Tenant, name: CollectionName, id: number, request: ApiRequest): ApiAnswer {
  if (request.method === 'GET') {
    const row = shapeRow(tenant, name, rowOf(tenant, name, id));
    return { status: 200, body: { status: 200, data: selectFields(row, request.query) } };
  }
  if (COLLECTIONS[name].readOnly || !['PUT', 'DELETE'].includes(request.method)) return notAllowed();
  if (request.method === 'PUT') {
    if (name === 'timesheets') changeTimesheet(tenant, id, request.body);
    else changeRow(tenant, name, id, request.body);
  } else if (name === 'timesheets') deleteTimesheet(tenant, id);
  else deleteRow(tenant, name, id);
  return changed(COLLECTIONS[name].answers === 'in-body');
}

function changed(inBody: boolean): ApiAnswer {
  return inBody ? { status: 200, body: { status: 204 } } : { status: 204, body: null };
}

function onTimesheet(tenant: Tenant, id: number, part: string, { method }: ApiRequest): ApiAnswer {
  const steps: Readonly<Record<string, (tenant: Tenant, id: number) => Row>> = {
    approve: (of, sheetId) => approveTimesheet(of, sheetId),
    complete: completeTimesheet,
    process: processTimesheet,
  };
  const step = steps[part];
  if (step === undefined) return notFound();
  if (method !== 'PUT') return notAllowed();
  step(tenant, id);
  if (part === 'process') return { status: tenant.settings().processAnswer, body: null };
  return changed(false);
}

function list(tenant: Tenant, name: CollectionName, { query }: ApiRequest): ApiAnswer {
  const settings = tenant.settings();
  const known = knownFields(name, settings);
  const page = pageOf(candidates(tenant, name, query, known), query, known, settings);
  const rows = page.rows.map((row) => selectFields(shapeRow(tenant, name, row), query));
  const counted = !settings.withoutCount.includes(name);
  return { status: 200, body: { status: 200, ...(counted ? { count: page.count } : {}), data: rows } };
}

function listExpanded(tenant: Tenant, { query }: ApiRequest): ApiAnswer {
  const settings = tenant.settings();
  const page = pageOf(tenant.store.rows('timesheets'), query, knownFields('timesheets', settings), settings);
  const rows = page.rows.map((row) => selectFields(expandedTimesheet(tenant, row), query));
  return { status: 200, body: { status: 200, data: { count: page.count, rows } } };
}

function oneExpanded(tenant: Tenant, idText: string, { method, query }: ApiRequest): ApiAnswer {
  if (!/^\d{1,15}$/.test(idText)) return notFound();
  if (method !== 'GET') return notAllowed();
  const row = expandedTimesheet(tenant, rowOf(tenant, 'timesheets', Number(idText)));
  return { status: 200, body: { status: 200, data: selectFields(row, query) } };
}

/** Rows among which the filters look: those of the index where one is asked for by its key. */
function candidates(
  tenant: Tenant,
  name: CollectionName,
  query: URLSearchParams,
  known: ReadonlyMap<string, string>,
): Row[] {
  for (const field of ['integration_id', 'external_id'] as const) {
    const value = query.get(field);
    if (value !== null && known.has(field)) return tenant.store.holders(name, field, value);
  }
  return tenant.store.rows(name);
}

function notFound(): never {
  throw new AssignarRefusal(404, '[404] Not Found');
}

function notAllowed(): never {
  throw new AssignarRefusal(405, '[405] Method Not Allowed');
}
