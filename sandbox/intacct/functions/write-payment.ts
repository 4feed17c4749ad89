import { type Amount, isZeroAmount, sumAmounts } from '../../../domain/money';
import type { BookRecord } from '../books';
import type { FunctionCall } from '../function-call';
import { refuse, refuseAsInvalid, refuseFormat } from '../intacct-error';
import { type ObjectDefinition, objectDefinition } from '../object-definitions';
import { readFields, requireFields } from '../object-values';
import { amountAsKept, conversionOf } from '../posting';
import { childOf, type XmlElement } from '../xml';
import { cashAccountOf, refuseBankOfOtherEntity } from './cash-account';
import { type OpenTable, type OpenTarget, openAmountOf } from './open-amounts';
import { type Application, type CreditUsed, pay } from './pay';
import { foundTarget, refuseEmptyApplication } from './payment-refusals';
import { termDiscount } from './term-discount';

/** Generic create of ARPYMT (facts/intacct.md 8.10): one customer, one entity, one currency; draft or submitted. */
export function writePayment(call: FunctionCall, fields: BookRecord, element: XmlElement): BookRecord {
  requireFields(objectDefinition('ARPYMT') as ObjectDefinition, fields);
  const customer = knownCustomer(call, fields.CUSTOMERID as string);
  refuseSummary(fields);
  const cash = cashAccountOf(call, fields.FINANCIALENTITY ?? '', fields.UNDEPOSITEDACCOUNTNO ?? '');
  const wrapper = childOf(element, 'ARPYMTDETAILS');
  if (!wrapper || wrapper.children.length === 0)
    return refuseFormat('Missing required field ARPYMTDETAILS for ARPymt.');
  const applications = wrapper.children.map((detail) => readDetail(call, detail));
  const [first] = applications as [Application];
  const document = foundTarget(call, first.target, 'pay');
  const entityId = document['@ENTITY'] as string;
  refuseBankOfOtherEntity(cash, entityId);
  const received = receivedAmount(fields, applications);
  return pay(call, {
    customer,
    entityId,
    cashAccountNo: cash.accountNo,
    conversion: conversionOf(call, entityId, currencyGiven(fields, received, document)),
    paymentDate: fields.PAYMENTDATE || (fields.RECEIPTDATE as string),
    draft: isDraftReceipt(fields),
    received,
    applications,
    remainder: 'overpayment',
    recordType: applications.every(isOverpaymentApplied) ? 'ro' : 'rp',
    fields: keptFields(fields),
  });
}

/** The customer who pays, even when inactive or on hold; refuses an unknown one. */
export function knownCustomer(call: FunctionCall, customerId: string): BookRecord {
  const customer = call.books.get('CUSTOMER', customerId);
  return customer ?? refuseAsInvalid(`Invalid Customer '${customerId}' specified.`, 'SIM-CUSTOMER');
}

/** Refuses payment summaries, of which a company file has none. */
export function refuseSummary(fields: BookRecord): void {
  const batch = fields.PRBATCH || fields.PRBATCHKEY;
  if (batch) refuseAsInvalid(`Invalid batch '${batch}' specified.`, 'SIM-REFERENCE');
  if (fields.SUPDOCID) refuseAsInvalid(`Invalid attachment '${fields.SUPDOCID}' specified.`, 'SIM-REFERENCE');
}

/** True for a draft; submitted is the default. */
export function isDraftReceipt(fields: BookRecord): boolean {
  return fields.ACTION === 'Draft';
}

/** The fields that a record keeps as they were sent. */
export function keptFields(fields: BookRecord): BookRecord {
  const { ACTION: _action, TRX_AMOUNTTOPAY: _document, AMOUNTTOPAY: _base, AMOUNTOPAY: _misspelt, ...kept } = fields;
  return kept;
}

function isOverpaymentApplied({ cash, credits }: Application): boolean {
  return isZeroAmount(cash) && credits.length > 0 && credits.every(({ source }) => source.table === 'ARPYMT');
}

// Where no money moves no rate is needed: the document's own stands.
function currencyGiven(fields: BookRecord, received: Amount, document: BookRecord): Parameters<typeof conversionOf>[2] {
  const currency = fields.CURRENCY || undefined;
  const baseCurrency = fields.BASECURR || undefined;
  const given = { rate: fields.EXCHANGE_RATE || undefined, rateType: fields.EXCH_RATE_TYPE_ID || undefined };
  const isOwnRate = isZeroAmount(received) && !given.rate && !given.rateType && currency === document.CURRENCY;
  return isOwnRate
    ? { currency, baseCurrency, rate: document.EXCHANGE_RATE, rateType: document.EXCH_RATE_TYPE_ID }
    : { currency, baseCurrency, ...given };
}

