import type { IntacctClient, PostedInvoice } from '../clients/intacct/intacct-client';
import type { ArInvoice } from '../domain/ar-invoice';
import { compareAmounts, formatCents } from '../domain/money';
import type { PlannedDocument, PostingPurpose } from '../domain/posting';

/** What Intacct holds under the natural keys of a plan's documents. */
export type FoundPosting =
  | { kind: 'none' }
  /** All of them, with the content of the plan: an earlier attempt went through. */
  | { kind: 'equal'; keys: Map<PostingPurpose, string> }
  /** Something else stands under the number. */
  | { kind: 'different'; expected: string; actual: string };

/**
 * Looks a plan up by its natural keys: invoice number, or journal and reference number. A plan is one atomic
 * operation, so finding its first document without the others is a difference too.
 */
export async function findPosted(
  client: Pick<IntacctClient, 'findInvoices' | 'findJournalEntries'>,
  entityId: string,
  documents: readonly PlannedDocument[],
): Promise<FoundPosting> {
  const keys = new Map<PostingPurpose, string>();
  const invoice = documents.find((document) => document.kind === 'create-invoice');
  if (invoice !== undefined) {
    const found = await findInvoice(client, entityId, invoice.invoice);
    if (found.kind !== 'equal') return found;
    keys.set(invoice.purpose, found.key);
  }
  for (const document of documents) {
    if (document.kind === 'reverse-invoice') keys.set(document.purpose, document.recordNumber);
    if (document.kind !== 'create-journal-entry') continue;
    const { journalSymbol, referenceNumber, title, postingDate } = document.entry;
    const entries = await client.findJournalEntries(entityId, journalSymbol, referenceNumber);
    const same = entries.filter((entry) => entry.title === title && entry.postingDate === postingDate);
    const [only] = same;
    if (only !== undefined && same.length === 1) {
      keys.set(document.purpose, only.recordNumber);
      continue;
    }
    if (keys.size === 0 && entries.length === 0) return { kind: 'none' };
    return {
      kind: 'different',
      expected: `one journal entry "${title}" of ${postingDate} in ${journalSymbol} under reference ${referenceNumber}`,
      actual: `${same.length} such entries, ${entries.length} under the reference`,
    };
  }
  return { kind: 'equal', keys };
}

async function findInvoice(
  client: Pick<IntacctClient, 'findInvoices'>,
  entityId: string,
  planned: ArInvoice,
): Promise<
  { kind: 'none' } | { kind: 'equal'; key: string } | { kind: 'different'; expected: string; actual: string }
> {
  const rows = await client.findInvoices(entityId, planned.invoiceNumber);
  // A reversed invoice keeps its number and stands for nothing.
  const standing = rows.filter((row) => !/^revers/i.test(row.state));
  const [only] = standing;
  if (only === undefined) return { kind: 'none' };
  if (standing.length === 1 && isSame(only, planned)) return { kind: 'equal', key: only.recordNumber };
  return {
    kind: 'different',
    expected: `invoice ${planned.invoiceNumber} of ${planned.customerId}, ${planned.invoiceDate}, ${formatCents(planned.total)} ${planned.currency}`,
    actual: standing
      .map((row) => `record ${row.recordNumber} of ${row.customerId}, ${row.invoiceDate}, ${row.total} ${row.currency}`)
      .join('; '),
  };
}

function isSame(found: PostedInvoice, planned: ArInvoice): boolean {
  return (
    found.customerId === planned.customerId &&
    found.invoiceDate === planned.invoiceDate &&
    found.currency === planned.currency &&
    compareAmounts(found.total, planned.total) === 0 &&
    // Ours, not one that somebody keyed in alike.
    found.description.startsWith(planned.externalId)
  );
}
