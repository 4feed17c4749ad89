import { type Amount, compareAmounts, formatCents, negateAmount, sumAmounts } from '../../domain/money';
import type { CustomerBalance, OpenItem } from '../../domain/open-items';

/** By what a balance is told: the day (YYYY-MM-DD) as of which items are overdue, and the upper ends of the ages in days, rising. */
export interface AgeingRule {
  asOfDate: string;
  overdueDays: readonly number[];
}

const dayMs = 86_400_000;
const debits: ReadonlySet<OpenItem['kind']> = new Set(['invoice', 'debit-memo']);
const cash: ReadonlySet<OpenItem['kind']> = new Set(['advance', 'overpayment']);

/** Balance, overdue amounts by age, pending credits and unapplied cash of the items, one per currency in its order. */
export function customerBalances(items: readonly OpenItem[], rule: AgeingRule): CustomerBalance[] {
  const currencies = [...new Set(items.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => balanceIn(currency, items, rule));
}

/** Whole days since the due date; 0 on it, before it, and for what has none. */
export function overdueAgeDays(item: OpenItem, asOfDate: string): number {
  if (item.dueDate === null || !debits.has(item.kind)) return 0;
  return Math.max(0, Math.round((Date.parse(asOfDate) - Date.parse(item.dueDate)) / dayMs));
}

function balanceIn(currency: string, all: readonly OpenItem[], { asOfDate, overdueDays }: AgeingRule): CustomerBalance {
  const items = all.filter((item) => item.currency === currency);
  const sumOf = (chosen: (item: OpenItem) => boolean) => total(items.filter(chosen));
  const ages = [...overdueDays.map((ageDaysMax) => ageDaysMax as number | null), null];
  const overdue = ages.map((ageDaysMax, index) => {
    const ageDaysMin = (overdueDays[index - 1] ?? 0) + 1;
    const within = (item: OpenItem) => {
      const age = overdueAgeDays(item, asOfDate);
      return age >= ageDaysMin && (ageDaysMax === null || age <= ageDaysMax);
    };
    return { ageDaysMin, ageDaysMax, amount: sumOf(within) };
  });
  return {
    currency,
    balanceDue: total(items),
    overdue,
    overdueTotal: formatCents(sumAmounts(overdue.map(({ amount }) => amount))),
    pendingCredits: turned(sumOf(({ kind }) => kind === 'credit-memo')),
    unappliedCash: turned(sumOf(({ kind }) => cash.has(kind))),
  };
}

function total(items: readonly OpenItem[]): Amount {
  return formatCents(sumAmounts(items.map(({ openAmount }) => openAmount)));
}

/** Credits are negative among the items and positive where they are named. */
function turned(amount: Amount): Amount {
  return compareAmounts(amount, '0') === 0 ? '0.00' : formatCents(negateAmount(amount));
}
