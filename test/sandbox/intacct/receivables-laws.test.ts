import fc from 'fast-check';
import { isZeroAmount, negateAmount, sumAmounts } from '../../../domain/money';
import {
  anyFinanceAct,
  type FinanceWorld,
  financeActBody,
  type RandomFinanceAct,
  type StatementItem,
} from './random-receivables';
import { type ReceivablesBooks, startReceivablesBooks } from './receivables-books';

let books: ReceivablesBooks;
beforeAll(async () => {
  books = await startReceivablesBooks({ dailyRates: { 'EUR/USD': '1.0855', 'EUR/GBP': '0.8571' } });
});
afterAll(() => books.sandbox.stop());

interface Statement {
  customerId: string;
  items: StatementItem[];
  ledger: { entityId: string; currency: string; balance: string; baseBalance: string }[];
}

const world: FinanceWorld = {
  entities: { US: 'USD', UK: 'GBP' },
  foreignCurrency: 'EUR',
  exchangeRates: ['1.0855', '0.9217', '1.3333'],
  revenueAccount: '4000',
  expenseAccount: '5000',
  date: '2026-04-01',
};
let payments: string[] = [];
let performed: Record<string, number> = {};

/** One random act on what is open; Intacct may refuse it, and then nothing may have moved. */
async function perform(customerId: string, random: RandomFinanceAct): Promise<void> {
  const before = await statementOf(customerId);
  const [path, body] = financeActBody(world, customerId, random, before.items, payments) ?? [];
  if (path === undefined) return;
  try {
    const written = (await books.sandbox.admin('POST', `/acts/${path}`, body)) as Record<string, string>;
    performed[random.name] = (performed[random.name] ?? 0) + 1;
    const key = written.paymentKey ?? written.advanceKey;
    if (path === 'reverse-payment') payments = payments.filter((payment) => payment !== key);
    else if (key) payments.push(key);
  } catch (error) {
    if (!String(error).includes(' came 422 ')) throw error;
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
    fc.asyncProperty(fc.array(anyFinanceAct, { minLength: 20, maxLength: 60 }), async (acts) => {
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
