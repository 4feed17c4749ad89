import fc from 'fast-check';
import {
  absoluteAmount,
  compareAmounts,
  divideAmount,
  formatCents,
  isZeroAmount,
  multiplyAmount,
  negateAmount,
  roundToCents,
  sumAmounts,
} from '../../../domain/money';
import { type ReceivablesBooks, startReceivablesBooks } from './receivables-books';

let books: ReceivablesBooks;
beforeAll(async () => {
  books = await startReceivablesBooks({ dailyRates: { 'EUR/USD': '1.0855', 'EUR/GBP': '0.8571' } });
});
afterAll(() => books.sandbox.stop());

interface Item {
  kind: string;
  recordNumber: string;
  documentNumber: string;
  entityId: string;
  currency: string;
  openAmount: string;
}
interface Statement {
  customerId: string;
  items: Item[];
  ledger: { entityId: string; currency: string; balance: string; baseBalance: string }[];
}

const cents = fc.integer({ min: 1, max: 50_000 }).map((value) => (value / 100).toFixed(2));
const act = fc.record({
  name: fc.constantFrom(
    ...['invoice', 'invoice', 'invoice', 'credit-memo', 'credit-memo', 'debit-memo', 'on-account', 'advance'],
    ...['payment', 'payment', 'over-payment', 'apply-credit', 'apply-advance', 'apply-overpayment', 'write-off'],
    'reverse-payment',
  ),
  entityId: fc.constantFrom('US', 'US', 'UK'),
  isForeign: fc.boolean(),
  exchangeRate: fc.constantFrom('1.0855', '0.9217', '1.3333'),
  amount: cents,
  /** Of what is open; more than all of it is refused. */
  share: fc.constantFrom('100', '100', '37', '61', '3', '104'),
  withDiscount: fc.boolean(),
  pick: fc.nat(20),
});
type RandomAct = typeof act extends fc.Arbitrary<infer Value> ? Value : never;

const CREDITS: Record<string, string> = {
  'apply-credit': 'credit-memo',
  'apply-advance': 'advance',
  'apply-overpayment': 'overpayment',
};
let last = 0;
let payments: string[] = [];
let performed: Record<string, number> = {};

