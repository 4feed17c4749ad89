import type { Amount } from '../../domain/money';
import type { PlannedWrite } from '../../domain/posting';
import type { PostedTimesheet } from '../../domain/timesheet';

/** Where and as whom to sign in. The secrets come from the environment and are never logged. */
export interface IntacctConnection {
  endpoint: string;
  senderId: string;
  senderPassword: string;
  companyId: string;
  userId: string;
  userPassword: string;
  requestTimeoutMs: number;
}

/** One HTTP request to the gateway, for the cost meter. `transactions` as billed (facts/intacct.md 4.7). */
export interface IntacctCall {
  functions: string[];
  entityId: string | null;
  startedAt: Date;
  durationMs: number;
  httpStatus: number | null;
  transactions: number;
  verdict:
    | 'success'
    | 'Transport'
    | 'RateLimited'
    | 'Authentication'
    | 'Rejected'
    | 'UnexpectedResponse'
    | 'OutcomeUnknown';
}

/** One write of a posting; its control id is stored before the first send and never changes. */
export type PostingFunction = { controlId: string } & (
  | Exclude<PlannedWrite, { kind: 'add-timesheet-entries' }>
  /** `standing`: the timesheet that the entries are added to, as it was read a moment ago; null: there is none yet. */
  | (Extract<PlannedWrite, { kind: 'add-timesheet-entries' }> & { standing: PostedTimesheet | null })
);

export interface PostingRequest {
  /** Empty: the top level, where a journal may span entities. */
  entityId: string;
  /** control/controlid: the same bytes on every attempt. */
  requestControlId: string;
  /** One `operation transaction="true"` with `uniqueid` true: all of them or none. */
  functions: PostingFunction[];
}

export interface PostingReceipt {
  /** In request order; `recordNumber` is Intacct's RECORDNO. */
  results: { controlId: string; recordNumber: string }[];
}

/** An accounts receivable invoice as Intacct holds it, for adopting and comparing. */
export interface PostedInvoice {
  recordNumber: string;
  invoiceNumber: string;
  customerId: string;
  invoiceDate: string;
  currency: string;
  /** Gross, document currency. */
  total: Amount;
  description: string;
  state: string;
}

/** An adjustment or a bill as Intacct holds it, for adopting and comparing; `partyId` is the customer or the vendor. */
export interface PostedSubledgerDocument {
  recordNumber: string;
  /** RECORDID: adjustment or bill number. */
  documentNumber: string;
  partyId: string;
  documentDate: string;
  currency: string;
  /** Gross, document currency, signed as in the domain: a credit memo's is negative. */
  total: Amount;
  description: string;
  state: string;
}

/** An application of a credit as Intacct holds it, found by its DOCNUMBER. */
export interface PostedApplication {
  recordNumber: string;
  customerId: string;
  state: string;
  details: { invoiceRecordNumber: string; creditRecordNumber: string | null; amount: Amount }[];
}

/** A statistical entry as Intacct holds it; quantities without a sign. */
export interface PostedStatisticalEntry {
  recordNumber: string;
  postingDate: string;
  title: string;
  state: string;
  lines: { side: 'increase' | 'decrease'; accountNumber: string; quantity: string }[];
}

/** One side of a journal entry as Intacct holds it; the amount is without a sign, in the entry's currency. */
export interface PostedJournalLine {
  side: 'debit' | 'credit';
  accountNumber: string;
  amount: Amount;
}

/** A journal entry as Intacct holds it, for adopting and comparing. */
export interface PostedJournalEntry {
  recordNumber: string;
  journalSymbol: string;
  postingDate: string;
  referenceNumber: string;
  title: string;
  state: string;
  lines: PostedJournalLine[];
}

/** A value of a record as the gateway gives it: text, or nested owned rows. */
export type RecordValue = string | IntacctRecord | IntacctRecord[];
export interface IntacctRecord {
  [field: string]: RecordValue;
}

