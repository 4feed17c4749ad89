import type { Dimensions } from './ar-invoice';

/** One line of a statistical entry; the quantity is positive, the side says which way. */
export interface StatisticalLine {
  lineNumber: number;
  side: 'increase' | 'decrease';
  accountNumber: string;
  quantity: string;
  memo: string;
  dimensions: Dimensions;
}

/** Quantities beside the money: pieces, weights. No currency and no balance rule (facts/intacct.md 8.9). Dates YYYY-MM-DD. */
export interface StatisticalEntry {
  journalSymbol: string;
  postingDate: string;
  title: string;
  /** The hub's document key: what the entry is found by. */
  referenceNumber: string;
  lines: StatisticalLine[];
}
