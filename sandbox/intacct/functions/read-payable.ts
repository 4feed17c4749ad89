import type { BookRecord } from '../books';
import type { FunctionCall } from '../function-call';
import { refuseFormat } from '../intacct-error';
import { type ObjectDefinition, objectDefinition } from '../object-definitions';
import { readFields } from '../object-values';
import { childOf, textOf, type XmlElement } from '../xml';
import { readCustomFields } from './custom-fields';
import { dateIn, refuseBatchAndAttachment } from './invoice-header';
import { namedContact } from './named-contact';
import { AP_ADJUSTMENT, BILL, type PayableGiven, type PayableKind, type PayableLineGiven } from './payable-given';

const LEGACY_OTHERS = [
  ['Task', 'taskid'],
  ['Cost type', 'costtypeid'],
  ['Vendor', 'vendorid'],
  ['Employee', 'employeeid'],
  ['Contract', 'contractid'],
  ['Warehouse', 'warehouseid'],
  ['Allocation', 'allocationid'],
  ['Offset GL account', 'offsetglaccountno'],
] as const;
const GENERIC_OTHERS = [
  ['Task', 'TASKID'],
  ['Cost type', 'COSTTYPEID'],
  ['Vendor', 'VENDORID'],
  ['Employee', 'EMPLOYEEID'],
  ['Contract', 'CONTRACTID'],
  ['Warehouse', 'WAREHOUSEID'],
  ['Allocation', 'ALLOCATION'],
  ['Offset GL account', 'OFFSETGLACCOUNTNO'],
] as const;

/** create_bill or create_apadjustment as it was sent (facts/intacct.md 8.7, 8.8); throws FunctionRefused for what is no date. */
export function legacyPayable(call: FunctionCall): PayableGiven {
  const { element } = call;
  const isBill = element.name === 'create_bill';
  const kind = isBill ? BILL : AP_ADJUSTMENT;
  const text = (name: string): string => textOf(element, name) ?? '';
  refuseBatchAndAttachment(element);
  return {
    kind,
    vendorId: text('vendorid'),
    documentDate: dateIn(element, 'datecreated') ?? '',
    postingDate: dateIn(element, 'dateposted') ?? '',
    dueDate: dateIn(element, 'datedue') ?? '',
    termName: text('termname'),
    action: text('action'),
    documentNumber: text(isBill ? 'billno' : 'adjustmentno'),
    referenceNumber: text(isBill ? 'ponumber' : 'billno'),
    description: text('description'),
    externalId: text('externalid'),
    payTo: namedContact(call, childOf(element, 'payto')),
    returnTo: namedContact(call, childOf(element, 'returnto')),
    currency: {
      currency: textOf(element, 'currency'),
      baseCurrency: textOf(element, 'basecurr'),
      rate: textOf(element, 'exchrate'),
      rateType: textOf(element, 'exchratetype'),
    },
    rateDate: dateIn(element, 'exchratedate') ?? '',
    taxSolutionId: text('taxsolutionid'),
    onHold: text('onhold'),
    skipsLedger: text('nogl') === 'true',
    dueFromTerm: true,
    customFields: readCustomFields(call, kind.table, element),
    lines: (childOf(element, isBill ? 'billitems' : 'apadjustmentitems')?.children ?? []).map((item) =>
      legacyLine(call, kind, item),
    ),
  };
}

function legacyLine(call: FunctionCall, kind: PayableKind, item: XmlElement): PayableLineGiven {
  const text = (name: string): string => textOf(item, name) ?? '';
  return {
    recordNo: '',
    accountNo: text('glaccountno'),
    accountLabel: text('accountlabel'),
    amount: text('amount'),
    totalAmount: text('totaltrxamount'),
    memo: text('memo'),
    locationId: text('locationid'),
    departmentId: text('departmentid'),
    customerId: text('customerid'),
    itemId: text('itemid'),
    classId: text('classid'),
    projectId: text('projectid'),
    others: LEGACY_OTHERS.map(([word, name]) => [word, text(name)]),
    keptFields: { BILLABLE: text('billable'), ...readCustomFields(call, kind.itemTable, item) },
    taxes: (childOf(item, 'taxentries')?.children ?? []).map((entry) => ({
      detailId: textOf(entry, 'detailid') ?? '',
      amount: textOf(entry, 'trx_tax') ?? '',
    })),
  };
}

