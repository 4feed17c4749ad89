import type { ArInvoiceLine } from '../../domain/ar-invoice';
import { formatCents, sumAmounts } from '../../domain/money';
import type { TraceEntry } from '../../domain/posting-plan';
import { groupByKey } from '../group-by-key';
import { compareKeys } from '../text-order';
import type { TaxShare } from './allocate-item-taxes';

/** A source line, or the whole of it that went into one target line. */
export type TracedPart = Pick<TraceEntry, 'sourceLineId' | 'label' | 'amount'>;

/** The lines of invoices, bills and adjustments are alike but for their purposes. */
export interface NumberedLine<Purpose> extends Omit<ArInvoiceLine, 'purpose'> {
  purpose: Purpose;
}

/** A line of any such document before it has its number, with what went into it. */
export interface Draft<Purpose> extends Omit<NumberedLine<Purpose>, 'lineNumber' | 'taxEntries'> {
  /** Lines are sent in the order of these, so that the order of source lines does not matter. */
  sortKey: readonly string[];
  parts: TracedPart[];
  taxShares: TaxShare[];
}

/** A draft of an invoice's line. */
export type DraftLine = Draft<ArInvoiceLine['purpose']>;

const purposesInOrder: readonly ArInvoiceLine['purpose'][] = [
  'revenue',
  'freight',
  'surcharge',
  'miscellaneous',
  'sales-tax',
  'rounding',
];

/** Numbers an invoice's drafts: revenue first, rounding last. */
export function numberInvoiceLines(drafts: readonly DraftLine[]): { lines: ArInvoiceLine[]; trace: TraceEntry[] } {
  return numberLines(drafts, purposesInOrder);
}

/** Numbers the drafts from 1 by purpose and sort key, sums their tax shares into entries, and traces every part. */
export function numberLines<Purpose>(
  drafts: readonly Draft<Purpose>[],
  purposes: readonly Purpose[],
): { lines: NumberedLine<Purpose>[]; trace: TraceEntry[] } {
  const rank = (draft: Draft<Purpose>) => purposes.indexOf(draft.purpose);
  const sorted = [...drafts].sort((a, b) => rank(a) - rank(b) || compareKeys(a.sortKey, b.sortKey));
  const lines: NumberedLine<Purpose>[] = [];
  const trace: TraceEntry[] = [];
  for (const { sortKey: _, parts, taxShares, ...draft } of sorted) {
    const lineNumber = lines.length + 1;
    lines.push({ lineNumber, ...draft, taxEntries: sumTaxEntries(taxShares) });
    for (const part of parts) trace.push({ ...part, target: { kind: 'invoice-line', lineNumber } });
    for (const entry of traceTaxShares(taxShares, lineNumber)) trace.push(entry);
  }
  return { lines, trace };
}

function sumTaxEntries(shares: readonly TaxShare[]): ArInvoiceLine['taxEntries'] {
  const byDetail = groupByKey(shares, ({ tax }) => tax.taxDetailId);
  return [...byDetail.keys()].sort().map((taxDetailId) => ({
    taxDetailId,
    amount: formatCents(sumAmounts((byDetail.get(taxDetailId) ?? []).map(({ amount }) => amount))),
  }));
}

/** One entry per item tax, though several of the item's charges may be on the line. */
function traceTaxShares(shares: readonly TaxShare[], lineNumber: number): TraceEntry[] {
  const bySource = groupByKey(shares, ({ tax }) => tax.sourceLineId);
  return [...bySource.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { sourceLineId, label, taxDetailId } = first.tax;
    const amount = formatCents(sumAmounts(group.map((share) => share.amount)));
    return [{ sourceLineId, label, amount, target: { kind: 'invoice-line-tax' as const, lineNumber, taxDetailId } }];
  });
}
