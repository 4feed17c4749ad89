import {
  absoluteAmount,
  compareAmounts,
  isZeroAmount,
  negateAmount,
  roundToPlaces,
  sumAmounts,
} from '../../../domain/money';
import type { BookRecord } from '../books';
import { checkAccountAndDimensions, checkDimensions, type LineDimensions } from '../dimensions';
import type { FunctionCall } from '../function-call';
import { refuseAsInvalid, refuseFormat } from '../intacct-error';
import { type ObjectDefinition, objectDefinition } from '../object-definitions';
import { readFields } from '../object-values';
import {
  amountAsKept,
  baseCurrencyOf,
  conversionOf,
  type LedgerLine,
  locationOfLine,
  refuseTooLong,
  toBase,
} from '../posting';
import type { XmlElement } from '../xml';

const OTHER_DIMENSIONS = [
  ['Task', 'TASKID'],
  ['Cost type', 'COSTTYPEID'],
  ['Vendor', 'VENDORID'],
  ['Employee', 'EMPLOYEEID'],
  ['Contract', 'CONTRACTID'],
  ['Warehouse', 'WAREHOUSEID'],
  ['Allocation', 'ALLOCATION'],
] as const;

/** One line of a journal entry as it will be kept, and what it does to the ledger (null: a statistical line). */
export interface JournalLine {
  readonly fields: BookRecord;
  readonly entityId: string;
  readonly ledger: LedgerLine | null;
}

/** Reads and checks the lines of an entry in money: at least two, in balance (facts/intacct.md 7, 8.9); throws FunctionRefused. */
export function readMoneyLines(call: FunctionCall, wrapper: XmlElement): JournalLine[] {
  const lines = entryFields(call, wrapper).map((fields) => readMoneyLine(call, fields));
  if (lines.length < 2) refuseAsInvalid('A journal entry needs at least two lines.', 'SIM-ONE-LINE');
  const ledger = lines.map((line) => line.ledger);
  checkBalance(ledger, 'entityId', 'entity');
  if (call.settings.journalBalancesBy === 'location') checkBalance(ledger, 'locationId', 'location');
  const baseCurrencies = new Set(lines.map((line) => baseCurrencyOf(call.books, line.entityId)));
  if (baseCurrencies.size > 1) {
    refuseAsInvalid(
      `A journal entry cannot span entities of different base currencies: ${[...baseCurrencies].join(', ')}.`,
      'SIM-BASE-CURRENCY-MIXED',
    );
  }
  return lines;
}

/** Reads and checks the lines of an entry in quantities: one is enough, nothing balances, there is no currency (facts/intacct.md 8.9). */
export function readStatisticalLines(call: FunctionCall, wrapper: XmlElement): JournalLine[] {
  const lines = entryFields(call, wrapper).map((fields) => readStatisticalLine(call, fields));
  return lines.length === 0 ? refuseAsInvalid('A journal entry needs at least one line.', 'SIM-NO-LINE') : lines;
}

function entryFields(call: FunctionCall, wrapper: XmlElement): BookRecord[] {
  const definition = objectDefinition('GLENTRY') as ObjectDefinition;
  return wrapper.children.map((element) => {
    if (element.name !== 'GLENTRY')
      return refuseFormat(`Illegal format for GLBatch : ENTRIES cannot hold ${element.name}`);
    return readFields(call, definition, element);
  });
}

interface LineBasics {
  readonly accountNo: string;
  readonly side: '1' | '-1';
  readonly amountText: string;
  readonly locationId: string;
  readonly entityId: string;
  readonly dimensions: LineDimensions;
}

// What lines in money and in quantities have in common.
function readBasics(call: FunctionCall, fields: BookRecord): LineBasics {
  const accountNo = fields.ACCOUNTNO ?? '';
  if (accountNo === '') refuseFormat('Missing required field ACCOUNTNO for GLEntry.');
  const side = fields.TR_TYPE;
  if (side !== '1' && side !== '-1')
    return refuseFormat(`Illegal format for GLEntry : TR_TYPE '${side ?? ''}' is neither 1 nor -1`);
  refuseTooLong(fields.DESCRIPTION ?? '', call.settings.lengths.entryDescription, 'GLEntry : Memo');
  refuseTooLong(fields.DOCUMENT ?? '', call.settings.lengths.documentNumber, 'GLEntry : Document');
  const { locationId, entityId } = locationOfLine(call, fields.LOCATION ?? '');
  const dimensions = {
    LOCATION: locationId,
    DEPARTMENT: fields.DEPARTMENT ?? '',
    CUSTOMER: fields.CUSTOMERID ?? '',
    ITEM: fields.ITEMID ?? '',
    CLASS: fields.CLASSID ?? '',
    PROJECT: fields.PROJECTID ?? '',
    OTHERS: OTHER_DIMENSIONS.map(([word, name]) => [word, fields[name] ?? ''] as const),
  };
  // Examples in Intacct's own pages send AMOUNT where its table says TRX_AMOUNT; both are taken (facts/intacct.md 8.9).
  const amountText = fields.TRX_AMOUNT ?? fields.AMOUNT ?? '';
  return { accountNo, side, amountText, locationId, entityId, dimensions };
}

