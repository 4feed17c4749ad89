import type { ApAdjustment, ApBill } from './ap-bill';
import type { ArAdjustment, CreditApplication } from './ar-adjustment';
import type { ArInvoice } from './ar-invoice';
import type { JournalEntry } from './journal-entry';
import type { Amount, CurrencyCode } from './money';
import type { StatisticalEntry } from './statistical-entry';
import type { Hours, TimesheetAddition } from './timesheet';

/** `planned → sending → posted`, or `rejected`, or `unknown`, or `abandoned`. */
export type PostingState = 'planned' | 'sending' | 'posted' | 'rejected' | 'unknown' | 'abandoned';

/** What a document in Intacct is for; with company, document and revision it names one posting. */
export type PostingPurpose =
  | 'invoice'
  | 'cost-of-sales'
  | 'credit-memo'
  | 'credit-application'
  | 'bill'
  | 'supplier-credit'
  /** What a receipt and its bill or credit differ by, in base currency: by their rates, or what the credit's lines cannot hold. */
  | 'receipt-exchange-difference'
  | 'ledger-entry'
  | 'statistical-entry'
  /** A shift's hours on its worker's timesheet; those after midnight may belong to the next period's. */
  | 'timesheet'
  | 'timesheet-next-period'
  | 'equipment-hours'
  | 'equipment-cost'
  | 'invoice-reversal'
  | 'cost-of-sales-reversal'
  | 'credit-memo-reversal'
  | 'bill-reversal'
  | 'supplier-credit-reversal'
  | 'receipt-exchange-difference-reversal'
  | 'ledger-entry-reversal'
  | 'statistical-entry-reversal'
  | 'timesheet-reversal'
  | 'timesheet-next-period-reversal'
  | 'equipment-hours-reversal'
  | 'equipment-cost-reversal';

/** A write to Intacct, exactly as it will be sent. */
export type PlannedWrite =
  | { kind: 'create-invoice'; invoice: ArInvoice }
  | { kind: 'create-ar-adjustment'; adjustment: ArAdjustment }
  | { kind: 'apply-credit'; application: CreditApplication }
  | { kind: 'create-bill'; bill: ApBill }
  | { kind: 'create-ap-adjustment'; adjustment: ApAdjustment }
  | { kind: 'create-journal-entry'; entry: JournalEntry }
  | { kind: 'create-statistical-entry'; entry: StatisticalEntry }
  | { kind: 'add-timesheet-entries'; addition: TimesheetAddition }
  | { kind: 'reverse-invoice'; recordNumber: string; reversalDate: string; description: string };

/** One Intacct document of a plan. */
export type PlannedDocument = { purpose: PostingPurpose } & PlannedWrite;

/** What an operator may change when trying again; never an amount. */
export interface Correction {
  /** YYYY-MM-DD: posts into another period; the invoice date stays. */
  postingDate?: string;
  /** For CHANGED_AFTER_POSTING: reverse what was posted, and post what the source says now. */
  reverseAndRepost?: boolean;
}

/** A person's word on a parked document: who, why, and what to change. */
export interface Decision {
  action: 'retry' | 'abandon';
  actor: string;
  reason: string;
  correction: Correction;
}

/** The few words about a document that travel through the engine and show in its Web UI. */
export interface DocumentSummary {
  documentKey: string;
  party: string | null;
  partyName: string | null;
  entityId: string | null;
  currency: CurrencyCode | null;
  amount: Amount | null;
  /** Labour hours of a shift; null where the source does not tell its minutes, absent for what is no time. */
  hours?: Hours | null;
}

/** Why a document waits, short enough for a history: the whole list is in the hub's database. */
export interface ParkedReason {
  code: string;
  message: string;
  causeKey: string | null;
  /** How many reasons there are in all. */
  count: number;
}

/** Where a document stands after a step of its flow. */
export type PostResult =
  | { outcome: 'posted'; intacctKey: string }
  /** A person is needed; nothing more happens before. */
  | { outcome: 'parked'; reason: ParkedReason };

/** What planning a document led to. */
export type PlanResult = (
  | PostResult
  /** There is a plan that is to be sent, or whose outcome is to be found out. */
  | { outcome: 'planned' }
) & { summary: DocumentSummary };

/** The words by which every log line, workflow and audit row names one document of a company. */
export interface DocumentReference {
  company: string;
  documentKey: string;
  /** 1, and one more for each reverse-and-repost. */
  revision: number;
}
