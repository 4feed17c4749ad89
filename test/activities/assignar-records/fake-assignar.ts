import {
  type AssignarClient,
  type AssignarFields,
  type AssignarObject,
  type AssignarRecord,
  assignarFieldNames,
  type TimesheetHeader,
} from '../../../clients/assignar/assignar-client';
import { Rejected } from '../../../clients/errors';

/** Assignar's records as plain rows, and what was written to them. */
export interface FakeAssignar {
  port: AssignarClient;
  rows: Map<AssignarObject, AssignarRecord[]>;
  sheets: TimesheetHeader[];
  /** `create worker 7`, `update asset 3 name`, in order. */
  writes: string[];
  /** `find worker by externalId`, `read role 3`, in order. */
  reads: string[];
  /** Thrown by the next write: before it takes effect, or after it (the answer is lost). */
  failNextWrite: { error: Error; takesEffect: boolean } | null;
  /** Run once before the next creation: somebody else is quicker. */
  beforeNextCreation: (() => void) | null;
  row(object: AssignarObject, id: string): AssignarRecord;
  /** Puts a row there as a person would in Assignar. */
  put(object: AssignarObject, fields: AssignarFields): AssignarRecord;
  edit(object: AssignarObject, id: string, fields: AssignarFields): void;
  remove(object: AssignarObject, id: string): void;
}

const uniqueFields = ['integrationId', 'externalId', 'email'] as const;

/** A fake that keeps Assignar's rules: ids that are unique, deleted rows that hold theirs, answers with what was sent. */
export function createFakeAssignar(): FakeAssignar {
  let lastId = 100;
  const rowsOf = (object: AssignarObject) => {
    const rows = fake.rows.get(object) ?? [];
    fake.rows.set(object, rows);
    return rows;
  };
  const refuseTaken = (object: AssignarObject, fields: AssignarFields, ownId: string | null) => {
    for (const field of uniqueFields) {
      const value = fields[field] ?? null;
      if (value === null || (field === 'email' && object !== 'worker')) continue;
      if (!rowsOf(object).some((row) => row.id !== ownId && row.fields[field] === value)) continue;
      throw new Rejected(`Unique Constraint Error - ${field}`, {
        operation: `assignar ${object}`,
        code: 'UNIQUE_TAKEN',
        subject: field,
      });
    }
  };
  const apply = (row: AssignarRecord, fields: AssignarFields) => {
    row.fields = { ...row.fields, ...fields };
    row.integrationId = row.fields.integrationId ?? null;
    row.externalId = row.fields.externalId ?? null;
    row.isActive = row.fields.active === 'true';
  };
  const put = (object: AssignarObject, fields: AssignarFields): AssignarRecord => {
    lastId += 1;
    const blank = Object.fromEntries(assignarFieldNames[object].map((name) => [name, null]));
    const row: AssignarRecord = {
      id: String(lastId),
      integrationId: null,
      externalId: null,
      isActive: true,
      deletedAt: null,
      modifiedAt: '2026-11-20T08:00:00Z',
      fields: { ...blank, active: 'true' },
    };
    apply(row, fields);
    rowsOf(object).push(row);
    return row;
  };
  const writing = <T>(what: string, effect: () => T): T => {
    const failure = fake.failNextWrite;
    fake.failNextWrite = null;
    if (failure !== null && !failure.takesEffect) throw failure.error;
    const result = effect();
    fake.writes.push(what);
    if (failure !== null) throw failure.error;
    return result;
  };
  const copy = (row: AssignarRecord): AssignarRecord => ({ ...row, fields: { ...row.fields } });
  const port: AssignarClient = {
    listRecords: async (object, afterId, limit) =>
      rowsOf(object)
        .filter(({ id }) => Number(id) > Number(afterId))
        .sort((one, other) => Number(one.id) - Number(other.id))
        .slice(0, limit)
        .map(copy),
    findRecords: async (object, search) => {
      const [asked] = search.by === 'ids' ? search.ids : 'values' in search ? search.values : [search.value];
      if (asked !== undefined) fake.reads.push(`find ${object} by ${search.by}`);
      const isAsked = (row: AssignarRecord) => {
        if (search.by === 'ids') return search.ids.includes(row.id);
        const value = row.fields[search.by] ?? null;
        return value !== null && ('values' in search ? search.values : [search.value]).includes(value);
      };
      return rowsOf(object).filter(isAsked).map(copy);
    },
    readRecord: async (object, id) => {
      fake.reads.push(`read ${object} ${id}`);
      const row = rowsOf(object).find((one) => one.id === id);
      return row === undefined ? null : copy(row);
    },
    async createRecord(object, fields) {
      const before = fake.beforeNextCreation;
      fake.beforeNextCreation = null;
      before?.();
      return writing(`create ${object} ${fields.externalId}`, () => {
        refuseTaken(object, fields, null);
        return { id: put(object, fields).id };
      });
    },
    async updateRecord(object, id, fields) {
      writing(`update ${object} ${id} ${Object.keys(fields).sort().join(',')}`, () => {
        refuseTaken(object, fields, id);
        apply(fake.row(object, id), fields);
      });
    },
    async deleteRecord(object, id) {
      writing(`delete ${object} ${id}`, () => fake.remove(object, id));
    },
    listTimesheets: async ({ after, limit, unprocessedOnly, userId }) => {
      fake.reads.push(`list timesheets of ${userId ?? 'everybody'}`);
      return fake.sheets
        .filter((sheet) => !unprocessedOnly || !sheet.isProcessed)
        .filter((sheet) => userId === undefined || sheet.userId == null || sheet.userId === userId)
        .filter((sheet) => after === null || sheet.timesheetId > after.headerId)
        .slice(0, limit);
    },
    findTimesheet: async () => null,
    readTimesheet: async () => null,
    completeTimesheet: async () => undefined,
    processTimesheet: async () => 'processed',
    signIn: async () => ({ expiresInSeconds: 3600 }),
    readClock: async () => '2026-11-20T08:00:00Z',
  };
  const fake: FakeAssignar = {
    port,
    rows: new Map(),
    sheets: [],
    writes: [],
    reads: [],
    failNextWrite: null,
    beforeNextCreation: null,
    row(object, id) {
      const row = rowsOf(object).find((one) => one.id === id);
      if (row === undefined) throw new Error(`no ${object} ${id}`);
      return row;
    },
    put,
    edit: (object, id, fields) => apply(fake.row(object, id), fields),
    remove(object, id) {
      fake.row(object, id).deletedAt = '2026-11-20T09:00:00Z';
    },
  };
  return fake;
}
