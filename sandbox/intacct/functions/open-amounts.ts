import {
  type Amount,
  absoluteAmount,
  compareAmounts,
  divideAmount,
  isZeroAmount,
  multiplyAmount,
  negateAmount,
  roundToCents,
  subtractAmounts,
  sumAmounts,
} from '../../../domain/money';
import type { BookRecord, Books } from '../books';
import { refuseAsInvalid } from '../intacct-error';

/** Documents with an open amount, and the tables of their items; a payment's own open amount is what it over-paid. */
export const ITEM_TABLES = {
  ARINVOICE: 'ARINVOICEITEM',
  ARADJUSTMENT: 'ARADJUSTMENTITEM',
  ARADVANCE: 'ARADVANCEITEM',
  ARPYMT: null,
} as const;
export type OpenTable = keyof typeof ITEM_TABLES;

/** A document, or one of its items (`entryKey`, empty for the whole document), that is to be settled. */
export interface OpenTarget {
  readonly table: OpenTable;
  readonly recordNo: string;
  readonly entryKey: string;
}

/** What was settled of one item, signed as the document is, in document and base currency; entryKey is empty for a payment's own. */
export interface Settlement extends OpenTarget {
  readonly amount: Amount;
  readonly baseAmount: Amount;
}

/** What of the target is open, without its sign. */
export function openAmountOf(books: Books, target: OpenTarget): Amount {
  const record =
    target.entryKey === ''
      ? books.get(target.table, target.recordNo)
      : books.get(ITEM_TABLES[target.table] ?? '', target.entryKey);
  return absoluteAmount(dueOf(record as BookRecord));
}

/**
 * Settles so much (positive, document currency, at most what is open) of a document or item, over its items in order as each is paid in
 * full (facts/intacct.md 8.10), and answers what was settled of each. `date` becomes WHENPAID when nothing is left.
 */
export function settle(books: Books, target: OpenTarget, amount: Amount, date: string, now: Date): Settlement[] {
  const header = books.get(target.table, target.recordNo) as BookRecord;
  const isCredit = compareAmounts(header.TRX_TOTALDUE as string, '0') < 0;
  const whole = target.entryKey === '' && compareAmounts(amount, absoluteAmount(header.TRX_TOTALDUE as string)) === 0;
  let left = amount;
  const settlements: Settlement[] = [];
  for (const entry of entriesOf(books, target)) {
    const due = isCredit ? negateAmount(dueOf(entry)) : dueOf(entry);
    const taken = whole ? due : compareAmounts(due, '0') <= 0 ? '0' : smaller(due, left);
    if (isZeroAmount(taken)) continue;
    left = subtractAmounts(left, taken);
    const signed = isCredit ? negateAmount(taken) : taken;
    settlements.push({
      table: target.table,
      recordNo: target.recordNo,
      entryKey: ITEM_TABLES[target.table] === null ? '' : (entry.RECORDNO as string),
      amount: signed,
      baseAmount: baseShare(entry, signed),
    });
  }
  if (!isZeroAmount(left)) throw new Error(`${target.table} ${target.recordNo}: ${left} more settled than is open`);
  for (const settlement of settlements) shift(books, settlement, now, date);
  return settlements;
}

/** Gives back what was settled, as the reversal of a payment does. */
export function unsettle(books: Books, settlements: readonly Settlement[], now: Date): void {
  for (const settlement of settlements) {
    const { amount, baseAmount } = settlement;
    shift(books, { ...settlement, amount: negateAmount(amount), baseAmount: negateAmount(baseAmount) }, now, '');
  }
}

function entriesOf(books: Books, target: OpenTarget): BookRecord[] {
  const itemTable = ITEM_TABLES[target.table];
  if (itemTable === null) return [books.get(target.table, target.recordNo) as BookRecord];
  if (target.entryKey !== '') return [books.get(itemTable, target.entryKey) as BookRecord];
  return books.find(itemTable, 'RECORDKEY', target.recordNo);
}

// The last of an item takes what is left of its base amount, so that no cent of an old rate stays behind.
function baseShare(entry: BookRecord, amount: Amount): Amount {
  const due = dueOf(entry);
  const base = entry.TOTALDUE ?? (entry.AMOUNT as string);
  if (compareAmounts(due, amount) === 0) return base;
  return roundToCents(divideAmount(multiplyAmount(base, amount), due));
}

function shift(books: Books, settlement: Settlement, now: Date, date: string): void {
  const itemTable = ITEM_TABLES[settlement.table];
  if (itemTable !== null) {
    const entry = books.get(itemTable, settlement.entryKey) as BookRecord;
    books.put(itemTable, settlement.entryKey, { ...entry, ...shifted(entry, settlement) });
  }
  const header = books.get(settlement.table, settlement.recordNo) as BookRecord;
  const totals = shifted(header, settlement);
  const state = header.STATE === 'Reversed' || settlement.table === 'ARPYMT' ? header.STATE : stateOf(totals);
  books.put(settlement.table, settlement.recordNo, {
    ...header,
    ...totals,
    STATE: state as string,
    WHENPAID: isZeroAmount(totals.TRX_TOTALDUE as string) ? date : '',
    WHENMODIFIED: now.toISOString(),
  });
  if (settlement.table === 'ARINVOICE' || settlement.table === 'ARADJUSTMENT') {
    addToCustomerDue(books, header.CUSTOMERID as string, negateAmount(settlement.baseAmount));
  }
}

function shifted(record: BookRecord, { amount, baseAmount }: Settlement): BookRecord {
  return {
    TOTALPAID: sumAmounts([record.TOTALPAID ?? '0', baseAmount]),
    TOTALDUE: subtractAmounts(record.TOTALDUE ?? (record.AMOUNT as string), baseAmount),
    TRX_TOTALPAID: sumAmounts([record.TRX_TOTALPAID ?? '0', amount]),
    TRX_TOTALDUE: subtractAmounts(dueOf(record), amount),
  };
}

function stateOf(totals: BookRecord): string {
  if (isZeroAmount(totals.TRX_TOTALDUE as string)) return 'Paid';
  return isZeroAmount(totals.TRX_TOTALPAID as string) ? 'Posted' : 'Partially Paid';
}

// Items that were written before payments came have no open amount of their own: all of it is open.
function dueOf(record: BookRecord): Amount {
  return record.TRX_TOTALDUE ?? (record.TRX_AMOUNT as string);
}

function smaller(left: Amount, right: Amount): Amount {
  return compareAmounts(left, right) < 0 ? left : right;
}

/** Refuses to take away or reverse a document of which something is paid or applied. */
export function refuseApplied(record: BookRecord, word: string): void {
  if (isZeroAmount(record.TRX_TOTALPAID ?? '0')) return;
  refuseAsInvalid(
    `The ${word} '${record.RECORDID ?? record.RECORDNO}' cannot be changed: ${record.TRX_TOTALPAID} of it is paid or applied.`,
    'SIM-APPLIED',
  );
}

/**
 * Moves a customer's TOTALDUE by a base amount: invoices and debit memos less credit memos, whatever the entity's currency. It does not
 * count as a change of the customer, so WHENMODIFIED stays.
 */
export function addToCustomerDue(books: Books, customerId: string, baseAmount: Amount): void {
  const customer = books.get('CUSTOMER', customerId);
  if (!customer) return;
  books.put('CUSTOMER', customerId, { ...customer, TOTALDUE: sumAmounts([customer.TOTALDUE ?? '0', baseAmount]) });
}
