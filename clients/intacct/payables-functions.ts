import type { ApAdjustment, ApBill } from '../../domain/ap-bill';
import { genericDate, legacyDate } from './gateway-dates';
import type { GatewayFunction } from './gateway-request';
import {
  genericCurrencyElements,
  genericLineElement,
  legacyCurrencyElements,
  legacyLineElement,
} from './subledger-elements';
import { element, optionalElement } from './xml-writer';

/**
 * Generic create of an APBILL with its lines (facts 8.8); answers RECORDNO. Generic rather than legacy create_bill,
 * because bills carry tax entries and a tax solution, whose places in the legacy sequence nobody confirms (facts 11.13),
 * while the generic form documents both and enforces no order. It needs WHENDUE, even with a term. One API transaction.
 */
export function createBillFunction(controlId: string, bill: ApBill): GatewayFunction {
  const body = element('create', [
    element('APBILL', [
      element('VENDORID', bill.vendorId),
      element('WHENCREATED', genericDate(bill.billDate)),
      element('WHENPOSTED', genericDate(bill.postingDate)),
      ...(bill.dueDate === null ? [] : [element('WHENDUE', genericDate(bill.dueDate))]),
      ...optionalElement('TERMNAME', bill.termName),
      element('RECORDID', bill.billNumber),
      ...optionalElement('DOCNUMBER', bill.referenceNumber),
      element('DESCRIPTION', bill.description),
      ...genericCurrencyElements(bill),
      ...optionalElement('TAXSOLUTIONID', bill.taxSolutionId),
      element('ACTION', 'Submit'),
      element(
        'APBILLITEMS',
        bill.lines.map((line) => genericLineElement('APBILLITEM', line)),
      ),
    ]),
  ]);
  return { name: 'create APBILL', controlId, body, transactions: 1 };
}

/**
 * Legacy create_apadjustment in the XSD's order (facts 8.7), negative amounts being a vendor's credit; answers `<key>` =
 * APADJUSTMENT.RECORDNO. Where `taxsolutionid` stands in it is assumed as in create_invoice. One API transaction.
 */
export function createApAdjustmentFunction(controlId: string, adjustment: ApAdjustment): GatewayFunction {
  const body = element('create_apadjustment', [
    element('vendorid', adjustment.vendorId),
    legacyDate('datecreated', adjustment.adjustmentDate),
    legacyDate('dateposted', adjustment.postingDate),
    element('adjustmentno', adjustment.adjustmentNumber),
    element('action', 'Submit'),
    ...optionalElement('billno', adjustment.correctedBillNumber),
    element('description', adjustment.description),
    ...legacyCurrencyElements(adjustment),
    ...optionalElement('taxsolutionid', adjustment.taxSolutionId),
    element('apadjustmentitems', adjustment.lines.map(legacyLineElement)),
  ]);
  return { name: 'create_apadjustment', controlId, body, transactions: 1 };
}
