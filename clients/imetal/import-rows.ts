import { z } from 'zod';
import type { ImportRecord, ImportValue } from '../../domain/import-record';
import { writtenColumns } from './import-tables';
import { idField } from './row-fields';
import type { SelectRows } from './snapshot';

/** Whose rows they are: the installation of iMetal that is to take them, and who hands them in. facts/imetal.md 1.2, 1.3. */
export interface ImportKeys {
  companyReference: string;
  source: string;
  user: string;
}

export interface ImportBatch extends ImportKeys {
  batchNumber: number;
}

const stateRow = z.object({
  import_number: z.number().int(),
  import_status: z.enum(['E', 'I', 'F']),
  import_notes: z.string().nullable(),
  imetal_id: idField.nullable(),
});

type ImportRow = Record<string, ImportValue>;

/** What the importer has made of a header so far; `E` is entered and not taken yet. */
export type ImportState = z.output<typeof stateRow>;

/** Writes the records that the batch does not have yet, items first, so that a header never stands without them. */
export async function insertMissing(
  select: SelectRows,
  batch: ImportBatch,
  records: readonly ImportRecord[],
): Promise<void> {
  const present = new Set((await selectStates(select, batch, records)).map((state) => state.import_number));
  const missing = records.filter(({ importNumber }) => !present.has(importNumber));
  const rowsByTable = new Map<string, ImportRow[]>();
  for (const record of missing) {
    for (const { table, row } of itemRows(batch, record)) append(rowsByTable, table, row);
  }
  const headersByTable = new Map<string, ImportRow[]>();
  for (const record of missing) append(headersByTable, record.table, headerRow(batch, record));
  for (const [table, rows] of [...rowsByTable, ...headersByTable]) await insertRows(select, table, rows);
}

/** The states of the batch's headers, in every table that the records name. */
export async function selectStates(
  select: SelectRows,
  batch: ImportBatch,
  records: readonly ImportRecord[],
): Promise<ImportState[]> {
  const states: ImportState[] = [];
  for (const table of new Set(records.map((record) => record.table))) {
    const numbers = records.filter((record) => record.table === table).map(({ importNumber }) => importNumber);
    const rows = await select(
      stateRow,
      `SELECT header.import_number AS import_number,
              header.import_status::text AS import_status,
              header.import_notes AS import_notes,
              header.imetal_id::text AS imetal_id
         FROM ${table} header
        WHERE header.import_company_reference = $1::text
          AND header.import_source = $2::text
          AND header.import_batch_number = $3::integer
          AND header.import_number = ANY ($4::integer[])`,
      [batch.companyReference, batch.source, batch.batchNumber, numbers],
    );
    states.push(...rows);
  }
  return states;
}

function headerRow(batch: ImportBatch, record: ImportRecord): ImportRow {
  return {
    ...record.values,
    ...keysOf(batch, record),
    import_status: 'E',
    import_user_name: batch.user,
    import_action: record.action,
  };
}

/** Items are numbered from 1 within their table. */
function itemRows(batch: ImportBatch, record: ImportRecord): { table: string; row: ImportRow }[] {
  const counts = new Map<string, number>();
  return (record.items ?? []).map(({ table: named, ...values }) => {
    const table = String(named);
    const itemNumber = (counts.get(table) ?? 0) + 1;
    counts.set(table, itemNumber);
    return { table, row: { ...values, ...keysOf(batch, record), item_no: itemNumber } };
  });
}

function keysOf(batch: ImportBatch, record: ImportRecord): ImportRow {
  return {
    import_company_reference: batch.companyReference,
    import_source: batch.source,
    import_batch_number: batch.batchNumber,
    import_number: record.importNumber,
  };
}

/**
 * All rows of a table in one statement, with the columns that any of them names: the others keep what the table gives them. The
 * server reads amounts from their text, so that none becomes a binary fraction.
 */
async function insertRows(select: SelectRows, table: string, rows: ImportRow[]): Promise<void> {
  const known = writtenColumns()[table] ?? {};
  const named = new Set(rows.flatMap((row) => Object.keys(row)));
  const columns = Object.entries(known).filter(([column]) => named.has(column));
  const names = columns.map(([column]) => column).join(', ');
  const typed = columns.map(([column, { kind }]) => `${column} ${kind}`).join(', ');
  await select(
    z.unknown(),
    `INSERT INTO ${table} (${names})
     SELECT ${names}
       FROM jsonb_to_recordset($1::jsonb) AS entered (${typed})`,
    [JSON.stringify(rows)],
  );
}

function append(groups: Map<string, ImportRow[]>, key: string, row: ImportRow): void {
  const group = groups.get(key);
  if (group) group.push(row);
  else groups.set(key, [row]);
}