/** A filter of `query` (facts/intacct.md 4.3). */
export type QueryFilter =
  | {
      op:
        | 'equalto'
        | 'notequalto'
        | 'lessthan'
        | 'lessthanorequalto'
        | 'greaterthan'
        | 'greaterthanorequalto'
        | 'like'
        | 'notlike';
      field: string;
      value: string;
    }
  | { op: 'in' | 'notin'; field: string; values: string[] }
  | { op: 'between'; field: string; values: [string, string] }
  | { op: 'isnull' | 'isnotnull'; field: string }
  | { op: 'and' | 'or'; filters: QueryFilter[] };

export interface QueryRequest {
  object: string;
  fields: string[];
  filter?: QueryFilter;
  /** Defaults to RECORDNO ascending: without an order, offset pages repeat and skip rows. */
  orderBy?: { field: string; direction: 'ascending' | 'descending' }[];
  /** 1 to 2000; default 1000. */
  pageSize?: number;
  showPrivate?: boolean;
}

/** What has no generic object and is read by get_list only (facts/intacct.md 8.5). */
export type ListedObject = 'taxschedule' | 'taxscheduledetail';

/** The XML gateway of one company. Sends, parses and classifies; retries nothing but one expired session. Throws verdicts of `clients/errors.ts`. */
export interface IntacctClient {
  /** One API transaction per function. */
  postAtomically(request: PostingRequest): Promise<PostingReceipt>;
  /** All invoices with the number in the entity, reversed ones included. In look-ups, too, an empty entity id is the top level. */
  findInvoices(entityId: string, invoiceNumber: string): Promise<PostedInvoice[]>;
  /** All journal entries with the reference number, with their lines: where there are any, one query more. */
  findJournalEntries(entityId: string, journalSymbol: string, referenceNumber: string): Promise<PostedJournalEntry[]>;
  /** All adjustments with the number in the entity, reversed ones included. */
  findArAdjustments(entityId: string, adjustmentNumber: string): Promise<PostedSubledgerDocument[]>;
  findApAdjustments(entityId: string, adjustmentNumber: string): Promise<PostedSubledgerDocument[]>;
  /** The vendor's bills under the number: bill numbers are unique per vendor only. */
  findBills(entityId: string, vendorId: string, billNumber: string): Promise<PostedSubledgerDocument[]>;
  findApplications(entityId: string, referenceNumber: string): Promise<PostedApplication[]>;
  findStatisticalEntries(
    entityId: string,
    journalSymbol: string,
    referenceNumber: string,
  ): Promise<PostedStatisticalEntry[]>;
  /** The employee's timesheets of the period that begins on the day, with their entries; more than one only where Intacct allows it. */
  findTimesheets(entityId: string, employeeId: string, beginDate: string): Promise<PostedTimesheet[]>;
  /** Rows in order, page after page. `entityId` null is the top level. */
  query(entityId: string | null, request: QueryRequest): AsyncIterable<IntacctRecord>;
  /**
   * All rows of several queries, in their order: the first pages travel in one request, so that they cost one round trip
   * and the transactions of each; further pages follow one by one.
   */
  queryTogether(entityId: string | null, requests: readonly QueryRequest[]): Promise<IntacctRecord[][]>;
  /** All rows of a legacy get_list, whose fields are in lower case (facts/intacct.md 4.5); private ones at the top level too. */
  getList(entityId: string | null, object: ListedObject): Promise<IntacctRecord[]>;
  read(entityId: string | null, object: string, recordNumbers: string[], fields?: string[]): Promise<IntacctRecord[]>;
  readByName(entityId: string | null, object: string, names: string[], fields?: string[]): Promise<IntacctRecord[]>;
  create(
    entityId: string | null,
    controlId: string,
    object: string,
    record: IntacctRecord,
  ): Promise<{ recordNumber: string }>;
  update(
    entityId: string | null,
    controlId: string,
    object: string,
    record: IntacctRecord,
  ): Promise<{ recordNumber: string }>;
  delete(entityId: string | null, controlId: string, object: string, recordNumbers: string[]): Promise<void>;
  /** Signs in afresh; what `doctor` calls. Returns the pinned endpoint. */
  signIn(entityId: string | null): Promise<{ endpoint: string }>;
}
