import { isZeroAmount, subtractAmounts, sumAmounts } from '../../domain/money';

/** One record: Intacct field names (or the sandbox's own, which start with `@`) and their values as text. */
export type BookRecord = Readonly<Record<string, string>>;

/** A change to one record; null removes it. */
export type BookChange = readonly [table: string, key: string, record: BookRecord | null];

/** All that the company has written, in tables of records, with undo and one list of changes per commit. */
export interface Books {
  get(table: string, key: string): BookRecord | undefined;
  /** Records in the order in which they were first written. */
  rows(table: string): BookRecord[];
  /** Records whose field has exactly that value; fast for the fields in INDEXED. */
  find(table: string, field: string, value: string): BookRecord[];
  put(table: string, key: string, record: BookRecord): void;
  remove(table: string, key: string): void;
  clear(table: string): void;
  /** Tables that were ever written to, but that of the numbers. */
  tables(): string[];
  /** The next number of a series, from 1; never given twice, not even after a rollback. */
  nextNumber(series: string): number;
  /** A point to roll back to; only until the next commit. */
  mark(): number;
  rollback(mark: number): void;
  /** What changed since the last commit, each record once, as it was before. */
  pending(): { table: string; key: string; before: BookRecord | undefined }[];
  /** Makes the changes since the last commit final; throws when they would leave the ledger out of balance. */
  commit(): void;
}

const INDEXED: Readonly<Record<string, readonly string[]>> = {
  ARINVOICE: ['RECORDID', 'CUSTOMERID'],
  ARINVOICEITEM: ['RECORDKEY'],
  ARADJUSTMENT: ['RECORDID', 'CUSTOMERID'],
  ARADJUSTMENTITEM: ['RECORDKEY'],
  ARADVANCE: ['CUSTOMERID'],
  ARADVANCEITEM: ['RECORDKEY'],
  ARPYMT: ['CUSTOMERID', 'DOCNUMBER'],
  ARPYMTDETAIL: ['PAYMENTKEY', 'RECORDKEY'],
  APBILL: ['RECORDID', 'VENDORID'],
  APBILLITEM: ['RECORDKEY'],
  APADJUSTMENT: ['RECORDID', 'VENDORID'],
  APADJUSTMENTITEM: ['RECORDKEY'],
  GLBATCH: ['REFERENCENO'],
  GLENTRY: ['BATCHNO'],
  LEDGER: ['DOCUMENT', 'CUSTOMER'],
  STATLEDGER: ['DOCUMENT'],
  CUSTOMER: ['CUSTOMERID'],
  CONTACT: ['CONTACTNAME'],
  VENDOR: ['VENDORID'],
  ITEM: ['ITEMID', 'RECORDNO'],
  EMPLOYEE: ['EMPLOYEEID', 'RECORDNO', 'PERSONALINFO.CONTACTNAME'],
  PROJECT: ['PROJECTID', 'RECORDNO'],
  TASK: ['RECORDNO', 'PROJECTID', 'TASKID'],
  TIMESHEET: ['RECORDNO', 'EMPLOYEEID'],
  TIMESHEETENTRY: ['TIMESHEETKEY', 'EMPLOYEEID'],
};
const SERIES = 'SERIES';

interface Table {
  readonly records: Map<string, BookRecord>;
  readonly indexes: ReadonlyMap<string, Map<string, Set<string>>>;
}

