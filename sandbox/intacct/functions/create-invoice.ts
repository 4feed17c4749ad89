import {
  compareAmounts,
  divideAmount,
  multiplyAmount,
  negateAmount,
  roundToCents,
  sumAmounts,
} from '../../../domain/money';
import { addDays, isoDate } from '../accounting-date';
import type { BookRecord } from '../books';
import { companyRecord, type FunctionAnswer, type FunctionCall } from '../function-call';
import { refuse, refuseAsInvalid, refuseFormat, withWrapper } from '../intacct-error';
import { stamped } from '../masters';
import {
  amountAsKept,
  type Conversion,
  checkAccountAndDimensions,
  conversionOf,
  type LedgerLine,
  locationOfLine,
  postToLedger,
  provenanceOf,
  refuseClosedPeriod,
  refuseTooLong,
  toBase,
  withControlLine,
} from '../posting';
import { childOf, textOf, type XmlElement, xmlElement } from '../xml';
import { checkCustomFields } from './custom-fields';
import { namedContact } from './named-contact';

interface InvoiceLine {
  readonly accountNo: string;
  readonly locationId: string;
  readonly entityId: string;
  readonly departmentId: string;
  readonly customerId: string;
  readonly amount: string;
  readonly memo: string;
  readonly taxes: readonly {
    readonly detailId: string;
    readonly amount: string;
    readonly accountNo: string;
    readonly rate: string;
  }[];
}

/** create_invoice (facts/intacct.md 8.6): checks, writes ARINVOICE and its items, and posts it unless it is a draft. */
export function createInvoice(call: FunctionCall): FunctionAnswer {
  return withWrapper('Could not create invoice record!', () => {
    const header = readHeader(call);
    const lines = readLines(call, header);
    const entityIds = new Set(lines.map((line) => line.entityId));
    if (entityIds.size > 1) refuseAsInvalid('The lines of an invoice must belong to one entity.', 'SIM-ENTITY-MIXED');
    const entityId = (lines[0] as InvoiceLine).entityId;
    refuseClosedPeriod(call, header.postingDate, entityId);
    const conversion = conversionOf(call, entityId, {
      currency: textOf(call.element, 'currency'),
      baseCurrency: textOf(call.element, 'basecurr'),
      rate: textOf(call.element, 'exchrate'),
      rateType: textOf(call.element, 'exchratetype'),
    });
    const total = sumAmounts(lines.flatMap((line) => [line.amount, ...line.taxes.map((tax) => tax.amount)]));
    if (compareAmounts(total, '0') < 0)
      refuseAsInvalid('The total of an invoice cannot be negative.', 'SIM-TOTAL-NEGATIVE');
    const recordNo = writeInvoice(call, header, lines, conversion, entityId);
    return { elements: [xmlElement('key', recordNo)], headersWritten: 1, pagesRead: 0 };
  });
}

interface InvoiceHeader {
  readonly customer: BookRecord;
  readonly invoiceDate: string;
  readonly postingDate: string;
  readonly dueDate: string;
  readonly termName: string;
  readonly draft: boolean;
  readonly invoiceNumber: string;
  readonly billTo: string;
  readonly shipTo: string;
}

function readHeader(call: FunctionCall): InvoiceHeader {
  const { element, books, settings } = call;
  const customer = usableCustomer(call, textOf(element, 'customerid') ?? '');
  const invoiceDate = dateIn(element, 'datecreated') ?? refuseFormat('Date created is required.');
  const termName = textOf(element, 'termname') ?? '';
  const term = termName === '' ? undefined : books.get('ARTERM', termName);
  if (termName !== '' && term?.STATUS !== 'active')
    refuseAsInvalid(`Invalid term '${termName}' specified.`, 'SIM-TERM');
  const dueDate = dateIn(element, 'datedue') ?? (term && addDays(invoiceDate, Number(term.DUEDATE ?? '0')));
  if (!dueDate) return refuseFormat('Due date or term is required.');
  const action = textOf(element, 'action') || 'Submit';
  if (action !== 'Submit' && action !== 'Draft')
    refuse('BL03002129', `Invalid Action '${action}'`, { errorId: 'SIM-ACTION' });
  refuseTooLong(textOf(element, 'ponumber') ?? '', settings.lengths.documentNumber, 'ARInvoice : Reference Number');
  refuseTooLong(textOf(element, 'description') ?? '', settings.lengths.description, 'ARInvoice : Description');
  for (const [name, label] of [
    ['batchkey', 'batch'],
    ['supdocid', 'attachment'],
  ] as const) {
    const value = textOf(element, name);
    if (value) refuseAsInvalid(`Invalid ${label} '${value}' specified.`, 'SIM-REFERENCE');
  }
  checkCustomFields(call, 'ARINVOICE', element);
  return {
    customer,
    invoiceDate,
    postingDate: dateIn(element, 'dateposted') ?? invoiceDate,
    dueDate,
    termName,
    draft: action === 'Draft',
    invoiceNumber: usableInvoiceNumber(call),
    billTo: namedContact(call, childOf(element, 'billto')),
    shipTo: namedContact(call, childOf(element, 'shipto')),
  };
}

