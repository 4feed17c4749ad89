import {
  compareAmounts,
  formatCents,
  isZeroAmount,
  negateAmount,
  subtractAmounts,
  sumAmounts,
} from '../../domain/money';
import { toSlashDate } from './accounting-date';
import { currencyElements, invoiceStep, memoStep } from './act-documents';
import type { Act, ActName } from './act-schemas';
import type { BookRecord, Books } from './books';
import { companyRecord } from './function-call';
import { refuseAsInvalid } from './intacct-error';
import { dateElement, documentNumbered, textElements } from './keyed-call';
import { type XmlElement, xmlElement } from './xml';

/** One function that an act has Intacct do: its name in the answer, in which entity, and the element. */
export interface ActStep {
  readonly name: string;
  readonly entityId: string;
  readonly element: XmlElement;
}

/** What an act does, in order; a later step sees what an earlier one has written. Throws FunctionRefused. */
type Steps<Name extends ActName> = (act: Act<Name>) => readonly ((books: Books) => ActStep)[];

/** Each act as the functions of the gateway that do it. */
export const ACTS: { readonly [Name in ActName]: Steps<Name> } = {
  payment: (act) => [(books) => paymentStep(books, act)],
  advance: (act) => [(books) => advanceStep(books, act)],
  'apply-advance': (act) => [
    (books) => applyStep(books, act, advanceToApply(books, act), 'ADVANCEKEY', 'TRX_POSTEDADVANCEAMOUNT'),
  ],
  'apply-overpayment': (act) => [
    (books) => {
      const payment = books.get('ARPYMT', act.paymentKey) ?? refuseUnknown('payment', act.paymentKey);
      return applyStep(books, act, payment, 'OVERPAYMENTKEY', 'TRX_POSTEDOVERPAYMENTAMOUNT');
    },
  ],
  'apply-credit': (act) => [(books) => applyCreditStep(books, act)],
  'reverse-payment': (act) => [(books) => reversePaymentStep(books, act)],
  'credit-memo': (act) => [() => memoStep(act, '-')],
  'debit-memo': (act) => [() => memoStep(act, '')],
  'write-off': (act) => [
    () => memoStep(act, '-'),
    (books) => {
      const credit = documentNumbered(books, 'ARADJUSTMENT', act.number, act.customerId) as BookRecord;
      const amount = formatCents(negateAmount(credit.TRX_TOTALDUE as string));
      const apply = [{ invoiceNumber: act.invoiceNumber, amount }];
      return applyCreditStep(books, { ...act, creditMemoNumber: act.number, apply });
    },
  ],
  invoice: (act) => [() => invoiceStep(act)],
  'reverse-invoice': (act) => [
    (books) => {
      const invoice = numbered(books, 'ARINVOICE', act.invoiceNumber, act.customerId);
      const element = xmlElement('reverse_invoice', [dateElement('datereversed', act.date)], {
        key: invoice.RECORDNO as string,
      });
      return { name: 'invoice', entityId: invoice['@ENTITY'] as string, element };
    },
  ],
};

function paymentStep(books: Books, act: Act<'payment'>): ActStep {
  const applied = sumAmounts(act.apply.map(({ amount }) => amount));
  const isLegacy = act.apply.length === 0 || act.remainder === 'advance';
  if (isLegacy && !isZeroAmount(subtractAmounts(act.amount, applied))) return legacyPaymentStep(books, act);
  const element = createElement('ARPYMT', [
    ...receiptElements(books, act),
    xmlElement('TRX_AMOUNTTOPAY', act.amount),
    xmlElement(
      'ARPYMTDETAILS',
      act.apply.map(({ amount, discount, ...target }) =>
        xmlElement('ARPYMTDETAIL', [
          targetElement(books, target, act.customerId),
          ...textElements({ TRX_PAYMENTAMOUNT: amount, TRX_TOTALDISCOUNTTOAPPLY: discount }),
        ]),
      ),
    ),
  ]);
  return { name: 'payment', entityId: act.entityId, element };
}

function legacyPaymentStep(books: Books, act: Act<'payment'>): ActStep {
  if (act.apply.some(({ discount, debitMemoNumber }) => discount ?? debitMemoNumber)) {
    refuseAsInvalid('A payment that leaves an advance takes no discounts and pays no debit memos.', 'SIM-ACT');
  }
  const element = xmlElement('create_arpayment', [
    ...textElements({ customerid: act.customerId, paymentamount: act.amount, bankaccountid: act.bankId }),
    ...(act.bankId ? [] : [xmlElement('undepfundsacct', undepositedAccount(books))]),
    ...textElements({ refid: act.reference, overpaylocid: act.entityId }),
    dateElement('datereceived', act.date),
    ...textElements({ paymentmethod: act.method }),
    ...currencyElements(act),
    ...act.apply.map(({ invoiceNumber = '', amount }) =>
      xmlElement('arpaymentitem', [
        xmlElement('invoicekey', numbered(books, 'ARINVOICE', invoiceNumber, act.customerId).RECORDNO as string),
        xmlElement('amount', amount),
      ]),
    ),
  ]);
  return { name: 'payment', entityId: act.entityId, element };
}

function advanceStep(books: Books, act: Act<'advance'>): ActStep {
  const item = textElements({
    ACCOUNTNO:
      act.accountNo ??
      (companyRecord(books).ADVANCESACCOUNT ||
        refuseAsInvalid('No account for advances is set up.', 'SIM-ADVANCES-ACCOUNT')),
    TRX_AMOUNT: act.amount,
    LOCATIONID: act.entityId,
    DEPARTMENTID: act.departmentId,
  });
  const element = createElement('ARADVANCE', [
    ...receiptElements(books, act),
    xmlElement('ARADVANCEITEMS', [xmlElement('ARADVANCEITEM', item)]),
  ]);
  return { name: 'advance', entityId: act.entityId, element };
}

