import {
  COLLECTIONS,
  type Collection,
  type CollectionName,
  deletedFieldOf,
  type FieldKind,
  fieldsOf,
} from './collections';
import { badRequest, type Json, objectNotFound, type Row } from './row';
import type { AssignarSettings } from './settings';
import type { Store } from './store';

/** The tenant's rows and the rules by which they are written. */
export interface Tenant {
  readonly store: Store;
  readonly settings: () => AssignarSettings;
  readonly now: () => Date;
  /** Who writes, as `modified_by` tells it. */
  readonly user: string;
}

/** What was written: the row, and the fields as they were sent, with defaults. */
export interface Created {
  readonly row: Row;
  readonly answer: Record<string, Json>;
}

/** Adds a row from a body of the API; 400 when a field, a reference or a unique value does not hold (facts/assignar.md 4.1). */
export function createRow(tenant: Tenant, name: CollectionName, body: unknown): Created {
  const collection = COLLECTIONS[name];
  const sent = payloadOf(body);
  const values = { ...collection.defaults, ...checkedFields(tenant, name, sent) };
  for (const field of collection.required ?? []) {
    if (values[field] === undefined || values[field] === null || values[field] === '')
      throw badRequest(`Missing field - ${field}`);
  }
  checkReferences(tenant, collection, values);
  checkUnique(tenant, name, values, null);
  const lists = Object.fromEntries(Object.keys(collection.lists ?? {}).map((list) => [list, []]));
  const row = tenant.store.insert(name, { ...lists, ...values, modified_by: tenant.user });
  return { row, answer: { id: row.id, ...collection.defaults, ...sentBack(collection, sent, values) } };
}

/** Changes the fields that a body names: null empties a field, a list replaces; an absent or null list stays as it is. */
export function changeRow(tenant: Tenant, name: CollectionName, id: number, body: unknown): Row {
  const row = rowOf(tenant, name, id);
  const sent = payloadOf(body);
  const { deletedMayBeChanged, deletedMayBeRestored } = tenant.settings();
  const deletedField = deletedFieldOf(name);
  const restores = row[deletedField] !== null && sent[deletedField] === null && deletedMayBeRestored;
  if (row[deletedField] !== null && !restores && !deletedMayBeChanged)
    throw objectNotFound(COLLECTIONS[name].objectName, id);
  const { [deletedField]: _, ...rest } = sent;
  const values = {
    ...checkedFields(tenant, name, restores ? rest : sent),
    ...(restores ? { [deletedField]: null } : {}),
  };
  for (const field of COLLECTIONS[name].required ?? []) {
    if (values[field] === null || values[field] === '') throw badRequest(`Missing field - ${field}`);
  }
  checkReferences(tenant, COLLECTIONS[name], values);
  checkUnique(tenant, name, { ...row, ...values }, id);
  return tenant.store.change(name, id, { ...values, modified_by: tenant.user });
}

/** Deletes softly: the row stays in lists with its time of deletion, and keeps its unique values. 404 when it is deleted already. */
export function deleteRow(tenant: Tenant, name: CollectionName, id: number): void {
  const row = rowOf(tenant, name, id);
  const field = deletedFieldOf(name);
  if (row[field] !== null) throw objectNotFound(COLLECTIONS[name].objectName, id);
  tenant.store.change(name, id, { [field]: tenant.now().toISOString(), modified_by: tenant.user });
}

/** The row, deleted or not; 404 when there never was one. */
export function rowOf(tenant: Tenant, name: CollectionName, id: number): Row {
  const row = tenant.store.get(name, id);
  if (!row) throw objectNotFound(COLLECTIONS[name].objectName, id);
  return row;
}

function payloadOf(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body) || Object.keys(body).length === 0)
    throw badRequest('Missing payload.');
  return body as Record<string, unknown>;
}

