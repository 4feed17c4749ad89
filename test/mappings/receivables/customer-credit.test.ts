import type { CustomerReceivables } from '../../../domain/open-items';
import { type CustomerAccount, customerCredit } from '../../../mappings/receivables/customer-credit';
import { openItem } from './open-item';

const rule = { overdueDaysMax: 60, defaultCurrency: 'USD', onDate: '2026-11-21' };

function account(change: Partial<CustomerReceivables> = {}, sold: Partial<CustomerAccount> = {}): CustomerAccount {
  const receivables: CustomerReceivables = {
    customerId: 'C1',
    parentIds: [],
    creditLimit: '500',
    isOnHold: false,
    isActive: true,
    currency: 'USD',
    items: [],
    asOf: '2026-11-21T10:00:00.000Z',
    ...change,
  };
  return { receivables, sold: null, unacknowledgedKeys: new Set(), ...sold };
}

const sold = (openOrders: string, unexportedInvoices: string) => ({ currency: 'USD', openOrders, unexportedInvoices });

test('a customer by itself has no group', () => {
  const credit = customerCredit('C1', [account({ items: [openItem()] }, { sold: sold('50', '25') })], rule);
  expect(credit.group).toBeNull();
  expect(credit.customer).toMatchObject({ exposure: '175.00', available: '325.00' });
});

test("a group is held to its topmost parent's limit, and is as old as its oldest reading", () => {
  const parent = account({ customerId: 'C0', creditLimit: '150', asOf: '2026-11-20T10:00:00.000Z' });
  const child = account({ parentIds: ['C9', 'C0'], items: [openItem()] }, { sold: sold('60', '0') });
  const { customer, group } = customerCredit('C1', [parent, child], rule);
  expect(customer.isOverExtended).toBe(false);
  expect(group).toMatchObject({
    customerId: 'C0',
    exposure: '160.00',
    asOf: '2026-11-20T10:00:00.000Z',
    reasons: ['over the limit of group C0 of 150.00 USD by 10.00 USD'],
  });
});

test('an order counts at both levels', () => {
  const parent = account({ customerId: 'C0', creditLimit: '100' });
  const { customer, group } = customerCredit('C1', [parent, account({ parentIds: ['C0'] })], rule, {
    amount: '100.01',
    currency: 'USD',
  });
  expect([customer.isOverExtended, group?.isOverExtended]).toEqual([false, true]);
});

test('an order in a currency that has no rate is named, not counted', () => {
  const { customer } = customerCredit('C1', [account()], rule, { amount: '900', currency: 'CAD' });
  expect(customer).toMatchObject({
    exposure: '0.00',
    reasons: ['the order of 900.00 CAD is not counted: it has no rate to USD'],
  });
});

test('an invoice that is posted and not yet acknowledged counts once', () => {
  const items = [openItem({ documentKey: 'HOU-DIV-1', totalAmount: '100.00', openAmount: '40.00' })];
  const unacknowledgedKeys = new Set(['HOU-DIV-1']);
  const posted = account({ items }, { sold: sold('0', '130'), unacknowledgedKeys });
  expect(customerCredit('C1', [posted], rule).customer).toMatchObject({
    balanceDue: '40.00',
    unexportedInvoices: '30.00',
  });
});

test('nor does a credit that is posted and not yet acknowledged count twice', () => {
  const credit = { documentKey: 'HOU-CRN-7', kind: 'credit-memo', dueDate: null } as const;
  const items = [openItem(), openItem({ ...credit, totalAmount: '-30.00', openAmount: '-30.00' })];
  const posted = account({ items }, { sold: sold('0', '170'), unacknowledgedKeys: new Set(['HOU-CRN-7']) });
  expect(customerCredit('C1', [posted], rule).customer).toMatchObject({
    balanceDue: '70.00',
    unexportedInvoices: '200.00',
  });
});

test('what iMetal was told of meanwhile does not lessen the exposure', () => {
  const items = [openItem({ documentKey: 'HOU-DIV-1' })];
  const told = account({ items }, { sold: sold('0', '0'), unacknowledgedKeys: new Set(['HOU-DIV-1']) });
  expect(customerCredit('C1', [told], rule).customer).toMatchObject({ unexportedInvoices: '0.00', exposure: '100.00' });
});

test('a parent that Intacct does not have leaves the group without a position', () => {
  expect(customerCredit('C1', [account({ parentIds: ['C0'] })], rule).group).toBeNull();
});
