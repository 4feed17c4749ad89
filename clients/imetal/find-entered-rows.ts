import { Client } from 'pg';
import { z } from 'zod';
import { databaseVerdict } from './database-verdict';
import { importTables } from './import-tables';

const connectTimeoutMs = 10_000;

const enteredRow = z.object({
  batch_number: z.number().int(),
  records: z.number().int(),
  as_of: z.date().nullable(),
});

/** Records of one batch that were entered, and that iMetal's importer has not taken. */
export interface EnteredRows {
  table: string;
  batchNumber: number;
  records: number;
  /** Of balances: the oldest state that they tell. The other tables do not say when a row was entered. */
  asOf: Date | null;
}

/**
 * What waits for iMetal's importer, of one company reference and source, by table and batch. Throws Transport when the import database
 * is away, Rejected when it may not be read. facts/imetal.md 1.3.
 */
export async function findEnteredRows(
  importUrl: string,
  keys: { companyReference: string; source: string },
): Promise<EnteredRows[]> {
  const client = new Client({ connectionString: importUrl, connectionTimeoutMillis: connectTimeoutMs });
  try {
    await client.connect();
    const entered: EnteredRows[] = [];
    for (const [table, columns] of Object.entries(importTables)) {
      const asOf = 'as_of' in columns ? 'min(as_of)' : 'null::timestamptz';
      const { rows } = await client.query(
        `select import_batch_number as batch_number, count(*)::integer as records, ${asOf} as as_of from ${table}
          where import_company_reference = $1::text and import_source = $2::text and import_status = 'E'
          group by import_batch_number order by import_batch_number`,
        [keys.companyReference, keys.source],
      );
      for (const row of z.array(enteredRow).parse(rows)) {
        entered.push({ table, batchNumber: row.batch_number, records: row.records, asOf: row.as_of });
      }
    }
    return entered;
  } catch (error) {
    throw databaseVerdict(error, 'imetal find entered rows');
  } finally {
    await client.end().catch(() => undefined);
  }
}