/** Empty books, brought up to date with earlier changes; `onCommit` gets the changes of each later commit. */
export function createBooks(earlier: Iterable<BookChange>, onCommit: (changes: readonly BookChange[]) => void): Books {
  const tables = new Map<string, Table>();
  let undo: { table: string; key: string; before: BookRecord | undefined }[] = [];

  const tableOf = (name: string): Table => {
    let table = tables.get(name);
    if (!table) {
      table = { records: new Map(), indexes: new Map((INDEXED[name] ?? []).map((field) => [field, new Map()])) };
      tables.set(name, table);
    }
    return table;
  };
  const write = (name: string, key: string, record: BookRecord | null): BookRecord | undefined => {
    const table = tableOf(name);
    const before = table.records.get(key);
    reindex(table, key, before, record);
    if (record) table.records.set(key, record);
    else table.records.delete(key);
    return before;
  };
  const change = (table: string, key: string, record: BookRecord | null): void => {
    undo.push({ table, key, before: write(table, key, record) });
  };
  for (const [table, key, record] of earlier) write(table, key, record);

  const books: Books = {
    get: (table, key) => tableOf(table).records.get(key),
    rows: (table) => [...tableOf(table).records.values()],
    find(name, field, value) {
      const table = tableOf(name);
      const index = table.indexes.get(field);
      if (!index) return [...table.records.values()].filter((record) => record[field] === value);
      return [...(index.get(value) ?? [])].map((key) => table.records.get(key) as BookRecord);
    },
    put: (table, key, record) => change(table, key, record),
    remove: (table, key) => change(table, key, null),
    clear(name) {
      for (const key of [...tableOf(name).records.keys()]) change(name, key, null);
    },
    tables: () => [...tables.keys()].filter((name) => name !== SERIES),
    nextNumber(series) {
      const next = Number(tableOf(SERIES).records.get(series)?.LAST ?? '0') + 1;
      change(SERIES, series, { LAST: String(next) });
      return next;
    },
    mark: () => undo.length,
    rollback(mark) {
      const numbering = undo.slice(mark).filter((entry) => entry.table === SERIES);
      for (const entry of undo.slice(mark).reverse()) {
        if (entry.table !== SERIES) write(entry.table, entry.key, entry.before ?? null);
      }
      undo = [...undo.slice(0, mark), ...numbering];
    },
    pending: () => firstOfEach(undo),
    commit() {
      if (undo.length === 0) return;
      const entries = books.pending();
      assertLedgerBalances(books, entries);
      onCommit(entries.map(({ table, key }) => [table, key, books.get(table, key) ?? null]));
      undo = [];
    },
  };
  return books;
}

// A record that was written more than once counts as it was before the first time.
function firstOfEach<Entry extends { readonly table: string; readonly key: string }>(undo: readonly Entry[]): Entry[] {
  const written = new Map<string, Entry>();
  for (const entry of undo) {
    const id = `${entry.table}\n${entry.key}`;
    if (!written.has(id)) written.set(id, entry);
  }
  return [...written.values()];
}

function reindex(table: Table, key: string, before: BookRecord | undefined, after: BookRecord | null): void {
  for (const [field, index] of table.indexes) {
    const old = before?.[field];
    const current = after?.[field];
    if (old === current) continue;
    if (old !== undefined) index.get(old)?.delete(key);
    if (current === undefined) continue;
    const keys = index.get(current);
    if (keys) keys.add(key);
    else index.set(current, new Set([key]));
  }
}

/** The trial balance was zero before, so it is zero after if what changed sums to zero by entity and by currency. */
function assertLedgerBalances(
  books: Books,
  entries: readonly { table: string; key: string; before: BookRecord | undefined }[],
): void {
  const moved = new Map<string, string>();
  const add = (record: BookRecord | undefined, factor: 1 | -1): void => {
    if (!record) return;
    for (const [key, amount] of [
      [`base ${record.ENTITY}`, record.BASEAMOUNT],
      [`${record.CURRENCY} ${record.ENTITY}`, record.AMOUNT],
    ] as const) {
      const sum = moved.get(key) ?? '0';
      moved.set(key, factor === 1 ? sumAmounts([sum, amount as string]) : subtractAmounts(sum, amount as string));
    }
  };
  for (const entry of entries) {
    if (entry.table !== 'LEDGER') continue;
    add(entry.before, -1);
    add(books.get('LEDGER', entry.key), 1);
  }
  for (const [key, sum] of moved) {
    if (!isZeroAmount(sum)) throw new Error(`sandbox ledger out of balance: ${key} by ${sum}`);
  }
}
