import type { ArAdjustment, CreditApplication } from '../../domain/ar-adjustment';
import { formatCents } from '../../domain/money';
import { genericDate, legacyDate } from './gateway-dates';
import type { GatewayFunction } from './gateway-request';
import { genericCurrencyElements, legacyCurrencyElements, legacyLineElement } from './subledger-elements';
import { element, optionalElement } from './xml-writer';

// Intacct wants a method of payment even where nothing is paid; which one it is has no effect on the ledger.
const methodWithoutPayment = 'EFT';

/**
 * Legacy create_aradjustment in the XSD's order (facts 8.7), negative amounts being a credit memo; answers `<key>` =
 * ARADJUSTMENT.RECORDNO. One API transaction.
 */
export function createArAdjustmentFunction(controlId: string, adjustment: ArAdjustment): GatewayFunction {
  const body = element('create_aradjustment', [
    element('customerid', adjustment.customerId),
    legacyDate('datecreated', adjustment.adjustmentDate),
    legacyDate('dateposted', adjustment.postingDate),
    element('adjustmentno', adjustment.adjustmentNumber),
    element('action', 'Submit'),
    ...optionalElement('invoiceno', adjustment.correctedInvoiceNumber),
    element('description', adjustment.description),
    element('externalid', adjustment.externalId),
    ...legacyCurrencyElements(adjustment),
    ...optionalElement('taxsolutionid', adjustment.taxSolutionId),
    element('aradjustmentitems', adjustment.lines.map(legacyLineElement)),
  ]);
  return { name: 'create_aradjustment', controlId, body, transactions: 1 };
}

/**
 * Generic create of an ARPYMT that pays an invoice with a credit memo and no money (facts 8.10); answers RECORDNO. It is
 * found again by DOCNUMBER, for ARPYMT has no key of its own. The amount waterfalls over the lines of both, as no
 * ENTRYKEY is given. One API transaction.
 */
export function applyCreditFunction(controlId: string, application: CreditApplication): GatewayFunction {
  const date = genericDate(application.applicationDate);
  const body = element('create', [
    element('ARPYMT', [
      element('UNDEPOSITEDACCOUNTNO', application.undepositedAccountNumber),
      element('PAYMENTMETHOD', methodWithoutPayment),
      element('CUSTOMERID', application.customerId),
      element('DOCNUMBER', application.referenceNumber),
      element('RECEIPTDATE', date),
      element('PAYMENTDATE', date),
      ...genericCurrencyElements(application),
      element('ARPYMTDETAILS', [
        element('ARPYMTDETAIL', [
          element('RECORDKEY', application.invoiceRecordNumber),
          element('ADJUSTMENTKEY', application.creditRecordNumber),
          element('TRX_ADJUSTMENTAMOUNT', formatCents(application.amount)),
        ]),
      ]),
    ]),
  ]);
  return { name: 'create ARPYMT', controlId, body, transactions: 1 };
}
