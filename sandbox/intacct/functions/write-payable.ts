import { absoluteAmount, negateAmount, sumAmounts } from '../../../domain/money';
import type { BookRecord, Books } from '../books';
import { companyRecord, type FunctionAnswer, type FunctionCall } from '../function-call';
import { refuseAsInvalid, withWrapper } from '../intacct-error';
import { stamped } from '../masters';
import {
  type Conversion,
  conversionOf,
  type LedgerLine,
  postToLedger,
  provenanceOf,
  refuseClosedPeriod,
  toBase,
  unpostFromLedger,
  withControlLine,
} from '../posting';
import { type XmlElement, xmlElement } from '../xml';
import { checkPayable, type PayableChecked, type PayableLine } from './check-payable';
import type { PayableGiven, PayableKind } from './payable-given';
import { writePayableItems } from './payable-items';
import { genericBill, legacyPayable } from './read-payable';

/** create_bill and create_apadjustment: answers the RECORDNO as key (facts/intacct.md 8.7, 8.8). */
export function createPayable(call: FunctionCall): FunctionAnswer {
  const object = call.element.name === 'create_bill' ? 'bill' : 'apadjustment';
  return withWrapper(`Could not create ${object} record!`, () => {
    const record = writePayable(call, legacyPayable(call), null);
    return { elements: [xmlElement('key', record.RECORDNO as string)], headersWritten: 1, pagesRead: 0 };
  });
}

/** Generic create and update of APBILL: without APBILLITEMS the lines stay, with them they are all the lines there are. */
export function writeBill(
  call: FunctionCall,
  fields: BookRecord,
  element: XmlElement,
  before: BookRecord | null,
): BookRecord {
  if (before) refusePaid(before);
  return writePayable(call, genericBill(call, fields, element, before), before);
}

function writePayable(call: FunctionCall, given: PayableGiven, before: BookRecord | null): BookRecord {
  const { books } = call;
  const { kind } = given;
  const controlAccount = companyRecord(books).PAYABLESACCOUNT ?? '';
  if (controlAccount === '') refuseAsInvalid('The company has no payables account.', 'SIM-NO-PAYABLES');
  const checked = checkPayable(call, given, before?.RECORDNO ?? '');
  const conversion = conversionOf(call, checked.entityId, given.currency);
  if (before) withdraw(call, kind, before);
  const ledger = ledgerLines(call, given, checked, conversion);
  const grossBase = sumAmounts(ledger.map((line) => line.baseAmount));
  const record = stamped(
    books,
    kind.table,
    {
      // Bills and adjustments are numbered in one series.
      RECORDNO: before?.RECORDNO ?? String(books.nextNumber('APBILL')),
      ...(before ?? provenanceOf(call)),
      MODIFIEDBY: call.userId,
      ...headerFields(given, checked, conversion),
      ...totals('', grossBase),
      ...totals('TRX_', sumAmounts(ledger.map((line) => line.amount))),
    },
    call.now,
  );
  const recordNo = record.RECORDNO as string;
  // WHENCREATED is the document's date, not the moment of its creation.
  const kept = { ...record, WHENCREATED: given.documentDate };
  books.put(kind.table, recordNo, kept);
  writePayableItems(call, kind, recordNo, checked.lines, conversion);
  if (checked.draft) return kept;
  addToVendorDue(books, given.vendorId, grossBase);
  if (given.skipsLedger) return kept;
  const control = {
    accountNo: controlAccount,
    locationId: checked.entityId,
    departmentId: '',
    customerId: '',
    vendorId: given.vendorId,
    currency: conversion.currency,
    entityId: checked.entityId,
  };
  postToLedger(books, `${kind.table}:${recordNo}`, checked.postingDate, withControlLine(ledger, control));
  return kept;
}

