import { type Amount, compareAmounts, formatCents } from '../../domain/money';
import type { OpenItem } from '../../domain/open-items';
import { customerBalances } from './customer-balances';
import { shownNumber, shownType } from './receivables-to-imetal';

/** What iMetal shows of a customer. */
export interface ShownReceivables {
  items: readonly {
    documentNumber: string;
    documentType: string;
    currencyCode: string;
    dueDate: string | null;
    openAmount: Amount;
  }[];
  balances: readonly { currencyCode: string; balanceDue: Amount; pendingCredits: Amount; unappliedCash: Amount }[];
}

/** What of a customer is not the same on both sides; null where a side has nothing. */
export interface ReceivablesDifference {
  /** `INV HOU-DIV-104233`, `balance`, `pending credits`, `unapplied cash`. */
  what: string;
  currency: string;
  intacct: string | null;
  imetal: string | null;
}

/** Every difference between Intacct's open items and what iMetal shows; `shown` null: iMetal was never told. Empty when equal. */
export function compareReceivables(
  items: readonly OpenItem[],
  shown: ShownReceivables | null,
): ReceivablesDifference[] {
  return [...compareItems(items, shown?.items ?? []), ...compareBalances(items, shown?.balances ?? [])];
}

interface Line {
  what: string;
  currency: string;
  amount: Amount;
  dueDate: string | null;
}

function compareItems(items: readonly OpenItem[], shown: ShownReceivables['items']): ReceivablesDifference[] {
  const expected = items.map(
    (item): Line => ({
      what: `${shownType(item.kind)} ${shownNumber(item.documentNumber)}`,
      currency: item.currency,
      amount: formatCents(item.openAmount),
      dueDate: item.dueDate,
    }),
  );
  const left = shown.map(
    (item): Line => ({
      what: `${item.documentType} ${item.documentNumber}`,
      currency: item.currencyCode,
      amount: formatCents(item.openAmount),
      dueDate: item.dueDate,
    }),
  );
  const differences: ReceivablesDifference[] = [];
  // Exact matches first: several documents may bear one number.
  const unmatched = expected.filter((line) => !take(left, (other) => isSame(line, other)));
  for (const line of unmatched) {
    const other = takeOne(left, ({ what, currency }) => what === line.what && currency === line.currency);
    differences.push({ ...named(line), intacct: words(line), imetal: other === null ? null : words(other) });
  }
  return [...differences, ...left.map((line) => ({ ...named(line), intacct: null, imetal: words(line) }))];
}

function compareBalances(items: readonly OpenItem[], shown: ShownReceivables['balances']): ReceivablesDifference[] {
  const balances = customerBalances(items, { asOfDate: '1970-01-01', overdueDays: [] });
  const currencies = [...new Set([...balances.map(({ currency }) => currency), ...shown.map((b) => b.currencyCode)])];
  return currencies.sort().flatMap((currency) => {
    const intacct = balances.find((balance) => balance.currency === currency);
    const imetal = shown.find((balance) => balance.currencyCode === currency);
    const sums = [
      ['balance', intacct?.balanceDue, imetal?.balanceDue],
      ['pending credits', intacct?.pendingCredits, imetal?.pendingCredits],
      ['unapplied cash', intacct?.unappliedCash, imetal?.unappliedCash],
    ] as const;
    return sums
      .filter(([, ours, theirs]) => compareAmounts(ours ?? '0', theirs ?? '0') !== 0)
      .map(([what, ours, theirs]) => ({ what, currency, intacct: ours ?? null, imetal: theirs ?? null }));
  });
}

function isSame(one: Line, other: Line): boolean {
  return (
    one.what === other.what &&
    one.currency === other.currency &&
    one.amount === other.amount &&
    one.dueDate === other.dueDate
  );
}

function take(lines: Line[], isWanted: (line: Line) => boolean): boolean {
  return takeOne(lines, isWanted) !== null;
}

function takeOne(lines: Line[], isWanted: (line: Line) => boolean): Line | null {
  const index = lines.findIndex(isWanted);
  return index === -1 ? null : (lines.splice(index, 1)[0] ?? null);
}

function named({ what, currency }: Line) {
  return { what, currency };
}

function words({ amount, dueDate }: Line): string {
  return dueDate === null ? amount : `${amount} due ${dueDate}`;
}
