import { isZeroAmount } from '../../domain/money';
import type { SourceInvoice, SourceInvoiceItem } from '../../domain/source-invoice';
import type { ReportFault } from '../fault-report';
import type { SalesDocumentKind } from './collapse-sales-document';
import { amountThere, lineOnce } from './line-checks';
import { postableAmount } from './source-amount';

/**
 * Reports what a whole document has and this one lacks: its kind's type, items, charges, each line once, each
 * amount (DOCUMENT_NOT_FOUND, DOCUMENT_INCOMPLETE, AMOUNT_MISSING; facts/imetal.md 1.5 and 1.6).
 */
export function checkCompleteness(invoice: SourceInvoice, kind: SalesDocumentKind, report: ReportFault): void {
  checkType(invoice, kind, report);
  checkParts(invoice, report);
  checkEachLineOnce(invoice, report);
  checkAmounts(invoice, report);
}

function checkType(invoice: SourceInvoice, kind: SalesDocumentKind, report: ReportFault): void {
  if (kind.types.includes(invoice.documentType)) return;
  const expected = kind.types.join(', ');
  report({
    code: 'DOCUMENT_NOT_FOUND',
    field: 'document type',
    expected,
    actual: invoice.documentType,
    says: `type ${invoice.documentType} is no sales ${kind.noun} of this company (${expected})`,
  });
}

function checkParts(invoice: SourceInvoice, report: ReportFault): void {
  const lacks = (part: string) =>
    report({
      code: 'DOCUMENT_INCOMPLETE',
      field: part,
      expected: 'at least one',
      actual: 'none',
      says: `the document has no ${part}`,
    });
  if (invoice.items.length === 0) lacks('items');
  else if (invoice.items.every((item) => item.charges.length === 0)) lacks('charges');
  else for (const item of invoice.items) checkTaxedItem(item, report);
}

/** Tax of an item that charges nothing has no line to stand on. */
function checkTaxedItem(item: SourceInvoiceItem, report: ReportFault): void {
  if (item.charges.length > 0) return;
  const taxed = item.taxes.some(({ amount }) => !isZeroAmount(postableAmount(amount) ?? '0'));
  if (!taxed) return;
  report({
    code: 'DOCUMENT_INCOMPLETE',
    field: `item ${item.itemNumber}: charges`,
    expected: 'at least one',
    actual: 'none',
    says: `item ${item.itemNumber} has tax but no charges`,
  });
}

function checkEachLineOnce(invoice: SourceInvoice, report: ReportFault): void {
  const once = lineOnce(report);
  for (const { slot } of invoice.taxSlots) once(`tax slot ${slot}`);
  for (const { adjustmentId } of invoice.stockAdjustments) once(`adjustment ${adjustmentId}`);
  for (const item of invoice.items) {
    once(`item id ${item.itemId}`);
    for (const { slot } of item.taxes) once(`tax slot ${slot} of item id ${item.itemId}`);
    for (const { chargeId } of item.charges) once(`charge ${chargeId}`);
    for (const { costId } of item.costs) once(`cost ${costId}`);
  }
}

function checkAmounts(invoice: SourceInvoice, report: ReportFault): void {
  const required = amountThere(report);
  required('net total', invoice.netTotal);
  required('tax total', invoice.taxTotal);
  required('base net total', invoice.baseNetTotal);
  required('total cost', invoice.costTotal);
  for (const slot of invoice.taxSlots) required(`tax slot ${slot.slot}: amount`, slot.amount);
  for (const item of invoice.items) {
    for (const charge of item.charges) {
      required(`item ${item.itemNumber}, charge ${charge.chargeId}: value`, charge.value);
      required(`item ${item.itemNumber}, charge ${charge.chargeId}: base value`, charge.baseValue);
    }
    // An exempt slot owes nothing, so it may leave its amount empty.
    for (const tax of item.taxes) {
      if (tax.exempt && tax.amount === null) continue;
      required(`item ${item.itemNumber}, tax slot ${tax.slot}: amount`, tax.amount);
    }
    for (const cost of item.costs) required(`item ${item.itemNumber}, cost ${cost.costId}: base value`, cost.baseValue);
  }
  for (const adjustment of invoice.stockAdjustments) {
    required(`adjustment ${adjustment.adjustmentId}: base value`, adjustment.baseValue);
  }
}
