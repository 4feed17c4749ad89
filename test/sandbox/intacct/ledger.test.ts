import fc from 'fast-check';
import { compareAmounts, sumAmounts } from '../../../domain/money';
import {
  call,
  glEntry,
  invoice,
  journalEntry,
  line,
  login,
  request,
  startTestSandbox,
  type TestSandbox,
} from './gateway-client';

let sandbox: TestSandbox;
let last = 0;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.stop());

const cents = fc.integer({ min: -5_000, max: 100_000 }).map((value) => (value / 100).toFixed(2));
const operation = fc.record({
  entity: fc.constantFrom('US', 'UK', 'CA'),
  customer: fc.constantFrom('C1', 'C1', 'HELD'),
  amounts: fc.array(cents, { minLength: 1, maxLength: 8 }),
  rate: fc.constantFrom('1.0855', '0.7312', '150.25'),
  cost: fc.integer({ min: 0, max: 100_000 }).map((value) => (value / 100).toFixed(2)),
  transaction: fc.constantFrom('true', 'false'),
});

it('the trial balance is zero in every entity after any run of operations, and receivables are what the invoices say', async () => {
  await fc.assert(
    fc.asyncProperty(operation, async ({ entity, customer, amounts, rate, cost, transaction }) => {
      last += 1;
      const foreign = `<currency>EUR</currency><exchrate>${rate}</exchrate>`;
      const lines = amounts.map((amount) => line({ amount })).join('');
      const currency = `<CURRENCY>${{ US: 'USD', UK: 'GBP', CA: 'CAD' }[entity]}</CURRENCY>`;
      const entries = { debit: glEntry('5000', '1', cost, currency), credit: glEntry('1400', '-1', cost, currency) };
      const both =
        call(`i${last}`, invoice({ number: `SI-${last}`, customer, lines, afterNumber: foreign })) +
        call(`j${last}`, journalEntry(entries));
      await sandbox.post(request(both, { transaction, authentication: login(entity) }));
    }),
    { numRuns: 60 },
  );
  const ledger = (await sandbox.admin('GET', '/ledger?by=account,entity')) as {
    rows: { account: string; documentAmount: string; baseAmount: string }[];
    trialBalance: { baseAmount: string }[];
  };
  expect(ledger.trialBalance.length).toBeGreaterThan(1);
  for (const { baseAmount } of ledger.trialBalance) expect(compareAmounts(baseAmount, '0')).toBe(0);
  const invoices = (await sandbox.admin('GET', '/invoices')) as { TRX_TOTALENTERED: string; TOTALENTERED: string }[];
  expect(invoices.length).toBeGreaterThan(0);
  const receivables = ledger.rows.filter(({ account }) => account === '1200');
  const totals = (of: readonly string[]): string => sumAmounts(of);
  expect(totals(receivables.map((row) => row.documentAmount))).toBe(
    totals(invoices.map((row) => row.TRX_TOTALENTERED)),
  );
  expect(totals(receivables.map((row) => row.baseAmount))).toBe(totals(invoices.map((row) => row.TOTALENTERED)));
});
