import { type Amount, isZeroAmount, negateAmount, subtractAmounts, sumAmounts } from '../../domain/money';
import type { BookRecord, Books } from './books';
import { companyRecord } from './function-call';

/** What is open of one document. Amounts in document currency; credits, advances and over-payments are negative. */
export interface StatementItem {
  readonly kind: 'invoice' | 'credit-memo' | 'debit-memo' | 'advance' | 'overpayment';
  readonly recordNumber: string;
  readonly documentNumber: string;
  readonly entityId: string;
  readonly documentDate: string;
  readonly dueDate: string;
  readonly currency: string;
  readonly totalAmount: Amount;
  readonly openAmount: Amount;
}

/** A customer's account: open items, and what the ledger says of receivables, both worked out from first entries. */
export interface CustomerStatement {
  readonly customerId: string;
  readonly items: readonly StatementItem[];
  /** Sums of the open items by currency. */
  readonly balances: readonly { readonly currency: string; readonly balance: Amount }[];
  /** Balance of the receivables control account by entity and currency; advances are on an account of their own. */
  readonly ledger: readonly {
    readonly entityId: string;
    readonly currency: string;
    readonly balance: Amount;
    readonly baseBalance: Amount;
  }[];
}

/**
 * Statements of all customers, or of one. Open amounts are what was entered on the lines less what details of payments took, never the
 * totals that queries read: a proof of them.
 */
export function receivablesStatement(books: Books, customerId: string | undefined): CustomerStatement[] {
  const customers = books
    .rows('CUSTOMER')
    .map((customer) => customer.CUSTOMERID as string)
    .filter((id) => customerId === undefined || id === customerId);
  const taken = takenOf(books);
  const items = [
    ...documentItems(books, 'ARINVOICE', 'ARINVOICEITEM', taken),
    ...documentItems(books, 'ARADJUSTMENT', 'ARADJUSTMENTITEM', taken),
    ...documentItems(books, 'ARADVANCE', 'ARADVANCEITEM', taken),
    ...overpayments(books, taken),
  ];
  return customers.map((id) => {
    const own = items.filter((item) => item.customerId === id).map(({ customerId: _customer, ...item }) => item);
    return { customerId: id, items: own, balances: balancesOf(own), ledger: ledgerOf(books, id) };
  });
}

/** What payments that stand took of each document: `ARINVOICE 12` → 30.00, never negative. */
function takenOf(books: Books): Map<string, Amount[]> {
  const taken = new Map<string, Amount[]>();
  const add = (table: string, key: string | undefined, amounts: readonly (string | undefined)[]): void => {
    if (!key) return;
    const id = `${table} ${key}`;
    taken.set(id, [
      ...(taken.get(id) ?? []),
      ...amounts.filter((amount) => amount !== undefined && amount !== ''),
    ] as string[]);
  };
  for (const detail of books.rows('ARPYMTDETAIL').filter(({ STATE }) => STATE === 'Posted')) {
    const all = [
      detail.TRX_PAYMENTAMOUNT,
      detail.TRX_DISCOUNTAMOUNT,
      detail.TRX_ADJUSTMENTAMOUNT,
      detail.TRX_POSTEDADVANCEAMOUNT,
      detail.TRX_POSTEDOVERPAYMENTAMOUNT,
    ];
    add('ARINVOICE', detail.RECORDKEY, all);
    add('ARADJUSTMENT', detail.POSADJKEY, all);
    add('ARADJUSTMENT', detail.ADJUSTMENTKEY, [detail.TRX_ADJUSTMENTAMOUNT]);
    add('ARADVANCE', detail.ADVANCEKEY, [detail.TRX_POSTEDADVANCEAMOUNT]);
    add('ARPYMT', detail.OVERPAYMENTKEY, [detail.TRX_POSTEDOVERPAYMENTAMOUNT]);
    add('CASH', detail.PAYMENTKEY, [detail.TRX_PAYMENTAMOUNT]);
  }
  return taken;
}

type OwnedItem = StatementItem & { readonly customerId: string };

