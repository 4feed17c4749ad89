import type { TraceEntry } from '../../domain/posting-plan';
import type { SourceInvoice } from '../../domain/source-invoice';
import { compareText } from './source-order';

/** The trace in the order of the document's own lines: item by item its charges, taxes and costs, then adjustments. */
export function orderTrace(invoice: SourceInvoice, trace: readonly TraceEntry[]): TraceEntry[] {
  const rank = new Map<string, number>();
  const rankNext = (sourceLineId: string) => rank.set(sourceLineId, rank.size);
  for (const item of invoice.items) {
    for (const { chargeId } of item.charges) rankNext(`charge:${chargeId}`);
    for (const { slot } of item.taxes) rankNext(`tax:${item.itemId}:${slot}`);
    for (const { costId } of item.costs) rankNext(`cost:${costId}`);
  }
  for (const { adjustmentId } of invoice.stockAdjustments) rankNext(`adjustment:${adjustmentId}`);
  return trace
    .map((entry) => ({ entry, rank: rank.get(entry.sourceLineId) ?? 0, line: targetLineOf(entry) }))
    .sort((a, b) => a.rank - b.rank || a.line - b.line || compareText(a.entry.target.kind, b.entry.target.kind))
    .map(({ entry }) => entry);
}

function targetLineOf({ target }: TraceEntry): number {
  switch (target.kind) {
    case 'journal-lines':
      return target.debitLineNumber;
    case 'dropped':
      return 0;
    default:
      return target.lineNumber;
  }
}
