import type { Dimensions } from './ar-invoice';
import type { Amount, CurrencyCode } from './money';

/** One side of a journal entry; the amount is positive, two decimals. */
export interface JournalLine {
  /** From 1, in the order sent. */
  lineNumber: number;
  side: 'debit' | 'credit';
  accountNumber: string;
  amount: Amount;
  memo: string;
  dimensions: Dimensions;
}

/** A balanced journal entry in one currency. Dates YYYY-MM-DD. */
export interface JournalEntry {
  journalSymbol: string;
  postingDate: string;
  title: string;
  /** The hub's document key: what the entry is found by. */
  referenceNumber: string;
  currency: CurrencyCode;
  lines: JournalLine[];
}