function documentItems(
  books: Books,
  table: 'ARINVOICE' | 'ARADJUSTMENT' | 'ARADVANCE',
  itemTable: string,
  taken: ReadonlyMap<string, Amount[]>,
): OwnedItem[] {
  return books.rows(table).flatMap((record): OwnedItem[] => {
    if (record.STATE === 'Draft' || record.STATE === 'Reversed') return [];
    const lines = books.find(itemTable, 'RECORDKEY', record.RECORDNO as string);
    const total = sumAmounts(lines.map(({ TRX_AMOUNT }) => TRX_AMOUNT as string));
    const settled = sumAmounts(taken.get(`${table} ${record.RECORDNO}`) ?? []);
    const isCreditMemo = table === 'ARADJUSTMENT' && total.startsWith('-');
    const signed = table === 'ARADVANCE' ? negateAmount(total) : total;
    const open = signed.startsWith('-') ? sumAmounts([signed, settled]) : subtractAmounts(signed, settled);
    if (isZeroAmount(open)) return [];
    const kind = {
      ARINVOICE: 'invoice',
      ARADJUSTMENT: isCreditMemo ? 'credit-memo' : 'debit-memo',
      ARADVANCE: 'advance',
    } as const;
    return [itemOf(record, kind[table], signed, open)];
  });
}

// What was received beyond the details; a payment that left an advance owes nothing itself.
function overpayments(books: Books, taken: ReadonlyMap<string, Amount[]>): OwnedItem[] {
  const withAdvance = new Set(books.rows('ARADVANCE').map((advance) => advance['@PAYMENTKEY']));
  return books.rows('ARPYMT').flatMap((payment): OwnedItem[] => {
    if (payment.STATE !== 'Posted' || withAdvance.has(payment.RECORDNO)) return [];
    const key = payment.RECORDNO as string;
    const applied = sumAmounts(taken.get(`CASH ${key}`) ?? []);
    const over = subtractAmounts(payment.TRX_TOTALENTERED as string, applied);
    const open = subtractAmounts(over, sumAmounts(taken.get(`ARPYMT ${key}`) ?? []));
    return isZeroAmount(open) ? [] : [itemOf(payment, 'overpayment', negateAmount(over), negateAmount(open))];
  });
}

function itemOf(record: BookRecord, kind: StatementItem['kind'], totalAmount: Amount, openAmount: Amount): OwnedItem {
  return {
    customerId: record.CUSTOMERID as string,
    kind,
    recordNumber: record.RECORDNO as string,
    documentNumber: record.RECORDID ?? record.DOCNUMBER ?? '',
    entityId: record['@ENTITY'] as string,
    documentDate: record.WHENCREATED as string,
    dueDate: record.WHENDUE ?? '',
    currency: record.CURRENCY as string,
    totalAmount,
    openAmount,
  };
}

function balancesOf(items: readonly StatementItem[]): CustomerStatement['balances'] {
  const currencies = [...new Set(items.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => ({
    currency,
    balance: sumAmounts(items.filter((item) => item.currency === currency).map(({ openAmount }) => openAmount)),
  }));
}

function ledgerOf(books: Books, customerId: string): CustomerStatement['ledger'] {
  const { RECEIVABLESACCOUNT } = companyRecord(books);
  const entries = books.find('LEDGER', 'CUSTOMER', customerId).filter(({ ACCOUNT }) => ACCOUNT === RECEIVABLESACCOUNT);
  const groups = [...new Set(entries.map(({ ENTITY, CURRENCY }) => `${ENTITY}|${CURRENCY}`))].sort();
  return groups.flatMap((group) => {
    const own = entries.filter(({ ENTITY, CURRENCY }) => `${ENTITY}|${CURRENCY}` === group);
    const [entityId = '', currency = ''] = group.split('|');
    const balance = sumAmounts(own.map(({ AMOUNT }) => AMOUNT as string));
    const baseBalance = sumAmounts(own.map(({ BASEAMOUNT }) => BASEAMOUNT as string));
    return isZeroAmount(balance) && isZeroAmount(baseBalance) ? [] : [{ entityId, currency, balance, baseBalance }];
  });
}
