import type { Amount } from '../../domain/money';
import type { CreditPosition, CustomerReceivables } from '../../domain/open-items';
import { type CreditShare, creditPosition, moneyWords } from './credit-position';
import { type SoldAmounts, unexportedBesides } from './unexported-invoices';

/** All that is known of a customer's account on both sides. */
export interface CustomerAccount {
  receivables: CustomerReceivables;
  /** Null for a customer that iMetal does not know. */
  sold: SoldAmounts | null;
  /** Documents that are posted, and of which iMetal was not told. */
  unacknowledgedKeys: ReadonlySet<string>;
}

export interface CreditRule {
  overdueDaysMax: number | null;
  /** For a customer of which neither system says one. */
  defaultCurrency: string;
  /** YYYY-MM-DD. */
  onDate: string;
}

/** An order that sales would like to take. */
export interface OrderAsked {
  amount: Amount;
  currency: string;
}

/** The topmost parent, or the customer itself. */
export function groupIdOf({ customerId, parentIds }: Pick<CustomerReceivables, 'customerId' | 'parentIds'>): string {
  return parentIds.at(-1) ?? customerId;
}

/**
 * A customer's own credit position, and that of its group, of which `accounts` are all members, the customer among them. No group
 * position for a customer by itself, nor where the topmost parent is not among the accounts: there is no such customer.
 */
export function customerCredit(
  customerId: string,
  accounts: readonly CustomerAccount[],
  rule: CreditRule,
  order: OrderAsked | null = null,
): { customer: CreditPosition; group: CreditPosition | null } {
  const own = accounts.find(({ receivables }) => receivables.customerId === customerId);
  if (own === undefined) throw new RangeError(`${customerId} is not among the accounts of its group`);
  const groupId = groupIdOf(own.receivables);
  const parent = accounts.find(({ receivables }) => receivables.customerId === groupId);
  const isAlone = accounts.length === 1 && groupId === customerId;
  return {
    customer: positionOf('customer', own, [own], rule, order),
    group: isAlone || parent === undefined ? null : positionOf('group', parent, accounts, rule, order),
  };
}

function positionOf(
  level: CreditPosition['level'],
  holder: CustomerAccount,
  accounts: readonly CustomerAccount[],
  { overdueDaysMax, defaultCurrency, onDate }: CreditRule,
  order: OrderAsked | null,
): CreditPosition {
  const { customerId, creditLimit } = holder.receivables;
  const currency = currencyOf(holder, defaultCurrency);
  const isInCurrency = order === null || order.currency === currency;
  const position = creditPosition({
    level,
    customerId,
    currency,
    limit: creditLimit,
    shares: accounts.map((account) => shareOf(account, defaultCurrency)),
    overdueDaysMax,
    asOf: accounts.map(({ receivables }) => receivables.asOf).sort()[0] ?? holder.receivables.asOf,
    onDate,
    ...(order !== null && isInCurrency ? { order: order.amount } : {}),
  });
  if (isInCurrency) return position;
  const remark = `the order of ${moneyWords(order.amount, order.currency)} is not counted: it has no rate to ${currency}`;
  return { ...position, reasons: [...position.reasons, remark] };
}

function shareOf({ receivables, sold, unacknowledgedKeys }: CustomerAccount, defaultCurrency: string): CreditShare {
  const { customerId, isOnHold, isActive, items } = receivables;
  return {
    customerId,
    isOnHold,
    isActive,
    items,
    currency: sold?.currency ?? receivables.currency ?? defaultCurrency,
    openOrders: sold?.openOrders ?? '0',
    unexportedInvoices: sold === null ? '0' : unexportedBesides(sold, items, unacknowledgedKeys),
  };
}

/** A credit limit is in the customer's currency; where Intacct names none, in iMetal's, then in the ledger's. */
function currencyOf({ receivables, sold }: CustomerAccount, defaultCurrency: string): string {
  return receivables.currency ?? sold?.currency ?? receivables.items[0]?.baseCurrency ?? defaultCurrency;
}