function checkedFields(
  tenant: Tenant,
  name: CollectionName,
  sent: Readonly<Record<string, unknown>>,
): Record<string, Json> {
  const fields = fieldsOf(name, tenant.settings());
  const lists = COLLECTIONS[name].lists ?? {};
  const checked: Record<string, Json> = {};
  for (const [field, value] of Object.entries(sent)) {
    const kind = fields[field];
    const list = lists[field];
    if (kind !== undefined) checked[field] = checkedValue(field, kind, value);
    else if (list !== undefined) {
      if (value !== null) checked[field] = linkedIds(tenant, field, list, value);
    } else if (tenant.settings().unknownFields === 'refuse') throw badRequest(`Unknown field - ${field}`);
  }
  return checked;
}

const PATTERNS: Readonly<Partial<Record<FieldKind, RegExp>>> = {
  date: /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])(T[\d:.]+Z)?$/,
  instant: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/,
  'clock-time': /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/,
};

function checkedValue(field: string, kind: FieldKind, value: unknown): Json {
  if (value === null) return null;
  const wrong = badRequest(`Invalid value - ${field}`);
  if (kind === 'integer' || kind === 'number') {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong;
    if (kind === 'integer' && !Number.isInteger(value)) throw wrong;
    return value;
  }
  if (kind === 'flag') {
    if (value !== true && value !== false && value !== 0 && value !== 1) throw wrong;
    return Boolean(value);
  }
  if (typeof value !== 'string' || (PATTERNS[kind] && !PATTERNS[kind].test(value))) throw wrong;
  if (kind === 'date') return value.slice(0, 10);
  return kind === 'instant' ? new Date(value).toISOString() : value;
}

/** Ids of `[{task_id: 97}]`, each once; 400 for anything else, and for ids that lead nowhere. */
function linkedIds(
  tenant: Tenant,
  field: string,
  { key, to }: { key: string; to: CollectionName },
  value: unknown,
): number[] {
  if (!Array.isArray(value)) throw badRequest(`Invalid value - ${field}`);
  const ids = value.map((link: unknown) => {
    const id = typeof link === 'object' && link !== null ? (link as Record<string, unknown>)[key] : undefined;
    if (typeof id !== 'number') throw badRequest(`Invalid value - ${field}`);
    if (!tenant.store.get(to, id)) throw badRequest('Foreign Key Constraint Error');
    return id;
  });
  return [...new Set(ids)];
}

function checkReferences(tenant: Tenant, collection: Collection, values: Readonly<Record<string, Json>>): void {
  for (const [field, to] of Object.entries(collection.references ?? {})) {
    const id = values[field];
    if (typeof id === 'number' && !tenant.store.get(to, id)) throw badRequest('Foreign Key Constraint Error');
  }
}

function checkUnique(
  tenant: Tenant,
  name: CollectionName,
  values: Readonly<Record<string, Json>>,
  id: number | null,
): void {
  const settings = tenant.settings();
  for (const field of settings.uniqueFields) {
    const value = values[field];
    if (typeof value === 'string' && tenant.store.holders(name, field, value).some((row) => row.id !== id))
      throw badRequest(`Unique Constraint Error - ${field}`);
  }
  if (name !== 'users' || typeof values.email !== 'string') return;
  const among = settings.emailUniqueAmong;
  const counts = (row: Readonly<Record<string, Json>>): boolean =>
    among === 'all' || ((row.deleted_at ?? null) === null && row.active !== false);
  if (!counts(values)) return;
  const email = values.email.toLowerCase();
  const taken = tenant.store
    .rows('users')
    .some(
      (row) =>
        row.id !== id &&
        row.user_type_id === values.user_type_id &&
        counts(row) &&
        typeof row.email === 'string' &&
        row.email.toLowerCase() === email,
    );
  if (taken) throw badRequest('Unique Constraint Error - email');
}

/** Links go back as they came, as identifiers only. */
function sentBack(
  collection: Collection,
  sent: Readonly<Record<string, unknown>>,
  values: Readonly<Record<string, Json>>,
): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([field]) => field in sent)
      .map(([field, value]) => {
        const key = collection.lists?.[field]?.key;
        return [field, key && Array.isArray(value) ? value.map((id) => ({ [key]: id })) : value];
      }),
  );
}
