import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { Database } from './pool';

const recordFields = z.record(z.string(), z.string().nullable());

const agreedRecordSchema = z.object({
  /** Null where iMetal gives the record its id. */
  sourceId: z.string().nullable(),
  agreed: recordFields,
  standing: z.enum(['active', 'inactive']),
  recordNumber: z.string().nullable(),
  /** WHENMODIFIED of what was read. */
  modifiedAt: z.string(),
  /** When its reading began, ISO 8601. */
  seenAt: z.string(),
  /** Records to look at once this one is in step. */
  touches: z.array(z.object({ object: z.string(), id: z.string(), hint: z.unknown() })),
});

/** What both sides of a record have now, or will have once iMetal's importer has taken the row. */
export type AgreedRecord = z.infer<typeof agreedRecordSchema>;

/** A record on its way through iMetal's importer. */
export interface RecordImport {
  company: string;
  object: string;
  intacctId: string;
  batchNumber: number;
  importNumber: number;
  /** The importer's row as the client takes it. */
  importRecord: unknown;
  agreedRecord: AgreedRecord;
}

const importRow = z.object({
  company: z.string(),
  object: z.string(),
  intacct_id: z.string(),
  batch_number: z.number().int(),
  import_number: z.number().int(),
  import_record: z.unknown(),
  agreed_record: agreedRecordSchema,
});

/** A batch number that nobody had before, whatever is restored or retried. */
export async function nextImportBatchNumber(database: Database): Promise<number> {
  const result = await database.query(`select nextval('import_batch_numbers')::integer as batch_number`);
  return z.number().int().parse(result.rows[0]?.batch_number);
}

/** Writes down that a record is on its way; false when one of it is on its way already. */
export async function insertRecordImport(transaction: PoolClient, record: RecordImport): Promise<boolean> {
  const result = await transaction.query(
    `insert into record_imports (company, object, intacct_id, batch_number, import_number, import_record, agreed_record)
      values ($1::text, $2::text, $3::text, $4::integer, $5::integer, $6::jsonb, $7::jsonb)
      on conflict (company, object, intacct_id) do nothing`,
    [
      record.company,
      record.object,
      record.intacctId,
      record.batchNumber,
      record.importNumber,
      JSON.stringify(record.importRecord),
      JSON.stringify(record.agreedRecord),
    ],
  );
  return result.rowCount === 1;
}

/** Those of these records that are on their way, and in which batch. */
export async function selectPendingRecords(
  database: Database,
  company: string,
  records: readonly { object: string; intacctId: string }[],
): Promise<{ object: string; intacctId: string; batchNumber: number }[]> {
  const result = await database.query(
    `select object, intacct_id, batch_number from record_imports
      where company = $1::text and (object, intacct_id) in (select * from unnest($2::text[], $3::text[]))
      order by batch_number, import_number`,
    [company, records.map(({ object }) => object), records.map(({ intacctId }) => intacctId)],
  );
  const pending = z.object({ object: z.string(), intacct_id: z.string(), batch_number: z.number().int() });
  return z
    .array(pending)
    .parse(result.rows)
    .map((row) => ({ object: row.object, intacctId: row.intacct_id, batchNumber: row.batch_number }));
}

/** What of a batch is not settled yet, in the order in which it goes to the importer. */
export async function selectBatch(database: Database, batchNumber: number): Promise<RecordImport[]> {
  const result = await database.query(
    `select company, object, intacct_id, batch_number, import_number, import_record, agreed_record
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
      agreedRecord: parsed.agreed_record,
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

/** Gives a record on its way a batch of its own, and another row when the first was refused. Returns the new batch's number. */
export async function moveToOwnBatch(
  database: Database,
  record: { batchNumber: number; importNumber: number; importRecord: unknown },
  importRecord = record.importRecord,
): Promise<number> {
  const ownBatch = await nextImportBatchNumber(database);
  await database.query(
    `update record_imports set batch_number = $3::integer, import_record = $4::jsonb
      where batch_number = $1::integer and import_number = $2::integer`,
    [record.batchNumber, record.importNumber, ownBatch, JSON.stringify(importRecord)],
  );
  return ownBatch;
}

/** When records of these batches were handed over that the importer is still waited for: the earliest of each batch. */
export async function selectHandOverTimes(
  database: Database,
  company: string,
  batchNumbers: readonly number[],
): Promise<Map<number, Date>> {
  const result = await database.query(
    `select batch_number, min(handed_over_at) as handed_over_at from record_imports
      where company = $1::text and batch_number = any($2::integer[]) group by batch_number`,
    [company, batchNumbers],
  );
  const handOver = z.object({ batch_number: z.number().int(), handed_over_at: z.date() });
  return new Map(
    result.rows.map((row) => handOver.parse(row)).map((row) => [row.batch_number, row.handed_over_at] as const),
  );
}