function headerFields(given: PayableGiven, checked: PayableChecked, conversion: Conversion): BookRecord {
  return {
    RECORDTYPE: given.kind.recordType,
    RECORDID: given.documentNumber,
    STATE: checked.draft ? 'Draft' : 'Posted',
    VENDORID: given.vendorId,
    VENDORNAME: checked.vendor.NAME as string,
    DOCNUMBER: given.referenceNumber,
    DESCRIPTION: given.description,
    TERMNAME: given.termName,
    WHENPOSTED: checked.draft ? given.postingDate : checked.postingDate,
    WHENDUE: checked.dueDate,
    WHENDISCOUNT: checked.discountDate,
    WHENPAID: '',
    BASECURR: conversion.baseCurrency,
    CURRENCY: conversion.currency,
    EXCH_RATE_DATE: given.rateDate || given.documentDate,
    EXCH_RATE_TYPE_ID: conversion.rateType,
    EXCHANGE_RATE: conversion.rate,
    BILLTOPAYTOCONTACTNAME: given.payTo,
    SHIPTORETURNTOCONTACTNAME: given.returnTo,
    MODULEKEY: '3.AP',
    TAXSOLUTIONID: given.taxSolutionId,
    ONHOLD: given.onHold === 'true' ? 'true' : 'false',
    '@EXTERNALID': given.externalId,
    '@ENTITY': checked.entityId,
    ...given.customFields,
  };
}

function totals(prefix: string, gross: string): BookRecord {
  return {
    [`${prefix}TOTALENTERED`]: gross,
    [`${prefix}TOTALSELECTED`]: '0',
    [`${prefix}TOTALPAID`]: '0',
    [`${prefix}TOTALDUE`]: gross,
  };
}

// Costs and input taxes on the debit side, a reverse charge besides on the credit side; payables take the balance.
function ledgerLines(
  call: FunctionCall,
  given: PayableGiven,
  checked: PayableChecked,
  conversion: Conversion,
): LedgerLine[] {
  const turned = given.kind.table === 'APADJUSTMENT' && call.settings.apAdjustmentPositive === 'owes-less';
  return checked.lines.flatMap((line) =>
    entriesOf(line).map(([accountNo, signedAmount]) => {
      const amount = turned ? negateAmount(signedAmount) : signedAmount;
      return {
        accountNo,
        locationId: line.locationId,
        departmentId: line.given.departmentId,
        customerId: line.given.customerId,
        vendorId: given.vendorId,
        amount,
        baseAmount: toBase(conversion, amount),
        currency: conversion.currency,
        entityId: line.entityId,
      };
    }),
  );
}

function entriesOf(line: PayableLine): (readonly [accountNo: string, amount: string])[] {
  const taxes = line.taxes.flatMap((tax): (readonly [string, string])[] => {
    const input = [tax.inputAccountNo, tax.amount] as const;
    return tax.owedAccountNo === null ? [input] : [input, [tax.owedAccountNo, negateAmount(tax.amount)]];
  });
  return [[line.given.accountNo, line.amount], ...taxes];
}

/** Removes a bill or an adjustment with its items and entries; refuses in a closed period, and when something was paid on it. */
export function removePayable(call: FunctionCall, kind: PayableKind, record: BookRecord): void {
  refusePaid(record);
  withdraw(call, kind, record);
  for (const item of call.books.find(kind.itemTable, 'RECORDKEY', record.RECORDNO as string)) {
    call.books.remove(kind.itemTable, item.RECORDNO as string);
  }
  call.books.remove(kind.table, record.RECORDNO as string);
}

function refusePaid(record: BookRecord): void {
  if (record.STATE === 'Posted' || record.STATE === 'Draft') return;
  refuseAsInvalid(`The bill '${record.RECORDID}' cannot be changed: it is ${record.STATE}.`, 'SIM-PAID');
}

// Takes back what the document did to the ledger and to what the vendor is owed.
function withdraw(call: FunctionCall, kind: PayableKind, record: BookRecord): void {
  if (record.STATE === 'Draft') return;
  refuseClosedPeriod(call, record.WHENPOSTED as string, record['@ENTITY'] as string);
  unpostFromLedger(call.books, `${kind.table}:${record.RECORDNO}`);
  addToVendorDue(call.books, record.VENDORID as string, negateAmount(record.TOTALDUE as string));
}

/** Moves a vendor's TOTALDUE (base currency); that is no change of the vendor, so WHENMODIFIED stays. */
function addToVendorDue(books: Books, vendorId: string, amount: string): void {
  const vendor = books.get('VENDOR', vendorId);
  if (!vendor || absoluteAmount(amount) === '0') return;
  books.put('VENDOR', vendorId, { ...vendor, TOTALDUE: sumAmounts([vendor.TOTALDUE || '0', amount]) });
}
