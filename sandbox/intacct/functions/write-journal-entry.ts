import { absoluteAmount, compareAmounts, isZeroAmount, negateAmount, sumAmounts } from '../../../domain/money';
import { toSlashDate } from '../accounting-date';
import type { BookRecord } from '../books';
import type { FunctionCall } from '../function-call';
import { refuseAsInvalid, refuseFormat } from '../intacct-error';
import { stamped } from '../masters';
import { type ObjectDefinition, objectDefinition } from '../object-definitions';
import { readFields, requireFields } from '../object-values';
import {
  amountAsKept,
  checkAccountAndDimensions,
  conversionOf,
  type LedgerLine,
  locationOfLine,
  postToLedger,
  provenanceOf,
  refuseClosedPeriod,
  refuseTooLong,
  toBase,
  unpostFromLedger,
} from '../posting';
import { childOf, type XmlElement } from '../xml';

const OTHER_DIMENSIONS = [
  ['Task', 'TASKID'],
  ['Cost type', 'COSTTYPEID'],
  ['Vendor', 'VENDORID'],
  ['Employee', 'EMPLOYEEID'],
  ['Contract', 'CONTRACTID'],
  ['Warehouse', 'WAREHOUSEID'],
  ['Allocation', 'ALLOCATION'],
] as const;

interface Entry {
  readonly fields: BookRecord;
  readonly ledger: LedgerLine;
}

/** Creates a GLBATCH with its entries, or replaces `before`'s header fields and, when sent, all its entries (facts/intacct.md 8.9). */
export function writeJournalEntry(
  call: FunctionCall,
  fields: BookRecord,
  element: XmlElement,
  before: BookRecord | null,
): BookRecord {
  const header: BookRecord = { STATE: 'Posted', ...before, ...fields };
  checkHeader(call, header);
  const sent = childOf(element, 'ENTRIES');
  if (before) refusePeriods(call, before, before.BATCH_DATE as string);
  const needsEntries = before?.STATE !== header.STATE;
  const entries = sent
    ? readEntries(call, sent)
    : !needsEntries
      ? null
      : refuseFormat('Missing required field ENTRIES for GLBatch.');
  const recordNo = before?.RECORDNO ?? String(call.books.nextNumber('GLBATCH'));
  const record = stamped(
    call.books,
    'GLBATCH',
    {
      MODULE: '2.GL',
      ADJ: 'F',
      ...(before ?? provenanceOf(call)),
      ...header,
      BATCHNO: before?.BATCHNO ?? String(call.books.nextNumber(`@JOURNAL ${header.JOURNAL}`)),
      RECORDNO: recordNo,
    },
    call.now,
  );
  const date = header.BATCH_DATE as string;
  if (entries) {
    for (const entityId of new Set(entries.map((entry) => entry.ledger.entityId)))
      refuseClosedPeriod(call, date, entityId);
    writeEntries(call, record, entries);
  } else if (before && before.BATCH_DATE !== date) {
    refusePeriods(call, before, date);
    repostOn(call, recordNo, date);
  }
  call.books.put('GLBATCH', recordNo, record);
  return record;
}

function checkHeader(call: FunctionCall, header: BookRecord): void {
  const definition = objectDefinition('GLBATCH') as ObjectDefinition;
  requireFields(definition, header);
  const { lengths } = call.settings;
  refuseTooLong(header.BATCH_TITLE ?? '', lengths.batchTitle, 'GLBatch : Description');
  refuseTooLong(header.REFERENCENO ?? '', lengths.referenceNumber, 'GLBatch : Reference number');
  const journal = header.JOURNAL as string;
  if (call.books.get('GLJOURNAL', journal)?.STATUS !== 'active') {
    refuseAsInvalid(`Invalid journal '${journal}' specified.`, 'SIM-JOURNAL');
  }
  const reverseOn = header.REVERSEDATE ?? '';
  if (reverseOn !== '' && reverseOn <= (header.BATCH_DATE as string)) {
    refuseAsInvalid(`The reversal date ${toSlashDate(reverseOn)} must be after the posting date.`, 'SIM-REVERSAL-DATE');
  }
}

function readEntries(call: FunctionCall, wrapper: XmlElement): Entry[] {
  const definition = objectDefinition('GLENTRY') as ObjectDefinition;
  const entries = wrapper.children.map((element) => {
    if (element.name !== 'GLENTRY')
      return refuseFormat(`Illegal format for GLBatch : ENTRIES cannot hold ${element.name}`);
    return readEntry(call, readFields(call, definition, element));
  });
  if (entries.length < 2) refuseAsInvalid('A journal entry needs at least two lines.', 'SIM-ONE-LINE');
  checkBalance(entries);
  return entries;
}

