import { randomUUID } from 'node:crypto';
import { UnexpectedResponse } from '../errors';
import { type GatewayCall, operationOf } from './gateway-call';
import { type FunctionResult, integerAttribute } from './gateway-response';
import type { IntacctRecord, QueryRequest } from './intacct-client';
import { queryPageFunction, queryPageSize } from './record-functions';
import { recordFromNode } from './records';

interface Page {
  rows: IntacctRecord[];
  /** Rows that match in all, when the page was made. */
  totalCount: number | null;
  remainingCount: number | null;
}

/**
 * Rows of a query, page after page by offset. In the default order, by RECORDNO, rows that come and go between pages
 * neither repeat nor are missed: repeats are dropped, and when the total shrinks the last stretch is read again.
 * With an order of the caller's own the pages are taken as they come. Facts 4.3.
 */
export async function* queryRows(
  send: (call: GatewayCall) => Promise<FunctionResult[]>,
  entityId: string | null,
  request: QueryRequest,
): AsyncGenerator<IntacctRecord> {
  const pageSize = queryPageSize(request);
  const byRecordNumber = request.orderBy === undefined;
  const fields =
    byRecordNumber && !request.fields.includes('RECORDNO') ? ['RECORDNO', ...request.fields] : request.fields;
  let offset = 0;
  let lastTotal: number | null = null;
  let lastRecordNumber = -1n;
  for (;;) {
    const controlId = `query-${randomUUID()}`;
    const pageFunction = queryPageFunction(controlId, { ...request, fields }, offset);
    const call: GatewayCall = { entityId, requestControlId: controlId, functions: [pageFunction], effect: 'read' };
    const page = pageFrom(await send(call), operationOf(call));

    const shrunkBy = lastTotal !== null && page.totalCount !== null ? lastTotal - page.totalCount : 0;
    lastTotal = page.totalCount;
    if (byRecordNumber && shrunkBy > 0) {
      // Rows before the offset went away, so that as many unseen rows slipped in front of it.
      offset = Math.max(0, offset - shrunkBy);
      continue;
    }
    for (const row of page.rows) {
      if (!byRecordNumber) yield row;
      else {
        const recordNumber = recordNumberOf(row, operationOf(call));
        if (recordNumber <= lastRecordNumber) continue;
        lastRecordNumber = recordNumber;
        yield row;
      }
    }
    offset += page.rows.length;
    const isLast = page.remainingCount === null ? page.rows.length < pageSize : page.remainingCount === 0;
    if (isLast || page.rows.length === 0) return;
  }
}

/** The rows of a read or query result; throws UnexpectedResponse when they are not as many as announced or no records. */
export function rowsFrom(results: readonly FunctionResult[], operation: string): IntacctRecord[] {
  const payload = results[0]?.payload ?? null;
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

function pageFrom(results: readonly FunctionResult[], operation: string): Page {
  const rows = rowsFrom(results, operation);
  const payload = results[0]?.payload;
  const count = (name: string) => (payload === null || payload === undefined ? null : integerAttribute(payload, name));
  return { rows, totalCount: count('totalcount'), remainingCount: count('numremaining') };
}

function recordNumberOf(row: IntacctRecord, operation: string): bigint {
  const recordNumber = row.RECORDNO;
  if (typeof recordNumber === 'string' && /^\d{1,20}$/.test(recordNumber)) return BigInt(recordNumber);
  throw new UnexpectedResponse(`${operation}: a row without a RECORDNO, although it was asked for`, { operation });
}
