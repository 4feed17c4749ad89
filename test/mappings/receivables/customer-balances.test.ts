import fc from 'fast-check';
import { sumAmounts } from '../../../domain/money';
import { customerBalances } from '../../../mappings/receivables/customer-balances';
import { openItem } from './open-item';

const rule = { asOfDate: '2026-12-20', overdueDays: [30, 60, 90] };

test('an invoice is overdue from the day after its due date, and ages at the ends that the profile names', () => {
  const due = ['2026-12-20', '2026-12-19', '2026-11-20', '2026-11-19', '2026-10-21', '2026-09-21', '2026-09-20'];
  const [balance] = customerBalances(
    due.map((dueDate, index) => openItem({ dueDate, openAmount: `${10 ** index}.00` })),
    rule,
  );
  expect(balance).toMatchObject({
    balanceDue: '1111111.00',
    overdue: [
      { ageDaysMin: 1, ageDaysMax: 30, amount: '110.00' },
      { ageDaysMin: 31, ageDaysMax: 60, amount: '11000.00' },
      { ageDaysMin: 61, ageDaysMax: 90, amount: '100000.00' },
      { ageDaysMin: 91, ageDaysMax: null, amount: '1000000.00' },
    ],
    overdueTotal: '1111110.00',
  });
});

test('credits and unapplied cash lessen the balance, and are never overdue', () => {
  const [balance] = customerBalances(
    [
      openItem(),
      openItem({ kind: 'credit-memo', dueDate: null, openAmount: '-30.00' }),
      openItem({ kind: 'advance', dueDate: null, openAmount: '-20.00' }),
      openItem({ kind: 'overpayment', dueDate: null, openAmount: '-5.50' }),
    ],
    rule,
  );
  expect(balance).toMatchObject({
    balanceDue: '44.50',
    overdueTotal: '100.00',
    pendingCredits: '30.00',
    unappliedCash: '25.50',
  });
});

test('each currency has a balance of its own', () => {
  const balances = customerBalances([openItem(), openItem({ currency: 'CAD', openAmount: '7.00' })], rule);
  expect(balances.map(({ currency, balanceDue }) => [currency, balanceDue])).toEqual([
    ['CAD', '7.00'],
    ['USD', '100.00'],
  ]);
});

test('the ages add up to what is overdue, whatever the items', () => {
  const item = fc.record({
    kind: fc.constantFrom('invoice' as const, 'debit-memo' as const),
    dueDate: fc.constantFrom('2026-01-01', '2026-09-20', '2026-11-30', '2026-12-19', '2026-12-20', '2027-01-31'),
    openAmount: fc.integer({ min: 1, max: 10_000_000 }).map((cents) => (cents / 100).toFixed(2)),
  });
  fc.assert(
    fc.property(fc.array(item, { minLength: 1 }), (items) => {
      const [balance] = customerBalances(items.map(openItem), rule);
      const late = items.filter(({ dueDate }) => dueDate < rule.asOfDate);
      expect(Number(balance?.overdueTotal)).toBe(Number(sumAmounts(late.map(({ openAmount }) => openAmount))));
    }),
  );
});
