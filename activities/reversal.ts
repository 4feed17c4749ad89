import type { ApAdjustment, ApBill, ApLine } from '../domain/ap-bill';
import type { ArAdjustment } from '../domain/ar-adjustment';
import type { ArInvoiceLine } from '../domain/ar-invoice';
import type { JournalEntry } from '../domain/journal-entry';
import { compareAmounts, formatCents, negateAmount, sumAmounts } from '../domain/money';
import type { PlannedDocument, PostingPurpose } from '../domain/posting';
import type { StatisticalEntry } from '../domain/statistical-entry';

/** Which posting is taken back, and by which revision of its document. */
export interface ReversalContext {
  documentKey: string;
  revision: number;
  /** YYYY-MM-DD: when it is taken back. */
  date: string;
  /** Record number of the document's leading posting. */
  intacctKey: string;
}

/** What takes a journal back that is not a ledger entry of its own. */
const journalReversals: Partial<Record<PostingPurpose, PostingPurpose>> = {
  'receipt-exchange-difference': 'receipt-exchange-difference-reversal',
  'equipment-cost': 'equipment-cost-reversal',
};

/**
 * What takes a posted document back: an invoice is reversed by Intacct itself; a credit memo becomes a debit memo, a bill an
 * adjustment that owes less, and another one for what it had credited; journals and quantities are mirrored. Source: facts/intacct.md 8.6 to 8.9.
 */
export function reversalOf(
  posted: Exclude<PlannedDocument, { kind: 'add-timesheet-entries' }>,
  context: ReversalContext,
): PlannedDocument[] {
  if (posted.kind === 'create-bill') return takingBack(posted.bill, context);
  return [reversalOfOne(posted, context)];
}

function reversalOfOne(
  posted: Exclude<PlannedDocument, { kind: 'create-bill' | 'add-timesheet-entries' }>,
  context: ReversalContext,
): PlannedDocument {
  const { documentKey, revision, date } = context;
  const number = `${documentKey}-${revision}`;
  const description = describe(context);
  switch (posted.kind) {
    case 'create-invoice':
      return {
        purpose: 'invoice-reversal',
        kind: 'reverse-invoice',
        recordNumber: context.intacctKey,
        reversalDate: date,
        description: `${posted.invoice.externalId} changed after posting; see ${posted.invoice.externalId}-${revision}`,
      };
    case 'create-ar-adjustment':
      return {
        purpose: 'credit-memo-reversal',
        kind: 'create-ar-adjustment',
        adjustment: { ...opposite(posted.adjustment, revision, date), description },
      };
    case 'create-ap-adjustment':
      return {
        purpose: 'supplier-credit-reversal',
        kind: 'create-ap-adjustment',
        adjustment: { ...opposite(posted.adjustment, revision, date), description },
      };
    case 'create-journal-entry': {
      const purpose = journalReversals[posted.purpose] ?? 'ledger-entry-reversal';
      const entry = { ...mirrorEntry(posted.entry, date), referenceNumber: `${number}R` };
      return { purpose, kind: 'create-journal-entry', entry };
    }
    case 'create-statistical-entry': {
      const entry = { ...mirrorQuantities(posted.entry, date), referenceNumber: `${number}R` };
      const purpose = posted.purpose === 'equipment-hours' ? 'equipment-hours-reversal' : 'statistical-entry-reversal';
      return { purpose, kind: 'create-statistical-entry', entry };
    }
    case 'apply-credit':
    case 'reverse-invoice':
      throw new Error(`${documentKey}: a ${posted.purpose} is not taken back by a document`);
  }
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

function mirrorQuantities(entry: StatisticalEntry, postingDate: string): StatisticalEntry {
  return {
    ...entry,
    postingDate,
    title: `Reversal: ${entry.title}`.slice(0, 80),
    lines: entry.lines.map((line) => ({ ...line, side: line.side === 'increase' ? 'decrease' : 'increase' })),
  };
}

function opposite<Adjustment extends ArAdjustment | ApAdjustment>(
  adjustment: Adjustment,
  revision: number,
  date: string,
): Adjustment {
  return {
    ...adjustment,
    adjustmentNumber: `${adjustment.adjustmentNumber}-R${revision}`,
    adjustmentDate: date,
    postingDate: date,
    lines: adjustment.lines.map(negateLine),
    total: formatCents(negateAmount(adjustment.total)),
  };
}

function describe({ documentKey, revision }: ReversalContext): string {
  return `${documentKey} changed after posting; see revision ${revision}`;
}

/** All lines of a vendor's adjustment have one sign: what the bill charged and what it credited are taken back each by its own. */
function takingBack(bill: ApBill, context: ReversalContext): PlannedDocument[] {
  const lines = bill.lines.map(negateLine);
  const isMore = ({ amount }: ApLine) => compareAmounts(amount, '0') > 0;
  const less = lines.filter((line) => !isMore(line));
  const more = lines.filter(isMore);
  const adjustment = (suffix: string, of: ApLine[]) => adjustmentOf(bill, context, suffix, of);
  return [
    ...(less.length === 0
      ? []
      : [{ purpose: 'bill-reversal', kind: 'create-ap-adjustment', adjustment: adjustment('', less) } as const]),
    ...(more.length === 0
      ? []
      : [
          {
            purpose: 'supplier-credit-reversal',
            kind: 'create-ap-adjustment',
            adjustment: adjustment('B', more),
          } as const,
        ]),
  ];
}

function adjustmentOf(bill: ApBill, context: ReversalContext, suffix: string, lines: ApLine[]): ApAdjustment {
  const { vendorId, currency, baseCurrency, exchangeRate, taxSolutionId, billNumber } = bill;
  const { documentKey, revision, date } = context;
  const amounts = lines.flatMap((line) => [line.amount, ...line.taxEntries.map(({ amount }) => amount)]);
  return {
    vendorId,
    // The hub's own key: a bill's number is its vendor's own, and numbers of adjustments are one series for all vendors.
    adjustmentNumber: `${documentKey}-R${revision}${suffix}`,
    adjustmentDate: date,
    correctedBillNumber: billNumber,
    postingDate: date,
    description: describe(context),
    currency,
    baseCurrency,
    exchangeRate,
    taxSolutionId,
    lines: lines.map((line, index) => ({ ...line, lineNumber: index + 1 })),
    total: formatCents(sumAmounts(amounts)),
  };
}

function negateLine<Line extends ArInvoiceLine | ApLine>(line: Line): Line {
  return {
    ...line,
    amount: formatCents(negateAmount(line.amount)),
    taxEntries: line.taxEntries.map((entry) => ({ ...entry, amount: formatCents(negateAmount(entry.amount)) })),
  };
}
