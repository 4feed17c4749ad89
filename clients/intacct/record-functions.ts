import type { GatewayFunction } from './gateway-request';
import type { IntacctRecord, ListedObject, QueryFilter, QueryRequest } from './intacct-client';
import { elementFromRecord } from './records';
import { element, type XmlElement } from './xml-writer';

/** Keys of one read or delete (facts 4.2). */
export const keysPerCallMax = 100;
/** Rows of one query page (facts 4.3). */
export const pageSizeMax = 2000;
// Half the maximum: the vendor advises fewer than 1,000 records per request (facts 4.7).
const pageSizeDefault = 1000;

/** Order of a query that names none: without one, offset pages repeat and skip rows (facts 4.3). */
export const recordNumberOrder = [{ field: 'RECORDNO', direction: 'ascending' }] as const;

/** Generic create or update of one object: one per function, because a failed function may keep earlier ones (facts 4.4). */
export function writeRecordFunction(
  verb: 'create' | 'update',
  controlId: string,
  object: string,
  record: IntacctRecord,
): GatewayFunction {
  const body = element(verb, [elementFromRecord(object, record)]);
  return { name: `${verb} ${object}`, controlId, body, transactions: 1 };
}

/** Generic delete by RECORDNO, at most 100; answers status only. */
export function deleteFunction(controlId: string, object: string, recordNumbers: readonly string[]): GatewayFunction {
  const body = element('delete', [element('object', object), element('keys', joinKeys(recordNumbers))]);
  return { name: `delete ${object}`, controlId, body, transactions: recordNumbers.length };
}

/**
 * Generic read by RECORDNO or by natural id, at most 100 keys (facts 4.2). Counted as one transaction like a page:
 * the facts name only query pages and writes, and the meter should rather overstate.
 */
export function readFunction(
  verb: 'read' | 'readByName',
  controlId: string,
  object: string,
  keys: readonly string[],
  fields: readonly string[] | undefined,
): GatewayFunction {
  const body = element(verb, [
    element('object', object),
    element('keys', joinKeys(keys)),
    element('fields', fields === undefined ? '*' : fields.join(',')),
  ]);
  return { name: `${verb} ${object}`, controlId, body, transactions: 1 };
}

/** One page of `query` in the vendor SDK's order of children (facts 4.3); `fields` and `filter` as in the request. */
export function queryPageFunction(controlId: string, request: QueryRequest, offset: number): GatewayFunction {
  const pageSize = queryPageSize(request);
  const orderBy = request.orderBy ?? recordNumberOrder;
  const body = element('query', [
    element(
      'select',
      request.fields.map((field) => element('field', field)),
    ),
    element('object', request.object),
    ...(request.filter === undefined ? [] : [element('filter', [filterElement(request.filter)])]),
    element(
      'orderby',
      orderBy.map((order) => element('order', [element('field', order.field), element(order.direction, '')])),
    ),
    ...(request.showPrivate === true ? [element('options', [element('showprivate', 'true')])] : []),
    element('pagesize', String(pageSize)),
    element('offset', String(offset)),
  ]);
  return { name: `query ${request.object}`, controlId, body, transactions: 1 };
}

/** One page of a legacy get_list from row `start` on, private rows too (facts 4.5). */
export function getListFunction(controlId: string, object: ListedObject, start: number): GatewayFunction {
  const body = element('get_list', '', [
    ['object', object],
    ['start', String(start)],
    ['maxitems', String(pageSizeDefault)],
    ['showprivate', 'true'],
  ]);
  return { name: `get_list ${object}`, controlId, body, transactions: 1 };
}

/** The rows per page of a query; throws RangeError outside 1 to 2000. */
export function queryPageSize(request: QueryRequest): number {
  const pageSize = request.pageSize ?? pageSizeDefault;
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > pageSizeMax) {
    throw new RangeError(`page size ${pageSize}, expected 1 to ${pageSizeMax}`);
  }
  return pageSize;
}

function filterElement(filter: QueryFilter): XmlElement {
  switch (filter.op) {
    case 'and':
    case 'or':
      if (filter.filters.length < 2)
        throw new RangeError(`"${filter.op}" needs two filters, has ${filter.filters.length}`);
      return element(filter.op, filter.filters.map(filterElement));
    case 'isnull':
    case 'isnotnull':
      return element(filter.op, [element('field', filter.field)]);
    case 'in':
    case 'notin':
      if (filter.values.length < 1 || filter.values.length > 1000) {
        throw new RangeError(`"${filter.op}" takes 1 to 1000 values, has ${filter.values.length}`);
      }
      return comparison(filter.op, filter.field, filter.values);
    case 'between':
      return comparison(filter.op, filter.field, filter.values);
    default:
      return comparison(filter.op, filter.field, [filter.value]);
  }
}

function comparison(op: string, field: string, values: readonly string[]): XmlElement {
  return element(op, [element('field', field), ...values.map((value) => element('value', value))]);
}

// Keys travel in one comma-separated text: a comma inside one would read as two.
function joinKeys(keys: readonly string[]): string {
  if (keys.length < 1 || keys.length > keysPerCallMax) {
    throw new RangeError(`${keys.length} keys in one call, expected 1 to ${keysPerCallMax}`);
  }
  const divided = keys.find((key) => key.includes(',') || key === '');
  if (divided !== undefined) throw new RangeError(`key "${divided}" is empty or has a comma`);
  return keys.join(',');
}
