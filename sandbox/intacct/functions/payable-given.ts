import type { BookRecord } from '../books';
import type { CurrencyGiven } from '../posting';

/** The tables of a document of payables. */
export interface PayableKind {
  readonly table: 'APBILL' | 'APADJUSTMENT';
  readonly itemTable: 'APBILLITEM' | 'APADJUSTMENTITEM';
  readonly recordType: 'pi' | 'pa';
  /** As in `Could not create APBill record!`. */
  readonly label: 'APBill' | 'APAdjustment';
}
export const BILL: PayableKind = { table: 'APBILL', itemTable: 'APBILLITEM', recordType: 'pi', label: 'APBill' };
export const AP_ADJUSTMENT: PayableKind = {
  table: 'APADJUSTMENT',
  itemTable: 'APADJUSTMENTITEM',
  recordType: 'pa',
  label: 'APAdjustment',
};

/** A bill or adjustment as it was sent, whichever function sent it; dates ISO, amounts still as text, nothing checked. */
export interface PayableGiven {
  readonly kind: PayableKind;
  readonly vendorId: string;
  readonly documentDate: string;
  /** Empty when absent, like every text here. */
  readonly postingDate: string;
  readonly dueDate: string;
  readonly termName: string;
  readonly action: string;
  readonly documentNumber: string;
  /** DOCNUMBER: the purchase order of a bill, the corrected bill of an adjustment. */
  readonly referenceNumber: string;
  readonly description: string;
  readonly externalId: string;
  readonly payTo: string;
  readonly returnTo: string;
  readonly currency: CurrencyGiven;
  readonly rateDate: string;
  readonly taxSolutionId: string;
  readonly onHold: string;
  readonly skipsLedger: boolean;
  /** The due date may come from the term: create_bill says so, the page of APBILL does not. */
  readonly dueFromTerm: boolean;
  readonly customFields: BookRecord;
  readonly lines: readonly PayableLineGiven[];
}

export interface PayableLineGiven {
  /** RECORDNO of a line that is there already; empty for a new one. */
  readonly recordNo: string;
  readonly accountNo: string;
  readonly accountLabel: string;
  readonly amount: string;
  /** Line with its taxes; empty when absent. */
  readonly totalAmount: string;
  readonly memo: string;
  readonly locationId: string;
  readonly departmentId: string;
  readonly customerId: string;
  readonly itemId: string;
  readonly classId: string;
  readonly projectId: string;
  readonly others: readonly (readonly [word: string, value: string])[];
  /** Kept as they are: BILLABLE, FORM1099, custom fields. */
  readonly keptFields: BookRecord;
  readonly taxes: readonly { readonly detailId: string; readonly amount: string }[];
}
