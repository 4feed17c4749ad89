import { createHash } from 'node:crypto';
import type { JournalEntry, JournalLine } from '../domain/journal-entry';
import { isZeroAmount, negateAmount, sumAmounts } from '../domain/money';
import type { TraceEntry } from '../domain/posting-plan';

/** Cost of sales of one invoice, as its plan has it. */
export interface PooledEntry {
  documentKey: string;
  entry: JournalEntry;
}

export interface PooledJournal {
  entry: JournalEntry;
  trace: TraceEntry[];
  contentHash: string;
  /** Σ debits, base currency. */
  total: string;
}

/**
 * Adds the pooled entries of one branch and day up: one line per side, account and dimensions. Sides are kept apart,
 * so that the journal shows what was booked, not a net. Every entry balances, so the journal does.
 */
export function pooledCostOfSalesToJournal(documentKey: string, pooled: readonly PooledEntry[]): PooledJournal {
  const first = pooled[0]?.entry;
  if (first === undefined) throw new Error(`journal ${documentKey} has nothing in it`);
  const groups = new Map<string, { line: JournalLine; parts: { sourceLineId: string; amount: string }[] }>();
  for (const { documentKey: invoiceKey, entry } of pooled) {
    for (const line of entry.lines) {
      const key = JSON.stringify([
        line.side === 'debit' ? 0 : 1,
        line.accountNumber,
        Object.entries(line.dimensions).sort(),
      ]);
      const group = groups.get(key) ?? { line, parts: [] };
      group.parts.push({ sourceLineId: `cost-of-sales:${invoiceKey}:${line.lineNumber}`, amount: line.amount });
      groups.set(key, group);
    }
  }
  const ordered = [...groups].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, group]) => group);
  const lines = ordered.map(
    (group, index): JournalLine => ({
      ...group.line,
      lineNumber: index + 1,
      amount: sumAmounts(group.parts.map((part) => part.amount)),
      memo: `${group.line.side === 'debit' ? 'Cost of sales' : 'Taken from stock'}, ${new Set(group.parts.map((part) => part.sourceLineId.split(':')[1])).size} invoices`,
    }),
  );
  assertBalanced(documentKey, lines);
  const trace = ordered.flatMap((group, index) =>
    group.parts.map(
      (part): TraceEntry => ({
        sourceLineId: part.sourceLineId,
        label: `${part.sourceLineId.split(':')[1]} · ${group.line.memo}`,
        amount: part.amount,
        target: { kind: 'journal-line', lineNumber: index + 1 },
      }),
    ),
  );
  const entry: JournalEntry = { ...first, title: `Cost of sales ${documentKey}`, referenceNumber: documentKey, lines };
  return {
    entry,
    trace,
    contentHash: createHash('sha256').update(JSON.stringify(entry)).digest('hex'),
    total: sumAmounts(lines.filter((line) => line.side === 'debit').map((line) => line.amount)),
  };
}

function assertBalanced(documentKey: string, lines: readonly JournalLine[]): void {
  const balance = sumAmounts(lines.map((line) => (line.side === 'debit' ? line.amount : negateAmount(line.amount))));
  if (!isZeroAmount(balance)) throw new Error(`journal ${documentKey}: debits less credits are ${balance}, expected 0`);
}