function readEntry(call: FunctionCall, fields: BookRecord): Entry {
  const accountNo = fields.ACCOUNTNO ?? '';
  if (accountNo === '') refuseFormat('Missing required field ACCOUNTNO for GLEntry.');
  const side = fields.TR_TYPE;
  if (side !== '1' && side !== '-1')
    refuseFormat(`Illegal format for GLEntry : TR_TYPE '${side ?? ''}' is neither 1 nor -1`);
  // Examples in Intacct's own pages send AMOUNT where its table says TRX_AMOUNT; both are taken (facts/intacct.md 8.9).
  const amount = amountAsKept(fields.TRX_AMOUNT ?? fields.AMOUNT ?? '', 'GLEntry : Transaction amount');
  if (compareAmounts(amount, '0') < 0)
    refuseFormat('Illegal format for GLEntry : Transaction amount must not be negative');
  refuseTooLong(fields.DESCRIPTION ?? '', call.settings.lengths.entryDescription, 'GLEntry : Memo');
  refuseTooLong(fields.DOCUMENT ?? '', call.settings.lengths.documentNumber, 'GLEntry : Document');
  const { locationId, entityId } = locationOfLine(call, fields.LOCATION ?? '');
  const departmentId = fields.DEPARTMENT ?? '';
  const customerId = fields.CUSTOMERID ?? '';
  checkAccountAndDimensions(call, accountNo, {
    LOCATION: locationId,
    DEPARTMENT: departmentId,
    CUSTOMER: customerId,
    ITEM: fields.ITEMID ?? '',
    CLASS: fields.CLASSID ?? '',
    PROJECT: fields.PROJECTID ?? '',
    OTHERS: OTHER_DIMENSIONS.map(([word, name]) => [word, fields[name] ?? '']),
  });
  const severalCurrencies = new Set(call.books.rows('LOCATIONENTITY').map((entity) => entity.CURRENCY)).size > 1;
  if (severalCurrencies && call.settings.journalCurrencyRequired && !fields.CURRENCY) {
    refuseFormat('Missing required field CURRENCY for GLEntry.');
  }
  const conversion = conversionOf(call, entityId, {
    currency: fields.CURRENCY,
    baseCurrency: undefined,
    rate: fields.EXCHANGE_RATE,
    rateType: fields.EXCH_RATE_TYPE_ID,
  });
  const baseAmount = toBase(conversion, amount);
  const signed = (value: string): string => (side === '1' ? value : negateAmount(value));
  return {
    fields: {
      ...fields,
      TRX_AMOUNT: amount,
      AMOUNT: baseAmount,
      LOCATION: locationId,
      CURRENCY: conversion.currency,
      BASECURR: conversion.baseCurrency,
      EXCHANGE_RATE: conversion.rate,
      EXCH_RATE_TYPE_ID: conversion.rateType,
    },
    ledger: {
      accountNo,
      locationId,
      departmentId,
      customerId,
      entityId,
      currency: conversion.currency,
      amount: signed(amount),
      baseAmount: signed(baseAmount),
    },
  };
}

function checkBalance(entries: readonly Entry[]): void {
  const entityIds = new Set(entries.map((entry) => entry.ledger.entityId));
  for (const entityId of entityIds) {
    const own = entries.map((entry) => entry.ledger).filter((line) => line.entityId === entityId);
    const currencies = [...new Set(own.map((line) => line.currency))];
    const differences = [
      sumAmounts(own.map((line) => line.baseAmount)),
      ...currencies.map((currency) =>
        sumAmounts(own.filter((line) => line.currency === currency).map((line) => line.amount)),
      ),
    ];
    const difference = differences.find((sum) => !isZeroAmount(sum));
    if (difference === undefined) continue;
    const where = entityIds.size > 1 ? ` for entity '${entityId}'` : '';
    refuseAsInvalid(
      `Transactions do not balance${where}: the difference is ${absoluteAmount(difference)}.`,
      'SIM-UNBALANCED',
    );
  }
}

function writeEntries(call: FunctionCall, header: BookRecord, entries: readonly Entry[]): void {
  const recordNo = header.RECORDNO as string;
  removeEntries(call, recordNo);
  entries.forEach((entry, index) => {
    const record = stamped(
      call.books,
      'GLENTRY',
      {
        ...entry.fields,
        BATCHNO: recordNo,
        LINE_NO: String(index + 1),
        BATCH_NUMBER: header.BATCHNO as string,
        BATCH_DATE: header.BATCH_DATE as string,
        ENTRY_DATE: header.BATCH_DATE as string,
        BATCHTITLE: header.BATCH_TITLE as string,
        STATISTICAL: 'F',
        MEGAENTITYID: header.MEGAENTITYID ?? '',
        '@ENTITY': entry.ledger.entityId,
      },
      call.now,
    );
    call.books.put('GLENTRY', record.RECORDNO as string, record);
  });
  if (header.STATE === 'Posted') {
    postToLedger(
      call.books,
      `GLBATCH:${recordNo}`,
      header.BATCH_DATE as string,
      entries.map((entry) => entry.ledger),
    );
  }
}

function repostOn(call: FunctionCall, recordNo: string, date: string): void {
  for (const entry of call.books.find('LEDGER', 'DOCUMENT', `GLBATCH:${recordNo}`)) {
    call.books.put('LEDGER', entry.KEY as string, { ...entry, DATE: date, PERIOD: date.slice(0, 7) });
  }
  for (const line of call.books.find('GLENTRY', 'BATCHNO', recordNo)) {
    call.books.put('GLENTRY', line.RECORDNO as string, { ...line, BATCH_DATE: date, ENTRY_DATE: date });
  }
}

/** Removes a GLBATCH with its entries; refuses in a closed period. */
export function removeJournalEntry(call: FunctionCall, batch: BookRecord): void {
  const recordNo = batch.RECORDNO as string;
  refusePeriods(call, batch, batch.BATCH_DATE as string);
  removeEntries(call, recordNo);
  call.books.remove('GLBATCH', recordNo);
}

function refusePeriods(call: FunctionCall, batch: BookRecord, date: string): void {
  const lines = call.books.find('GLENTRY', 'BATCHNO', batch.RECORDNO as string);
  for (const entityId of new Set(lines.map((line) => line['@ENTITY'] as string)))
    refuseClosedPeriod(call, date, entityId);
}

function removeEntries(call: FunctionCall, recordNo: string): void {
  unpostFromLedger(call.books, `GLBATCH:${recordNo}`);
  for (const line of call.books.find('GLENTRY', 'BATCHNO', recordNo))
    call.books.remove('GLENTRY', line.RECORDNO as string);
}