/** A generic APBILL as it was sent, over what stands in the books when it is an update (facts/intacct.md 8.8). */
export function genericBill(
  call: FunctionCall,
  fields: BookRecord,
  element: XmlElement,
  before: BookRecord | null,
): PayableGiven {
  const merged: BookRecord = { ...before, ...fields };
  const text = (name: string): string => merged[name] ?? '';
  if (text('INCLUSIVETAX') === 'true') refuseFormat('INCLUSIVETAX is not in the sandbox.');
  const sameDocument = before !== null && fields.CURRENCY === undefined && fields.EXCHANGE_RATE === undefined;
  return {
    kind: BILL,
    vendorId: text('VENDORID'),
    documentDate: text('WHENCREATED'),
    // A draft has no posting date; it takes its own date when it is submitted.
    postingDate: text('WHENPOSTED'),
    dueDate: text('WHENDUE'),
    termName: text('TERMNAME'),
    action: fields.ACTION || (before === null ? '' : before.STATE === 'Draft' ? 'Draft' : 'Submit'),
    documentNumber: text('RECORDID'),
    referenceNumber: text('DOCNUMBER'),
    description: text('DESCRIPTION'),
    externalId: before?.['@EXTERNALID'] ?? '',
    payTo: text('BILLTOPAYTOCONTACTNAME'),
    returnTo: text('SHIPTORETURNTOCONTACTNAME'),
    currency: {
      currency: merged.CURRENCY,
      baseCurrency: merged.BASECURR,
      // A rate that was given with another currency is not carried over.
      rate: sameDocument ? before.EXCHANGE_RATE : fields.EXCHANGE_RATE,
      rateType: fields.EXCH_RATE_TYPE_ID ?? (sameDocument ? before.EXCH_RATE_TYPE_ID : undefined),
    },
    rateDate: text('EXCH_RATE_DATE'),
    taxSolutionId: text('TAXSOLUTIONID'),
    onHold: text('ONHOLD'),
    skipsLedger: false,
    dueFromTerm: !call.settings.billDueDateRequired,
    customFields: customFieldsOf(call, 'APBILL', merged),
    lines: genericLines(call, element, before),
  };
}

function genericLines(call: FunctionCall, element: XmlElement, before: BookRecord | null): PayableLineGiven[] {
  const definition = objectDefinition('APBILLITEM') as ObjectDefinition;
  const kept = before === null ? [] : call.books.find('APBILLITEM', 'RECORDKEY', before.RECORDNO as string);
  const sent = childOf(element, 'APBILLITEMS');
  if (!sent) {
    if (before === null) refuseFormat('Missing required field APBILLITEMS for APBill.');
    return kept.filter((item) => item.SUBTOTAL !== 'T').map((item) => keptLine(call, item, kept));
  }
  return sent.children.map((item) => {
    if (item.name !== 'APBILLITEM') refuseFormat(`Illegal format for APBill : APBILLITEMS cannot hold ${item.name}`);
    const fields = readFields(call, definition, item);
    const old = kept.find((row) => row.RECORDNO === fields.RECORDNO && row.SUBTOTAL !== 'T');
    const line = lineOf(call, { ...(old ?? {}), ...fields, RECORDNO: old?.RECORDNO ?? '' });
    const taxes = childOf(item, 'TAXENTRIES');
    if (!taxes && old) return { ...line, taxes: keptLine(call, old, kept).taxes };
    return { ...line, totalAmount: fields.TOTALTRXAMOUNT ?? '', taxes: (taxes?.children ?? []).map(genericTax) };
  });
}

function genericTax(entry: XmlElement): PayableLineGiven['taxes'][number] {
  if (entry.name !== 'TAXENTRY') refuseFormat(`Illegal format for APBillItem : TAXENTRIES cannot hold ${entry.name}`);
  for (const child of entry.children) {
    if (!['DETAILID', 'TRX_TAX', 'RECORDNO'].includes(child.name)) {
      refuseFormat(`Illegal format for TaxEntry : There is no writable field '${child.name}'`);
    }
  }
  return { detailId: textOf(entry, 'DETAILID') ?? '', amount: textOf(entry, 'TRX_TAX') ?? '' };
}

function keptLine(call: FunctionCall, item: BookRecord, kept: readonly BookRecord[]): PayableLineGiven {
  const taxes = kept
    .filter((row) => row.PARENTENTRY === item.RECORDNO && row['@REVERSECHARGE'] !== 'T')
    .map((row) => ({ detailId: row.DETAILID as string, amount: row.TRX_AMOUNT as string }));
  return { ...lineOf(call, item), taxes };
}

function lineOf(call: FunctionCall, fields: BookRecord): PayableLineGiven {
  const text = (name: string): string => fields[name] ?? '';
  return {
    recordNo: text('RECORDNO'),
    accountNo: text('ACCOUNTNO'),
    accountLabel: text('ACCOUNTLABEL'),
    amount: text('TRX_AMOUNT'),
    totalAmount: '',
    memo: text('ENTRYDESCRIPTION'),
    locationId: text('LOCATIONID'),
    departmentId: text('DEPARTMENTID'),
    customerId: text('CUSTOMERID'),
    itemId: text('ITEMID'),
    classId: text('CLASSID'),
    projectId: text('PROJECTID'),
    others: GENERIC_OTHERS.map(([word, name]) => [word, text(name)]),
    keptFields: {
      BILLABLE: text('BILLABLE'),
      FORM1099: text('FORM1099'),
      FORM1099TYPE: text('FORM1099TYPE'),
      FORM1099BOX: text('FORM1099BOX'),
      ...customFieldsOf(call, 'APBILLITEM', fields),
    },
    taxes: [],
  };
}

function customFieldsOf(call: FunctionCall, object: string, fields: BookRecord): BookRecord {
  const names = call.settings.customFields[object] ?? [];
  return Object.fromEntries(names.filter((name) => name in fields).map((name) => [name, fields[name] as string]));
}
