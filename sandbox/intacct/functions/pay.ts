import { type Amount, isZeroAmount, subtractAmounts, sumAmounts } from '../../../domain/money';
import type { BookRecord } from '../books';
import type { FunctionCall } from '../function-call';
import { stamped } from '../masters';
import { type Conversion, provenanceOf, refuseClosedPeriod, toBase } from '../posting';
import { type OpenTarget, type Settlement, settle } from './open-amounts';
import { refuseWrongApplications } from './payment-refusals';
import { postPayment } from './post-payment';

/** A credit memo, an advance or an over-payment that pays (part of) a document. */
export interface CreditUsed {
  readonly source: OpenTarget;
  /** Positive, document currency. */
  readonly amount: Amount;
}

/** What one detail of a payment does to one invoice or debit memo. Amounts positive or zero, document currency. */
export interface Application {
  readonly target: OpenTarget;
  readonly cash: Amount;
  readonly discount: Amount;
  readonly discountDate: string;
  readonly credits: readonly CreditUsed[];
}

/** A payment that has been read, of one customer and one entity. */
export interface Payment {
  readonly customer: BookRecord;
  readonly entityId: string;
  /** GL account that the money goes to. */
  readonly cashAccountNo: string;
  readonly conversion: Conversion;
  readonly paymentDate: string;
  readonly draft: boolean;
  /** What was received, document currency; at least what the applications take of it. */
  readonly received: Amount;
  readonly applications: readonly Application[];
  /** What becomes of money that is not applied: it stays open on the payment, or becomes an advance. */
  readonly remainder: 'overpayment' | 'advance';
  /** RECORDTYPE: rp for a payment, ro for over-payments applied (facts/intacct.md 8.10). */
  readonly recordType: 'rp' | 'ro';
  /** Header fields as they were sent. */
  readonly fields: BookRecord;
}

/** What an application settled, and by what. */
export interface Piece {
  readonly kind: 'cash' | 'discount' | 'credit';
  readonly target: OpenTarget;
  readonly settled: readonly Settlement[];
  /** The credit's own side; empty for cash and discounts. */
  readonly used: readonly Settlement[];
  readonly discountDate: string;
}

/**
 * Writes ARPYMT and its ARPYMTDETAIL rows, settles what it pays, and posts it unless it is a draft. What it pays too much stays open on
 * the payment (TRX_TOTALDUE) as an over-payment, or the caller keeps it as an advance. Answers the ARPYMT record; throws FunctionRefused.
 */
export function pay(call: FunctionCall, payment: Payment): BookRecord {
  refuseClosedPeriod(call, payment.paymentDate, payment.entityId);
  refuseWrongApplications(call, payment);
  const recordNo = String(call.books.nextNumber('ARINVOICE'));
  const pieces = payment.draft ? [] : settleAll(call, payment);
  const applied = sumAmounts(payment.applications.map(({ cash }) => cash));
  const record: BookRecord = {
    ...stamped(
      call.books,
      'ARPYMT',
      { ...provenanceOf(call), ...payment.fields, ...headerOf(payment, recordNo, applied) },
      call.now,
    ),
    WHENCREATED: payment.paymentDate,
    // What a reversal has to give back.
    '@SETTLEMENTS': JSON.stringify(pieces.flatMap(({ settled, used }) => [...settled, ...used])),
  };
  call.books.put('ARPYMT', recordNo, record);
  if (payment.draft) for (const application of payment.applications) writeDraftDetail(call, record, application);
  for (const piece of pieces) writeDetails(call, record, piece);
  if (!payment.draft) postPayment(call, payment, recordNo, pieces);
  return record;
}

function settleAll(call: FunctionCall, payment: Payment): Piece[] {
  const { books, now } = call;
  const date = payment.paymentDate;
  return payment.applications.flatMap(({ target, cash, discount, discountDate, credits }) => {
    const pieces: Piece[] = credits.map(({ source, amount }) => ({
      kind: 'credit',
      target,
      settled: settle(books, target, amount, date, now),
      used: settle(books, source, amount, date, now),
      discountDate: '',
    }));
    if (!isZeroAmount(discount)) {
      const settled = settle(books, target, discount, date, now);
      pieces.push({ kind: 'discount', target, settled, used: [], discountDate });
    }
    if (!isZeroAmount(cash)) {
      pieces.push({
        kind: 'cash',
        target,
        settled: settle(books, target, cash, date, now),
        used: [],
        discountDate: '',
      });
    }
    return pieces;
  });
}

