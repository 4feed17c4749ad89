import type { ArInvoice } from './ar-invoice';
import type { JournalEntry } from './journal-entry';
import type { Amount, CurrencyCode } from './money';

/** Where one source line went. A source line may have several entries; their amounts add up to it. */
export interface TraceEntry {
  /** `charge:<id>`, `cost:<id>`, `adjustment:<id>`, `tax:<item id>:<slot>`; in a day's journal `cost-of-sales:<invoice>:<revision>:<line>`. */
  sourceLineId: string;
  /** What a person calls the line, for example `item 12 · material · RB4140`. */
  label: string;
  amount: Amount;
  target:
    | { kind: 'invoice-line'; lineNumber: number }
    | { kind: 'invoice-line-tax'; lineNumber: number; taxDetailId: string }
    /** A cost goes into a pair: the debit line and the credit line. */
    | { kind: 'journal-lines'; debitLineNumber: number; creditLineNumber: number }
    /** An invoice's pooled cost line goes into one line of the day's journal. */
    | { kind: 'journal-line'; lineNumber: number }
    | { kind: 'dropped'; reason: 'zero value' };
}

/** Exactly what will be sent for one source document, and the proof of where each of its lines went. */
export interface PostingPlan {
  entityId: string;
  invoice: ArInvoice;
  /** Cost of sales and stock adjustments, base currency; null when the invoice has neither. */
  costOfSales: JournalEntry | null;
  /** `day-and-branch`: the journal above is pooled and posted once a day, not with the invoice. */
  costOfSalesPosting: 'with-invoice' | 'day-and-branch';
  trace: TraceEntry[];
  totals: {
    /** Lines of the source in the trace: charges, item taxes, costs, adjustments. */
    sourceLines: number;
    /** Invoice lines and journal lines; tax entries are parts of invoice lines. */
    targetLines: number;
    currency: CurrencyCode;
    baseCurrency: CurrencyCode;
    net: Amount;
    tax: Amount;
    gross: Amount;
    costOfSales: Amount;
    /** Net moved to the rounding account, document currency; `0` mostly. */
    rounding: Amount;
  };
}
