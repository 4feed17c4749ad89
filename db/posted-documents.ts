import { z } from 'zod';
import type { JournalEntry } from '../domain/journal-entry';
import type { PlannedDocument } from '../domain/posting';
import type { TraceEntry } from '../domain/posting-plan';
import type { Database } from './pool';

const postedRow = z.object({
  posting_id: z.string(),
  plan_id: z.string(),
  version: z.number(),
  revision: z.number(),
  content_hash: z.string().nullable(),
  intacct_key: z.string(),
  entity_id: z.string().nullable(),
  amount: z.string().nullable(),
  hours: z.string().nullable(),
  currency: z.string().nullable(),
  documents: z.array(z.custom<PlannedDocument>()),
  pooled_entry: z.custom<JournalEntry>().nullable(),
  trace: z.array(z.custom<TraceEntry>()),
});

/** What stands in Intacct for a document. */
export interface PostedDocuments {
  postingId: string;
  planId: string;
  version: number;
  revision: number;
  contentHash: string | null;
  intacctKey: string;
  entityId: string | null;
  amount: string | null;
  currency: string | null;
  hours: string | null;
  /** As they were posted, without cost of sales and without what took an earlier revision back. */
  documents: PlannedDocument[];
  /** The cost of sales that was posted with it, or pooled for the day's journal; without what it took back of an earlier revision. */
  costOfSales: JournalEntry | null;
  /** False where accounting expected no effect of it, so that there is nothing to take back. */
  isInLedger: boolean;
}

/** The newest revision that was posted, below `belowRevision` if that is given; null when none was. */
export async function selectPostedDocuments(
  database: Database,
  company: string,
  documentKey: string,
  belowRevision: number | null = null,
): Promise<PostedDocuments | null> {
  const result = await database.query(
    `select p.posting_id, p.plan_id, p.version, plan.trace, p.revision, p.content_hash, p.intacct_key, p.entity_id, p.amount, p.currency, p.hours, plan.documents, plan.pooled_entry
      from postings p join plans plan on plan.plan_id = p.plan_id
      where p.company = $1::text and p.document_key = $2::text and ($3::integer is null or p.revision < $3::integer)
        and p.is_leading and p.state = 'posted'
      order by p.revision desc limit 1`,
    [company, documentKey, belowRevision],
  );
  if (result.rowCount === 0) return null;
  const row = postedRow.parse(result.rows[0]);
  const own = row.documents.filter(({ purpose }) => !purpose.endsWith('-reversal'));
  const journal = own.find(({ purpose }) => purpose === 'cost-of-sales');
  const costOfSales =
    journal?.kind === 'create-journal-entry' ? journal.entry : ownLinesOf(row.pooled_entry, row.trace);
  return {
    postingId: row.posting_id,
    planId: row.plan_id,
    version: row.version,
    revision: row.revision,
    contentHash: row.content_hash,
    intacctKey: row.intacct_key,
    entityId: row.entity_id,
    amount: row.amount,
    currency: row.currency,
    hours: row.hours,
    documents: own.filter(({ purpose }) => purpose !== 'cost-of-sales'),
    costOfSales,
    isInLedger: own.length > 0 || costOfSales !== null,
  };
}

/** The trace names the lines of the revision's own costs; the others take an earlier revision back. */
function ownLinesOf(pooled: JournalEntry | null, trace: readonly TraceEntry[]): JournalEntry | null {
  if (pooled === null) return null;
  const own = new Set(
    trace.flatMap(({ target }) =>
      target.kind === 'journal-lines' ? [target.debitLineNumber, target.creditLineNumber] : [],
    ),
  );
  const lines = pooled.lines.filter(({ lineNumber }) => own.has(lineNumber));
  return lines.length === 0 ? null : { ...pooled, lines };
}