function receiptElements(books: Books, act: Act<'payment'> | Act<'advance'>): XmlElement[] {
  return textElements({
    FINANCIALENTITY: act.bankId,
    UNDEPOSITEDACCOUNTNO: act.bankId ? undefined : undepositedAccount(books),
    PAYMENTMETHOD: act.method,
    CUSTOMERID: act.customerId,
    RECEIPTDATE: toSlashDate(act.date),
    DOCNUMBER: act.reference,
    CURRENCY: act.currency,
    EXCHANGE_RATE: act.exchangeRate,
    EXCH_RATE_TYPE_ID: act.currency && !act.exchangeRate ? 'Intacct Daily Rate' : undefined,
  });
}

function undepositedAccount(books: Books): string {
  return (
    companyRecord(books).UNDEPOSITEDACCOUNT ||
    refuseAsInvalid('No bank is named, and no account for undeposited funds is set up.', 'SIM-UNDEPOSITED')
  );
}

type Reapplied = Pick<Act<'apply-credit'>, 'customerId' | 'date' | 'apply'>;

function applyCreditStep(books: Books, act: Reapplied & { readonly creditMemoNumber: string }): ActStep {
  const credit = numbered(books, 'ARADJUSTMENT', act.creditMemoNumber, act.customerId);
  return applyStep(books, act, credit, 'ADJUSTMENTKEY', 'TRX_ADJUSTMENTAMOUNT');
}

/** A payment of no money, which applies a credit, an advance or an over-payment. */
function applyStep(books: Books, act: Reapplied, source: BookRecord, keyField: string, amountField: string): ActStep {
  const isReceipt = Boolean(source.FINANCIALENTITY || source.UNDEPOSITEDACCOUNTNO);
  const element = createElement('ARPYMT', [
    ...textElements({
      FINANCIALENTITY: source.FINANCIALENTITY,
      UNDEPOSITEDACCOUNTNO: isReceipt ? source.UNDEPOSITEDACCOUNTNO : accountWithoutMoney(books),
      PAYMENTMETHOD: 'EFT',
      CUSTOMERID: act.customerId,
      RECEIPTDATE: toSlashDate(act.date),
      CURRENCY: source.CURRENCY,
    }),
    xmlElement(
      'ARPYMTDETAILS',
      act.apply.map(({ amount, ...target }) =>
        xmlElement('ARPYMTDETAIL', [
          targetElement(books, target, act.customerId),
          xmlElement(keyField, source.RECORDNO as string),
          xmlElement(amountField, amount),
        ]),
      ),
    ),
  ]);
  return { name: 'payment', entityId: source['@ENTITY'] as string, element };
}

// Intacct wants an account even where no money moves; without one for undeposited funds any will do.
function accountWithoutMoney(books: Books): string {
  const { UNDEPOSITEDACCOUNT, RECEIVABLESACCOUNT } = companyRecord(books);
  return UNDEPOSITEDACCOUNT || (RECEIVABLESACCOUNT as string);
}

function advanceToApply(books: Books, act: Act<'apply-advance'>): BookRecord {
  if (act.advanceKey !== undefined)
    return books.get('ARADVANCE', act.advanceKey) ?? refuseUnknown('advance', act.advanceKey);
  const wanted = sumAmounts(act.apply.map(({ amount }) => amount));
  return (
    books
      .find('ARADVANCE', 'CUSTOMERID', act.customerId)
      .find(
        (row) =>
          row.STATE !== 'Draft' && row.STATE !== 'Reversed' && compareAmounts(row.TRX_TOTALDUE as string, wanted) >= 0,
      ) ?? refuseUnknown('advance of', `${act.customerId} over ${wanted}`)
  );
}

function reversePaymentStep(books: Books, act: Act<'reverse-payment'>): ActStep {
  const record = books.get('ARADVANCE', act.paymentKey) ?? books.get('ARPYMT', act.paymentKey);
  if (!record) return refuseUnknown('payment', act.paymentKey);
  const description = act.description ?? (act.nsf ? 'NSF' : '');
  const element = xmlElement(
    'reverse_arpayment',
    [dateElement('datereversed', act.date), ...textElements({ description })],
    { key: act.paymentKey },
  );
  return { name: 'payment', entityId: record['@ENTITY'] as string, element };
}

function targetElement(
  books: Books,
  target: { readonly invoiceNumber?: string | undefined; readonly debitMemoNumber?: string | undefined },
  customerId: string,
): XmlElement {
  const { invoiceNumber, debitMemoNumber = '' } = target;
  return invoiceNumber === undefined
    ? xmlElement('POSADJKEY', numbered(books, 'ARADJUSTMENT', debitMemoNumber, customerId).RECORDNO as string)
    : xmlElement('RECORDKEY', numbered(books, 'ARINVOICE', invoiceNumber, customerId).RECORDNO as string);
}

function numbered(books: Books, table: 'ARINVOICE' | 'ARADJUSTMENT', number: string, customerId: string): BookRecord {
  return (
    documentNumbered(books, table, number, customerId) ??
    refuseUnknown(table === 'ARINVOICE' ? 'invoice' : 'adjustment', `${number} of ${customerId}`)
  );
}

function refuseUnknown(word: string, key: string): never {
  return refuseAsInvalid(`There is no ${word} ${key}.`, 'SIM-NOT-FOUND');
}

function createElement(object: string, children: readonly XmlElement[]): XmlElement {
  return xmlElement('create', [xmlElement(object, children)]);
}
