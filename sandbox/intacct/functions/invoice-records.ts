import { negateAmount, sumAmounts } from '../../../domain/money';
import type { BookRecord } from '../books';
import { companyRecord, type FunctionCall } from '../function-call';
import { stamped } from '../masters';
import { type Conversion, type LedgerLine, postToLedger, provenanceOf, toBase, withControlLine } from '../posting';
import { textOf } from '../xml';
import { dateIn, type InvoiceHeader } from './invoice-header';
import type { InvoiceLine } from './invoice-lines';
import { addToCustomerDue } from './open-amounts';

/** The tables of a document of receivables. */
export interface ReceivableKind {
  readonly table: 'ARINVOICE' | 'ARADJUSTMENT';
  readonly itemTable: 'ARINVOICEITEM' | 'ARADJUSTMENTITEM';
  readonly recordType: string;
}
export const INVOICE: ReceivableKind = { table: 'ARINVOICE', itemTable: 'ARINVOICEITEM', recordType: 'ri' };
export const ADJUSTMENT: ReceivableKind = { table: 'ARADJUSTMENT', itemTable: 'ARADJUSTMENTITEM', recordType: 'ra' };

/** Writes the document and its items, posts it unless it is a draft, and answers its RECORDNO. */
export function writeReceivable(
  call: FunctionCall,
  kind: ReceivableKind,
  header: InvoiceHeader,
  lines: readonly InvoiceLine[],
  conversion: Conversion,
  entityId: string,
): string {
  const { books, element } = call;
  const customerId = header.customer.CUSTOMERID as string;
  const ledger = ledgerLines(lines, conversion);
  const gross = negateAmount(sumAmounts(ledger.map((line) => line.amount)));
  const grossBase = negateAmount(sumAmounts(ledger.map((line) => line.baseAmount)));
  const record = stamped(
    books,
    kind.table,
    {
      // All documents of receivables are numbered in one series.
      RECORDNO: String(books.nextNumber('ARINVOICE')),
      ...provenanceOf(call),
      RECORDTYPE: kind.recordType,
      RECORDID: header.documentNumber,
      STATE: header.draft ? 'Draft' : 'Posted',
      CUSTOMERID: customerId,
      CUSTOMERNAME: header.customer.NAME as string,
      DOCNUMBER: header.referenceNumber,
      DESCRIPTION: textOf(element, 'description') ?? '',
      TERMNAME: header.termName,
      WHENDISCOUNT: header.discountDate,
      WHENPOSTED: header.draft ? '' : header.postingDate,
      WHENDUE: header.dueDate,
      BASECURR: conversion.baseCurrency,
      CURRENCY: conversion.currency,
      EXCH_RATE_DATE: dateIn(element, 'exchratedate') ?? header.invoiceDate,
      EXCH_RATE_TYPE_ID: conversion.rateType,
      EXCHANGE_RATE: conversion.rate,
      ...totals('', grossBase),
      ...totals('TRX_', gross),
      BILLTOPAYTOCONTACTNAME: header.billTo,
      SHIPTORETURNTOCONTACTNAME: header.shipTo,
      MODULEKEY: '4.AR',
      TAXSOLUTIONID: textOf(element, 'taxsolutionid') ?? '',
      '@EXTERNALID': textOf(element, 'externalid') ?? '',
      '@ENTITY': entityId,
      ...header.customFields,
    },
    call.now,
  );
  const recordNo = record.RECORDNO as string;
  // An invoice's WHENCREATED is its date, not the moment of its creation.
  books.put(kind.table, recordNo, { ...record, WHENCREATED: header.invoiceDate });
  writeItems(call, kind, recordNo, lines, conversion);
  if (!header.draft && textOf(element, 'nogl') !== 'true') {
    const control = {
      accountNo: companyRecord(books).RECEIVABLESACCOUNT as string,
      locationId: entityId,
      departmentId: '',
      customerId,
      currency: conversion.currency,
      entityId,
    };
    postToLedger(books, `${kind.table}:${recordNo}`, header.postingDate, withControlLine(ledger, control));
  }
  if (!header.draft) addToCustomerDue(books, customerId, grossBase);
  return recordNo;
}

function totals(prefix: string, gross: string): BookRecord {
  return {
    [`${prefix}TOTALENTERED`]: gross,
    [`${prefix}TOTALSELECTED`]: '0',
    [`${prefix}TOTALPAID`]: '0',
    [`${prefix}TOTALDUE`]: gross,
  };
}

function ledgerLines(lines: readonly InvoiceLine[], conversion: Conversion): LedgerLine[] {
  return lines.flatMap((line) =>
    [{ accountNo: line.accountNo, amount: line.amount }, ...line.taxes].map(({ accountNo, amount }) => ({
      accountNo,
      locationId: line.locationId,
      departmentId: line.departmentId,
      customerId: line.customerId,
      amount: negateAmount(amount),
      baseAmount: negateAmount(toBase(conversion, amount)),
      currency: conversion.currency,
      entityId: line.entityId,
    })),
  );
}

function writeItems(
  call: FunctionCall,
  kind: ReceivableKind,
  recordKey: string,
  lines: readonly InvoiceLine[],
  conversion: Conversion,
): void {
  const write = (lineNumber: number, line: InvoiceLine, rest: BookRecord & { readonly TRX_AMOUNT: string }): string => {
    const base = toBase(conversion, rest.TRX_AMOUNT);
    const item = stamped(
      call.books,
      kind.itemTable,
      {
        RECORDKEY: recordKey,
        LINE_NO: String(lineNumber),
        AMOUNT: base,
        TOTALPAID: '0',
        TOTALDUE: base,
        TRX_TOTALPAID: '0',
        TRX_TOTALDUE: rest.TRX_AMOUNT,
        LOCATIONID: line.locationId,
        DEPARTMENTID: line.departmentId,
        CUSTOMERID: line.customerId,
        CURRENCY: conversion.currency,
        BASECURR: conversion.baseCurrency,
        MEGAENTITYID: call.entityId,
        ...rest,
      },
      call.now,
    );
    call.books.put(kind.itemTable, item.RECORDNO as string, item);
    return item.RECORDNO as string;
  };
  lines.forEach((line, index) => {
    const lineNumber = index + 1;
    const parent = write(lineNumber, line, {
      ACCOUNTNO: line.accountNo,
      TRX_AMOUNT: line.amount,
      ENTRYDESCRIPTION: line.memo,
      ...line.customFields,
    });
    for (const tax of line.taxes) {
      write(lineNumber, line, {
        ACCOUNTNO: tax.accountNo,
        TRX_AMOUNT: tax.amount,
        SUBTOTAL: 'T',
        PARENTENTRY: parent,
        DETAILID: tax.detailId,
        TAXRATE: tax.rate,
      });
    }
  });
}
