import type { ApAdjustment, ApBill } from './ap-bill';
import type { ArAdjustment } from './ar-adjustment';
import type { ArInvoice } from './ar-invoice';
import type { JournalEntry } from './journal-entry';
import type { Amount, CurrencyCode } from './money';
import type { StatisticalEntry } from './statistical-entry';
import type { Hours, TimesheetAddition } from './timesheet';

/**
 * Where one source line went, signed as it is posted: a credit's amounts are minus what the source says. A source line
 * may have several entries; their amounts add up to it.
 */
export interface TraceEntry {
  /**
   * Of sales documents `charge:<id>`, `cost:<id>`, `adjustment:<id>`, `tax:<item id>:<slot>`; of supplier documents
   * `item:<id>` and `tax:<item id>:<slot>`; of stock movements `movement:<line id>`; in a day's journal
   * `cost-of-sales:<invoice>:<revision>:<line>`; of timesheets `activity:<id>`, `remainder`, `travel:to`, `travel:from`,
   * `asset:<id>` and `activity:<id>/asset:<id>`.
   */
  sourceLineId: string;
  /** What a person calls the line, for example `item 12 · material · RB4140`. */
  label: string;
  /** Of time it is hours, two decimals; of equipment that is charged at a rate it is money. */
  amount: Amount;
  /** Of time only: whole minutes of the source; those of a line's entries add up to what the source says. */
  minutes?: number;
  target: /** A line of the plan's invoice, credit memo, bill or vendor adjustment. */
    | { kind: 'invoice-line'; lineNumber: number }
    | { kind: 'invoice-line-tax'; lineNumber: number; taxDetailId: string }
    /** A cost or a movement goes into a pair: the debit line and the credit line. */
    | { kind: 'journal-lines'; debitLineNumber: number; creditLineNumber: number }
    /** An invoice's pooled cost line goes into one line of the day's journal. */
    | { kind: 'journal-line'; lineNumber: number }
    /** An entry of the worker's timesheet, in one of the two periods that a shift may touch. */
    | { kind: 'timesheet-entry'; purpose: 'timesheet' | 'timesheet-next-period'; lineNumber: number }
    /** Hours of equipment as a quantity. */
    | { kind: 'statistical-line'; lineNumber: number }
    /** Nothing to post: no value, or a transfer between places of one entity and account, which nets to zero. */
    | { kind: 'dropped'; reason: 'zero value' | 'stays in its account' | TimeLeftOut };
}

/** Why time of a shift is not posted. */
export type TimeLeftOut =
  | 'zero minutes'
  | 'not payable'
  | 'travel is not posted'
  | 'equipment time is not posted'
  | 'counted by its activities';

interface DocumentTotals {
  /** Lines of the source in the trace. */
  sourceLines: number;
  /** Lines of all documents of the plan; tax entries are parts of lines. */
  targetLines: number;
  currency: CurrencyCode;
  baseCurrency: CurrencyCode;
  net: Amount;
  tax: Amount;
  gross: Amount;
  /** Net moved to the rounding account, document currency; `0.00` mostly. */
  rounding: Amount;
}

/** What a sales document's plan comes to; of a credit everything is negative. */
export interface SalesTotals extends DocumentTotals {
  costOfSales: Amount;
}

interface SalesPlan {
  entityId: string;
  /** Cost of sales and stock adjustments, base currency; null when the document has neither. */
  costOfSales: JournalEntry | null;
  /** `day-and-branch`: the journal above is pooled and posted once a day, not with the document. */
  costOfSalesPosting: 'with-invoice' | 'day-and-branch';
  trace: TraceEntry[];
  totals: SalesTotals;
}

/** Exactly what will be sent for one sales invoice, and the proof of where each of its lines went. */
export interface PostingPlan extends SalesPlan {
  invoice: ArInvoice;
}

/** The same for a sales credit: a credit memo, and the costs of goods that came back. */
export interface SalesCreditPlan extends SalesPlan {
  adjustment: ArAdjustment;
}

/** The same for a supplier's invoice or credit: one of `bill` and `adjustment` is there. */
export interface SupplierDocumentPlan {
  entityId: string;
  bill: ApBill | null;
  adjustment: ApAdjustment | null;
  /** Base currency: what receipts' rates and the document's differ by, and what a credit's lines cannot hold; null for nothing. */
  exchangeDifference: JournalEntry | null;
  trace: TraceEntry[];
  totals: DocumentTotals & {
    /** Document currency, as posted: what was cleared, and what was invoiced less received. */
    goodsReceived: Amount;
    variance: Amount;
    /** Base currency: into the exchange difference account; negative is a gain. */
    exchangeDifference: Amount;
  };
}

/** The same for a stock movement: at least one of `entry` and `statistics` is there. */
export interface StockMovementPlan {
  /** '' (the top level) when value moves between entities. */
  entityId: string;
  entry: JournalEntry | null;
  statistics: StatisticalEntry | null;
  trace: TraceEntry[];
  totals: {
    sourceLines: number;
    targetLines: number;
    baseCurrency: CurrencyCode;
    /** Taken out of stock less put in, base currency. */
    value: Amount;
    /** Σ debits of the entry. */
    debits: Amount;
  };
}

/** The same for a shift's timesheet: hours of its worker, and of the equipment that ran; at least one document is there. */
export interface TimesheetPlan {
  entityId: string;
  /** One; two where hours after midnight belong to the next time period; none where only equipment's hours are posted. */
  additions: TimesheetAddition[];
  /** Quantities, where the profile posts equipment so. */
  equipmentHours: StatisticalEntry | null;
  /** Hours × rate, where the profile charges equipment to the project. */
  equipmentCost: JournalEntry | null;
  trace: TraceEntry[];
  totals: {
    sourceLines: number;
    targetLines: number;
    /** YYYY-MM-DD, on the clock of the project's place: the day on which the shift began. */
    workedOn: string;
    /** As the source says them: worked minutes and travel; minutes of all equipment; those of both that are not posted. */
    labourMinutes: number;
    equipmentMinutes: number;
    leftOutMinutes: number;
    /** Posted; minutes less those left out, rounded once per document. */
    labourHours: Hours;
    equipmentHours: Hours;
    leftOutHours: Hours;
    baseCurrency: CurrencyCode;
    /** Σ debits of the equipment's cost, base currency. */
    equipmentCost: Amount;
  };
}
