import {
  type Amount,
  compareAmounts,
  formatCents,
  negateAmount,
  subtractAmounts,
  sumAmounts,
} from '../../domain/money';
import type { CreditPosition, OpenItem } from '../../domain/open-items';
import { overdueAgeDays } from './customer-balances';

/** One customer's share in an exposure; orders and unexported invoices in `currency`, tax included. */
export interface CreditShare {
  customerId: string;
  isOnHold: boolean;
  isActive: boolean;
  currency: string;
  items: readonly OpenItem[];
  openOrders: Amount;
  unexportedInvoices: Amount;
}

export interface CreditQuestion {
  level: CreditPosition['level'];
  /** The customer, or the group's topmost parent: whose limit counts, in its own currency. */
  customerId: string;
  currency: string;
  limit: Amount | null;
  /** The customer alone, or all members of the group, the parent among them. */
  shares: readonly CreditShare[];
  /** Overdue for more days than this is over-extended; null: age does not matter. */
  overdueDaysMax: number | null;
  /** When Intacct was read, ISO 8601; of a group, the oldest reading of a member. */
  asOf: string;
  /** YYYY-MM-DD: the day on which invoices are looked at for age, however old the reading is. */
  onDate: string;
  /** An order that sales would like to take, in `currency`. */
  order?: Amount;
}

/**
 * Limit, exposure and what is left of it, and every reason why no order should be taken. Items in another currency than the
 * limit's count by their base amount where that is in the limit's currency; what can be turned neither way is named in the
 * reasons and counted nowhere. What is an open item already must not be among a share's unexported invoices
 * (`unexported-invoices.ts`).
 */
export function creditPosition(question: CreditQuestion): CreditPosition {
  const { currency, limit, shares } = question;
  const counted = shares.map((share) => countShare(share, currency));
  const sumOf = (part: 'balanceDue' | 'openOrders' | 'unexportedInvoices') =>
    formatCents(sumAmounts(counted.map((share) => share[part])));
  const balanceDue = sumOf('balanceDue');
  const openOrders = formatCents(sumAmounts([sumOf('openOrders'), question.order ?? '0']));
  const unexportedInvoices = sumOf('unexportedInvoices');
  const exposure = formatCents(sumAmounts([balanceDue, openOrders, unexportedInvoices]));
  const available = limit === null ? null : formatCents(subtractAmounts(limit, exposure));
  const blocking = [...standingReasons(question), ...limitReasons(question, available), ...overdueReasons(question)];
  return {
    level: question.level,
    customerId: question.customerId,
    currency,
    limit: limit === null ? null : formatCents(limit),
    balanceDue,
    openOrders,
    unexportedInvoices,
    exposure,
    available,
    isOverExtended: blocking.length > 0,
    reasons: [...blocking, ...counted.flatMap(({ remarks }) => remarks)],
    asOf: question.asOf,
  };
}

interface CountedShare {
  balanceDue: Amount;
  openOrders: Amount;
  unexportedInvoices: Amount;
  remarks: string[];
}

function countShare(share: CreditShare, currency: string): CountedShare {
  const remarks: string[] = [];
  const amounts: Amount[] = [];
  const strange = new Map<string, Amount>();
  for (const item of share.items) {
    if (item.currency === currency) amounts.push(item.openAmount);
    else if (item.baseCurrency === currency) amounts.push(item.openAmountBase);
    else strange.set(item.currency, sumAmounts([strange.get(item.currency) ?? '0', item.openAmount]));
  }
  for (const [other, amount] of strange) {
    remarks.push(`${share.customerId} owes ${moneyWords(amount, other)} besides, which has no rate to ${currency}`);
  }
  const own = share.currency === currency;
  const sold = sumAmounts([share.openOrders, share.unexportedInvoices]);
  if (!own && compareAmounts(sold, '0') !== 0) {
    remarks.push(
      `${share.customerId} has orders and invoices of ${moneyWords(sold, share.currency)} besides, which has no rate to ${currency}`,
    );
  }
  return {
    balanceDue: sumAmounts(amounts),
    openOrders: own ? share.openOrders : '0',
    unexportedInvoices: own ? share.unexportedInvoices : '0',
    remarks,
  };
}

function standingReasons({ shares, customerId, level }: CreditQuestion): string[] {
  const holder = shares.find((share) => share.customerId === customerId);
  const name = level === 'group' ? `${customerId}, the parent of the group,` : customerId;
  return [
    ...(holder?.isOnHold === true ? [`${name} is on hold in finance`] : []),
    ...(holder?.isActive === false ? [`${name} is inactive in finance`] : []),
  ];
}

function limitReasons({ limit, currency, customerId, level }: CreditQuestion, available: Amount | null): string[] {
  if (limit === null || available === null || compareAmounts(available, '0') >= 0) return [];
  const whose = level === 'group' ? `the limit of group ${customerId}` : 'the limit';
  return [`over ${whose} of ${moneyWords(limit, currency)} by ${moneyWords(negateAmount(available), currency)}`];
}

function overdueReasons({ shares, overdueDaysMax, onDate }: CreditQuestion): string[] {
  if (overdueDaysMax === null) return [];
  const late = shares
    .flatMap(({ items }) => items)
    .map((item) => ({ item, ageDays: overdueAgeDays(item, onDate) }))
    .filter(({ ageDays }) => ageDays > overdueDaysMax)
    .sort((left, right) => right.ageDays - left.ageDays);
  const [oldest] = late;
  if (oldest === undefined) return [];
  const more = late.length > 1 ? `, and ${late.length - 1} more` : '';
  const { kind, documentNumber, dueDate } = oldest.item;
  const noun = kind === 'invoice' ? 'invoice' : 'debit memo';
  return [`${noun} ${documentNumber} overdue since ${dueDate} (${oldest.ageDays} days)${more}`];
}

/** Money as a person reads it: `12,340.55 USD`. */
export function moneyWords(amount: Amount, currency: string): string {
  const [whole = '', cents = ''] = formatCents(amount).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents} ${currency}`;
}
