import type { PostedJournalEntry } from '../clients/intacct/intacct-client';
import type { JournalEntry } from '../domain/journal-entry';
import { compareAmounts, formatCents, isWholeCents, roundToCents, sumAmounts } from '../domain/money';
import type { StatisticalEntry } from '../domain/statistical-entry';
import type { Found, Lookups } from './find-posted';

/** A journal entry by journal and reference number; of several the one with its title and date. */
export async function findJournalEntry(client: Lookups, entityId: string, planned: JournalEntry): Promise<Found> {
  const { journalSymbol, referenceNumber } = planned;
  const entries = await client.findJournalEntries(entityId, journalSymbol, referenceNumber);
  const found = chooseByTitle(entries, planned);
  if (found.kind !== 'one') return found;
  return compareSums(found.row, planned, linesOf(found.row), linesOf(planned), ` ${planned.currency}`);
}

/** A statistical entry, likewise; its quantities to two decimals, which is what Intacct keeps of a weight with three. */
export async function findStatisticalEntry(
  client: Lookups,
  entityId: string,
  planned: StatisticalEntry,
): Promise<Found> {
  const { journalSymbol, referenceNumber } = planned;
  const entries = await client.findStatisticalEntries(entityId, journalSymbol, referenceNumber);
  const found = chooseByTitle(entries, planned);
  if (found.kind !== 'one') return found;
  const quantities = (entry: Pick<StatisticalEntry, 'lines'> | typeof found.row) =>
    entry.lines.map(({ side, accountNumber, quantity }) => ({
      account: `${side} ${accountNumber}`,
      amount: roundToCents(quantity),
    }));
  return compareSums(found.row, planned, quantities(found.row), quantities(planned), '');
}

type Entry = Pick<JournalEntry, 'journalSymbol' | 'referenceNumber' | 'title' | 'postingDate'>;

function chooseByTitle<Row extends { title: string; postingDate: string }>(
  rows: readonly Row[],
  planned: Entry,
): { kind: 'one'; row: Row } | Exclude<Found, { kind: 'equal' }> {
  if (rows.length === 0) return { kind: 'none' };
  const same = rows.filter(({ title, postingDate }) => title === planned.title && postingDate === planned.postingDate);
  const [only] = same;
  if (only !== undefined && same.length === 1) return { kind: 'one', row: only };
  const actual = `${same.length} such entries, ${rows.length} under the reference`;
  return { kind: 'different', expected: nameOf(planned), actual };
}

function nameOf({ journalSymbol, referenceNumber, title, postingDate }: Entry): string {
  return `one journal entry "${title}" of ${postingDate} in ${journalSymbol} under reference ${referenceNumber}`;
}

interface SidedAmount {
  /** `debit 5010` */
  account: string;
  amount: string;
}

function linesOf({ lines }: Pick<PostedJournalEntry, 'lines'>): SidedAmount[] {
  return lines.map(({ side, accountNumber, amount }) => ({ account: `${side} ${accountNumber}`, amount }));
}

/** Sums by side and account, not lines: Intacct need not keep the lines as they were sent, but moves these balances. */
function compareSums(
  found: { recordNumber: string },
  planned: Entry,
  foundLines: SidedAmount[],
  plannedLines: SidedAmount[],
  unit: string,
): Found {
  const expected = sumsBySide(plannedLines);
  const actual = sumsBySide(foundLines);
  const sumIn = (sums: Map<string, string>, account: string) => sums.get(account) ?? '0';
  const differing = [...new Set([...expected.keys(), ...actual.keys()])].filter(
    (account) => compareAmounts(sumIn(expected, account), sumIn(actual, account)) !== 0,
  );
  if (differing.length === 0) return { kind: 'equal', key: found.recordNumber };
  const list = (sums: Map<string, string>) =>
    differing.map((account) => `${account} ${amountText(sumIn(sums, account))}`).join(', ');
  return {
    kind: 'different',
    expected: `${nameOf(planned)} with ${list(expected)}${unit}`,
    actual: `record ${found.recordNumber} with ${list(actual)}`,
  };
}

function sumsBySide(lines: readonly SidedAmount[]): Map<string, string> {
  const sums = new Map<string, string>();
  for (const { account, amount } of lines) sums.set(account, sumAmounts([sums.get(account) ?? '0', amount]));
  return sums;
}

/** What Intacct holds may have more decimals than we ever send; it is shown as it is. */
function amountText(amount: string): string {
  return isWholeCents(amount) ? formatCents(amount) : amount;
}
