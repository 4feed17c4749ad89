import { z } from 'zod';
import type { JournalEntry } from '../domain/journal-entry';
import type { PlannedDocument } from '../domain/posting';
import type { PostingPlan, TraceEntry } from '../domain/posting-plan';
import type { Database } from './pool';

const planRow = z.object({
  plan_id: z.string(),
  revision: z.number(),
  version: z.number(),
  content_hash: z.string(),
  mapping_version: z.string(),
  documents: z.array(z.custom<PlannedDocument>()),
  pooled_entry: z.custom<JournalEntry>().nullable(),
  trace: z.array(z.custom<TraceEntry>()),
  totals: z.custom<PostingPlan['totals'] | Record<string, unknown>>(),
  created_at: z.date(),
});

/** A plan as it was stored: the exact Intacct documents, and where each source line went. */
export type PlanRow = z.infer<typeof planRow>;

/** The newest plan of a document, whatever became of it; null when none could be made. */
export async function selectNewestPlan(
  database: Database,
  company: string,
  documentKey: string,
): Promise<PlanRow | null> {
  const result = await database.query(
    `select plan_id, revision, version, content_hash, mapping_version, documents, pooled_entry, trace, totals, created_at
      from plans where company = $1::text and document_key = $2::text order by revision desc, version desc limit 1`,
    [company, documentKey],
  );
  return result.rowCount === 0 ? null : planRow.parse(result.rows[0]);
}
