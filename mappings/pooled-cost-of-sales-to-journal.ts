import { createHash } from 'node:crypto';
import type { JournalEntry, JournalLine } from '../domain/journal-entry';
import { isZeroAmount, negateAmount, sumAmounts } from '../domain/money';
import type { TraceEntry } from '../domain/posting-plan';

/** Cost of sales of one revision of an invoice, as its plan has it. */
export interface PooledEntry {
  documentKey: string;
  revision: number;
  entry: JournalEntry;
}

export interface PooledJournal {
  entry: JournalEntry;
  trace: TraceEntry[];
  contentHash: string;
  /** Σ debits, base currency. */
  total: string;
}

/** A line of a pooled entry that goes into a line of the journal. */
interface Part {
  documentKey: string;
  revision: number;
  lineNumber: number;
  amount: string;
}

interface Group {
  line: JournalLine;
  parts: Part[];
}

/**
 * Adds the pooled entries of one entity, branch and day up: one line per side, account and dimensions. Sides are kept
 * apart, so that the journal shows what was booked, not a net. Every entry balances, so the journal does.
 */
export function pooledCostOfSalesToJournal(documentKey: string, pooled: readonly PooledEntry[]): PooledJournal {
  const first = pooled[0]?.entry;
  if (first === undefined) throw new Error(`journal ${documentKey} has nothing in it`);
  assertOneCurrency(documentKey, pooled);
  const groups = groupLines(pooled);
  const lines = groups.map(
    ({ line, parts }, index): JournalLine => ({
      ...line,
      lineNumber: index + 1,
      amount: sumAmounts(parts.map(({ amount }) => amount)),
      memo: memoOf(line, parts),
    }),
  );
  assertBalanced(documentKey, lines);
  const entry: JournalEntry = { ...first, title: `Cost of sales ${documentKey}`, referenceNumber: documentKey, lines };
  return {
    entry,
    trace: groups.flatMap(({ line, parts }, index) =>
      parts.map((part) => traceOf(part, memoOf(line, parts), index + 1)),
    ),
    contentHash: createHash('sha256').update(JSON.stringify(entry)).digest('hex'),
    total: sumAmounts(lines.filter((line) => line.side === 'debit').map((line) => line.amount)),
  };
}

/** In the order of the journal: debits first, then by account and dimensions. */
function groupLines(pooled: readonly PooledEntry[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { documentKey, revision, entry } of pooled) {
    for (const line of entry.lines) {
      const key = JSON.stringify([
        line.side === 'debit' ? 0 : 1,
        line.accountNumber,
        Object.entries(line.dimensions).sort(),
      ]);
      const group = groups.get(key) ?? { line, parts: [] };
      group.parts.push({ documentKey, revision, lineNumber: line.lineNumber, amount: line.amount });
      groups.set(key, group);
    }
  }
  return [...groups].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, group]) => group);
}

function memoOf(line: JournalLine, parts: readonly Part[]): string {
  const invoices = new Set(parts.map(({ documentKey }) => documentKey)).size;
  return `${line.side === 'debit' ? 'Cost of sales' : 'Taken from stock'}, ${invoices} ${invoices === 1 ? 'invoice' : 'invoices'}`;
}

/** Two revisions of an invoice may be in one journal: the line's id says which it is of. */
function traceOf({ documentKey, revision, lineNumber, amount }: Part, memo: string, journalLine: number): TraceEntry {
  return {
    sourceLineId: `cost-of-sales:${documentKey}:${revision}:${lineNumber}`,
    label: `${documentKey}${revision === 1 ? '' : ` revision ${revision}`} · ${memo}`,
    amount,
    target: { kind: 'journal-line', lineNumber: journalLine },
  };
}

/** What is pooled together is one entity's, so it has one base currency. */
function assertOneCurrency(documentKey: string, pooled: readonly PooledEntry[]): void {
  const currencies = [...new Set(pooled.map(({ entry }) => entry.currency))];
  if (currencies.length > 1) throw new Error(`journal ${documentKey}: expected one currency, came ${currencies}`);
}

function assertBalanced(documentKey: string, lines: readonly JournalLine[]): void {
  const balance = sumAmounts(lines.map((line) => (line.side === 'debit' ? line.amount : negateAmount(line.amount))));
  if (!isZeroAmount(balance)) throw new Error(`journal ${documentKey}: debits less credits are ${balance}, expected 0`);
}
