import type { JournalEntry } from '../domain/journal-entry';
import { compareAmounts, formatCents, roundToCents, sumAmounts } from '../domain/money';
import type { TraceEntry } from '../domain/posting-plan';

/** Proves that the invoices' cost of sales that went into each line of a day's journal adds up to it, each once, and nothing else is in it. */
export function provePooledJournal(
  entry: JournalEntry,
  trace: readonly TraceEntry[],
): { ok: boolean; differences: string[] } {
  const parts = new Map<number, string[]>();
  const differences: string[] = [];
  const seen = new Set<string>();
  for (const { sourceLineId, amount, target } of trace) {
    if (seen.has(sourceLineId)) differences.push(`${sourceLineId} is in the trace twice`);
    seen.add(sourceLineId);
    if (target.kind === 'journal-line') parts.set(target.lineNumber, [...(parts.get(target.lineNumber) ?? []), amount]);
    else differences.push(`${sourceLineId} went into no line of the journal`);
  }
  for (const { lineNumber, amount } of entry.lines) {
    const traced = sumAmounts(parts.get(lineNumber) ?? []);
    parts.delete(lineNumber);
    if (compareAmounts(traced, amount) !== 0) {
      differences.push(
        `journal line ${lineNumber}: trace ${formatCents(roundToCents(traced))} ≠ ${formatCents(roundToCents(amount))}`,
      );
    }
  }
  for (const lineNumber of parts.keys())
    differences.push(`trace names journal line ${lineNumber}, which the journal lacks`);
  return { ok: differences.length === 0, differences };
}
