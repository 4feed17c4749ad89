import type { GatewayFunction } from './gateway-request';
import type { PostingFunction } from './intacct-client';
import { createInvoiceFunction, reverseInvoiceFunction } from './invoice-functions';
import { createJournalEntryFunction, createStatisticalEntryFunction } from './journal-functions';
import { createApAdjustmentFunction, createBillFunction } from './payables-functions';
import { applyCreditFunction, createArAdjustmentFunction } from './receivables-functions';
import { addTimesheetEntriesFunction } from './timesheet-functions';

/** The gateway function of a planned write; each is one API transaction (facts 4.7). Throws RangeError on what cannot be sent. */
export function gatewayFunctionOf(posting: PostingFunction): GatewayFunction {
  const { controlId } = posting;
  switch (posting.kind) {
    case 'create-invoice':
      return createInvoiceFunction(controlId, posting.invoice);
    case 'create-ar-adjustment':
      return createArAdjustmentFunction(controlId, posting.adjustment);
    case 'apply-credit':
      return applyCreditFunction(controlId, posting.application);
    case 'create-bill':
      return createBillFunction(controlId, posting.bill);
    case 'create-ap-adjustment':
      return createApAdjustmentFunction(controlId, posting.adjustment);
    case 'create-journal-entry':
      return createJournalEntryFunction(controlId, posting.entry);
    case 'create-statistical-entry':
      return createStatisticalEntryFunction(controlId, posting.entry);
    case 'add-timesheet-entries':
      return addTimesheetEntriesFunction(controlId, posting.addition, posting.standing);
    case 'reverse-invoice':
      return reverseInvoiceFunction(controlId, posting.recordNumber, posting.reversalDate, posting.description);
  }
}
