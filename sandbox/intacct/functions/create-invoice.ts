import { compareAmounts, sumAmounts } from '../../../domain/money';
import type { FunctionAnswer, FunctionCall } from '../function-call';
import { refuseAsInvalid, withWrapper } from '../intacct-error';
import { conversionOf, refuseClosedPeriod } from '../posting';
import { childOf, textOf, type XmlElement, xmlElement } from '../xml';
import { readHeader } from './invoice-header';
import { type InvoiceLine, readLines } from './invoice-lines';
import { INVOICE, writeReceivable } from './invoice-records';
import { refuseRestrictedCustomer } from './restricted-customer';

/** create_invoice (facts/intacct.md 8.6): checks, writes ARINVOICE and its items, and posts it unless it is a draft. */
export function createInvoice(call: FunctionCall): FunctionAnswer {
  return withWrapper('Could not create invoice record!', () => {
    const header = readHeader(call);
    const items = childOf(call.element, 'invoiceitems') as XmlElement;
    const lines = readLines(call, items, header.customer.CUSTOMERID as string, 'ARINVOICEITEM');
    const entityIds = new Set(lines.map((line) => line.entityId));
    if (entityIds.size > 1) refuseAsInvalid('The lines of an invoice must belong to one entity.', 'SIM-ENTITY-MIXED');
    const entityId = (lines[0] as InvoiceLine).entityId;
    refuseRestrictedCustomer(call, header.customer, entityId);
    refuseClosedPeriod(call, header.postingDate, entityId);
    const conversion = conversionOf(call, entityId, {
      currency: textOf(call.element, 'currency'),
      baseCurrency: textOf(call.element, 'basecurr'),
      rate: textOf(call.element, 'exchrate'),
      rateType: textOf(call.element, 'exchratetype'),
    });
    const total = sumAmounts(lines.flatMap((line) => [line.amount, ...line.taxes.map((tax) => tax.amount)]));
    if (compareAmounts(total, '0') < 0)
      refuseAsInvalid('The total of an invoice cannot be negative.', 'SIM-TOTAL-NEGATIVE');
    const recordNo = writeReceivable(call, INVOICE, header, lines, conversion, entityId);
    return { elements: [xmlElement('key', recordNo)], headersWritten: 1, pagesRead: 0 };
  });
}