function readMoneyLine(call: FunctionCall, fields: BookRecord): JournalLine & { readonly ledger: LedgerLine } {
  const { accountNo, side, amountText, locationId, entityId, dimensions } = readBasics(call, fields);
  const amount = amountAsKept(amountText, 'GLEntry : Transaction amount');
  if (compareAmounts(amount, '0') < 0)
    refuseFormat('Illegal format for GLEntry : Transaction amount must not be negative');
  checkAccountAndDimensions(call, accountNo, dimensions);
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
    entityId,
    fields: {
      ...fields,
      TRX_AMOUNT: amount,
      AMOUNT: baseAmount,
      LOCATION: locationId,
      CURRENCY: conversion.currency,
      BASECURR: conversion.baseCurrency,
      EXCHANGE_RATE: conversion.rate,
      EXCH_RATE_TYPE_ID: conversion.rateType,
      STATISTICAL: 'F',
    },
    ledger: {
      accountNo,
      locationId,
      departmentId: dimensions.DEPARTMENT,
      customerId: dimensions.CUSTOMER,
      vendorId: fields.VENDORID ?? '',
      projectId: dimensions.PROJECT,
      taskId: fields.TASKID ?? '',
      itemId: dimensions.ITEM,
      employeeId: fields.EMPLOYEEID ?? '',
      entityId,
      currency: conversion.currency,
      amount: signed(amount),
      baseAmount: signed(baseAmount),
    },
  };
}

function readStatisticalLine(call: FunctionCall, fields: BookRecord): JournalLine {
  const { accountNo, amountText, locationId, entityId, dimensions } = readBasics(call, fields);
  for (const name of ['CURRENCY', 'EXCHANGE_RATE', 'EXCH_RATE_TYPE_ID'] as const) {
    if (fields[name]) refuseAsInvalid(`${name} is not allowed in a statistical journal.`, 'SIM-STATISTICAL-CURRENCY');
  }
  if (!/^\d{1,14}(\.\d{1,10})?$/.test(amountText)) {
    refuseFormat(`Illegal format for GLEntry : Transaction amount : '${amountText}' is not a quantity`);
  }
  const account = call.books.get('STATACCOUNT', accountNo);
  if (!account) return refuseAsInvalid(`Invalid statistical account '${accountNo}' specified.`, 'SIM-STAT-ACCOUNT');
  if (account.STATUS !== 'active')
    refuseAsInvalid(`Statistical account '${accountNo}' is inactive.`, 'SIM-ACCOUNT-INACTIVE');
  checkDimensions(call, dimensions);
  const quantity = roundToPlaces(amountText, call.settings.statisticalDecimals);
  return {
    entityId,
    fields: { ...fields, TRX_AMOUNT: quantity, AMOUNT: quantity, LOCATION: locationId, STATISTICAL: 'T' },
    ledger: null,
  };
}

function checkBalance(lines: readonly LedgerLine[], key: 'entityId' | 'locationId', word: string): void {
  const places = new Set(lines.map((line) => line[key]));
  for (const place of places) {
    const own = lines.filter((line) => line[key] === place);
    const currencies = [...new Set(own.map((line) => line.currency))];
    const differences = [
      sumAmounts(own.map((line) => line.baseAmount)),
      ...currencies.map((currency) =>
        sumAmounts(own.filter((line) => line.currency === currency).map((line) => line.amount)),
      ),
    ];
    const difference = differences.find((sum) => !isZeroAmount(sum));
    if (difference === undefined) continue;
    const where = places.size > 1 ? ` for ${word} '${place}'` : '';
    refuseAsInvalid(
      `Transactions do not balance${where}: the difference is ${absoluteAmount(difference)}.`,
      'SIM-UNBALANCED',
    );
  }
}
