import { z } from 'zod';
import type { JournalEntry } from '../domain/journal-entry';
import type { PlannedDocument } from '../domain/posting';
import type { Database } from './pool';

const postedRow = z.object({
  posting_id: z.string(),
  revision: z.number(),
  content_hash: z.string().nullable(),
  intacct_key: z.string(),
  amount: z.string().nullable(),
  currency: z.string().nullable(),
  documents: z.array(z.custom<PlannedDocument>()),
  pooled_entry: z.custom<JournalEntry>().nullable(),
});

/** What stands in Intacct for a document. */
export interface PostedDocuments {
  postingId: string;
  revision: number;
  contentHash: string | null;
  intacctKey: string;
  amount: string | null;
  currency: string | null;
  /** The cost of sales that was posted with it, or pooled for the day's journal. */
  costOfSales: JournalEntry | null;
}

/** The newest revision below `belowRevision` that was posted; null when none was. */
export async function selectPostedDocuments(
  database: Database,
  company: string,
  documentKey: string,
  belowRevision: number,
): Promise<PostedDocuments | null> {
  const result = await database.query(
    `select p.posting_id, p.revision, p.content_hash, p.intacct_key, p.amount, p.currency, plan.documents, plan.pooled_entry
      from postings p join plans plan on plan.plan_id = p.plan_id
      where p.company = $1::text and p.document_key = $2::text and p.revision < $3::integer
        and p.is_leading and p.state = 'posted'
      order by p.revision desc limit 1`,
    [company, documentKey, belowRevision],
  );
  if (result.rowCount === 0) return null;
  const row = postedRow.parse(result.rows[0]);
  const journal = row.documents.find((document) => document.purpose === 'cost-of-sales');
  return {
    postingId: row.posting_id,
    revision: row.revision,
    contentHash: row.content_hash,
    intacctKey: row.intacct_key,
    amount: row.amount,
    currency: row.currency,
    costOfSales: journal?.kind === 'create-journal-entry' ? journal.entry : row.pooled_entry,
  };
}
