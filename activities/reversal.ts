import type { ApAdjustment, ApBill, ApLine } from '../domain/ap-bill';
import type { ArAdjustment } from '../domain/ar-adjustment';
import type { ArInvoiceLine } from '../domain/ar-invoice';
import type { JournalEntry } from '../domain/journal-entry';
import { formatCents, negateAmount } from '../domain/money';
import type { PlannedDocument } from '../domain/posting';
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

/**
 * What takes a posted document back: an invoice is reversed by Intacct itself; a credit memo becomes a debit memo, a bill an
 * adjustment that owes less; journals and quantities are mirrored. Source: facts/intacct.md 8.6 to 8.9.
 */
export function reversalOf(posted: PlannedDocument, context: ReversalContext): PlannedDocument {
  const { documentKey, revision, date } = context;
  const number = `${documentKey}-${revision}`;
  const description = `${documentKey} changed after posting; see revision ${revision}`;
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
    case 'create-bill': {
      const adjustment = takingBack(posted.bill, revision, date);
      return { purpose: 'bill-reversal', kind: 'create-ap-adjustment', adjustment: { ...adjustment, description } };
    }
    case 'create-ap-adjustment':
      return {
        purpose: 'supplier-credit-reversal',
        kind: 'create-ap-adjustment',
        adjustment: { ...opposite(posted.adjustment, revision, date), description },
      };
    case 'create-journal-entry': {
      const purpose =
        posted.purpose === 'receipt-exchange-difference'
          ? 'receipt-exchange-difference-reversal'
          : 'ledger-entry-reversal';
      const entry = { ...mirrorEntry(posted.entry, date), referenceNumber: `${number}R` };
      return { purpose, kind: 'create-journal-entry', entry };
    }
    case 'create-statistical-entry': {
      const entry = { ...mirrorQuantities(posted.entry, date), referenceNumber: `${number}R` };
      return { purpose: 'statistical-entry-reversal', kind: 'create-statistical-entry', entry };
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

function takingBack(bill: ApBill, revision: number, date: string): ApAdjustment {
  const { vendorId, currency, baseCurrency, exchangeRate, taxSolutionId, description, billNumber } = bill;
  return {
    vendorId,
    adjustmentNumber: `${billNumber}-R${revision}`,
    adjustmentDate: date,
    correctedBillNumber: billNumber,
    postingDate: date,
    description,
    currency,
    baseCurrency,
    exchangeRate,
    taxSolutionId,
    lines: bill.lines.map(negateLine),
    total: formatCents(negateAmount(bill.total)),
  };
}

function negateLine<Line extends ArInvoiceLine | ApLine>(line: Line): Line {
  return {
    ...line,
    amount: formatCents(negateAmount(line.amount)),
    taxEntries: line.taxEntries.map((entry) => ({ ...entry, amount: formatCents(negateAmount(entry.amount)) })),
  };
}
