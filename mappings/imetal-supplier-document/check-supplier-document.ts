import type { ImetalProfile } from '../../domain/imetal-profile';
import {
  type Amount,
  absoluteAmount,
  compareAmounts,
  formatCents,
  roundToCents,
  subtractAmounts,
  sumAmounts,
} from '../../domain/money';
import type { SourceSupplierDocument } from '../../domain/source-supplier-document';
import type { ReportFault } from '../fault-report';
import { checkTaxSlots, mismatch } from '../imetal-invoice/check-totals';
import { amountThere, lineOnce } from '../imetal-invoice/line-checks';
import { completeAmounts, postableAmount } from '../imetal-invoice/source-amount';

/**
 * Reports what a whole supplier document has and this one lacks: its type, items, each line once, each amount, taxes of
 * items and header that agree to the cent, lines that make the gross total within the profile's tolerance
 * (DOCUMENT_NOT_FOUND, DOCUMENT_INCOMPLETE, AMOUNT_MISSING, TAX_MISMATCH, TOTAL_MISMATCH).
 */
export function checkSupplierDocument(
  document: SourceSupplierDocument,
  profile: ImetalProfile,
  report: ReportFault,
): void {
  checkType(document, profile, report);
  checkEachLineOnce(document, report);
  checkAmounts(document, report);
  checkTaxSlots(document, report);
  checkGross(document, profile, report);
}

/** Gross less the sum of items and taxes, document currency, when all are complete; else null. */
export function grossDifference(document: SourceSupplierDocument): Amount | null {
  const values = completeAmounts(document.items.map(({ value }) => value));
  const taxes = completeAmounts(document.taxSlots.map(({ amount }) => amount));
  const gross = postableAmount(document.grossAmount);
  if (values === null || values.length === 0 || taxes === null || gross === null) return null;
  return subtractAmounts(gross, sumAmounts([...values, ...taxes]));
}

function checkType(document: SourceSupplierDocument, profile: ImetalProfile, report: ReportFault): void {
  const { invoiceTypes, creditTypes } = profile.purchasing;
  const types = document.kind === 'credit' ? creditTypes : invoiceTypes;
  if (types.includes(document.documentType)) return;
  const expected = types.join(', ');
  report({
    code: 'DOCUMENT_NOT_FOUND',
    field: 'document type',
    expected,
    actual: document.documentType,
    says: `type ${document.documentType} is no supplier's ${document.kind} of this company (${expected})`,
  });
}

function checkEachLineOnce(document: SourceSupplierDocument, report: ReportFault): void {
  const once = lineOnce(report);
  if (document.items.length === 0) {
    const says = 'the document has no items';
    report({ code: 'DOCUMENT_INCOMPLETE', field: 'items', expected: 'at least one', actual: 'none', says });
  }
  for (const { slot } of document.taxSlots) once(`tax slot ${slot}`);
  for (const item of document.items) {
    once(`item id ${item.itemId}`);
    for (const { slot } of item.taxes) once(`tax slot ${slot} of item id ${item.itemId}`);
    for (const { matchId } of item.matches) once(`match ${matchId}`);
  }
}

function checkAmounts(document: SourceSupplierDocument, report: ReportFault): void {
  const required = amountThere(report);
  required('gross amount', document.grossAmount);
  if (document.matchedTotal !== null) required('matched total', document.matchedTotal);
  for (const slot of document.taxSlots) required(`tax slot ${slot.slot}: amount`, slot.amount);
  for (const item of document.items) {
    const name = `item ${item.itemNumber}`;
    required(`${name}: value`, item.value);
    // An exempt slot owes nothing, so it may leave its amount empty.
    for (const tax of item.taxes) {
      if (!(tax.exempt && tax.amount === null)) required(`${name}, tax slot ${tax.slot}: amount`, tax.amount);
    }
    for (const match of item.matches) {
      // What is not matched clears nothing, so its amounts are not asked for.
      if (match.status === 'unmatched') continue;
      required(`${name}, match ${match.matchId}: received value`, match.receivedValue);
      required(`${name}, match ${match.matchId}: base received value`, match.baseReceivedValue);
      required(`${name}, match ${match.matchId}: difference to the invoice`, match.adjustmentValue);
    }
  }
}

function checkGross(document: SourceSupplierDocument, profile: ImetalProfile, report: ReportFault): void {
  const difference = grossDifference(document);
  const gross = postableAmount(document.grossAmount);
  if (difference === null || gross === null) return;
  if (compareAmounts(absoluteAmount(difference), profile.roundingTolerance) > 0) {
    const lines = ['items and taxes', subtractAmounts(gross, difference)] as const;
    report(mismatch('TOTAL_MISMATCH', 'gross amount', lines, ['gross amount', gross], document.currency));
    return;
  }
  // Intacct takes no adjustment of nothing, and a negative credit is an invoice.
  if (document.kind !== 'credit' || compareAmounts(gross, '0') > 0) return;
  const actual = [formatCents(roundToCents(gross)), document.currency].filter((part) => part !== null).join(' ');
  report({
    code: 'TOTAL_MISMATCH',
    field: 'gross amount',
    expected: 'above zero',
    actual,
    says: `gross amount ${actual} is not above zero, so it credits nothing`,
  });
}