function headerOf(payment: Payment, recordNo: string, applied: Amount): Record<string, string> {
  const { conversion, received } = payment;
  const over = payment.remainder === 'advance' ? '0' : subtractAmounts(received, applied);
  return {
    RECORDNO: recordNo,
    RECORDTYPE: payment.recordType,
    STATE: payment.draft ? 'Draft' : 'Posted',
    CUSTOMERID: payment.customer.CUSTOMERID as string,
    CUSTOMERNAME: payment.customer.NAME as string,
    PAYMENTDATE: payment.paymentDate,
    WHENPOSTED: payment.draft ? '' : payment.paymentDate,
    WHENPAID: payment.draft ? '' : payment.paymentDate,
    CURRENCY: conversion.currency,
    BASECURR: conversion.baseCurrency,
    EXCHANGE_RATE: conversion.rate,
    EXCH_RATE_TYPE_ID: conversion.rateType,
    EXCH_RATE_DATE: payment.fields.EXCH_RATE_DATE || payment.paymentDate,
    TRX_TOTALENTERED: received,
    TRX_TOTALSELECTED: '0',
    TRX_TOTALPAID: subtractAmounts(received, over),
    TRX_TOTALDUE: over,
    TOTALENTERED: toBase(conversion, received),
    TOTALSELECTED: '0',
    TOTALPAID: subtractAmounts(toBase(conversion, received), toBase(conversion, over)),
    TOTALDUE: toBase(conversion, over),
    MODULEKEY: '4.AR',
    '@ENTITY': payment.entityId,
    '@CASHACCOUNT': payment.cashAccountNo,
    '@OVERPAID': over,
  };
}

const CREDIT_FIELDS = {
  ARADJUSTMENT: ['ADJUSTMENTKEY', 'ADJUSTMENTENTRYKEY', 'ADJUSTMENTAMOUNT'],
  ARADVANCE: ['ADVANCEKEY', 'ADVANCEENTRYKEY', 'POSTEDADVANCEAMOUNT'],
  ARPYMT: ['OVERPAYMENTKEY', 'OVERPAYMENTENTRYKEY', 'POSTEDOVERPAYMENTAMOUNT'],
  ARINVOICE: ['INLINEKEY', 'INLINEENTRYKEY', 'INLINEAMOUNT'],
} as const;

/** One ARPYMTDETAIL for each item that a piece settled: the waterfall as Intacct shows it. */
function writeDetails(call: FunctionCall, payment: BookRecord, piece: Piece): void {
  for (const settlement of piece.settled) {
    putDetail(call, payment, {
      ...targetFields({ ...piece.target, entryKey: settlement.entryKey }),
      ...amountFields(piece, settlement),
    });
  }
}

function amountFields(piece: Piece, settlement: Settlement): BookRecord {
  if (piece.kind === 'cash') return { TRX_PAYMENTAMOUNT: settlement.amount, PAYMENTAMOUNT: settlement.baseAmount };
  if (piece.kind === 'discount') {
    return {
      TRX_DISCOUNTAMOUNT: settlement.amount,
      DISCOUNTAMOUNT: settlement.baseAmount,
      DISCOUNTDATE: piece.discountDate,
    };
  }
  const [first] = piece.used;
  if (!first) throw new Error('a credit that was used of nothing');
  const [key, entryKey, amount] = CREDIT_FIELDS[first.table];
  return {
    [key]: first.recordNo,
    [entryKey]: first.entryKey,
    [`TRX_${amount}`]: settlement.amount,
    [amount]: settlement.baseAmount,
  };
}

function writeDraftDetail(call: FunctionCall, payment: BookRecord, application: Application): void {
  const { target, cash, discount, credits } = application;
  putDetail(call, payment, {
    ...targetFields(target),
    TRX_PAYMENTAMOUNT: cash,
    TRX_TOTALDISCOUNTTOAPPLY: discount,
    ...Object.fromEntries(
      credits.flatMap(({ source, amount }) => {
        const [key, entryKey, field] = CREDIT_FIELDS[source.table];
        return [
          [key, source.recordNo],
          [entryKey, source.entryKey],
          [`TRX_${field}`, amount],
        ];
      }),
    ),
  });
}

function targetFields(target: OpenTarget): BookRecord {
  return target.table === 'ARINVOICE'
    ? { RECORDKEY: target.recordNo, ENTRYKEY: target.entryKey }
    : { POSADJKEY: target.recordNo, POSADJENTRYKEY: target.entryKey };
}

function putDetail(call: FunctionCall, payment: BookRecord, fields: BookRecord): void {
  const detail = stamped(
    call.books,
    'ARPYMTDETAIL',
    {
      ...provenanceOf(call),
      PAYMENTKEY: payment.RECORDNO as string,
      PAYMENTDATE: payment.PAYMENTDATE as string,
      CURRENCY: payment.CURRENCY as string,
      BASECURR: payment.BASECURR as string,
      STATE: payment.STATE as string,
      MODULEKEY: '4.AR',
      ...fields,
    },
    call.now,
  );
  call.books.put('ARPYMTDETAIL', detail.RECORDNO as string, detail);
}
