import { compareAmounts, isZeroAmount, subtractAmounts, sumAmounts } from '../../../domain/money';
import type { BookRecord } from '../books';
import type { FunctionAnswer, FunctionCall } from '../function-call';
import { refuse, refuseAsInvalid, refuseFormat, withWrapper } from '../intacct-error';
import { amountAsKept, type Conversion, conversionOf, locationOfLine, refuseTooLong } from '../posting';
import { textOf, type XmlElement, xmlElement } from '../xml';
import { cashAccountOf, refuseBankOfOtherEntity } from './cash-account';
import { dateIn } from './invoice-header';
import type { OpenTarget } from './open-amounts';
import { type Application, type Payment, pay } from './pay';
import { foundTarget, refuseEmptyApplication } from './payment-refusals';
import { advancesAccount } from './post-payment';
import { putAdvance } from './write-advance';
import { knownCustomer } from './write-payment';

const NO_DISCOUNT = { discount: '0', discountDate: '' } as const;

/** create_arpayment (facts/intacct.md 8.10): an ARPYMT; what its items do not apply becomes an ARADVANCE. */
export function createArPayment(call: FunctionCall): FunctionAnswer {
  return withWrapper('Could not create arpayment record!', () => {
    const { element } = call;
    const customer = knownCustomer(call, textOf(element, 'customerid') ?? '');
    refuseOnline(element);
    const applications = element.children.filter(({ name }) => name === 'arpaymentitem').map(readItem);
    const bankId = textOf(element, 'bankaccountid') ?? '';
    const undepositedAccountNo = textOf(element, 'undepfundsacct') ?? '';
    const cash = cashAccountOf(call, bankId, undepositedAccountNo);
    const entityId = entityOfPayment(call, applications, cash.entityId);
    refuseBankOfOtherEntity(cash, entityId);
    const received = amountAsKept(textOf(element, 'paymentamount') ?? '', 'ARPayment : Payment Amount');
    if (compareAmounts(received, '0') <= 0)
      refuseFormat('Illegal format for ARPayment : The payment amount must be positive');
    const paymentDate = dateIn(element, 'datereceived') ?? call.now.toISOString().slice(0, 10);
    const payment: Payment = {
      customer,
      entityId,
      cashAccountNo: cash.accountNo,
      conversion: conversionIn(call, entityId),
      paymentDate,
      draft: false,
      received,
      applications,
      remainder: 'advance',
      recordType: 'rp',
      fields: {
        FINANCIALENTITY: bankId,
        UNDEPOSITEDACCOUNTNO: undepositedAccountNo,
        PAYMENTMETHOD: textOf(element, 'paymentmethod') ?? '',
        RECEIPTDATE: paymentDate,
        DOCNUMBER: referenceIn(call),
      },
    };
    const record = pay(call, payment);
    putRestAsAdvance(call, payment, record);
    return keyAnswer(record);
  });
}

function putRestAsAdvance(call: FunctionCall, payment: Payment, record: BookRecord): void {
  const rest = subtractAmounts(payment.received, sumAmounts(payment.applications.map(({ cash }) => cash)));
  if (isZeroAmount(rest)) return;
  putAdvance(call, {
    customer: payment.customer,
    entityId: payment.entityId,
    conversion: payment.conversion,
    paymentDate: payment.paymentDate,
    draft: false,
    items: [
      {
        accountNo: advancesAccount(call),
        amount: rest,
        locationId: textOf(call.element, 'overpaylocid') || payment.entityId,
        departmentId: textOf(call.element, 'overpaydeptid') ?? '',
        description: '',
      },
    ],
    fields: {
      ...payment.fields,
      CUSTOMERID: payment.customer.CUSTOMERID as string,
      '@PAYMENTKEY': record.RECORDNO as string,
    },
  });
}

