import { type Amount, isZeroAmount, negateAmount, subtractAmounts, sumAmounts } from '../../../domain/money';
import { companyRecord, type FunctionCall } from '../function-call';
import { refuseAsInvalid } from '../intacct-error';
import { type LedgerLine, postToLedger, toBase } from '../posting';
import type { Settlement } from './open-amounts';
import type { Payment, Piece } from './pay';

/**
 * Posts a payment: the money received at the payment's rate, what it settles at each document's own rate, discounts to their account,
 * what was over-paid to receivables (an advance: to its account); the difference of the rates is exchange gain or loss, in base currency only.
 */
export function postPayment(call: FunctionCall, payment: Payment, recordNo: string, pieces: readonly Piece[]): void {
  const { conversion } = payment;
  const line = (accountNo: string, amount: Amount, baseAmount: Amount): LedgerLine => ({
    accountNo,
    amount,
    baseAmount,
    locationId: payment.entityId,
    departmentId: '',
    customerId: payment.customer.CUSTOMERID as string,
    currency: conversion.currency,
    entityId: payment.entityId,
  });
  const rest =
    payment.remainder === 'advance' ? advancesAccount(call) : (companyRecord(call.books).RECEIVABLESACCOUNT as string);
  const over = subtractAmounts(payment.received, sumAmounts(payment.applications.map(({ cash }) => cash)));
  const lines = [
    line(payment.cashAccountNo, payment.received, toBase(conversion, payment.received)),
    line(rest, negateAmount(over), negateAmount(toBase(conversion, over))),
    ...pieces
      .flatMap((piece) => [...piece.settled, ...piece.used])
      .map((settlement) => {
        // An advance and an over-payment are positive though they are credits.
        const isCash = settlement.table === 'ARADVANCE' || settlement.table === 'ARPYMT';
        const signed = isCash ? (amount: Amount) => amount : negateAmount;
        return line(accountOf(call, settlement), signed(settlement.amount), signed(settlement.baseAmount));
      }),
    ...pieces
      .filter(({ kind }) => kind === 'discount')
      .flatMap(({ settled }) => settled)
      .map(({ amount, baseAmount }) => line(discountAccount(call), amount, baseAmount)),
  ].filter(({ amount, baseAmount }) => !isZeroAmount(amount) || !isZeroAmount(baseAmount));
  const difference = sumAmounts(lines.map(({ baseAmount }) => baseAmount));
  if (!isZeroAmount(difference)) lines.push(line(gainLossAccount(call), '0', negateAmount(difference)));
  postToLedger(call.books, `ARPYMT:${recordNo}`, payment.paymentDate, lines);
}

/** The account on which the open amount of a document stands: an advance's is that of its line. */
function accountOf(call: FunctionCall, settlement: Settlement): string {
  const receivables = companyRecord(call.books).RECEIVABLESACCOUNT as string;
  if (settlement.table !== 'ARADVANCE') return receivables;
  return call.books.get('ARADVANCEITEM', settlement.entryKey)?.ACCOUNTNO ?? receivables;
}

/** Where advances of the legacy payment stand: their own account, or receivables when the company has none. */
export function advancesAccount(call: FunctionCall): string {
  const { ADVANCESACCOUNT, RECEIVABLESACCOUNT } = companyRecord(call.books);
  return ADVANCESACCOUNT || (RECEIVABLESACCOUNT as string);
}

function discountAccount(call: FunctionCall): string {
  const accountNo = companyRecord(call.books).DISCOUNTACCOUNT ?? '';
  return accountNo === ''
    ? refuseAsInvalid('No account for discounts taken is set up.', 'SIM-DISCOUNT-ACCOUNT')
    : accountNo;
}

function gainLossAccount(call: FunctionCall): string {
  const accountNo = companyRecord(call.books).GAINLOSSACCOUNT ?? '';
  return accountNo === ''
    ? refuseAsInvalid('No account for exchange gains and losses is set up.', 'SIM-GAIN-LOSS-ACCOUNT')
    : accountNo;
}
