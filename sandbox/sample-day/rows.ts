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
  'sales_types',
  'sales_statuses',
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
}

/** A writer whose ids follow `lastIds` (0 for a table not named). */
export function createRowWriter(lastIds: Partial<Record<TableName, number>> = {}): RowWriter {
  const ids = new Map<TableName, number>(Object.entries(lastIds) as [TableName, number][]);
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
  };
}

/** Inserts a batch, one statement per table, in the caller's transaction. */
export async function insertBatch(client: ClientBase, batch: Batch): Promise<void> {
  for (const table of tablesInOrder) {
    const rows = batch.get(table);
    const first = rows?.[0];
    if (rows === undefined || first === undefined) continue;
    const columns = Object.keys(first).join(', ');
    await client.query(
      `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1::json)`,
      [JSON.stringify(rows)],
    );
  }
}

/** Sets every table's sequence behind its largest id, so that later inserts by hand find free ids. */
export async function advanceSequences(client: ClientBase): Promise<void> {
  for (const table of tablesInOrder) {
    await client.query(
      `select setval(pg_get_serial_sequence('${table}', 'id'), greatest(coalesce((select max(id) from ${table}), 0), 1))`,
    );
  }
}

/** The largest id of each table, for a writer that goes on where the database stands. */
export async function readLastIds(client: ClientBase): Promise<Partial<Record<TableName, number>>> {
  const lastIds: Partial<Record<TableName, number>> = {};
  for (const table of tablesInOrder) {
    const result = await client.query<{ last: number }>(`select coalesce(max(id), 0)::int as last from ${table}`);
    lastIds[table] = result.rows[0]?.last ?? 0;
  }
  return lastIds;
}
