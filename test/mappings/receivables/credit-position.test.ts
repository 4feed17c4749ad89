import { type CreditQuestion, type CreditShare, creditPosition } from '../../../mappings/receivables/credit-position';
import { openItem } from './open-item';

const asOf = '2026-11-21T10:00:00Z';

function share(change: Partial<CreditShare> = {}): CreditShare {
  return {
    customerId: 'C00102',
    isOnHold: false,
    isActive: true,
    currency: 'USD',
    items: [],
    openOrders: '0',
    unexportedInvoices: '0',
    ...change,
  };
}

function ask(change: Partial<CreditQuestion> = {}) {
  return creditPosition({
    level: 'customer',
    customerId: 'C00102',
    currency: 'USD',
    limit: '500.00',
    shares: [share()],
    overdueDaysMax: 60,
    asOf,
    onDate: '2026-11-21',
    ...change,
  });
}

test('exposure is balance, open orders and unexported invoices; what is left of the limit is available', () => {
  const position = ask({ shares: [share({ items: [openItem()], openOrders: '250.00', unexportedInvoices: '49.99' })] });
  expect(position).toMatchObject({ exposure: '399.99', available: '100.01', isOverExtended: false, reasons: [] });
});

test('an order that would go over the limit says by how much', () => {
  const position = ask({ shares: [share({ items: [openItem()] })], order: '400.01' });
  expect(position.isOverExtended).toBe(true);
  expect(position.reasons).toEqual(['over the limit of 500.00 USD by 0.01 USD']);
});

test('large amounts are told as a person reads them', () => {
  expect(ask({ limit: '50000', order: '51240' }).reasons).toEqual(['over the limit of 50,000.00 USD by 1,240.00 USD']);
});

test('an order that just reaches the limit may be taken', () => {
  expect(ask({ shares: [share({ items: [openItem()] })], order: '400.00' }).isOverExtended).toBe(false);
});

test('a customer without a limit is over-extended only by hold, standing or age', () => {
  expect(ask({ limit: null, order: '99999999.00' })).toMatchObject({ available: null, isOverExtended: false });
  const late = [openItem({ dueDate: '2026-09-21' }), openItem({ dueDate: '2026-09-20', documentNumber: 'HOU-DIV-1' })];
  expect(ask({ limit: null, shares: [share({ items: late, isOnHold: true })] }).reasons).toEqual([
    'C00102 is on hold in finance',
    'invoice HOU-DIV-1 overdue since 2026-09-20 (62 days), and 1 more',
  ]);
});

test('sixty days overdue is not more than sixty', () => {
  expect(ask({ shares: [share({ items: [openItem({ dueDate: '2026-09-22' })] })] }).isOverExtended).toBe(false);
});

test('a group adds up its members against the limit of its topmost parent', () => {
  const shares = [share({ items: [openItem()] }), share({ customerId: 'C00103', openOrders: '450.00' })];
  const position = ask({ level: 'group', shares });
  expect(position).toMatchObject({ exposure: '550.00', available: '-50.00' });
  expect(position.reasons).toEqual(['over the limit of group C00102 of 500.00 USD by 50.00 USD']);
});

test("items in another currency count by their base amount where that is the limit's currency", () => {
  const abroad = openItem({ currency: 'CAD', openAmount: '140.00', openAmountBase: '100.00' });
  expect(ask({ shares: [share({ items: [abroad] })] })).toMatchObject({ balanceDue: '100.00', reasons: [] });
});

test("what has no rate to the limit's currency is named, and counted nowhere", () => {
  const strange = openItem({ currency: 'CAD', baseCurrency: 'GBP', openAmount: '140.00' });
  const position = ask({
    shares: [share({ items: [strange] }), share({ customerId: 'C00116', currency: 'CAD', openOrders: '5' })],
  });
  expect(position).toMatchObject({ exposure: '0.00', isOverExtended: false });
  expect(position.reasons).toEqual([
    'C00102 owes 140.00 CAD besides, which has no rate to USD',
    'C00116 has orders and invoices of 5.00 CAD besides, which has no rate to USD',
  ]);
});

test("a hold on the group's parent stops its members, a hold on a sister does not", () => {
  const held = share({ isOnHold: true });
  expect(ask({ level: 'group', shares: [share({ customerId: 'C00103' }), held] }).reasons).toEqual([
    'C00102, the parent of the group, is on hold in finance',
  ]);
  const sister = share({ customerId: 'C00103', isOnHold: true });
  expect(ask({ level: 'group', shares: [share(), sister] }).isOverExtended).toBe(false);
});

test('an invoice grows older although nobody has read it again', () => {
  const due = share({ items: [openItem({ dueDate: '2026-09-22' })] });
  expect(ask({ shares: [due], onDate: '2026-11-22' }).reasons).toEqual([
    'invoice HOU-DIV-104233 overdue since 2026-09-22 (61 days)',
  ]);
});
