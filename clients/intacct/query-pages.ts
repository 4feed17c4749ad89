import { randomUUID } from 'node:crypto';
import { UnexpectedResponse } from '../errors';
import { type GatewayCall, operationOf } from './gateway-call';
import type { GatewayFunction } from './gateway-request';
import { type FunctionResult, integerAttribute } from './gateway-response';
import type { IntacctRecord, ListedObject, QueryFilter, QueryRequest } from './intacct-client';
import { getListFunction, queryPageFunction, queryPageSize } from './record-functions';
import { recordFromNode } from './records';

type SendCall = (call: GatewayCall) => Promise<FunctionResult[]>;

interface Page {
  /** What was asked, for messages. */
  operation: string;
  rows: IntacctRecord[];
  remainingCount: number | null;
}

/**
 * Rows of a query, page after page. In the default order, by RECORDNO, each page is what stands behind the last row read: rows that come and
 * go meanwhile make none that stays be missed or come twice, as offsets would. With an order of the caller's own the pages are taken by
 * offset, as they come. Facts 4.3.
 */
export async function* queryRows(
  send: SendCall,
  entityId: string | null,
  request: QueryRequest,
  firstPage: Page | null = null,
): AsyncGenerator<IntacctRecord> {
  const pageSize = queryPageSize(request);
  const byRecordNumber = request.orderBy === undefined;
  let page = firstPage ?? (await readPage(send, entityId, request, 0));
  let rowsRead = 0;
  let lastRecordNumber = -1n;
  for (;;) {
    for (const row of page.rows) {
      if (byRecordNumber) lastRecordNumber = nextRecordNumber(row, lastRecordNumber, page.operation);
      yield row;
    }
    rowsRead += page.rows.length;
    const isLast = page.remainingCount === null ? page.rows.length < pageSize : page.remainingCount === 0;
    if (isLast || page.rows.length === 0) return;
    page = byRecordNumber
      ? await readPage(send, entityId, behind(request, lastRecordNumber), 0)
      : await readPage(send, entityId, request, rowsRead);
  }
}

function behind(request: QueryRequest, recordNumber: bigint): QueryRequest {
  const above: QueryFilter = { op: 'greaterthan', field: 'RECORDNO', value: String(recordNumber) };
  if (request.filter === undefined) return { ...request, filter: above };
  const filters = request.filter.op === 'and' ? request.filter.filters : [request.filter];
  return { ...request, filter: { op: 'and', filters: [...filters, above] } };
}

/**
 * All rows of several queries. The first pages travel in one request: one round trip, and one transaction each; further
 * pages follow one by one (facts 4.3, 4.7). None for no queries.
 */
export async function queryTogether(
  send: SendCall,
  entityId: string | null,
  requests: readonly QueryRequest[],
): Promise<IntacctRecord[][]> {
  if (requests.length === 0) return [];
  const requestControlId = `queries-${randomUUID()}`;
  const functions = requests.map((request, index) => pageFunction(`${requestControlId}-${index}`, request, 0));
  const call: GatewayCall = { entityId, requestControlId, functions, effect: 'read' };
  const results = await send(call);
  const all: IntacctRecord[][] = [];
  for (const [index, request] of requests.entries()) {
    const first = pageFrom(results[index], operationOf(call));
    const rows: IntacctRecord[] = [];
    for await (const row of queryRows(send, entityId, request, first)) rows.push(row);
    all.push(rows);
  }
  return all;
}

/** All rows of a get_list, page after page (facts 4.5); one transaction each, though the facts bill only queries. */
export async function listRows(
  send: SendCall,
  entityId: string | null,
  object: ListedObject,
): Promise<IntacctRecord[]> {
  const rows: IntacctRecord[] = [];
  for (;;) {
    const controlId = `list-${randomUUID()}`;
    const functions = [getListFunction(controlId, object, rows.length)];
    const call: GatewayCall = { entityId, requestControlId: controlId, functions, effect: 'read' };
    const [result] = await send(call);
    const page = rowsFrom(result, operationOf(call));
    rows.push(...page);
    const listType = result?.listType ?? null;
    const total = listType === null ? null : integerAttribute(listType, 'total');
    if (page.length === 0 || total === null || rows.length >= total) return rows;
  }
}

/** The rows of a read or query result; throws UnexpectedResponse when they are not as many as announced or no records. */
export function rowsFrom(result: FunctionResult | undefined, operation: string): IntacctRecord[] {
  const payload = result?.payload ?? null;
  if (payload === null) throw new UnexpectedResponse(`${operation}: the result has no data`, { operation });
  const rows = payload.children.map((child) => {
    const record = recordFromNode(child);
    if (record === null) {
      throw new UnexpectedResponse(`${operation}: a <${child.name}> repeats a field that is text`, { operation });
    }
    return record;
  });
  const announced = integerAttribute(payload, 'count');
  if (announced !== null && announced !== rows.length) {
    throw new UnexpectedResponse(`${operation}: ${announced} rows announced, ${rows.length} came`, { operation });
  }
  return rows;
}

async function readPage(send: SendCall, entityId: string | null, request: QueryRequest, offset: number): Promise<Page> {
  const controlId = `query-${randomUUID()}`;
  const functions = [pageFunction(controlId, request, offset)];
  const call: GatewayCall = { entityId, requestControlId: controlId, functions, effect: 'read' };
  return pageFrom((await send(call))[0], operationOf(call));
}

// The default order needs RECORDNO in every row, to tell what has been seen.
function pageFunction(controlId: string, request: QueryRequest, offset: number): GatewayFunction {
  const isComplete = request.orderBy !== undefined || request.fields.includes('RECORDNO');
  const fields = isComplete ? request.fields : ['RECORDNO', ...request.fields];
  return queryPageFunction(controlId, { ...request, fields }, offset);
}

function pageFrom(result: FunctionResult | undefined, operation: string): Page {
  const rows = rowsFrom(result, operation);
  const payload = result?.payload ?? null;
  return { operation, rows, remainingCount: payload === null ? null : integerAttribute(payload, 'numremaining') };
}

/** The row's number, behind the one before it: a gateway that gave no order would make rows be missed. */
function nextRecordNumber(row: IntacctRecord, last: bigint, operation: string): bigint {
  const recordNumber = row.RECORDNO;
  if (typeof recordNumber !== 'string' || !/^\d{1,20}$/.test(recordNumber)) {
    throw new UnexpectedResponse(`${operation}: a row without a RECORDNO, although it was asked for`, { operation });
  }
  const next = BigInt(recordNumber);
  if (next > last) return next;
  throw new UnexpectedResponse(
    `${operation}: RECORDNO ${next} came behind ${last}, although rows were asked for in order`,
    {
      operation,
    },
  );
}