/** The act's path and body; null where there is nothing to act on. */
function bodyOf(customerId: string, random: RandomAct, open: readonly Item[]): [path: string, body: object] | null {
  const { name, pick, share } = random;
  const pickOf = <Value>(values: readonly Value[]): Value | undefined => values[pick % Math.max(1, values.length)];
  const date = '2026-04-01';
  last += 1;
  const document = (entityId: string, currency: string, amount: string): object => ({
    ...{ customerId, entityId, date, amount, currency, number: `N-${last}`, accountNo: '4000' },
    ...(currency === 'EUR' ? { exchangeRate: random.exchangeRate } : {}),
  });
  const own = random.entityId === 'US' ? 'USD' : 'GBP';
  const fresh = document(random.entityId, random.isForeign ? 'EUR' : own, random.amount);
  const receipt = ({ number: _number, accountNo: _account, ...rest }: Record<string, unknown>): object => rest;
  if (['invoice', 'credit-memo', 'debit-memo'].includes(name))
    return [name, name === 'invoice' ? { ...fresh, dueDate: '2026-05-01' } : fresh];
  if (name === 'advance' || name === 'on-account')
    return [name === 'advance' ? name : 'payment', receipt({ ...fresh })];
  if (name === 'reverse-payment') {
    const paymentKey = pickOf(payments);
    return paymentKey === undefined ? null : [name, { paymentKey, date: '2026-04-03' }];
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
  if (name === 'write-off') return [name, { ...paid, accountNo: '5000', invoiceNumber: invoice.documentNumber }];
  const received = name === 'over-payment' ? sumAmounts([amount, random.amount]) : amount;
  const apply = [{ ...target, ...(random.withDiscount && share !== '100' ? { discount: '0.01' } : {}) }];
  return ['payment', { ...receipt({ ...paid }), amount: received, apply }];
}

/** One random act on what is open; Intacct may refuse it, and then nothing may have moved. */
async function perform(customerId: string, random: RandomAct): Promise<void> {
  const before = await statementOf(customerId);
  const [path, body] = bodyOf(customerId, random, before.items) ?? [];
  if (path === undefined) return;
  try {
    const written = (await books.sandbox.admin('POST', `/acts/${path}`, body)) as Record<string, string>;
    performed[random.name] = (performed[random.name] ?? 0) + 1;
    const key = written.paymentKey ?? written.advanceKey;
    if (path === 'reverse-payment') payments = payments.filter((payment) => payment !== key);
    else if (key) payments.push(key);
  } catch (error) {
    if (!String(error).includes(': 422 ')) throw error;
    performed.refused = (performed.refused ?? 0) + 1;
    expect(await statementOf(customerId)).toEqual(before);
  }
}

async function statementOf(customerId: string): Promise<Statement> {
  const [statement] = (await books.sandbox.admin('GET', `/receivables?customerId=${customerId}`)) as Statement[];
  if (!statement) throw new Error(`no statement of ${customerId}`);
  return statement;
}

const TABLES: Record<string, string> = {
  invoice: 'ARINVOICE',
  'credit-memo': 'ARADJUSTMENT',
  'debit-memo': 'ARADJUSTMENT',
  advance: 'ARADVANCE',
  overpayment: 'ARPYMT',
};

/** What queries read is what the details say, and receivables in the ledger are the open items, in both currencies. */
async function expectTiedOut(customerId: string): Promise<void> {
  const { items, ledger } = await statementOf(customerId);
  const onControl: { entityId: string; currency: string; open: string; openBase: string }[] = [];
  for (const { kind, recordNumber, entityId, currency, openAmount } of items) {
    const read = (await books.fields(TABLES[kind] as string, recordNumber, 'TRX_TOTALDUE', 'TOTALDUE')).split('|');
    const [due = '', dueBase = ''] = kind === 'advance' || kind === 'overpayment' ? read.map(negateAmount) : read;
    expect({ kind, recordNumber, due }).toEqual({ kind, recordNumber, due: openAmount });
    if (kind !== 'advance') onControl.push({ entityId, currency, open: due, openBase: dueBase });
  }
  const groups = [...new Set(onControl.map(({ entityId, currency }) => `${entityId} ${currency}`))].sort();
  const expected = groups
    .map((group) => {
      const own = onControl.filter(({ entityId, currency }) => `${entityId} ${currency}` === group);
      return `${group} ${sumAmounts(own.map(({ open }) => open))} ${sumAmounts(own.map(({ openBase }) => openBase))}`;
    })
    .filter((line) => !line.endsWith(' 0 0'));
  expect(ledger.map((row) => `${row.entityId} ${row.currency} ${row.balance} ${row.baseBalance}`)).toEqual(expected);
}

it('open items, queries and the ledger agree after any sequence of acts, and reversing every payment opens all again', async () => {
  let customers = 0;
  performed = {};
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 20, maxLength: 60 }), async (acts) => {
      customers += 1;
      payments = [];
      const customerId = `LAW-${customers}`;
      await books.sandbox.admin('PUT', `/masters/customers/${customerId}`, { customerId, name: customerId });
      for (const random of acts) await perform(customerId, random);
      await expectTiedOut(customerId);
      // The latest first: an over-payment or advance cannot be taken back while something uses it.
      for (const paymentKey of [...payments].reverse()) {
        await books.sandbox.admin('POST', '/acts/reverse-payment', { paymentKey, date: '2026-04-30' });
      }
      await expectTiedOut(customerId);
      const { items } = await statementOf(customerId);
      for (const { kind, recordNumber } of items) {
        const [entered, due, paid] = (
          await books.fields(TABLES[kind] as string, recordNumber, 'TRX_TOTALENTERED', 'TRX_TOTALDUE', 'TRX_TOTALPAID')
        ).split('|');
        expect([due, paid]).toEqual([entered, '0']);
      }
      // No money is left in the bank, and no gain, discount or advance.
      const balances = await books.balances();
      expect(balances.filter((line) => /^(1010|1090|2400|4900|7000) /.test(line))).toEqual([]);
    }),
    { numRuns: 20 },
  );
  // Otherwise the law was kept by acts that did nothing.
  for (const name of ['payment', 'over-payment', 'write-off', 'reverse-payment', 'apply-credit', 'refused']) {
    expect([name, performed[name] ?? 0]).not.toEqual([name, 0]);
  }
  const { trialBalance } = (await books.sandbox.admin('GET', '/ledger')) as { trialBalance: { baseAmount: string }[] };
  expect(trialBalance.length).toBe(2);
  for (const { baseAmount } of trialBalance) expect(isZeroAmount(baseAmount)).toBe(true);
}, 60_000);
