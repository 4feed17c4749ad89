import { compareAmounts, isZeroAmount, negateAmount, sumAmounts } from '../../../domain/money';
import type { BookRecord } from '../books';
import type { FunctionAnswer, FunctionCall } from '../function-call';
import { refuseAsInvalid, refuseFormat, withWrapper } from '../intacct-error';
import { conversionOf, refuseClosedPeriod, refuseTooLong, unpostFromLedger } from '../posting';
import { childOf, textOf, type XmlElement, xmlElement } from '../xml';
import {
  dateIn,
  type InvoiceHeader,
  isDraft,
  refuseBatchAndAttachment,
  refuseMissingNumber,
  refuseTakenNumber,
  usableCustomer,
} from './invoice-header';
import { type InvoiceLine, readLines } from './invoice-lines';
import { ADJUSTMENT, writeReceivable } from './invoice-records';
import { addToCustomerDue, refuseApplied } from './open-amounts';
import { refuseRestrictedCustomer } from './restricted-customer';

/**
 * create_aradjustment (facts/intacct.md 8.7): a total below zero is a credit memo, above zero a debit memo. `invoiceno` only says what is
 * corrected; applying the credit is a payment.
 */
export function createAdjustment(call: FunctionCall): FunctionAnswer {
  return withWrapper('Could not create aradjustment record!', () => {
    const header = readHeader(call);
    const items = childOf(call.element, 'aradjustmentitems') as XmlElement;
    const lines = readLines(call, items, header.customer.CUSTOMERID as string, 'ARADJUSTMENTITEM');
    const entityIds = new Set(lines.map((line) => line.entityId));
    if (entityIds.size > 1)
      refuseAsInvalid('The lines of an adjustment must belong to one entity.', 'SIM-ENTITY-MIXED');
    const entityId = (lines[0] as InvoiceLine).entityId;
    refuseRestrictedCustomer(call, header.customer, entityId);
    refuseClosedPeriod(call, header.postingDate, entityId);
    const conversion = conversionOf(call, entityId, {
      currency: textOf(call.element, 'currency'),
      baseCurrency: textOf(call.element, 'basecurr'),
      rate: textOf(call.element, 'exchrate'),
      rateType: textOf(call.element, 'exchratetype'),
    });
    refuseWrongSigns(lines);
    const recordNo = writeReceivable(call, ADJUSTMENT, header, lines, conversion, entityId);
    return { elements: [xmlElement('key', recordNo)], headersWritten: 1, pagesRead: 0 };
  });
}

function readHeader(call: FunctionCall): InvoiceHeader {
  const { element, settings } = call;
  const customer = usableCustomer(call, textOf(element, 'customerid') ?? '');
  const adjustmentDate = dateIn(element, 'datecreated') ?? refuseFormat('Date created is required.');
  const referenceNumber = textOf(element, 'invoiceno') ?? '';
  refuseTooLong(referenceNumber, settings.lengths.documentNumber, 'ARAdjustment : Reference Number');
  refuseTooLong(textOf(element, 'description') ?? '', settings.lengths.description, 'ARAdjustment : Description');
  refuseBatchAndAttachment(element);
  return {
    customer,
    invoiceDate: adjustmentDate,
    postingDate: dateIn(element, 'dateposted') ?? adjustmentDate,
    dueDate: '',
    termName: '',
    discountDate: '',
    draft: isDraft(element),
    documentNumber: usableAdjustmentNumber(call),
    referenceNumber,
    billTo: '',
    shipTo: '',
    customFields: {},
  };
}

function usableAdjustmentNumber(call: FunctionCall): string {
  const { books, settings } = call;
  const given = textOf(call.element, 'adjustmentno') ?? '';
  refuseTooLong(given, settings.lengths.invoiceNumber, 'ARAdjustment : Adjustment Number');
  if (given === '')
    return settings.autoNumberAdjustments ? `ADJ-${books.nextNumber('@ADJUSTMENTNUMBER')}` : refuseMissingNumber();
  const taken = books.find('ARADJUSTMENT', 'RECORDID', given).length > 0;
  if (taken && settings.refuseDuplicateAdjustmentNumbers) refuseTakenNumber(given);
  return given;
}

function refuseWrongSigns(lines: readonly InvoiceLine[]): void {
  const total = sumAmounts(lines.flatMap((line) => [line.amount, ...line.taxes.map((tax) => tax.amount)]));
  if (isZeroAmount(total)) refuseAsInvalid('The total of an adjustment cannot be zero.', 'SIM-TOTAL-ZERO');
  for (const line of lines) {
    const wrong = line.taxes.find((tax) => compareAmounts(tax.amount, '0') * compareAmounts(line.amount, '0') < 0);
    if (wrong)
      refuseAsInvalid(
        `The tax of tax detail '${wrong.detailId}' must have the sign of its line's amount.`,
        'SIM-TAX-SIGN',
      );
  }
}

/** delete_aradjustment: takes the adjustment and its entries away, in an open period, while nothing of it is applied. */
export function deleteAdjustment(call: FunctionCall): FunctionAnswer {
  return withWrapper('Could not delete aradjustment record!', () => {
    const key = call.element.attributes.key as string;
    const adjustment =
      call.element.attributes.externalkey === 'true'
        ? call.books.rows('ARADJUSTMENT').find((row) => row['@EXTERNALID'] === key)
        : call.books.get('ARADJUSTMENT', key);
    if (!adjustment || (call.entityId !== '' && adjustment['@ENTITY'] !== call.entityId)) {
      return refuseAsInvalid(`Cannot find aradjustment with key '${key}' to delete.`, 'SIM-NOT-FOUND');
    }
    removeAdjustment(call, adjustment);
    return { elements: [], headersWritten: 1, pagesRead: 0 };
  });
}

/** Removes an adjustment with its items and entries; refuses in a closed period and when some of it is applied. */
export function removeAdjustment(call: FunctionCall, adjustment: BookRecord): void {
  const { books } = call;
  const recordNo = adjustment.RECORDNO as string;
  const posted = adjustment.WHENPOSTED ?? '';
  if (posted !== '') refuseClosedPeriod(call, posted, adjustment['@ENTITY'] as string);
  refuseApplied(adjustment, 'adjustment');
  if (posted !== '')
    addToCustomerDue(books, adjustment.CUSTOMERID as string, negateAmount(adjustment.TOTALDUE as string));
  unpostFromLedger(books, `ARADJUSTMENT:${recordNo}`);
  for (const item of books.find('ARADJUSTMENTITEM', 'RECORDKEY', recordNo)) {
    books.remove('ARADJUSTMENTITEM', item.RECORDNO as string);
  }
  books.remove('ARADJUSTMENT', recordNo);
}
