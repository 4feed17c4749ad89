import type { PostingException } from '../domain/exception';
import type { ImetalProfile } from '../domain/imetal-profile';
import type { SupplierDocumentPlan } from '../domain/posting-plan';
import type { SourceSupplierDocument } from '../domain/source-supplier-document';
import { createFaultReport } from './fault-report';
import { codeItemTaxes, purchaseTaxCoding, type SyncedTaxDetails } from './imetal-invoice/code-item-taxes';
import { findDocumentCurrency } from './imetal-invoice/document-currency';
import { findBranch } from './imetal-invoice/ledger-coding';
import { checkSupplierDocument, grossDifference } from './imetal-supplier-document/check-supplier-document';
import { checkSupplierPlan } from './imetal-supplier-document/check-supplier-plan';
import { codeSupplierItems } from './imetal-supplier-document/code-supplier-items';
import { composeSupplierPlan } from './imetal-supplier-document/compose-supplier-plan';
import { checkMatchedTotal } from './imetal-supplier-document/find-matched-parts';
import { mapSupplierHeader } from './imetal-supplier-document/supplier-header';
import { inSupplierOrder } from './imetal-supplier-document/supplier-order';
import { turnSupplierParts } from './imetal-supplier-document/turn-supplier-document';
import { checkJournalReference } from './required-fields';

/** Goes into every plan and posting of a supplier document: rises when the same one would become another plan. */
export const supplierMappingVersion = 'imetal-supplier-document-to-intacct/1';

/** What the hub knows of the document's vendor and taxes. */
export interface SupplierLinks {
  /** The Intacct vendor linked to iMetal's supplier; null sends iMetal's code as it is. */
  vendorId: string | null;
  /** Tax details on purchases synced from Intacct; absent: none are. */
  taxDetails?: SyncedTaxDetails;
}

/** The exact Intacct documents, or every reason why there are none. */
export type SupplierDocumentCollapse =
  | { kind: 'plan'; plan: SupplierDocumentPlan }
  | { kind: 'exceptions'; exceptions: PostingException[] };

/**
 * Maps a supplier's invoice to a bill, or a supplier's credit to a negative vendor adjustment: what was received clears
 * goods received at the received value, the difference goes to the variance account, expenses to their accounts; and a
 * journal in base currency where the receipts' rate was another, or where a credit cannot hold a variance of the other sign. Or gives all faults at once. Pure and total; the order
 * of source lines does not matter. Sources: facts/imetal.md 1.4, facts/intacct.md 8.5, 8.7, 8.8.
 */
export function mapImetalSupplierDocumentToIntacct(
  document: SourceSupplierDocument,
  profile: ImetalProfile,
  links: SupplierLinks,
  correction: { postingDate?: string } = {},
): SupplierDocumentCollapse {
  const noun = document.kind === 'credit' ? 'supplier credit' : 'bill';
  const { report, exceptions } = createFaultReport(document.documentKey, noun);
  const source = inSupplierOrder(document);
  const branch = findBranch(source.branchCode, profile, report);
  const currency = findDocumentCurrency(source, branch, report);
  checkSupplierDocument(source, profile, report);
  const header = mapSupplierHeader(source, profile, { vendorId: links.vendorId, ...correction }, report);
  const items = codeSupplierItems(source, profile, report);
  checkMatchedTotal(source, profile, report);
  const taxes = branch === null ? null : codeItemTaxes(source, purchaseTaxCoding(branch, links.taxDetails), report);
  const faults = exceptions();
  if (faults.length > 0 || branch === null || currency === null || header === null || taxes === null) {
    return { kind: 'exceptions', exceptions: faults };
  }
  const coded = { parts: items.coded, taxes: taxes.coded, rounding: grossDifference(source) ?? '0' };
  const signed = source.kind === 'credit' ? turnSupplierParts(coded) : coded;
  const dropped = [...items.dropped, ...taxes.dropped];
  const plan = composeSupplierPlan(source, profile, { branch, currency, header }, signed, dropped);
  if (plan.exchangeDifference !== null) checkJournalReference(source.documentKey, report);
  checkSupplierPlan(plan, source, report);
  const doubts = exceptions();
  return doubts.length > 0 ? { kind: 'exceptions', exceptions: doubts } : { kind: 'plan', plan };
}
