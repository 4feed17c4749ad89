import type { ArInvoice } from '../../domain/ar-invoice';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { SourceInvoice } from '../../domain/source-invoice';
import { cutVisibly, printableText } from '../../domain/text';
import type { ReportFault } from '../fault-report';
import { fieldLengthMaxCharacters } from '../field-lengths';
import { lookUp } from '../look-up';
import { missing, optionalKey, requiredDate, requiredDocumentKey, requiredKey } from '../required-fields';

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
  /** False for a document that is not to be paid: it needs neither due date nor terms. */
  isDue: boolean;
  /** YYYY-MM-DD; absent posts on the invoice date. */
  postingDate?: string;
}

/**
 * Parties, dates and references of the invoice (facts/intacct.md 8.6); null, reported as REQUIRED_FIELD_MISSING,
 * FIELD_TOO_LONG or TEXT_UNPRINTABLE, when one that is needed is not there or cannot be sent.
 */
export function mapInvoiceHeader(
  invoice: SourceInvoice,
  profile: ImetalProfile,
  additions: HeaderAdditions,
  report: ReportFault,
): InvoiceHeader | null {
  const documentKey = requiredDocumentKey(invoice.documentKey, report);
  const customerCode = requiredKey('customer', invoice.customerCode, fieldLengthMaxCharacters.customerId, report);
  const customerId =
    additions.customerId === null
      ? customerCode
      : requiredKey('linked customer', additions.customerId, fieldLengthMaxCharacters.customerId, report);
  const invoiceDate = requiredDate('invoice date', invoice.invoiceDate, report);
  const postingDate =
    additions.postingDate === undefined ? invoiceDate : requiredDate('posting date', additions.postingDate, report);
  const due = additions.isDue ? mapDue(invoice, profile, report) : { dueDate: null, termName: null };
  const referenceNumber = optionalKey(
    "customer's order number",
    invoice.customerOrderNumber,
    fieldLengthMaxCharacters.referenceNumber,
    report,
  );
  const shipToContactName = mapShipTo(invoice, profile, report);
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

/** Due date and Intacct's term name; REQUIRED_FIELD_MISSING when there is neither. */
export function mapDue(
  document: Pick<SourceInvoice, 'paymentDueDate' | 'termsCode'>,
  profile: ImetalProfile,
  report: ReportFault,
): Pick<InvoiceHeader, 'dueDate' | 'termName'> {
  const termsCode = document.termsCode?.trim() ?? '';
  const termName = termsCode === '' ? null : (lookUp(profile.terms, termsCode) ?? termsCode);
  if (document.paymentDueDate === null && termName === null) {
    missing('payment due date or terms', report);
    return { dueDate: null, termName: null };
  }
  const dueDate =
    document.paymentDueDate === null ? null : requiredDate('payment due date', document.paymentDueDate, report);
  return { dueDate, termName: optionalKey('terms', termName, fieldLengthMaxCharacters.termName, report) };
}

function mapShipTo(invoice: SourceInvoice, profile: ImetalProfile, report: ReportFault): string | null {
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
