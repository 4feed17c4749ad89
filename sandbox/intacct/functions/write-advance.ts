import { type Amount, compareAmounts, negateAmount, sumAmounts } from '../../../domain/money';
import type { BookRecord } from '../books';
import { checkAccountAndDimensions } from '../dimensions';
import type { FunctionCall } from '../function-call';
import { refuseAsInvalid, refuseFormat } from '../intacct-error';
import { stamped } from '../masters';
import { type ObjectDefinition, objectDefinition } from '../object-definitions';
import { readFields, requireFields } from '../object-values';
import {
  amountAsKept,
  type Conversion,
  conversionOf,
  type LedgerLine,
  locationOfLine,
  postToLedger,
  provenanceOf,
  refuseClosedPeriod,
  toBase,
} from '../posting';
import { childOf, type XmlElement } from '../xml';
import { cashAccountOf, refuseBankOfOtherEntity } from './cash-account';
import { isDraftReceipt, keptFields, knownCustomer, refuseSummary } from './write-payment';

/** Money received before there is anything to pay, as it will be kept. */
export interface Advance {
  readonly customer: BookRecord;
  readonly entityId: string;
  readonly conversion: Conversion;
  readonly paymentDate: string;
  readonly draft: boolean;
  readonly items: readonly AdvanceItem[];
  readonly fields: BookRecord;
}

/** One line of an advance: what is owed to the customer, and on which account. */
export interface AdvanceItem {
  readonly accountNo: string;
  readonly amount: Amount;
  readonly locationId: string;
  readonly departmentId: string;
  readonly description: string;
}

/** Generic create of ARADVANCE (facts/intacct.md 8.10): debits the cash account, credits the accounts of its lines. */
export function writeAdvance(call: FunctionCall, fields: BookRecord, element: XmlElement): BookRecord {
  requireFields(objectDefinition('ARADVANCE') as ObjectDefinition, fields);
  const customer = knownCustomer(call, fields.CUSTOMERID as string);
  refuseSummary(fields);
  const cash = cashAccountOf(call, fields.FINANCIALENTITY ?? '', fields.UNDEPOSITEDACCOUNTNO ?? '');
  const wrapper = childOf(element, 'ARADVANCEITEMS');
  if (!wrapper || wrapper.children.length === 0)
    return refuseFormat('Missing required field ARADVANCEITEMS for ARAdvance.');
  const lines = wrapper.children.map((line) => readItem(call, line, fields.CUSTOMERID as string));
  const entityIds = new Set(lines.map(({ entityId }) => entityId));
  if (entityIds.size > 1) refuseAsInvalid('The lines of an advance must belong to one entity.', 'SIM-ENTITY-MIXED');
  const [entityId] = [...entityIds] as [string];
  refuseBankOfOtherEntity(cash, entityId);
  const conversion = conversionOf(call, entityId, {
    currency: fields.CURRENCY || undefined,
    baseCurrency: fields.BASECURR || undefined,
    rate: fields.EXCHANGE_RATE || undefined,
    rateType: fields.EXCH_RATE_TYPE_ID || undefined,
  });
  const advance: Advance = {
    customer,
    entityId,
    conversion,
    paymentDate: fields.PAYMENTDATE || (fields.RECEIPTDATE as string),
    draft: isDraftReceipt(fields),
    items: lines.map(({ item }) => item),
    fields: keptFields(fields),
  };
  refuseClosedPeriod(call, advance.paymentDate, entityId);
  const record = putAdvance(call, advance);
  if (!advance.draft) postAdvance(call, advance, record.RECORDNO as string, cash.accountNo);
  return record;
}

function readItem(
  call: FunctionCall,
  element: XmlElement,
  customerId: string,
): { item: AdvanceItem; entityId: string } {
  if (element.name !== 'ARADVANCEITEM')
    return refuseFormat(`Illegal format for ARAdvance : ARADVANCEITEMS cannot hold ${element.name}`);
  const fields = readFields(call, objectDefinition('ARADVANCEITEM') as ObjectDefinition, element);
  if (fields.ACCOUNTLABEL)
    return refuseAsInvalid(`Invalid account label '${fields.ACCOUNTLABEL}' specified.`, 'SIM-ACCOUNT-LABEL');
  const accountNo = fields.ACCOUNTNO || refuseFormat('Missing required field ACCOUNTNO for ARAdvanceItem.');
  const amount = amountAsKept(fields.TRX_AMOUNT ?? '', 'ARAdvanceItem : Transaction Amount');
  if (compareAmounts(amount, '0') <= 0) refuseFormat('Illegal format for ARAdvanceItem : The amount must be positive');
  const { locationId, entityId } = locationOfLine(call, fields.LOCATIONID ?? '');
  const departmentId = fields.DEPARTMENTID ?? '';
  checkAccountAndDimensions(call, accountNo, {
    LOCATION: locationId,
    DEPARTMENT: departmentId,
    CUSTOMER: fields.CUSTOMERID || customerId,
    ITEM: fields.ITEMID ?? '',
    CLASS: fields.CLASSID ?? '',
    PROJECT: fields.PROJECTID ?? '',
    OTHERS: [],
  });
  return {
    item: { accountNo, amount, locationId, departmentId, description: fields.ENTRYDESCRIPTION ?? '' },
    entityId,
  };
}

