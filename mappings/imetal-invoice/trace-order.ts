import type { TraceEntry } from '../../domain/posting-plan';
import type { SourceInvoice } from '../../domain/source-invoice';
import { compareText } from '../text-order';

/** The trace in the order of the document's own lines: item by item its charges, taxes and costs, then adjustments. */
export function orderTrace(invoice: SourceInvoice, trace: readonly TraceEntry[]): TraceEntry[] {
  const sourceLineIds = invoice.items.flatMap((item) => [
    ...item.charges.map(({ chargeId }) => `charge:${chargeId}`),
    ...item.taxes.map(({ slot }) => `tax:${item.itemId}:${slot}`),
    ...item.costs.map(({ costId }) => `cost:${costId}`),
  ]);
  for (const { adjustmentId } of invoice.stockAdjustments) sourceLineIds.push(`adjustment:${adjustmentId}`);
  return orderTraceBy(sourceLineIds, trace);
}

/** The trace in the order of the source lines named; of one line's entries, by target line. */
export function orderTraceBy(sourceLineIds: readonly string[], trace: readonly TraceEntry[]): TraceEntry[] {
  const rank = new Map(sourceLineIds.map((sourceLineId, index) => [sourceLineId, index]));
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
