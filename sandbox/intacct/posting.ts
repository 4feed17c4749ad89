import {
  type Amount,
  compareAmounts,
  multiplyAmount,
  negateAmount,
  roundToCents,
  sumAmounts,
} from '../../domain/money';
import { toSlashDate } from './accounting-date';
import type { BookRecord, Books } from './books';
import type { FunctionCall } from './function-call';
import { refuse, refuseAsInvalid, refuseFormat } from './intacct-error';

/** One side of an entry: amounts are signed, debit positive, in document and in base currency. */
export interface LedgerLine {
  readonly accountNo: string;
  readonly locationId: string;
  readonly departmentId: string;
  readonly customerId: string;
  /** Only lines of payables have one. */
  readonly vendorId?: string;
  /** Only lines of journal entries have these. */
  readonly projectId?: string;
  readonly taskId?: string;
  readonly itemId?: string;
  readonly employeeId?: string;
  readonly amount: Amount;
  readonly baseAmount: Amount;
  readonly currency: string;
  readonly entityId: string;
}

/** Writes a document's entry; `document` is `ARINVOICE:12`. The books refuse to commit what does not balance. */
export function postToLedger(books: Books, document: string, date: string, lines: readonly LedgerLine[]): void {
  for (const line of lines) {
    const key = String(books.nextNumber('LEDGER'));
    books.put('LEDGER', key, {
      KEY: key,
      DOCUMENT: document,
      DATE: date,
      PERIOD: date.slice(0, 7),
      ACCOUNT: line.accountNo,
      ENTITY: line.entityId,
      LOCATION: line.locationId,
      DEPARTMENT: line.departmentId,
      CUSTOMER: line.customerId,
      VENDOR: line.vendorId ?? '',
      PROJECT: line.projectId ?? '',
      TASK: line.taskId ?? '',
      ITEM: line.itemId ?? '',
      EMPLOYEE: line.employeeId ?? '',
      CURRENCY: line.currency,
      AMOUNT: line.amount,
      BASEAMOUNT: line.baseAmount,
    });
  }
}

/** Removes a document's entries, as a delete or an update does. */
export function unpostFromLedger(books: Books, document: string): void {
  for (const entry of books.find('LEDGER', 'DOCUMENT', document)) books.remove('LEDGER', entry.KEY as string);
}

/** Posts the mirror of a document on another day. */
export function reverseInLedger(books: Books, document: string, reversal: string, date: string): void {
  const lines = books.find('LEDGER', 'DOCUMENT', document).map((entry) => ({
    accountNo: entry.ACCOUNT as string,
    locationId: entry.LOCATION as string,
    departmentId: entry.DEPARTMENT as string,
    customerId: entry.CUSTOMER as string,
    vendorId: entry.VENDOR ?? '',
    amount: negateAmount(entry.AMOUNT as string),
    baseAmount: negateAmount(entry.BASEAMOUNT as string),
    currency: entry.CURRENCY as string,
    entityId: entry.ENTITY as string,
  }));
  postToLedger(books, reversal, date, lines);
}

/** Refuses a posting date in a period that is closed, for the company or for the entity. */
export function refuseClosedPeriod(call: FunctionCall, date: string, entityId: string): void {
  const month = date.slice(0, 7);
  const closed =
    call.books.get('@CLOSEDPERIOD', `${month}|`) ?? call.books.get('@CLOSEDPERIOD', `${month}|${entityId}`);
  if (!closed && !call.periodsClosedByFault) return;
  refuseAsInvalid(`The period for the date ${toSlashDate(date)} is closed.`, 'SIM-PERIOD-CLOSED');
}

/** An amount as Intacct keeps it: rounded to cents; refuses what is not a plain decimal number. */
export function amountAsKept(text: string, label: string): Amount {
  if (!/^-?\d{1,14}(\.\d{1,10})?$/.test(text)) refuseFormat(`Illegal format for ${label} : '${text}' is not an amount`);
  return roundToCents(text);
}

/** Refuses text longer than its field. */
export function refuseTooLong(text: string, lengthMax: number, label: string): void {
  if ([...text].length > lengthMax) {
    refuseFormat(`Illegal format for ${label} : The value is longer than ${lengthMax} characters`);
  }
}

/** The entity that a location belongs to; an entity is also its own location. */
export function entityOfLocation(books: Books, locationId: string): string {
  return books.get('LOCATION', locationId)?.ENTITY ?? locationId;
}

/**
 * The location of a line and its entity: in an entity session the entity's own by default and no other entity's; at top level required
 * (facts/intacct.md section 7).
 */
