import { deletedFieldOf, type TableName } from './collections';
import type { JournalEntry } from './journal';
import type { Json, Row } from './row';

const INDEXED = ['external_id', 'integration_id'] as const;

interface Table {
  /** In the order of the last modification: a changed row goes to the end. */
  readonly rows: Map<number, Row>;
  readonly idsByKey: Map<string, Set<number>>;
  lastId: number;
}

/** The tenant's rows, in memory. */
export interface Store {
  /** All rows of a table, deleted ones too, by last modification. */
  rows(table: TableName): Row[];
  get(table: TableName, id: number): Row | null;
  insert(table: TableName, values: Record<string, Json>): Row;
  /** Changes fields, and moves the row to the end of the order of modification. */
  change(table: TableName, id: number, values: Record<string, Json>): Row;
  /** Takes a row away for good, as nobody outside can. */
  remove(table: TableName, id: number): void;
  /** Rows that hold a value in external_id or integration_id, deleted ones too. */
  holders(table: TableName, field: (typeof INDEXED)[number], value: string): Row[];
  clear(): void;
  /** Does again what was written down, and writes nothing. */
  replay(entry: JournalEntry): void;
}

/** An empty tenant; `now` stamps created_at and modified_time, and `write` is told what happens to rows. */
export function createStore(now: () => Date, write: (entry: JournalEntry) => void = () => undefined): Store {
  const tables = new Map<TableName, Table>();
  const table = (name: TableName): Table => {
    const found = tables.get(name) ?? { rows: new Map(), idsByKey: new Map(), lastId: 0 };
    tables.set(name, found);
    return found;
  };
  const put = (name: TableName, row: Row): Row => {
    const { rows, idsByKey } = table(name);
    const before = rows.get(row.id);
    if (before) for (const key of keysOf(before)) idsByKey.get(key)?.delete(row.id);
    for (const key of keysOf(row)) idsByKey.set(key, (idsByKey.get(key) ?? new Set()).add(row.id));
    rows.delete(row.id);
    rows.set(row.id, row);
    table(name).lastId = Math.max(table(name).lastId, row.id);
    return row;
  };
  const putAndTell = (name: TableName, row: Row): Row => {
    write({ put: name, row });
    return put(name, row);
  };
  const remove = (name: TableName, id: number): void => {
    const row = table(name).rows.get(id);
    if (row) for (const key of keysOf(row)) table(name).idsByKey.get(key)?.delete(id);
    table(name).rows.delete(id);
  };
  const get = (name: TableName, id: number): Row | null => table(name).rows.get(id) ?? null;
  return {
    rows: (name) => [...table(name).rows.values()],
    get,
    insert(name, values) {
      const id = table(name).lastId + 1;
      const at = now().toISOString();
      return putAndTell(name, { created_at: at, modified_time: at, [deletedFieldOf(name)]: null, ...values, id });
    },
    change(name, id, values) {
      const before = get(name, id);
      if (!before) throw new Error(`${name} has no row ${id}`);
      return putAndTell(name, { ...before, modified_time: now().toISOString(), ...values, id });
    },
    remove(name, id) {
      write({ remove: name, id });
      remove(name, id);
    },
    holders(name, field, value) {
      const ids = [...(table(name).idsByKey.get(`${field}=${value}`) ?? [])];
      return ids.flatMap((id) => get(name, id) ?? []);
    },
    clear() {
      write({ clear: true });
      tables.clear();
    },
    replay(entry) {
      if ('put' in entry) put(entry.put as TableName, entry.row);
      else if ('remove' in entry) remove(entry.remove as TableName, entry.id);
      else if ('clear' in entry) tables.clear();
    },
  };
}

function keysOf(row: Row): string[] {
  return INDEXED.flatMap((field) => (typeof row[field] === 'string' ? [`${field}=${row[field]}`] : []));
}
