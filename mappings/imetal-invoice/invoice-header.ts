import type { ArInvoice } from '../../domain/ar-invoice';
import type { CompanyProfile } from '../../domain/company-profile';
import type { SourceInvoice } from '../../domain/source-invoice';
import { cutVisibly, findUnprintable, lengthInCharacters, printableText } from '../../domain/text';
import type { ReportFault } from './fault-report';
import { fieldLengthMaxCharacters } from './field-lengths';
import { lookUp } from './ledger-coding';

/** The parts of an Intacct invoice that say whose it is and which document it comes from. */
export type InvoiceHeader = Pick<
  ArInvoice,
  | 'customerId'
  | 'invoiceNumber'
  | 'invoiceDate'
  | 'postingDate'
  | 'dueDate'
  | 'termName'
  | 'referenceNumber'
  | 'description'
  | 'externalId'
  | 'shipToContactName'
>;

/** What the hub's links and a person's correction add to the source document. */
export interface HeaderAdditions {
  /** The Intacct customer linked to iMetal's; null sends iMetal's code as it is. */
  customerId: string | null;
  /** YYYY-MM-DD; absent posts on the invoice date. */
  postingDate?: string;
}

/**
 * Parties, dates and references of the invoice (facts/intacct.md 8.6); null, reported as REQUIRED_FIELD_MISSING,
 * FIELD_TOO_LONG or TEXT_UNPRINTABLE, when one that is needed is not there or cannot be sent.
 */
export function mapInvoiceHeader(
  invoice: SourceInvoice,
  profile: CompanyProfile,
  additions: HeaderAdditions,
  report: ReportFault,
): InvoiceHeader | null {
  const documentKey = requiredKey('document key', invoice.documentKey, fieldLengthMaxCharacters.invoiceNumber, report);
  const customerCode = requiredKey('customer', invoice.customerCode, fieldLengthMaxCharacters.customerId, report);
  const customerId =
    additions.customerId === null
      ? customerCode
      : requiredKey('linked customer', additions.customerId, fieldLengthMaxCharacters.customerId, report);
  const invoiceDate = requiredDate('invoice date', invoice.invoiceDate, report);
  const postingDate =
    additions.postingDate === undefined ? invoiceDate : requiredDate('posting date', additions.postingDate, report);
  const due = mapDue(invoice, profile, report);
  const referenceNumber = optionalKey(
    "customer's order number",
    invoice.customerOrderNumber,
    fieldLengthMaxCharacters.referenceNumber,
    report,
  );
  const shipToContactName = mapShipTo(invoice, profile, report);
  // The hub looks documents up by their exact key: one that would change on its way is not sent.
  if (documentKey !== null && documentKey !== invoice.documentKey) {
    report({
      code: 'TEXT_UNPRINTABLE',
      field: 'document key',
      expected: 'composed characters (NFC) without blanks around them',
      actual: invoice.documentKey,
      says: 'document key has decomposed characters or blanks around it',
    });
  }
  if (documentKey === null || customerId === null || invoiceDate === null || postingDate === null) return null;
  return {
    customerId,
    invoiceNumber: documentKey,
    invoiceDate,
    postingDate,
    ...due,
    referenceNumber,
    description: describe(invoice),
    externalId: documentKey,
    shipToContactName,
  };
}

/** Reports a document key that the cost of sales journal's reference field is too short for (FIELD_TOO_LONG). */
export function checkJournalReference(documentKey: string, report: ReportFault): void {
  checkLength('journal reference', documentKey, fieldLengthMaxCharacters.journalReferenceNumber, report);
}

function mapDue(
  invoice: SourceInvoice,
  profile: CompanyProfile,
  report: ReportFault,
): Pick<InvoiceHeader, 'dueDate' | 'termName'> {
  const termsCode = invoice.termsCode?.trim() ?? '';
  const termName = termsCode === '' ? null : (lookUp(profile.terms, termsCode) ?? termsCode);
  if (invoice.paymentDueDate === null && termName === null) {
    missing('payment due date or terms', report);
    return { dueDate: null, termName: null };
  }
  const dueDate =
    invoice.paymentDueDate === null ? null : requiredDate('payment due date', invoice.paymentDueDate, report);
  return { dueDate, termName: optionalKey('terms', termName, fieldLengthMaxCharacters.termName, report) };
}

function mapShipTo(invoice: SourceInvoice, profile: CompanyProfile, report: ReportFault): string | null {
  if (invoice.shipTo === null) return null;
  if (invoice.shipTo.code.trim() === '') {
    missing('ship-to address code', report);
    return null;
  }
  const codes: Record<string, string> = {
    '{customer}': invoice.customerCode ?? '',
    '{address}': invoice.shipTo.code,
  };
  const contactName = profile.shipTo.contactName.replace(/\{customer\}|\{address\}/g, (name) => codes[name] ?? '');
  return optionalKey('ship-to contact', contactName, fieldLengthMaxCharacters.contactName, report);
}

/** `HOU-DIV-104233 · order 5567 · despatch 991 · iMetal`: the key first, so that it can be searched for. */
function describe(invoice: SourceInvoice): string {
  const parts = [printableText(invoice.documentKey)];
  const order = printableText(invoice.orderNumber ?? '');
  const despatch = printableText(invoice.despatchNumber ?? '');
  if (order !== '') parts.push(`order ${order}`);
  if (despatch !== '') parts.push(`despatch ${despatch}`);
  parts.push('iMetal');
  return cutVisibly(parts.join(' · '), fieldLengthMaxCharacters.description);
}

/** A date of the calendar, YYYY-MM-DD. */
function requiredDate(field: string, date: string | null, report: ReportFault): string | null {
  if (date === null) return missing(field, report);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T00:00:00Z`) : null;
  if (day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date)) return date;
  report({
    code: 'REQUIRED_FIELD_MISSING',
    field,
    expected: 'a date YYYY-MM-DD',
    actual: date,
    says: `${field} '${date}' is no date YYYY-MM-DD`,
  });
  return null;
}

function requiredKey(field: string, key: string | null, lengthMax: number, report: ReportFault): string | null {
  if (key === null || key.trim() === '') return missing(field, report);
  return optionalKey(field, key, lengthMax, report);
}

/** A text that things are found by: sent whole and composed (NFC), or not at all; blank is absent. */
function optionalKey(field: string, key: string | null, lengthMax: number, report: ReportFault): string | null {
  const text = key?.trim().normalize('NFC') ?? '';
  if (text === '') return null;
  const unprintable = findUnprintable(text);
  if (unprintable !== null) {
    report({
      code: 'TEXT_UNPRINTABLE',
      field,
      expected: 'printable characters only',
      actual: unprintable,
      says: `${field} '${printableText(text)}' has the unprintable character ${unprintable}`,
    });
  }
  checkLength(field, text, lengthMax, report);
  return text;
}

function checkLength(field: string, text: string, lengthMax: number, report: ReportFault): void {
  const length = lengthInCharacters(text);
  if (length <= lengthMax) return;
  report({
    code: 'FIELD_TOO_LONG',
    field,
    expected: `at most ${lengthMax} characters`,
    actual: `${length} characters`,
    says: `${field} '${printableText(text)}' has ${length} characters, ${length - lengthMax} too many`,
  });
}

function missing(field: string, report: ReportFault): null {
  report({
    code: 'REQUIRED_FIELD_MISSING',
    field,
    expected: 'present',
    actual: 'none',
    says: `${field} is missing`,
  });
  return null;
}
