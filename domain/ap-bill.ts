import type { Dimensions } from './ar-invoice';
import type { Amount, CurrencyCode } from './money';

/** One line of a vendor bill or adjustment, document currency, two decimals. */
export interface ApLine {
  /** From 1, in the order sent. */
  lineNumber: number;
  purpose: 'goods-received' | 'variance' | 'expense' | 'unmatched' | 'purchase-tax' | 'rounding';
  accountNumber: string;
  amount: Amount;
  memo: string;
  dimensions: Dimensions;
  /** Taxes of this line for companies whose tax solution takes entries; at most one per detail. */
  taxEntries: { taxDetailId: string; amount: Amount }[];
}

interface ApDocument {
  vendorId: string;
  postingDate: string;
  /** Begins with the hub's document key, so that it can be searched. */
  description: string;
  currency: CurrencyCode;
  baseCurrency: CurrencyCode;
  /** base = document × rate; null when document and base currency are the same. */
  exchangeRate: Amount | null;
  taxSolutionId: string | null;
  lines: ApLine[];
  /** Σ lines + Σ tax entries. */
  total: Amount;
}

/** A vendor's bill as Intacct will hold it. Dates YYYY-MM-DD. Source: facts/intacct.md 8.8. */
export interface ApBill extends ApDocument {
  /** The vendor's own number: unique per vendor where the company says so. */
  billNumber: string;
  billDate: string;
  dueDate: string | null;
  termName: string | null;
  /** Purchase order: Intacct's reference number. */
  referenceNumber: string | null;
}

/**
 * An adjustment of what is owed to a vendor: negative amounts owe less (a vendor's credit), positive more; all lines of
 * one sign. Which sign is which is assumed as on the receivables side (facts/intacct.md 8.7 names it only there).
 */
export interface ApAdjustment extends ApDocument {
  adjustmentNumber: string;
  adjustmentDate: string;
  /** Number of the bill that it corrects. */
  correctedBillNumber: string | null;
}
