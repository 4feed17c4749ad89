import type { ClientBase } from 'pg';

/** Tables of iMetal's live database that the sample day fills, parents before children. */
export const tablesInOrder = [
  'currency_codes',
  'countries',
  'corporate_entities',
  'branches',
  'personnel',
  'warehouses',
  'units_of_measure',
  'terms',
  'addresses',
  'company_types',
  'company_statuses',
  'contact_types',
  'company_credit_rules',
  'company_totals',
  'cost_groups',
  'nominal_accounts',
  'sales_groups',
  'sales_group_charges',
  'purchase_groups',
  'products',
  'companies',
  'company_sub_addresses',
  'contacts',
  'tax_authorities',
  'tax_rates',
  'tax_groups',
  'sales_types',
  'sales_statuses',
  'credit_reasons',
  'stock_adjustment_reasons',
  'stock_items',
  'sales_totals',
  'sales_headers',
  'sales_items',
  'sales_charges',
  'cost_items',
  'stock_transactions',
  'stock_transaction_items',
] as const;

export type TableName = (typeof tablesInOrder)[number];

/** A row by column name; amounts are decimal text. Columns not named take the table's default. */
export type Row = { id: number } & Record<string, string | number | boolean | null>;

/** Rows of several tables, to be inserted together. */
export type Batch = Map<TableName, Row[]>;

/** Gives each table's next id, and adds rows to the current batch. */
export interface RowWriter {
  /** Adds a row under the table's next id, and returns the id. */
  add(table: TableName, row: Record<string, string | number | boolean | null>): number;
  /** The rows added since the last call. */
  takeBatch(): Batch;
  /** The last id given in each table. */
  lastIds(): Map<TableName, number>;
}

/** A writer whose ids follow `lastIds` (from 1 in a table not named). */
export function createRowWriter(lastIds: Map<TableName, number> = new Map()): RowWriter {
  const ids = new Map(lastIds);
  let batch: Batch = new Map();
  return {
    add(table, row) {
      const id = (ids.get(table) ?? 0) + 1;
      ids.set(table, id);
      const rows = batch.get(table) ?? [];
      batch.set(table, rows);
      rows.push({ id, ...row });
      return id;
    },
    takeBatch() {
      const taken = batch;
      batch = new Map();
      return taken;
    },
    lastIds: () => new Map(ids),
  };
}

/** Inserts a batch, one statement per table, in the caller's transaction. */
export async function insertBatch(client: ClientBase, batch: Batch): Promise<void> {
  for (const table of tablesInOrder) {
    const rows = batch.get(table);
    const first = rows?.[0];
    if (rows === undefined || first === undefined) continue;
    const columns = Object.keys(first).join(', ');
    assertSameColumns(table, columns, rows);
    await client.query(
      `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1::json)`,
      [JSON.stringify(rows)],
    );
  }
}

/** The columns of the first row are those of the statement: a row with others would lose them silently. */
function assertSameColumns(table: TableName, columns: string, rows: Row[]): void {
  for (const row of rows) {
    if (Object.keys(row).join(', ') !== columns)
      throw new Error(`${table} ${row.id}: its columns differ from ${columns}`);
  }
}

/** Sets the sequences to the ids given, so that whoever comes next, by hand or by program, finds free ones. */
export async function reserveIds(client: ClientBase, lastIds: Map<TableName, number>): Promise<void> {
  for (const [table, last] of lastIds) {
    if (last > 0) await client.query(`select setval(pg_get_serial_sequence('${table}', 'id'), $1)`, [last]);
  }
}

/** The last id given in each table (0 for none), for a writer that goes on where the database stands. */
export async function readLastIds(client: ClientBase): Promise<Map<TableName, number>> {
  const tables = tablesInOrder.map(
    (table) =>
      `select '${table}' as "table", pg_sequence_last_value(pg_get_serial_sequence('${table}', 'id'))::int as last`,
  );
  const result = await client.query<{ table: TableName; last: number | null }>(tables.join(' union all '));
  return new Map(result.rows.map((row) => [row.table, row.last ?? 0]));
}
