import fc from 'fast-check';
import {
  absoluteAmount,
  compareAmounts,
  divideAmount,
  formatCents,
  isZeroAmount,
  multiplyAmount,
  roundToCents,
  sumAmounts,
} from '../../../domain/money';

/** An open item as the sandbox's own statement tells it; what is owed to the customer is negative. */
export interface StatementItem {
  kind: string;
  recordNumber: string;
  documentNumber: string;
  entityId: string;
  currency: string;
  openAmount: string;
}

/** The company in which finance acts at random. */
export interface FinanceWorld {
  /** Each with its base currency. */
  entities: Readonly<Record<string, string>>;
  foreignCurrency: string;
  /** Rates of the foreign currency; not to be had from anywhere else. */
  exchangeRates: readonly string[];
  revenueAccount: string;
  expenseAccount: string;
  date: string;
}

const cents = fc.integer({ min: 1, max: 50_000 }).map((value) => (value / 100).toFixed(2));

/** Something that finance does with a customer's account; most of it refers to what is open when it is done. */
export const anyFinanceAct = fc.record({
  name: fc.constantFrom(
    ...['invoice', 'invoice', 'invoice', 'credit-memo', 'credit-memo', 'debit-memo', 'on-account', 'advance'],
    ...['payment', 'payment', 'over-payment', 'apply-credit', 'apply-advance', 'apply-overpayment', 'write-off'],
    'reverse-payment',
  ),
  entity: fc.nat(2),
  isForeign: fc.boolean(),
  rate: fc.nat(2),
  amount: cents,
  /** Of what is open; more than all of it is refused. */
  share: fc.constantFrom('100', '100', '37', '61', '3', '104'),
  withDiscount: fc.boolean(),
  pick: fc.nat(20),
});
export type RandomFinanceAct = typeof anyFinanceAct extends fc.Arbitrary<infer Value> ? Value : never;

const CREDITS: Record<string, string> = {
  'apply-credit': 'credit-memo',
  'apply-advance': 'advance',
  'apply-overpayment': 'overpayment',
};
let last = 0;

/** The act's path and body for the admin port; null where there is nothing to act on. `payments` are those that can be reversed. */
export function financeActBody(
  world: FinanceWorld,
  customerId: string,
  random: RandomFinanceAct,
  open: readonly StatementItem[],
  payments: readonly string[],
): [path: string, body: object] | null {
  const { name, pick, share } = random;
  const pickOf = <Value>(values: readonly Value[]): Value | undefined => values[pick % Math.max(1, values.length)];
  const { date } = world;
  last += 1;
  const document = (entityId: string, currency: string, amount: string): object => ({
    ...{ customerId, entityId, date, amount, currency, number: `N-${last}`, accountNo: world.revenueAccount },
    ...(currency === world.foreignCurrency
      ? { exchangeRate: world.exchangeRates[random.rate % world.exchangeRates.length] }
      : {}),
  });
  const [entityId, own] = Object.entries(world.entities)[random.entity % Object.keys(world.entities).length] ?? [
    '',
    '',
  ];
  const fresh = document(entityId, random.isForeign ? world.foreignCurrency : own, random.amount);
  const receipt = ({ number: _number, accountNo: _account, ...rest }: Record<string, unknown>): object => rest;
  if (['invoice', 'credit-memo', 'debit-memo'].includes(name))
    return [name, name === 'invoice' ? { ...fresh, dueDate: dayAfter(date, 30) } : fresh];
  if (name === 'advance' || name === 'on-account')
    return [name === 'advance' ? name : 'payment', receipt({ ...fresh })];
  if (name === 'reverse-payment') {
    const paymentKey = pickOf(payments);
    return paymentKey === undefined ? null : [name, { paymentKey, date: dayAfter(date, 2) }];
  }
  const kind = CREDITS[name];
  const source = kind === undefined ? undefined : pickOf(open.filter((item) => item.kind === kind));
  const invoice = pickOf(
    open.filter(
      (item) =>
        item.kind === 'invoice' &&
        (!source || (item.entityId === source.entityId && item.currency === source.currency)),
    ),
  );
  if (!invoice || (kind !== undefined && !source)) return null;
  const most = source
    ? [invoice.openAmount, absoluteAmount(source.openAmount)].sort(compareAmounts)[0]
    : invoice.openAmount;
  const amount = formatCents(roundToCents(divideAmount(multiplyAmount(most as string, share), '100')));
  if (isZeroAmount(amount)) return null;
  const target = { invoiceNumber: invoice.documentNumber, amount };
  if (source) {
    const keys = { advanceKey: source.recordNumber, paymentKey: source.recordNumber };
    const [key, value] =
      name === 'apply-credit'
        ? ['creditMemoNumber', source.documentNumber]
        : name === 'apply-advance'
          ? ['advanceKey', keys.advanceKey]
          : ['paymentKey', keys.paymentKey];
    return [name, { customerId, date, apply: [target], [key as string]: value }];
  }
  const paid = document(invoice.entityId, invoice.currency, amount);
  if (name === 'write-off')
    return [name, { ...paid, accountNo: world.expenseAccount, invoiceNumber: invoice.documentNumber }];
  const received = name === 'over-payment' ? sumAmounts([amount, random.amount]) : amount;
  const apply = [{ ...target, ...(random.withDiscount && share !== '100' ? { discount: '0.01' } : {}) }];
  return ['payment', { ...receipt({ ...paid }), amount: received, apply }];
}

function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}
