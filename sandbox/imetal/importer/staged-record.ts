import type { ClientBase } from 'pg';

/** A staged row by column name; every value is PostgreSQL's text of it: `500.00`, `2026-11-20`, `true`. */
export type StagedRow = Record<string, string | null>;

/** Which entered records to take; all when nothing is named. */
export interface ImportSelection {
  companyReference?: string;
  batchNumberFrom?: number;
  batchNumberTo?: number;
  /** As in `import_user_name`. */
  user?: string;
  source?: string;
}

const keyColumns = ['import_company_reference', 'import_source', 'import_batch_number', 'import_number'] as const;

/**
 * The next entered record behind `after` in order of batch and number, locked for the transaction; null when there is none.
 * What is not committed yet is not seen, and a record that somebody else holds is passed over.
 */
export async function takeNext(
  imports: ClientBase,
  table: string,
  selection: ImportSelection,
  after: StagedRow | null,
): Promise<StagedRow | null> {
  const order = ['import_batch_number', 'import_number', 'import_company_reference', 'import_source'];
  const result = await imports.query<{ staged: StagedRow }>(
    `select (select jsonb_object_agg(key, value) from jsonb_each_text(to_jsonb(t))) as staged
       from ${table} t
      where import_status = 'E'
        and ($1::text is null or import_company_reference = $1)
        and ($2::int is null or import_batch_number >= $2)
        and ($3::int is null or import_batch_number <= $3)
        and ($4::text is null or import_user_name in ($4, replace($4, '_', ' ')))
        and ($5::text is null or import_source = $5)
        and ($6::bool or (${order.join(', ')}) > ($7, $8, $9, $10))
      order by ${order.join(', ')} limit 1
        for update skip locked`,
    [
      selection.companyReference ?? null,
      selection.batchNumberFrom ?? null,
      selection.batchNumberTo ?? null,
      selection.user ?? null,
      selection.source ?? null,
      after === null,
      ...order.map((column) => after?.[column] ?? null),
    ],
  );
  return result.rows[0]?.staged ?? null;
}

/** Rows of a child table that belong to a record, in order of their own keys: those that are there now. */
export async function readChildren(
  imports: ClientBase,
  record: StagedRow,
  table: string,
  order: string,
): Promise<StagedRow[]> {
  const result = await imports.query<{ staged: StagedRow }>(
    `select (select jsonb_object_agg(key, value) from jsonb_each_text(to_jsonb(t))) as staged
       from ${table} t where (${keyColumns.join(', ')}) = ($1, $2, $3, $4) order by ${order}`,
    keyColumns.map((column) => record[column]),
  );
  return result.rows.map(({ staged }) => staged);
}

/** Writes what became of a record onto its row. */
export async function settle(
  imports: ClientBase,
  table: string,
  record: StagedRow,
  columns: Record<string, string | number | null>,
): Promise<void> {
  const names = Object.keys(columns);
  await imports.query(
    `update ${table} set ${names.map((name, index) => `${name} = $${index + 1}`).join(', ')}
      where ${keyColumns.map((name, index) => `${name} = $${names.length + index + 1}`).join(' and ')}`,
    [...Object.values(columns), ...keyColumns.map((name) => record[name])],
  );
}

/** Writes faults onto a child row, or takes former ones away. */
export async function noteChild(
  imports: ClientBase,
  table: string,
  child: StagedRow,
  ownKeys: readonly string[],
  note: string | null,
): Promise<void> {
  const key = [...keyColumns, ...ownKeys];
  await imports.query(
    `update ${table} set import_notes = $1
      where ${key.map((name, index) => `${name} = $${index + 2}`).join(' and ')} and import_notes is distinct from $1`,
    [note, ...key.map((name) => child[name])],
  );
}
