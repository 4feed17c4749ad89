import { z } from 'zod';
import type { RecordHint } from '../domain/record-sync';
import type { Database } from './pool';

interface HintedRecord {
  company: string;
  object: string;
  intacctId: string;
}

const hintSchema = z.object({
  party: z.object({ kind: z.enum(['customer', 'vendor']), id: z.string(), category: z.string() }).exactOptional(),
  imetal: z.object({ kind: z.enum(['ship-to', 'person']), contactId: z.string() }).exactOptional(),
});

/** Keeps what was told of a record, and returns it with all that was told before: a later look may be told nothing. */
export async function keepHint(database: Database, record: HintedRecord, told: RecordHint): Promise<RecordHint> {
  if (Object.keys(told).length === 0) return (await selectHint(database, record)) ?? {};
  const result = await database.query(
    `insert into record_hints (company, object, intacct_id, hint) values ($1::text, $2::text, $3::text, $4::jsonb)
      on conflict (company, object, intacct_id) do update set hint = record_hints.hint || excluded.hint
      returning hint`,
    [record.company, record.object, record.intacctId, JSON.stringify(told)],
  );
  return hintSchema.parse(result.rows[0].hint);
}

/** What was told of a record; null when nothing ever was. */
export async function selectHint(database: Database, record: HintedRecord): Promise<RecordHint | null> {
  const result = await database.query(
    'select hint from record_hints where company = $1::text and object = $2::text and intacct_id = $3::text',
    [record.company, record.object, record.intacctId],
  );
  return result.rowCount === 0 ? null : hintSchema.parse(result.rows[0].hint);
}
