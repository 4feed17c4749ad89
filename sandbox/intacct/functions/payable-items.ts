import { negateAmount } from '../../../domain/money';
import type { BookRecord } from '../books';
import type { FunctionCall } from '../function-call';
import { stamped } from '../masters';
import { type Conversion, toBase } from '../posting';
import type { PayableLine } from './check-payable';
import type { PayableKind } from './payable-given';

/** Replaces a document's item rows: one for each line, and one beneath it for each tax (two for a reverse charge, which sum to zero). */
export function writePayableItems(
  call: FunctionCall,
  kind: PayableKind,
  recordKey: string,
  lines: readonly PayableLine[],
  conversion: Conversion,
): void {
  const { books } = call;
  const earlier = new Map(books.find(kind.itemTable, 'RECORDKEY', recordKey).map((row) => [row.RECORDNO, row]));
  for (const row of earlier.values()) books.remove(kind.itemTable, row.RECORDNO as string);
  const write = (fields: BookRecord, before: BookRecord | undefined): string => {
    const base = toBase(conversion, fields.TRX_AMOUNT as string);
    const common = {
      RECORDKEY: recordKey,
      AMOUNT: base,
      TOTALPAID: '0',
      TOTALDUE: base,
      CURRENCY: conversion.currency,
      BASECURR: conversion.baseCurrency,
      MEGAENTITYID: call.entityId,
    };
    const kept = before ? { RECORDNO: before.RECORDNO as string, WHENCREATED: before.WHENCREATED as string } : {};
    const item = stamped(books, kind.itemTable, { ...kept, ...common, ...fields }, call.now);
    books.put(kind.itemTable, item.RECORDNO as string, item);
    return item.RECORDNO as string;
  };
  lines.forEach((line, index) => {
    const place = { LINE_NO: String(index + 1), ...dimensionsOf(line) };
    const own = {
      ...place,
      ACCOUNTNO: line.given.accountNo,
      TRX_AMOUNT: line.amount,
      ENTRYDESCRIPTION: line.given.memo,
    };
    const parent = write({ ...own, ...line.given.keptFields }, earlier.get(line.given.recordNo));
    for (const tax of line.taxes) {
      const row = { ...place, SUBTOTAL: 'T', PARENTENTRY: parent, DETAILID: tax.detailId, TAXRATE: tax.rate };
      write({ ...row, ACCOUNTNO: tax.inputAccountNo, TRX_AMOUNT: tax.amount }, undefined);
      if (tax.owedAccountNo === null) continue;
      const owed = { ACCOUNTNO: tax.owedAccountNo, TRX_AMOUNT: negateAmount(tax.amount), '@REVERSECHARGE': 'T' };
      write({ ...row, ...owed }, undefined);
    }
  });
}

function dimensionsOf(line: PayableLine): BookRecord {
  return {
    LOCATIONID: line.locationId,
    DEPARTMENTID: line.given.departmentId,
    CUSTOMERID: line.given.customerId,
    VENDORID: new Map(line.given.others).get('Vendor') ?? '',
  };
}
