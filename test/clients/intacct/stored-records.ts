import { Rejected } from '../../../clients/errors';
import type {
  IntacctClient,
  IntacctRecord,
  ListedObject,
  QueryFilter,
  QueryRequest,
} from '../../../clients/intacct/intacct-client';
import { textAt } from '../../../clients/intacct/record-values';

/** Rows by object, which a client of a test answers from; it keeps what it was asked, and knows no accounting. */
export interface StoredRecords {
  client: IntacctClient;
  rows: Record<string, IntacctRecord[]>;
  lists: Partial<Record<ListedObject, IntacctRecord[]>>;
  /** Every call in order, for example `query CUSTOMER`, `read CUSTOMER 27,28 @HOU`; together is one call. */
  calls: string[];
  queries: QueryRequest[];
  writes: {
    verb: 'create' | 'update';
    entityId: string | null;
    controlId: string;
    object: string;
    record: IntacctRecord;
  }[];
  /** Refuse keys that are not there, instead of leaving them out: the facts leave both open. */
  refusesMissingKeys: boolean;
}

const keyNames = ['CUSTOMERID', 'VENDORID', 'CONTACTNAME', 'DETAILID', 'NAME'];

/** A client over the rows: private rows (MEGAENTITYID) are queried with showPrivate and read in their entity's session. */
export function createStoredRecords(rows: Record<string, IntacctRecord[]>): StoredRecords {
  const notStored = () => Promise.reject(new Error('nothing of this is stored'));
  const at = (entityId: string | null) => (entityId === null ? '' : ` @${entityId}`);
  const isSeen = (row: IntacctRecord, entityId: string | null) =>
    textAt(row, 'MEGAENTITYID') === '' || textAt(row, 'MEGAENTITYID') === entityId;
  const readBy = (names: string[], verb: string) => async (entityId: string | null, object: string, keys: string[]) => {
    stored.calls.push(`${verb} ${object} ${keys.join(',')}${at(entityId)}`);
    const found = keys.flatMap((key) => {
      const rows = (stored.rows[object] ?? []).filter((row) => isSeen(row, entityId));
      return rows.filter((row) => names.some((name) => row[name] === key)).slice(0, 1);
    });
    if (stored.refusesMissingKeys && found.length < keys.length) {
      throw new Rejected('not there', { operation: verb, code: 'REFUSED_BY_INTACCT' });
    }
    return found;
  };
  const write = (verb: 'create' | 'update') => {
    return async (entityId: string | null, controlId: string, object: string, record: IntacctRecord) => {
      stored.calls.push(`${verb} ${object}${at(entityId)}`);
      stored.writes.push({ verb, entityId, controlId, object, record });
      return { recordNumber: textAt(record, 'RECORDNO') || '900' };
    };
  };
  const matching = (request: QueryRequest): IntacctRecord[] => {
    stored.queries.push(request);
    const seen = (stored.rows[request.object] ?? []).filter(
      (row) => request.showPrivate === true || textAt(row, 'MEGAENTITYID') === '',
    );
    const found = seen.filter((row) => request.filter === undefined || holds(request.filter, row));
    const order = request.orderBy ?? [{ field: 'RECORDNO', direction: 'ascending' as const }];
    found.sort((a, b) => order.map(({ field }) => compare(textAt(a, field), textAt(b, field))).find(Boolean) ?? 0);
    return found.map((row) =>
      Object.fromEntries(request.fields.map((name) => [name, textAt(row, ...name.split('.'))])),
    );
  };
  const stored: StoredRecords = {
    rows,
    lists: {},
    calls: [],
    queries: [],
    writes: [],
    refusesMissingKeys: false,
    client: {
      postAtomically: notStored,
      findInvoices: notStored,
      findJournalEntries: notStored,
      findArAdjustments: notStored,
      findApAdjustments: notStored,
      findBills: notStored,
      findApplications: notStored,
      findStatisticalEntries: notStored,
      findTimesheets: notStored,
      async *query(_entityId, request) {
        stored.calls.push(`query ${request.object}`);
        yield* matching(request);
      },
      async queryTogether(_entityId, requests) {
        stored.calls.push(`query ${requests.map((request) => request.object).join(' + ')}`);
        return requests.map(matching);
      },
      async getList(_entityId, object) {
        stored.calls.push(`get_list ${object}`);
        return stored.lists[object] ?? [];
      },
      read: readBy(['RECORDNO'], 'read'),
      readByName: readBy(keyNames, 'readByName'),
      create: write('create'),
      update: write('update'),
      delete: notStored,
      signIn: notStored,
    },
  };
  return stored;
}

function holds(filter: QueryFilter, row: IntacctRecord): boolean {
  switch (filter.op) {
    case 'and':
      return filter.filters.every((each) => holds(each, row));
    case 'or':
      return filter.filters.some((each) => holds(each, row));
    case 'in':
      return filter.values.includes(textAt(row, filter.field));
    case 'equalto':
      return compare(textAt(row, filter.field), filter.value) === 0;
    case 'notequalto':
      return compare(textAt(row, filter.field), filter.value) !== 0;
    case 'greaterthan':
      return compare(textAt(row, filter.field), filter.value) > 0;
    case 'greaterthanorequalto':
      return compare(textAt(row, filter.field), filter.value) >= 0;
    default:
      throw new Error(`nothing here asks for ${filter.op}`);
  }
}

// Numbers as numbers, times as times, everything else as text.
function compare(left: string, right: string): number {
  const time = /^\d{2}\/\d{2}\/\d{4} /;
  if (time.test(left) && time.test(right)) return Date.parse(`${left}Z`) - Date.parse(`${right}Z`);
  const number = /^-?\d+(\.\d+)?$/;
  if (number.test(left) && number.test(right)) return Number(left) - Number(right);
  return left < right ? -1 : left > right ? 1 : 0;
}