/** Writes ARADVANCE and its items, all open; posting is the caller's. */
export function putAdvance(call: FunctionCall, advance: Advance): BookRecord {
  const { books, now } = call;
  const { conversion } = advance;
  const recordNo = String(books.nextNumber('ARINVOICE'));
  const total = sumAmounts(advance.items.map(({ amount }) => amount));
  const totalBase = sumAmounts(advance.items.map(({ amount }) => toBase(conversion, amount)));
  const stampedRecord = stamped(
    books,
    'ARADVANCE',
    {
      ...provenanceOf(call),
      ...advance.fields,
      RECORDNO: recordNo,
      RECORDTYPE: 'rr',
      STATE: advance.draft ? 'Draft' : 'Posted',
      CUSTOMERNAME: advance.customer.NAME as string,
      PAYMENTDATE: advance.paymentDate,
      WHENPOSTED: advance.draft ? '' : advance.paymentDate,
      CURRENCY: conversion.currency,
      BASECURR: conversion.baseCurrency,
      EXCHANGE_RATE: conversion.rate,
      EXCH_RATE_TYPE_ID: conversion.rateType,
      EXCH_RATE_DATE: advance.fields.EXCH_RATE_DATE || advance.paymentDate,
      ...openTotals('', totalBase),
      ...openTotals('TRX_', total),
      MODULEKEY: '4.AR',
      '@ENTITY': advance.entityId,
    },
    now,
  );
  const record = { ...stampedRecord, WHENCREATED: advance.paymentDate };
  books.put('ARADVANCE', recordNo, record);
  advance.items.forEach((item, index) => {
    const base = toBase(conversion, item.amount);
    const written = stamped(
      books,
      'ARADVANCEITEM',
      {
        RECORDKEY: recordNo,
        LINE_NO: String(index + 1),
        ACCOUNTNO: item.accountNo,
        ENTRYDESCRIPTION: item.description,
        LOCATIONID: item.locationId,
        DEPARTMENTID: item.departmentId,
        CUSTOMERID: advance.customer.CUSTOMERID as string,
        CURRENCY: conversion.currency,
        BASECURR: conversion.baseCurrency,
        MEGAENTITYID: call.entityId,
        AMOUNT: base,
        TOTALPAID: '0',
        TOTALDUE: base,
        TRX_AMOUNT: item.amount,
        TRX_TOTALPAID: '0',
        TRX_TOTALDUE: item.amount,
      },
      now,
    );
    books.put('ARADVANCEITEM', written.RECORDNO as string, written);
  });
  return record;
}

function openTotals(prefix: string, total: Amount): BookRecord {
  return {
    [`${prefix}TOTALENTERED`]: total,
    [`${prefix}TOTALSELECTED`]: '0',
    [`${prefix}TOTALPAID`]: '0',
    [`${prefix}TOTALDUE`]: total,
  };
}

function postAdvance(call: FunctionCall, advance: Advance, recordNo: string, cashAccountNo: string): void {
  const credits = advance.items.map(
    (item): LedgerLine => ({
      accountNo: item.accountNo,
      locationId: item.locationId,
      departmentId: item.departmentId,
      customerId: advance.customer.CUSTOMERID as string,
      currency: advance.conversion.currency,
      entityId: advance.entityId,
      amount: negateAmount(item.amount),
      baseAmount: negateAmount(toBase(advance.conversion, item.amount)),
    }),
  );
  const cash: LedgerLine = {
    ...(credits[0] as LedgerLine),
    accountNo: cashAccountNo,
    locationId: advance.entityId,
    departmentId: '',
    amount: negateAmount(sumAmounts(credits.map(({ amount }) => amount))),
    baseAmount: negateAmount(sumAmounts(credits.map(({ baseAmount }) => baseAmount))),
  };
  postToLedger(call.books, `ARADVANCE:${recordNo}`, advance.paymentDate, [cash, ...credits]);
}