export function locationOfLine(call: FunctionCall, given: string): { locationId: string; entityId: string } {
  const locationId = given === '' ? call.entityId : given;
  if (locationId === '') return refuseFormat('Location is required for every line of a multi-entity company.');
  const location = call.books.get('LOCATION', locationId);
  const entity = call.books.get('LOCATIONENTITY', locationId);
  if (!location && !entity) return refuseAsInvalid(`Invalid location '${locationId}' specified.`, 'SIM-LOCATION');
  const entityId = entityOfLocation(call.books, locationId);
  if (call.entityId !== '' && entityId !== call.entityId) {
    return refuseAsInvalid(`Invalid location '${locationId}' specified.`, 'SIM-LOCATION-OTHER-ENTITY');
  }
  if ((location ?? entity)?.STATUS !== 'active')
    refuseAsInvalid(`Location '${locationId}' is inactive.`, 'SIM-LOCATION-INACTIVE');
  return { locationId, entityId };
}

/** How document amounts become base amounts. */
export interface Conversion {
  readonly currency: string;
  readonly baseCurrency: string;
  readonly rate: string;
  readonly rateType: string;
}

/** What a document says about its currency; undefined is absent. */
export interface CurrencyGiven {
  readonly currency: string | undefined;
  readonly baseCurrency: string | undefined;
  readonly rate: string | undefined;
  readonly rateType: string | undefined;
}

/** The conversion of a document of an entity; refuses a foreign currency without a rate or a type that has one. */
export function conversionOf(call: FunctionCall, entityId: string, given: CurrencyGiven): Conversion {
  const base = baseCurrencyOf(call.books, entityId);
  const currency = given.currency || base;
  if (!/^[A-Z]{3}$/.test(currency)) return refuseAsInvalid(`Invalid currency '${currency}' specified.`, 'SIM-CURRENCY');
  if (given.baseCurrency && given.baseCurrency !== base) {
    refuseAsInvalid(
      `Base currency '${given.baseCurrency}' is not the base currency of the entity, ${base}.`,
      'SIM-BASE-CURRENCY',
    );
  }
  const rateType = given.rateType ?? '';
  if (given.rate !== undefined && given.rate !== '') {
    if (!/^\d{1,8}(\.\d{1,12})?$/.test(given.rate) || compareAmounts(given.rate, '0') <= 0) {
      refuseFormat(`Illegal format for Exchange rate : '${given.rate}'`);
    }
    if (currency === base && compareAmounts(given.rate, '1') !== 0) {
      refuseAsInvalid('The exchange rate must be 1 when the transaction currency is the base currency.', 'SIM-RATE');
    }
    return { currency, baseCurrency: base, rate: given.rate, rateType: rateType || 'Custom' };
  }
  if (currency === base) return { currency, baseCurrency: base, rate: '1', rateType };
  if (rateType === '') refuseAsInvalid(`An exchange rate is required for currency '${currency}'.`, 'SIM-RATE-MISSING');
  const daily = call.settings.dailyRates[`${currency}/${base}`];
  if (daily === undefined || rateType !== 'Intacct Daily Rate') {
    return refuseAsInvalid(
      `No exchange rate of type '${rateType}' was found for ${currency} to ${base}.`,
      'SIM-RATE-MISSING',
    );
  }
  return { currency, baseCurrency: base, rate: daily, rateType };
}

/** Base currency of an entity. */
export function baseCurrencyOf(books: Books, entityId: string): string {
  const currency = books.get('LOCATIONENTITY', entityId)?.CURRENCY;
  if (!currency) throw new Error(`entity ${entityId} has no base currency`);
  return currency;
}

/** A document amount in base currency, rounded to cents. */
export function toBase(conversion: Conversion, amount: Amount): Amount {
  return roundToCents(multiplyAmount(amount, conversion.rate));
}

/** Adds the balancing line of a document to its other lines, in both currencies. */
export function withControlLine(
  lines: readonly LedgerLine[],
  control: Omit<LedgerLine, 'amount' | 'baseAmount'>,
): LedgerLine[] {
  const amount = negateAmount(sumAmounts(lines.map((line) => line.amount)));
  const baseAmount = negateAmount(sumAmounts(lines.map((line) => line.baseAmount)));
  return [{ ...control, amount, baseAmount }, ...lines];
}

/** Refuses a natural key that is taken. */
export function refuseDuplicate(label: string, key: string): never {
  return refuse('BL34000061', `Another ${label} with the given value(s) ${key}  already exists`, {
    correction: 'Use a unique value instead.',
    errorId: 'SIM-DUPLICATE-KEY',
  });
}

/** Fields about who wrote a document and with which request, for the admin port only. */
export function provenanceOf(call: FunctionCall): BookRecord {
  const entity = call.entityId === '' ? undefined : call.books.get('LOCATIONENTITY', call.entityId);
  return {
    CREATEDBY: call.userId,
    MODIFIEDBY: call.userId,
    MEGAENTITYID: call.entityId,
    MEGAENTITYKEY: entity?.RECORDNO ?? '',
    MEGAENTITYNAME: entity?.NAME ?? '',
    '@CONTROLID': call.controlId,
    '@REQUESTCONTROLID': call.requestControlId,
    '@REQUESTNUMBER': String(call.requestNumber),
  };
}