function receivedAmount(fields: BookRecord, applications: readonly Application[]): Amount {
  const given = fields.TRX_AMOUNTTOPAY || fields.AMOUNTTOPAY || fields.AMOUNTOPAY;
  if (!given) return sumAmounts(applications.map(({ cash }) => cash));
  const amount = amountAsKept(given, 'ARPymt : Transaction Amount');
  return amount.startsWith('-')
    ? refuseFormat('Illegal format for ARPymt : Transaction Amount must not be negative')
    : amount;
}

const CREDITS: readonly (readonly [table: OpenTable, key: string, entryKey: string, amount: string])[] = [
  ['ARADJUSTMENT', 'ADJUSTMENTKEY', 'ADJUSTMENTENTRYKEY', 'TRX_ADJUSTMENTAMOUNT'],
  ['ARADVANCE', 'ADVANCEKEY', 'ADVANCEENTRYKEY', 'TRX_POSTEDADVANCEAMOUNT'],
  ['ARPYMT', 'OVERPAYMENTKEY', 'OVERPAYMENTENTRYKEY', 'TRX_POSTEDOVERPAYMENTAMOUNT'],
];
const NOT_THERE = ['INLINEKEY', 'NEGATIVEINVOICEKEY'] as const;

function readDetail(call: FunctionCall, element: XmlElement): Application {
  if (element.name !== 'ARPYMTDETAIL') {
    return refuseFormat(`Illegal format for ARPymt : ARPYMTDETAILS cannot hold ${element.name}`);
  }
  const fields = readFields(call, objectDefinition('ARPYMTDETAIL') as ObjectDefinition, element);
  for (const key of NOT_THERE) {
    if (fields[key]) refuse('SIM-NOT-SUPPORTED', `The sandbox has no ${key}.`, { errorId: 'SIM-NOT-SUPPORTED' });
  }
  const target = targetOf(fields);
  const credits = CREDITS.flatMap(([table, key, entryKey, amount]): CreditUsed[] => {
    if (!fields[key] && !fields[amount]) return [];
    if (!fields[key] || !fields[amount])
      return refuseFormat(`Missing required field ${fields[key] ? amount : key} for ARPymtDetail.`);
    // An over-payment has no lines of its own here.
    const source = { table, recordNo: fields[key], entryKey: table === 'ARPYMT' ? '' : fields[entryKey] || '' };
    return [{ source, amount: amountIn(fields, amount) }];
  });
  const cash = amountIn(fields, 'TRX_PAYMENTAMOUNT');
  const taken = sumAmounts([cash, ...credits.map(({ amount }) => amount)]);
  const application = { target, cash, credits, ...discountIn(call, fields, target, taken) };
  refuseEmptyApplication(application);
  return application;
}

function targetOf(fields: BookRecord): OpenTarget {
  const { RECORDKEY = '', POSADJKEY = '' } = fields;
  if ((RECORDKEY === '') === (POSADJKEY === '')) {
    return refuseFormat('Either RECORDKEY or POSADJKEY is required for ARPymtDetail, not both.');
  }
  return RECORDKEY !== ''
    ? { table: 'ARINVOICE', recordNo: RECORDKEY, entryKey: fields.ENTRYKEY ?? '' }
    : { table: 'ARADJUSTMENT', recordNo: POSADJKEY, entryKey: fields.POSADJENTRYKEY ?? '' };
}

function amountIn(fields: BookRecord, name: string): Amount {
  return fields[name] ? amountAsKept(fields[name], `ARPymtDetail : ${name}`) : '0';
}

function discountIn(
  call: FunctionCall,
  fields: BookRecord,
  target: OpenTarget,
  taken: Amount,
): { discount: Amount; discountDate: string } {
  const discountDate = fields.DISCOUNTDATE ?? '';
  if (discountDate === '') return { discount: amountIn(fields, 'TRX_TOTALDISCOUNTTOAPPLY'), discountDate };
  if (fields.TRX_TOTALDISCOUNTTOAPPLY) {
    return refuseFormat('Either DISCOUNTDATE or TRX_TOTALDISCOUNTTOAPPLY is allowed for ARPymtDetail, not both.');
  }
  const document = foundTarget(call, target, 'pay');
  const discount = termDiscount(call.books, document, discountDate, openAmountOf(call.books, target), taken);
  return { discount, discountDate };
}