function usableCustomer(call: FunctionCall, customerId: string): BookRecord {
  const customer = call.books.get('CUSTOMER', customerId);
  if (!customer) return refuseAsInvalid(`Invalid Customer '${customerId}' specified.`, 'SIM-CUSTOMER');
  if (customer.STATUS !== 'active') refuseAsInvalid(`Customer '${customerId}' is inactive.`, 'SIM-CUSTOMER-INACTIVE');
  if (customer.ONHOLD === 'true' && companyRecord(call.books).REFUSEONHOLD === 'true') {
    refuseAsInvalid(`Customer '${customerId}' is on hold.`, 'SIM-CUSTOMER-ON-HOLD');
  }
  return customer;
}

function usableInvoiceNumber(call: FunctionCall): string {
  const { books, settings } = call;
  const given = textOf(call.element, 'invoiceno') ?? '';
  refuseTooLong(given, settings.lengths.invoiceNumber, 'ARInvoice : Invoice Number');
  if (given === '') {
    if (settings.autoNumberInvoices) return `AUTO-${books.nextNumber('@INVOICENUMBER')}`;
    return refuse('PL01000127', 'Document Number is missing', {
      correction: 'Make desired changes and press Save to continue.',
      errorId: 'SIM-NUMBER-MISSING',
    });
  }
  const taken = books
    .find('ARINVOICE', 'RECORDID', given)
    .some((invoice) => invoice.STATE !== 'Reversed' || !settings.reversalFreesInvoiceNumber);
  if (taken && companyRecord(books).REFUSEDUPLICATENUMBERS === 'true') {
    refuse('BL03002185', `A transaction with the number '${given}' already exists.`, {
      errorId: 'SIM-DUPLICATE-NUMBER',
    });
  }
  return given;
}

/** The date of a year/month/day element, undefined when absent; refuses a day that the calendar does not have. */
export function dateIn(parent: XmlElement, name: string): string | undefined {
  const element = childOf(parent, name);
  if (!element) return undefined;
  const parts = ['year', 'month', 'day'].map((part) => textOf(element, part) ?? '') as [string, string, string];
  return isoDate(...parts) ?? refuseFormat(`Illegal format for ${name} : '${parts.join('-')}' is not a date`);
}

function readLines(call: FunctionCall, header: InvoiceHeader): InvoiceLine[] {
  const items = childOf(call.element, 'invoiceitems') as XmlElement;
  return items.children.map((item) => {
    const accountNo = textOf(item, 'glaccountno');
    if (accountNo === undefined) {
      return refuseAsInvalid(
        `Invalid account label '${textOf(item, 'accountlabel') ?? ''}' specified.`,
        'SIM-ACCOUNT-LABEL',
      );
    }
    const { locationId, entityId } = locationOfLine(call, textOf(item, 'locationid') ?? '');
    const departmentId = textOf(item, 'departmentid') ?? '';
    const customerId = textOf(item, 'customerid') || (header.customer.CUSTOMERID as string);
    checkAccountAndDimensions(call, accountNo, {
      LOCATION: locationId,
      DEPARTMENT: departmentId,
      CUSTOMER: customerId,
      ITEM: textOf(item, 'itemid') ?? '',
      CLASS: textOf(item, 'classid') ?? '',
      PROJECT: textOf(item, 'projectid') ?? '',
    });
    const memo = textOf(item, 'memo') ?? '';
    refuseTooLong(memo, call.settings.lengths.memo, 'ARInvoiceItem : Memo');
    checkCustomFields(call, 'ARINVOICEITEM', item);
    const amount = amountAsKept(textOf(item, 'amount') ?? '', 'ARInvoiceItem : Amount');
    return {
      accountNo,
      locationId,
      entityId,
      departmentId,
      customerId,
      amount,
      memo,
      taxes: readTaxes(call, item, entityId, amount),
    };
  });
}

