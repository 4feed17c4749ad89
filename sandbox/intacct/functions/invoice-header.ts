import { isoDate } from '../accounting-date';
import type { BookRecord } from '../books';
import { companyRecord, type FunctionCall } from '../function-call';
import { refuse, refuseAsInvalid, refuseFormat } from '../intacct-error';
import { refuseTooLong } from '../posting';
import { dateByTerm } from '../term-dates';
import { childOf, textOf, type XmlElement } from '../xml';
import { readCustomFields } from './custom-fields';
import { namedContact } from './named-contact';
import { discountDateOf } from './term-discount';

/** What stands above the lines of an invoice or an adjustment, checked; an adjustment has no due date and no term. */
export interface InvoiceHeader {
  readonly customer: BookRecord;
  readonly invoiceDate: string;
  readonly postingDate: string;
  readonly dueDate: string;
  readonly termName: string;
  /** Last day of the term's discount; empty when it has none. */
  readonly discountDate: string;
  readonly draft: boolean;
  readonly documentNumber: string;
  /** DOCNUMBER: the customer's order of an invoice, the corrected invoice of an adjustment. */
  readonly referenceNumber: string;
  readonly billTo: string;
  readonly shipTo: string;
  readonly customFields: BookRecord;
}

/** Reads and checks all of create_invoice but its lines; throws FunctionRefused. */
export function readHeader(call: FunctionCall): InvoiceHeader {
  const { element, books, settings } = call;
  const customer = usableCustomer(call, textOf(element, 'customerid') ?? '');
  const invoiceDate = dateIn(element, 'datecreated') ?? refuseFormat('Date created is required.');
  const termName = textOf(element, 'termname') ?? '';
  const term = termName === '' ? undefined : books.get('ARTERM', termName);
  if (termName !== '' && term?.STATUS !== 'active')
    refuseAsInvalid(`Invalid term '${termName}' specified.`, 'SIM-TERM');
  const dueDate =
    dateIn(element, 'datedue') ?? (term && dateByTerm(invoiceDate, Number(term.DUEDATE ?? '0'), term.DUEFROM ?? ''));
  if (!dueDate) return refuseFormat('Due date or term is required.');
  refuseTooLong(textOf(element, 'ponumber') ?? '', settings.lengths.documentNumber, 'ARInvoice : Reference Number');
  refuseTooLong(textOf(element, 'description') ?? '', settings.lengths.description, 'ARInvoice : Description');
  refuseBatchAndAttachment(element);
  return {
    customer,
    invoiceDate,
    postingDate: dateIn(element, 'dateposted') ?? invoiceDate,
    dueDate,
    termName,
    discountDate: discountDateOf(term, invoiceDate),
    draft: isDraft(element),
    documentNumber: usableInvoiceNumber(call),
    referenceNumber: textOf(element, 'ponumber') ?? '',
    billTo: namedContact(call, childOf(element, 'billto')),
    shipTo: namedContact(call, childOf(element, 'shipto')),
    customFields: readCustomFields(call, 'ARINVOICE', element),
  };
}

/** True for a draft; refuses an action that is neither Submit nor Draft. */
export function isDraft(element: XmlElement): boolean {
  const action = textOf(element, 'action') || 'Submit';
  if (action !== 'Submit' && action !== 'Draft')
    refuse('BL03002129', `Invalid Action '${action}'`, { errorId: 'SIM-ACTION' });
  return action === 'Draft';
}

/** A company file has neither batches nor attachments, so none can be named. */
export function refuseBatchAndAttachment(element: XmlElement): void {
  for (const [name, label] of [
    ['batchkey', 'batch'],
    ['supdocid', 'attachment'],
  ] as const) {
    const value = textOf(element, name);
    if (value) refuseAsInvalid(`Invalid ${label} '${value}' specified.`, 'SIM-REFERENCE');
  }
}

/** The customer that a document names; refuses an unknown, an inactive and, where the company says so, a held one. */
export function usableCustomer(call: FunctionCall, customerId: string): BookRecord {
  const customer = call.books.get('CUSTOMER', customerId);
  if (!customer) return refuseAsInvalid(`Invalid Customer '${customerId}' specified.`, 'SIM-CUSTOMER');
  if (customer.STATUS !== 'active') refuseAsInvalid(`Customer '${customerId}' is inactive.`, 'SIM-CUSTOMER-INACTIVE');
  if (customer.ONHOLD === 'true' && companyRecord(call.books).REFUSEONHOLD === 'true') {
    refuseAsInvalid(`Customer '${customerId}' is on hold.`, 'SIM-CUSTOMER-ON-HOLD');
  }
  return customer;
}

function usableInvoiceNumber(call: FunctionCall): string {
  const { books, settings } = call;
  const given = textOf(call.element, 'invoiceno') ?? '';
  refuseTooLong(given, settings.lengths.invoiceNumber, 'ARInvoice : Invoice Number');
  if (given === '')
    return settings.autoNumberInvoices ? `AUTO-${books.nextNumber('@INVOICENUMBER')}` : refuseMissingNumber();
  const taken = books
    .find('ARINVOICE', 'RECORDID', given)
    .some((invoice) => invoice.STATE !== 'Reversed' || !settings.reversalFreesInvoiceNumber);
  if (taken && companyRecord(books).REFUSEDUPLICATENUMBERS === 'true') refuseTakenNumber(given);
  return given;
}

/** Refuses a document without a number where Intacct makes none. */
export function refuseMissingNumber(): never {
  return refuse('PL01000127', 'Document Number is missing', {
    correction: 'Make desired changes and press Save to continue.',
    errorId: 'SIM-NUMBER-MISSING',
  });
}

/** Refuses a document number that is taken (facts/intacct.md 6.3). */
export function refuseTakenNumber(number: string): never {
  return refuse('BL03002185', `A transaction with the number '${number}' already exists.`, {
    errorId: 'SIM-DUPLICATE-NUMBER',
  });
}

/** The date of a year/month/day element, undefined when absent; refuses a day that the calendar does not have. */
export function dateIn(parent: XmlElement, name: string): string | undefined {
  const element = childOf(parent, name);
  if (!element) return undefined;
  const parts = ['year', 'month', 'day'].map((part) => textOf(element, part) ?? '') as [string, string, string];
  return isoDate(...parts) ?? refuseFormat(`Illegal format for ${name} : '${parts.join('-')}' is not a date`);
}
