import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { Database } from './pool';

/** A record on its way through iMetal's importer, and what is written down when the importer has taken it. */
export interface RecordImport {
  company: string;
  object: string;
  intacctId: string;
  batchNumber: number;
  importNumber: number;
  /** The importer's row as the client takes it. */
  importRecord: unknown;
  /** Null where iMetal gives the record its id. */
  sourceId: string | null;
  agreed: Record<string, string | null>;
  standing: 'active' | 'inactive';
  intacctRecordNumber: string | null;
}

const importRow = z.object({
  company: z.string(),
  object: z.string(),
  intacct_id: z.string(),
  batch_number: z.number().int(),
  import_number: z.number().int(),
  import_record: z.unknown(),
  source_id: z.string().nullable(),
  agreed: z.record(z.string(), z.string().nullable()),
  standing: z.enum(['active', 'inactive']),
  intacct_record_number: z.string().nullable(),
});

/** A batch number that nobody had before, whatever is restored or retried. */
export async function nextImportBatchNumber(database: Database): Promise<number> {
  const result = await database.query(`select nextval('import_batch_numbers')::integer as batch_number`);
  return z.number().int().parse(result.rows[0]?.batch_number);
}

/** Writes down that a record is on its way; false when one of it is on its way already. */
export async function insertRecordImport(transaction: PoolClient, record: RecordImport): Promise<boolean> {
  const result = await transaction.query(
    `insert into record_imports (company, object, intacct_id, batch_number, import_number, import_record, source_id,
        agreed, standing, intacct_record_number)
      values ($1::text, $2::text, $3::text, $4::integer, $5::integer, $6::jsonb, $7::text, $8::jsonb, $9::text,
        $10::text)
      on conflict (company, object, intacct_id) do nothing`,
    [
      record.company,
      record.object,
      record.intacctId,
      record.batchNumber,
      record.importNumber,
      JSON.stringify(record.importRecord),
      record.sourceId,
      JSON.stringify(record.agreed),
      record.standing,
      record.intacctRecordNumber,
    ],
  );
  return result.rowCount === 1;
}

/** The batch in which a record is on its way; null when it is not. */
export async function selectPendingBatch(
  database: Database,
  record: { company: string; object: string; intacctId: string },
): Promise<number | null> {
  const result = await database.query(
    `select batch_number from record_imports
      where company = $1::text and object = $2::text and intacct_id = $3::text`,
    [record.company, record.object, record.intacctId],
  );
  return result.rowCount === 0 ? null : z.number().int().parse(result.rows[0].batch_number);
}

/** What of a batch is not settled yet, in the order in which it goes to the importer. */
export async function selectBatch(database: Database, batchNumber: number): Promise<RecordImport[]> {
  const result = await database.query(
    `select company, object, intacct_id, batch_number, import_number, import_record, source_id, agreed, standing,
        intacct_record_number
      from record_imports where batch_number = $1::integer order by import_number`,
    [batchNumber],
  );
  return result.rows.map((row) => {
    const parsed = importRow.parse(row);
    return {
      company: parsed.company,
      object: parsed.object,
      intacctId: parsed.intacct_id,
      batchNumber: parsed.batch_number,
      importNumber: parsed.import_number,
      importRecord: parsed.import_record,
      sourceId: parsed.source_id,
      agreed: parsed.agreed,
      standing: parsed.standing,
      intacctRecordNumber: parsed.intacct_record_number,
    };
  });
}

/** Takes a record off the list of those on their way; false when another attempt has done so. */
export async function deleteRecordImport(
  transaction: PoolClient,
  record: { batchNumber: number; importNumber: number },
): Promise<boolean> {
  const result = await transaction.query(
    'delete from record_imports where batch_number = $1::integer and import_number = $2::integer',
    [record.batchNumber, record.importNumber],
  );
  return result.rowCount === 1;
}