function readTaxes(call: FunctionCall, item: XmlElement, entityId: string, amount: string): InvoiceLine['taxes'] {
  const entries = childOf(item, 'taxentries')?.children ?? [];
  if (entries.length === 0) return [];
  const entities = call.books.rows('LOCATIONENTITY').filter((entity) => entity['@TAXSOLUTION'] === 'VAT');
  if (!entities.some((entity) => entity.LOCATIONID === entityId)) {
    refuseAsInvalid(`Tax entries are not allowed: entity '${entityId}' has no tax solution.`, 'SIM-TAX-SOLUTION');
  }
  const atTopLevel = call.entityId === '' && !textOf(call.element, 'taxsolutionid');
  if (atTopLevel && entities.length > 1 && call.settings.taxSolutionRequiredAtTopLevel) {
    refuseFormat('Tax solution is required for a transaction at top level.');
  }
  return entries.map((entry) => {
    const detailId = textOf(entry, 'detailid') ?? '';
    const detail = call.books.get('TAXDETAIL', detailId);
    const owner = detail?.['@ENTITY'] ?? entityId;
    if (detail?.STATUS !== 'active' || owner !== entityId) {
      return refuseAsInvalid(`Invalid tax detail '${detailId}' specified.`, 'SIM-TAX-DETAIL');
    }
    const rate = detail.VALUE as string;
    const given = textOf(entry, 'trx_tax') ?? '';
    const computed = roundToCents(divideAmount(multiplyAmount(amount, rate), '100'));
    const tax = given === '' ? computed : amountAsKept(given, 'TaxEntry : Transaction Tax');
    return { detailId, amount: tax, accountNo: detail.GLACCOUNT as string, rate };
  });
}

function writeInvoice(
  call: FunctionCall,
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
    'ARINVOICE',
    {
      ...provenanceOf(call),
      RECORDTYPE: 'ri',
      RECORDID: header.invoiceNumber,
      STATE: header.draft ? 'Draft' : 'Posted',
      CUSTOMERID: customerId,
      CUSTOMERNAME: header.customer.NAME as string,
      DOCNUMBER: textOf(element, 'ponumber') ?? '',
      DESCRIPTION: textOf(element, 'description') ?? '',
      TERMNAME: header.termName,
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
    },
    call.now,
  );
  const recordNo = record.RECORDNO as string;
  // An invoice's WHENCREATED is its date, not the moment of its creation.
  books.put('ARINVOICE', recordNo, { ...record, WHENCREATED: header.invoiceDate });
  writeItems(call, recordNo, lines, conversion);
  if (!header.draft && textOf(element, 'nogl') !== 'true') {
    const control = {
      accountNo: companyRecord(books).RECEIVABLESACCOUNT as string,
      locationId: entityId,
      departmentId: '',
      customerId,
      currency: conversion.currency,
      entityId,
    };
    postToLedger(books, `ARINVOICE:${recordNo}`, header.postingDate, withControlLine(ledger, control));
  }
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
  recordKey: string,
  lines: readonly InvoiceLine[],
  conversion: Conversion,
): void {
  const write = (lineNumber: number, line: InvoiceLine, rest: BookRecord & { readonly TRX_AMOUNT: string }): string => {
    const item = stamped(
      call.books,
      'ARINVOICEITEM',
      {
        RECORDKEY: recordKey,
        LINE_NO: String(lineNumber),
        AMOUNT: toBase(conversion, rest.TRX_AMOUNT),
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
    call.books.put('ARINVOICEITEM', item.RECORDNO as string, item);
    return item.RECORDNO as string;
  };
  lines.forEach((line, index) => {
    const lineNumber = index + 1;
    const parent = write(lineNumber, line, {
      ACCOUNTNO: line.accountNo,
      TRX_AMOUNT: line.amount,
      ENTRYDESCRIPTION: line.memo,
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
