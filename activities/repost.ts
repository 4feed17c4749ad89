import type { Database } from '../db/pool';
import { type PostedDocuments, selectPostedDocuments } from '../db/posted-documents';
import type { PostingException } from '../domain/exception';
import type { JournalEntry } from '../domain/journal-entry';
import { formatCents } from '../domain/money';
import type { DocumentReference, DocumentSummary, PlannedDocument } from '../domain/posting';
import type { PostingPlan } from '../domain/posting-plan';

/** What is in Intacct of an earlier revision of the document; null when nothing is. */
export async function selectPostedBefore(
  database: Database,
  document: DocumentReference,
): Promise<PostedDocuments | null> {
  if (document.revision === 1) return null;
  return selectPostedDocuments(database, document.company, document.documentKey, document.revision);
}

/** The exception of an invoice that operations edited after it was in the ledger. */
export function changedAfterPosting(
  documentKey: string,
  before: PostedDocuments,
  now: DocumentSummary,
): PostingException {
  const posted = before.amount === null ? 'its amount' : `${formatCents(before.amount)} ${before.currency}`;
  const total = now.amount === null ? 'no amount' : `${formatCents(now.amount)} ${now.currency}`;
  const actual = total === posted ? 'the same total with other lines, dates, references or customer' : total;
  return {
    code: 'CHANGED_AFTER_POSTING',
    field: 'content',
    expected: `what was posted as Intacct record ${before.intacctKey} (${posted})`,
    actual: `other content (${actual})`,
    message: `invoice ${documentKey}: changed in iMetal after it was posted as Intacct record ${before.intacctKey}: posted ${posted}, now ${actual}`,
    causeKey: null,
  };
}

/** Documents of a reverse-and-repost, all in one operation: the old ones reversed, the new ones under a number of their own. */
export function repostDocuments(before: PostedDocuments, plan: PostingPlan, revision: number): PlannedDocument[] {
  const { invoice, costOfSales } = plan;
  // Intacct keeps the reversed invoice under its number, and journal entries are found by their reference.
  const number = `${invoice.invoiceNumber}-${revision}`;
  const withInvoice = plan.costOfSalesPosting === 'with-invoice';
  const documents: PlannedDocument[] = [
    {
      purpose: 'invoice-reversal',
      kind: 'reverse-invoice',
      recordNumber: before.intacctKey,
      reversalDate: invoice.postingDate,
      description: `${invoice.externalId} changed after posting; see ${number}`,
    },
  ];
  if (withInvoice && before.costOfSales !== null) {
    const entry = { ...mirrorEntry(before.costOfSales, invoice.postingDate), referenceNumber: `${number}R` };
    documents.push({ purpose: 'cost-of-sales-reversal', kind: 'create-journal-entry', entry });
  }
  documents.push({ purpose: 'invoice', kind: 'create-invoice', invoice: { ...invoice, invoiceNumber: number } });
  if (withInvoice && costOfSales !== null) {
    const entry = { ...costOfSales, referenceNumber: number };
    documents.push({ purpose: 'cost-of-sales', kind: 'create-journal-entry', entry });
  }
  return documents;
}

/** The entry that undoes another: same lines, other sides. */
export function mirrorEntry(entry: JournalEntry, postingDate: string): JournalEntry {
  return {
    ...entry,
    postingDate,
    title: `Reversal: ${entry.title}`.slice(0, 80),
    lines: entry.lines.map((line) => ({ ...line, side: line.side === 'debit' ? 'credit' : 'debit' })),
  };
}