/** apply_arpayment: applies what is left of a payment, of the advance that it left, or of an advance. */
export function applyArPayment(call: FunctionCall): FunctionAnswer {
  return withWrapper('Could not apply arpayment record!', () => {
    const key = textOf(call.element, 'arpaymentkey') ?? '';
    const source = sourceToApply(call, key);
    const record = foundTarget(call, source, 'apply');
    const paymentDate = dateIn(call.element, 'paymentdate') ?? refuseFormat('Payment date is required.');
    const items = call.element.children
      .filter(({ name }) => name === 'arpaymentitems')
      .flatMap(({ children }) => children);
    if (items.length === 0) refuseFormat('Payment items are required.');
    const applications = items.map(readItem).map(
      ({ target, cash }): Application => ({
        target,
        cash: '0',
        credits: [{ source, amount: cash }],
        ...NO_DISCOUNT,
      }),
    );
    const applied = pay(call, {
      customer: knownCustomer(call, record.CUSTOMERID as string),
      entityId: record['@ENTITY'] as string,
      cashAccountNo: '',
      conversion: conversionOfRecord(record),
      paymentDate,
      draft: false,
      received: '0',
      applications,
      remainder: 'overpayment',
      recordType: source.table === 'ARPYMT' ? 'ro' : 'rp',
      fields: {
        FINANCIALENTITY: record.FINANCIALENTITY ?? '',
        UNDEPOSITEDACCOUNTNO: record.UNDEPOSITEDACCOUNTNO ?? '',
        PAYMENTMETHOD: record.PAYMENTMETHOD ?? '',
        RECEIPTDATE: paymentDate,
        DOCNUMBER: record.DOCNUMBER ?? '',
        DESCRIPTION: textOf(call.element, 'memo') ?? '',
      },
    });
    return keyAnswer(applied);
  });
}

function sourceToApply(call: FunctionCall, key: string): OpenTarget {
  const advance = call.books.rows('ARADVANCE').find((row) => row['@PAYMENTKEY'] === key);
  if (advance) return { table: 'ARADVANCE', recordNo: advance.RECORDNO as string, entryKey: '' };
  const table = call.books.get('ARADVANCE', key) ? 'ARADVANCE' : 'ARPYMT';
  return { table, recordNo: key, entryKey: '' };
}

function conversionOfRecord(record: BookRecord): Conversion {
  return {
    currency: record.CURRENCY as string,
    baseCurrency: record.BASECURR as string,
    rate: record.EXCHANGE_RATE as string,
    rateType: record.EXCH_RATE_TYPE_ID ?? '',
  };
}

function conversionIn(call: FunctionCall, entityId: string): Conversion {
  const { element } = call;
  return conversionOf(call, entityId, {
    currency: textOf(element, 'currency'),
    baseCurrency: textOf(element, 'basecurr'),
    rate: textOf(element, 'exchrate'),
    rateType: textOf(element, 'exchratetype'),
  });
}

function readItem(item: XmlElement): Application {
  const recordNo = textOf(item, 'invoicekey') ?? '';
  const application = {
    target: { table: 'ARINVOICE', recordNo, entryKey: '' },
    cash: amountAsKept(textOf(item, 'amount') ?? '', 'ARPaymentItem : Amount'),
    credits: [],
    ...NO_DISCOUNT,
  } as const;
  refuseEmptyApplication(application);
  return application;
}

function entityOfPayment(call: FunctionCall, applications: readonly Application[], entityOfBank: string): string {
  const [first] = applications;
  if (first) return foundTarget(call, first.target, 'pay')['@ENTITY'] as string;
  const locationId = textOf(call.element, 'overpaylocid') || call.entityId || entityOfBank;
  return locationOfLine(call, locationId).entityId;
}

function referenceIn(call: FunctionCall): string {
  const reference = textOf(call.element, 'refid') ?? '';
  refuseTooLong(reference, call.settings.lengths.documentNumber, 'ARPayment : Reference Number');
  return reference;
}

function refuseOnline(element: XmlElement): void {
  const batch = textOf(element, 'batchkey');
  if (batch) refuseAsInvalid(`Invalid batch '${batch}' specified.`, 'SIM-REFERENCE');
  if (element.children.some(({ name }) => name.startsWith('online'))) {
    refuse('SIM-NOT-SUPPORTED', 'The sandbox takes no online payments.', { errorId: 'SIM-NOT-SUPPORTED' });
  }
}

function keyAnswer(record: BookRecord): FunctionAnswer {
  return { elements: [xmlElement('key', record.RECORDNO as string)], headersWritten: 1, pagesRead: 0 };
}
