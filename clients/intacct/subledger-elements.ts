import type { ArInvoiceLine } from '../../domain/ar-invoice';
import { type Amount, type CurrencyCode, formatCents } from '../../domain/money';
import { element, optionalElement, type XmlElement } from './xml-writer';

/** What legacy lines of invoices and adjustments have in common, receivable or payable. */
export type SubledgerLine = Pick<ArInvoiceLine, 'accountNumber' | 'amount' | 'memo' | 'dimensions' | 'taxEntries'>;

/** The currencies of a document and what one of the document's is worth in base currency. */
export interface DocumentCurrency {
  currency: CurrencyCode;
  baseCurrency: CurrencyCode;
  exchangeRate: Amount | null;
}

/**
 * `basecurr`, `currency` and `exchrate` of a legacy create; none in the entity's own currency, which an entity session
 * needs no mention of, while a foreign one carries the source's exact rate (facts 8.6).
 */
export function legacyCurrencyElements(document: DocumentCurrency): XmlElement[] {
  if (document.currency === document.baseCurrency) return [];
  return [
    element('basecurr', document.baseCurrency),
    element('currency', document.currency),
    ...optionalElement('exchrate', document.exchangeRate),
  ];
}

/** `BASECURR`, `CURRENCY` and `EXCHANGE_RATE` of a generic create; none in the entity's own currency (facts 8.8). */
export function genericCurrencyElements(document: DocumentCurrency): XmlElement[] {
  if (document.currency === document.baseCurrency) return [];
  return [
    element('BASECURR', document.baseCurrency),
    element('CURRENCY', document.currency),
    ...optionalElement('EXCHANGE_RATE', document.exchangeRate),
  ];
}

/** A legacy `lineitem` in the XSD's order, `taxentries` last (facts 8.6); throws RangeError on a fraction of a cent. */
export function legacyLineElement(line: SubledgerLine): XmlElement {
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
    ...taxElements(line, { entries: 'taxentries', entry: 'taxentry', detail: 'detailid', tax: 'trx_tax' }),
  ]);
}

/** The lines of a generic create, such as `APBILLITEM`, whose order is free (facts 8.8); RangeError on a fraction of a cent. */
export function genericLineElement(name: string, line: SubledgerLine): XmlElement {
  const { dimensions } = line;
  return element(name, [
    element('ACCOUNTNO', line.accountNumber),
    element('TRX_AMOUNT', formatCents(line.amount)),
    element('ENTRYDESCRIPTION', line.memo),
    element('LOCATIONID', dimensions.locationId),
    ...optionalElement('DEPARTMENTID', dimensions.departmentId),
    ...optionalElement('PROJECTID', dimensions.projectId),
    ...optionalElement('CUSTOMERID', dimensions.customerId),
    ...optionalElement('ITEMID', dimensions.itemId),
    ...optionalElement('CLASSID', dimensions.classId),
    ...taxElements(line, { entries: 'TAXENTRIES', entry: 'TAXENTRY', detail: 'DETAILID', tax: 'TRX_TAX' }),
  ]);
}

function taxElements(
  line: SubledgerLine,
  names: { entries: string; entry: string; detail: string; tax: string },
): XmlElement[] {
  if (line.taxEntries.length === 0) return [];
  const entries = line.taxEntries.map(({ taxDetailId, amount }) =>
    element(names.entry, [element(names.detail, taxDetailId), element(names.tax, formatCents(amount))]),
  );
  return [element(names.entries, entries)];
}
