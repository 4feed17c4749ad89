import type { ArInvoice } from '../../domain/ar-invoice';
import { legacyDate } from './gateway-dates';
import type { GatewayFunction } from './gateway-request';
import { legacyCurrencyElements, legacyLineElement } from './subledger-elements';
import { element, optionalElement, type XmlElement } from './xml-writer';

/** Legacy create_invoice in the XSD's order (facts 8.6); answers `<key>` = ARINVOICE.RECORDNO. */
export function createInvoiceFunction(controlId: string, invoice: ArInvoice): GatewayFunction {
  const body = element('create_invoice', [
    element('customerid', invoice.customerId),
    legacyDate('datecreated', invoice.invoiceDate),
    legacyDate('dateposted', invoice.postingDate),
    ...(invoice.dueDate === null ? [] : [legacyDate('datedue', invoice.dueDate)]),
    ...optionalElement('termname', invoice.termName),
    element('action', 'Submit'),
    element('invoiceno', invoice.invoiceNumber),
    ...optionalElement('ponumber', invoice.referenceNumber),
    element('description', invoice.description),
    element('externalid', invoice.externalId),
    ...(invoice.shipToContactName === null
      ? []
      : [element('shipto', [element('contactname', invoice.shipToContactName)])]),
    ...legacyCurrencyElements(invoice),
    ...customFieldElements(invoice.customFields),
    ...optionalElement('taxsolutionid', invoice.taxSolutionId),
    element('invoiceitems', invoice.lines.map(legacyLineElement)),
  ]);
  return { name: 'create_invoice', controlId, body, transactions: 1 };
}

/** Legacy reverse_invoice of ARINVOICE.RECORDNO, dated YYYY-MM-DD (facts 8.6); answers status only, sometimes `<key>`. */
export function reverseInvoiceFunction(
  controlId: string,
  recordNumber: string,
  reversalDate: string,
  description: string,
): GatewayFunction {
  const body = element(
    'reverse_invoice',
    [legacyDate('datereversed', reversalDate), element('description', description)],
    [['key', recordNumber]],
  );
  return { name: 'reverse_invoice', controlId, body, transactions: 1 };
}

function customFieldElements(customFields: Readonly<Record<string, string>>): XmlElement[] {
  const entries = Object.entries(customFields);
  if (entries.length === 0) return [];
  // Sorted, so that equal fields give equal bytes whatever the order in which they were set.
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    element(
      'customfields',
      entries.map(([name, value]) =>
        element('customfield', [element('customfieldname', name), element('customfieldvalue', value)]),
      ),
    ),
  ];
}
