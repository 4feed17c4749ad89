import { compareReceivables, type ShownReceivables } from '../../../mappings/receivables/compare-receivables';
import { openItem } from './open-item';

const shownItem = (change: Partial<ShownReceivables['items'][number]> = {}) => ({
  documentNumber: 'HOU-DIV-104233',
  documentType: 'INV',
  currencyCode: 'USD',
  dueDate: '2026-11-20',
  openAmount: '100.0',
  ...change,
});
const balance = (balanceDue: string, pendingCredits = '0', unappliedCash = '0') => ({
  currencyCode: 'USD',
  balanceDue,
  pendingCredits,
  unappliedCash,
});
const credit = openItem({ kind: 'credit-memo', documentNumber: 'CM-1', dueDate: null, openAmount: '-30.00' });

test('equal accounts have no difference, however amounts are written', () => {
  const items = [
    shownItem({ documentNumber: 'CM-1', documentType: 'CRN', dueDate: null, openAmount: '-30' }),
    shownItem(),
  ];
  expect(compareReceivables([openItem(), credit], { items, balances: [balance('70', '30.00')] })).toEqual([]);
  expect(compareReceivables([], null)).toEqual([]);
  expect(compareReceivables([], { items: [], balances: [] })).toEqual([]);
});

test('one cent, one day, a missing and a strange document are each a difference', () => {
  const items = [shownItem({ openAmount: '100.01' }), shownItem({ documentNumber: 'GONE-1' })];
  const differences = compareReceivables([openItem(), credit], { items, balances: [balance('70.00', '30.00')] });
  expect(differences).toEqual([
    { what: 'INV HOU-DIV-104233', currency: 'USD', intacct: '100.00 due 2026-11-20', imetal: '100.01 due 2026-11-20' },
    { what: 'CRN CM-1', currency: 'USD', intacct: '-30.00', imetal: null },
    { what: 'INV GONE-1', currency: 'USD', intacct: null, imetal: '100.00 due 2026-11-20' },
  ]);
  const late = compareReceivables([openItem()], {
    items: [shownItem({ dueDate: '2026-11-21' })],
    balances: [balance('100')],
  });
  expect(late).toHaveLength(1);
});

test('two documents of one number are matched by amount, not by order', () => {
  const items = [shownItem({ openAmount: '7.00' }), shownItem({ openAmount: '5.00' })];
  const both = [openItem({ openAmount: '5.00' }), openItem({ openAmount: '7.00' })];
  expect(compareReceivables(both, { items, balances: [balance('12.00')] })).toEqual([]);
});

test('sums are compared too, and an account that iMetal was never told of differs in all', () => {
  const wrong = { items: [shownItem()], balances: [balance('90.00', '0', '10.00')] };
  expect(compareReceivables([openItem()], wrong)).toEqual([
    { what: 'balance', currency: 'USD', intacct: '100.00', imetal: '90.00' },
    { what: 'unapplied cash', currency: 'USD', intacct: '0.00', imetal: '10.00' },
  ]);
  expect(compareReceivables([openItem()], null)).toHaveLength(2);
});
