import { compareAmounts, isZeroAmount, sumAmounts } from '../../../domain/money';
import type { BookRecord, Books } from '../books';
import type { FunctionCall } from '../function-call';
import { refuseAsInvalid, refuseFormat } from '../intacct-error';
import { ITEM_TABLES, type OpenTarget, openAmountOf } from './open-amounts';
import type { Application, Payment } from './pay';

/** Words for what a target is, in refusals. */
const WORDS = {
  ARINVOICE: 'invoice',
  ARADJUSTMENT: 'adjustment',
  ARADVANCE: 'advance',
  ARPYMT: 'overpayment',
} as const;

/**
 * Refuses a payment of what is not open: documents that do not exist, of another customer, entity or currency, drafts, reversed ones,
 * and more than the open amount of each, counted over all details; and less money received than is applied.
 */
export function refuseWrongApplications(call: FunctionCall, payment: Payment): void {
  const wanted = new Map<string, { target: OpenTarget; amounts: string[] }>();
  const want = (target: OpenTarget, amount: string): void => {
    for (const each of [target, { ...target, entryKey: '' }]) {
      const id = `${each.table} ${each.recordNo} ${each.entryKey}`;
      const entry = wanted.get(id) ?? { target: each, amounts: [] };
      wanted.set(id, entry);
      entry.amounts.push(amount);
      if (target.entryKey === '') return;
    }
  };
  for (const application of payment.applications) {
    refuseWrongTarget(call, payment, application.target, 'pay');
    for (const { source } of application.credits) refuseWrongTarget(call, payment, source, 'apply');
    want(application.target, amountOf(application));
    for (const { source, amount } of application.credits) want(source, amount);
  }
  for (const { target, amounts } of wanted.values()) {
    const total = sumAmounts(amounts);
    const open = openAmountOf(call.books, target);
    if (compareAmounts(total, open) > 0) {
      refuseAsInvalid(
        `The amount ${total} is more than the amount due ${open} of ${WORDS[target.table]} '${nameOf(call.books, target)}'.`,
        'SIM-MORE-THAN-DUE',
      );
    }
  }
  const cash = sumAmounts(payment.applications.map((application) => application.cash));
  if (compareAmounts(cash, payment.received) > 0) {
    refuseAsInvalid(
      `The amount to pay ${payment.received} is less than the amount ${cash} of its details.`,
      'SIM-LESS-RECEIVED',
    );
  }
}

/** All that an application takes of its target. */
function amountOf({ cash, discount, credits }: Application): string {
  return sumAmounts([cash, discount, ...credits.map(({ amount }) => amount)]);
}

function refuseWrongTarget(call: FunctionCall, payment: Payment, target: OpenTarget, verb: 'pay' | 'apply'): void {
  const word = WORDS[target.table];
  const record = foundTarget(call, target, verb);
  const name = nameOf(call.books, target);
  if (target.entryKey !== '' && !isEntryOf(call.books, target)) {
    refuseAsInvalid(`Cannot find line with key '${target.entryKey}' of ${word} '${name}'.`, 'SIM-NOT-FOUND');
  }
  if (record.CUSTOMERID !== payment.customer.CUSTOMERID) {
    refuseAsInvalid(
      `The ${word} '${name}' does not belong to Customer '${payment.customer.CUSTOMERID}'.`,
      'SIM-OTHER-CUSTOMER',
    );
  }
  if (record.STATE === 'Draft' || record.STATE === 'Reversed') {
    refuseAsInvalid(`The ${word} '${name}' is ${record.STATE}.`, 'SIM-NOT-OPEN');
  }
  refuseWrongSign(record, target, verb, name);
  if (record.CURRENCY !== payment.conversion.currency) {
    refuseAsInvalid(
      `The currency ${record.CURRENCY} of ${word} '${name}' is not the payment's currency ${payment.conversion.currency}.`,
      'SIM-OTHER-CURRENCY',
    );
  }
  if (record['@ENTITY'] !== payment.entityId) {
    refuseAsInvalid('All that a payment applies must belong to one entity.', 'SIM-ENTITY-MIXED');
  }
}

/** The document of a target, if the session may see it; refuses otherwise. */
export function foundTarget(call: FunctionCall, target: OpenTarget, verb: 'pay' | 'apply'): BookRecord {
  const record = call.books.get(target.table, target.recordNo);
  if (record && (call.entityId === '' || record['@ENTITY'] === call.entityId)) return record;
  return refuseAsInvalid(
    `Cannot find ${WORDS[target.table]} with key '${target.recordNo}' to ${verb}.`,
    'SIM-NOT-FOUND',
  );
}

function refuseWrongSign(record: BookRecord, target: OpenTarget, verb: 'pay' | 'apply', name: string): void {
  if (target.table !== 'ARADJUSTMENT') return;
  const isCredit = compareAmounts(record.TRX_TOTALENTERED as string, '0') < 0;
  if (isCredit === (verb === 'apply')) return;
  refuseAsInvalid(
    isCredit ? `The adjustment '${name}' is a credit memo.` : `The adjustment '${name}' is a debit memo.`,
    'SIM-WRONG-SIGN',
  );
}

function isEntryOf(books: Books, target: OpenTarget): boolean {
  const itemTable = ITEM_TABLES[target.table];
  return itemTable !== null && books.get(itemTable, target.entryKey)?.RECORDKEY === target.recordNo;
}

function nameOf(books: Books, target: OpenTarget): string {
  return books.get(target.table, target.recordNo)?.RECORDID || target.recordNo;
}

/** Refuses an amount below zero, and nothing at all. */
export function refuseEmptyApplication(application: Application): void {
  const amounts = [application.cash, application.discount, ...application.credits.map(({ amount }) => amount)];
  if (amounts.some((amount) => compareAmounts(amount, '0') < 0)) {
    refuseFormat('Illegal format for ARPymtDetail : An amount must not be negative');
  }
  if (amounts.every(isZeroAmount)) refuseFormat('Missing required field TRX_PAYMENTAMOUNT for ARPymtDetail.');
}
