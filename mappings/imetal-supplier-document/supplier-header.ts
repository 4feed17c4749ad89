import type { ApBill } from '../../domain/ap-bill';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { SourceSupplierDocument } from '../../domain/source-supplier-document';
import { cutVisibly, printableText } from '../../domain/text';
import type { ReportFault } from '../fault-report';
import { fieldLengthMaxCharacters } from '../field-lengths';
import { mapDue } from '../imetal-invoice/invoice-header';
import { missing, optionalKey, requiredDate, requiredDocumentKey, requiredKey } from '../required-fields';
import { compareText } from '../text-order';

/** The parts of a bill or vendor adjustment that say whose it is and which document it comes from. */
export interface SupplierHeader
  extends Pick<ApBill, 'vendorId' | 'postingDate' | 'description' | 'dueDate' | 'termName' | 'referenceNumber'> {
  documentKey: string;
  supplierNumber: string;
  documentDate: string;
  correctedBillNumber: string | null;
}

/** What the hub's links and a person's correction add to the source document. */
export interface SupplierHeaderAdditions {
  /** The Intacct vendor linked to iMetal's supplier; null sends iMetal's code as it is. */
  vendorId: string | null;
  /** YYYY-MM-DD; absent posts on the entry date. */
  postingDate?: string;
}

/**
 * Vendor, numbers, dates and references (facts/intacct.md 8.7, 8.8); null, reported as REQUIRED_FIELD_MISSING,
 * FIELD_TOO_LONG or TEXT_UNPRINTABLE, when one that is needed is not there or cannot be sent. It is posted on the day
 * on which it was entered, for a bill often comes when its own month is closed; but never before its own date.
 */
export function mapSupplierHeader(
  document: SourceSupplierDocument,
  profile: ImetalProfile,
  additions: SupplierHeaderAdditions,
  report: ReportFault,
): SupplierHeader | null {
  const length = fieldLengthMaxCharacters;
  const documentKey = requiredDocumentKey(document.documentKey, report);
  const supplierCode = requiredKey('supplier', document.supplierCode, length.vendorId, report);
  const vendorId =
    additions.vendorId === null
      ? supplierCode
      : requiredKey('linked vendor', additions.vendorId, length.vendorId, report);
  const supplierNumber = requiredKey(
    "supplier's document number",
    document.supplierDocumentNumber,
    length.billNumber,
    report,
  );
  const documentDate = requiredDate('document date', document.documentDate, report);
  const entryDate = requiredDate('entry date', document.entryDate, report);
  const correction =
    additions.postingDate === undefined ? null : requiredDate('posting date', additions.postingDate, report);
  const due = document.kind === 'credit' ? { dueDate: null, termName: null } : mapDue(document, profile, report);
  // Intacct takes no bill without the date itself, whatever its term (facts/intacct.md 8.8).
  if (document.kind === 'invoice' && due.dueDate === null && due.termName !== null) missing('payment due date', report);
  const referenceNumber = optionalKey('purchase order', document.purchaseOrderNumber, length.referenceNumber, report);
  const correctedBillNumber = optionalKey(
    'credited document',
    document.creditedSupplierDocumentNumber,
    length.billNumber,
    report,
  );
  if (documentKey === null || vendorId === null || supplierNumber === null) return null;
  if (documentDate === null || entryDate === null) return null;
  if (additions.postingDate !== undefined && correction === null) return null;
  return {
    documentKey,
    vendorId,
    supplierNumber,
    documentDate,
    postingDate: correction ?? laterOf(entryDate, documentDate),
    ...due,
    referenceNumber,
    correctedBillNumber,
    description: describe(document),
  };
}

/** Dates of this form sort as texts. */
function laterOf(left: string, right: string): string {
  return compareText(left, right) > 0 ? left : right;
}

/**
 * `HOU-PIN-500123 · order HOU-4711 · payment hold: price query · iMetal`: the key first, so that it can be searched for.
 * The hold is told here because a bill has no known field for it that can be created (facts/intacct.md 8.8).
 */
function describe(document: SourceSupplierDocument): string {
  const parts = [document.documentKey];
  const add = (words: string, text: string | null) => {
    if ((text?.trim() ?? '') !== '') parts.push(`${words} ${text}`);
  };
  if (document.kind === 'credit') {
    add("supplier's credit", document.supplierDocumentNumber);
    add('corrects', document.creditedDocumentKey);
  }
  add('order', document.purchaseOrderNumber);
  if (document.paymentHold) {
    const reasons = document.heldReasons?.trim() ?? '';
    parts.push(reasons === '' ? 'payment hold' : `payment hold: ${reasons}`);
  }
  parts.push('iMetal');
  return cutVisibly(parts.map(printableText).join(' · '), fieldLengthMaxCharacters.description);
}
