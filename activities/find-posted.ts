import type {
  IntacctClient,
  PostedInvoice,
  PostedJournalEntry,
  PostedJournalLine,
} from '../clients/intacct/intacct-client';
import type { ArInvoice } from '../domain/ar-invoice';
import type { JournalEntry } from '../domain/journal-entry';
import { compareAmounts, formatCents, isWholeCents, sumAmounts } from '../domain/money';
import type { PlannedDocument, PostingPurpose } from '../domain/posting';

/** What Intacct holds under the natural keys of a plan's documents. */
export type FoundPosting =
  | { kind: 'none' }
  /** All of them, with the content of the plan: an earlier attempt went through. */
  | { kind: 'equal'; keys: Map<PostingPurpose, string> }
  /** Something else stands under the number. */
  | { kind: 'different'; expected: string; actual: string };

type Lookups = Pick<IntacctClient, 'findInvoices' | 'findJournalEntries'>;
type Found =
  | { kind: 'none' }
  | { kind: 'equal'; key: string }
  | { kind: 'different'; expected: string; actual: string };

/**
 * Looks a plan up by its natural keys: invoice number, or journal and reference number. A plan is one atomic
 * operation, so finding its first document without the others is a difference too.
 */
export async function findPosted(
  client: Lookups,
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
    const found = await findJournalEntry(client, entityId, document.entry);
    if (found.kind === 'equal') keys.set(document.purpose, found.key);
    else if (found.kind === 'different' || keys.size === 0) return found;
    else
      return { kind: 'different', expected: nameOf(document.entry), actual: '0 such entries, 0 under the reference' };
  }
  return { kind: 'equal', keys };
}

async function findInvoice(client: Lookups, entityId: string, planned: ArInvoice): Promise<Found> {
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
    currencyOf(found, planned) === planned.currency &&
    compareAmounts(found.total, planned.total) === 0 &&
    // Ours, not one that somebody keyed in alike.
    found.description.startsWith(planned.externalId)
  );
}

/** A company with one currency may leave the currency empty (unconfirmed): then it is the base currency. */
function currencyOf(found: PostedInvoice, planned: ArInvoice): string {
  return found.currency === '' ? planned.baseCurrency : found.currency;
}

async function findJournalEntry(client: Lookups, entityId: string, planned: JournalEntry): Promise<Found> {
  const { journalSymbol, referenceNumber, title, postingDate } = planned;
  const entries = await client.findJournalEntries(entityId, journalSymbol, referenceNumber);
  if (entries.length === 0) return { kind: 'none' };
  const same = entries.filter((entry) => entry.title === title && entry.postingDate === postingDate);
  const [only] = same;
  if (only === undefined || same.length > 1) {
    return {
      kind: 'different',
      expected: nameOf(planned),
      actual: `${same.length} such entries, ${entries.length} under the reference`,
    };
  }
  return compareLines(only, planned);
}

function nameOf({ journalSymbol, referenceNumber, title, postingDate }: JournalEntry): string {
  return `one journal entry "${title}" of ${postingDate} in ${journalSymbol} under reference ${referenceNumber}`;
}

/** Sums by side and account, not lines: Intacct need not keep the lines as they were sent, but moves these balances. */
function compareLines(found: PostedJournalEntry, planned: JournalEntry): Found {
  const expected = sumsBySide(planned.lines);
  const actual = sumsBySide(found.lines);
  const sumIn = (sums: Map<string, string>, account: string) => sums.get(account) ?? '0';
  const differing = [...new Set([...expected.keys(), ...actual.keys()])].filter(
    (account) => compareAmounts(sumIn(expected, account), sumIn(actual, account)) !== 0,
  );
  if (differing.length === 0) return { kind: 'equal', key: found.recordNumber };
  const list = (sums: Map<string, string>) =>
    differing.map((account) => `${account} ${amountText(sumIn(sums, account))}`).join(', ');
  return {
    kind: 'different',
    expected: `${nameOf(planned)} with ${list(expected)} ${planned.currency}`,
    actual: `record ${found.recordNumber} with ${list(actual)}`,
  };
}

/** `debit 5010` to the sum of its amounts. */
function sumsBySide(lines: readonly PostedJournalLine[]): Map<string, string> {
  const sums = new Map<string, string>();
  for (const { side, accountNumber, amount } of lines) {
    const account = `${side} ${accountNumber}`;
    sums.set(account, sumAmounts([sums.get(account) ?? '0', amount]));
  }
  return sums;
}

/** What Intacct holds may have more decimals than we ever send; it is shown as it is. */
function amountText(amount: string): string {
  return isWholeCents(amount) ? formatCents(amount) : amount;
}
