import type { ArInvoice, ArInvoiceLine } from '../../domain/ar-invoice';
import { formatCents } from '../../domain/money';
import { legacyDate } from './gateway-dates';
import type { GatewayFunction } from './gateway-request';
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
    ...currencyElements(invoice),
    ...customFieldElements(invoice.customFields),
    ...optionalElement('taxsolutionid', invoice.taxSolutionId),
    element('invoiceitems', invoice.lines.map(lineElement)),
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

// In an entity session the entity's own currency needs no mention; a foreign one carries the source's exact rate.
function currencyElements(invoice: ArInvoice): XmlElement[] {
  if (invoice.currency === invoice.baseCurrency) return [];
  return [
    element('basecurr', invoice.baseCurrency),
    element('currency', invoice.currency),
    ...optionalElement('exchrate', invoice.exchangeRate),
  ];
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

function lineElement(line: ArInvoiceLine): XmlElement {
  const { dimensions } = line;
  return element('lineitem', [
    element('glaccountno', line.accountNumber),
    element('amount', formatCents(line.amount)),
    element('memo', line.memo),
    element('locationid', dimensions.locationId),
    ...optionalElement('departmentid', dimensions.departmentId),
    ...optionalElement('projectid', dimensions.projectId),
    ...optionalElement('customerid', dimensions.customerId),
    ...optionalElement('itemid', dimensions.itemId),
    ...optionalElement('classid', dimensions.classId),
    ...taxElements(line),
  ]);
}

function taxElements(line: ArInvoiceLine): XmlElement[] {
  if (line.taxEntries.length === 0) return [];
  return [
    element(
      'taxentries',
      line.taxEntries.map((tax) =>
        element('taxentry', [element('detailid', tax.taxDetailId), element('trx_tax', formatCents(tax.amount))]),
      ),
    ),
  ];
}
