import { answerCredit, type CreditOutcome } from '../../../activities/receivables/credit-answer';
import { takeSmartEvent } from '../../../activities/receivables/smart-event';
import { useHubDatabase } from '../../db/hub-database';
import { openItem } from '../../mappings/receivables/open-item';
import { createReceivablesUnderTest, customerOwing, type ReceivablesUnderTest } from './receivables-under-test';

const database = useHubDatabase();
let receivables: ReceivablesUnderTest;
beforeEach(async () => {
  for (const table of ['links', 'customer_receivables']) await database.pool().query(`delete from ${table}`);
  receivables = createReceivablesUnderTest(database.pool());
});
afterEach(() => receivables.close());

const owe = (change: Parameters<typeof customerOwing>[0] = {}) => {
  const customer = customerOwing(change);
  receivables.intacct.customers.set(customer.customerId, customer);
};
const sell = (customerCode: string, openOrders: string) =>
  receivables.imetal.exposures.set(customerCode, {
    customerCode,
    currencyCode: 'USD',
    openOrders,
    unexportedInvoices: '0.00',
  });
const ask = (customer: string, order: { amount: string; currency: string | null } | null = null, waitMaxMs = 5_000) =>
  answerCredit(receivables.deps, { company: receivables.profile.company, customer, order, waitMaxMs });
const answered = (outcome: CreditOutcome) => {
  if (outcome.kind !== 'answered') throw new Error(`expected an answer, came ${JSON.stringify(outcome)}`);
  return outcome.answer;
};
const age = (customerId: string, seconds: number) =>
  database.pool().query(
    `update customer_receivables set receivables = jsonb_set(receivables, '{asOf}', to_jsonb($2::text)), as_of = $2::timestamptz
      where customer_id = $1::text`,
    [customerId, new Date(Date.now() - seconds * 1000).toISOString()],
  );

test('an order within the limit may be taken, one over it may not, and says why', async () => {
  await receivables.know('C00123');
  sell('C00123', '150.00');
  owe({ items: [openItem({ dueDate: null })] });
  expect(answered(await ask('C00123', { amount: '250.00', currency: 'USD' }))).toMatchObject({
    isOverExtended: false,
    wouldBeOverExtended: false,
    reasons: [],
  });
  expect(answered(await ask('C00123', { amount: '250.01', currency: null }))).toMatchObject({
    isOverExtended: false,
    wouldBeOverExtended: true,
    reasons: ['over the limit of 500.00 USD by 0.01 USD'],
    order: { amount: '250.01', currency: 'USD' },
    customer: { exposure: '250.00', available: '250.00' },
    group: null,
  });
  expect(receivables.intacct.readings).toHaveLength(1);
});

test("orders are iMetal's of this moment, although Intacct was read before", async () => {
  await receivables.know('C00123');
  owe();
  expect(answered(await ask('C00123')).isOverExtended).toBe(false);
  sell('C00123', '501.00');
  expect(answered(await ask('C00123'))).toMatchObject({ isOverExtended: true, wouldBeOverExtended: null });
});

test("a group's limit stops a member that is within its own; each may be named by iMetal's code", async () => {
  await receivables.know('C0');
  await receivables.know('C1', 'C0');
  await database.pool().query(`update links set source_id = 'SHORT1' where intacct_id = 'C1'`);
  owe({ customerId: 'C0', creditLimit: '90.00' });
  owe({ customerId: 'C1', parentIds: ['C0'], items: [openItem({ dueDate: null })] });
  expect(answered(await ask('SHORT1'))).toMatchObject({
    customerId: 'C1',
    customerCode: 'SHORT1',
    isOverExtended: true,
    reasons: ['over the limit of group C0 of 90.00 USD by 10.00 USD'],
  });
});

test('what is older than the profile allows is read again first, a whole group in one request', async () => {
  await receivables.know('C0');
  await receivables.know('C1', 'C0');
  owe({ customerId: 'C0' });
  owe({ customerId: 'C1', parentIds: ['C0'] });
  await ask('C1');
  await age('C0', receivables.profile.credit.freshnessSeconds + 5);
  receivables.intacct.readings.splice(0);
  expect(answered(await ask('C1')).ageSeconds).toBeLessThan(receivables.profile.credit.freshnessSeconds);
  expect(receivables.intacct.readings).toEqual([['C1', 'C0']]);
});

test('where Intacct is away, the age of what is known is told, and no answer given', async () => {
  await receivables.know('C00123');
  owe();
  await ask('C00123');
  receivables.intacctAway(true);
  expect(answered(await ask('C00123')).ageSeconds).toBeLessThan(60);
  await age('C00123', 3_600);
  expect(await ask('C00123', null, 20)).toMatchObject({ kind: 'not-fresh', ageSeconds: 3_600 });
  expect(await ask('C00777', null, 20)).toMatchObject({ kind: 'not-fresh', ageSeconds: null });
});

test('a customer of neither system, and an order in a strange currency, are refused', async () => {
  expect(await ask('C404')).toEqual({ kind: 'no-such-customer' });
  owe();
  expect(await ask('C00123', { amount: '1', currency: 'CAD' })).toEqual({ kind: 'wrong-currency', expected: 'USD' });
});

describe('a Smart Event', () => {
  const take = (event: Partial<Parameters<typeof takeSmartEvent>[2]>) =>
    takeSmartEvent(receivables.deps, receivables.profile.company, {
      object: 'CUSTOMER',
      key: null,
      recordNumber: null,
      customerId: null,
      event: null,
      ...event,
    });
  const company = () => receivables.profile.company;

  test.each([
    [{ object: 'CUSTOMER', key: 'C00123' }, 'customers/COMPANY/C00123'],
    [{ object: 'CONTACT', key: 'Gulf Steel(CC00123)' }, 'customers/COMPANY/C00123'],
    [{ object: 'ARTERM', key: 'Net 30' }, 'terms/COMPANY/ARTERM/Net 30'],
    [{ object: 'ARPYMT', recordNumber: '7', customerId: 'C00123' }, 'open-items/COMPANY/C00123'],
    [{ object: 'ARINVOICE', recordNumber: '7' }, 'poll-receivables/COMPANY/ARINVOICE/7'],
    [{ object: 'ARADVANCE', key: '12' }, 'poll-receivables/COMPANY/ARADVANCE/12'],
  ])('%j lets a flow look', async (event, workflowId) => {
    const expected = workflowId.replace('COMPANY', company());
    expect(await take(event)).toEqual({ kind: 'touched', workflowId: expected });
    expect(receivables.touched).toEqual([expected]);
  });

  test('of a record that is gone is known by its number', async () => {
    await receivables.know('C00123');
    await database.pool().query(`update links set intacct_record_number = '55'`);
    expect(await take({ recordNumber: '55', event: 'delete' })).toMatchObject({
      workflowId: `customers/${company()}/C00123`,
    });
  });

  test.each([
    [{ object: 'GLBATCH', key: '1' }, /not kept in step/],
    [{ object: 'CUSTOMER', recordNumber: '99' }, /without a key/],
    [{ object: 'ARPYMT', key: 'check 12' }, /without a record number/],
  ])('%j is ignored with a reason', async (event, because) => {
    expect(await take(event)).toEqual({ kind: 'ignored', because: expect.stringMatching(because) });
    expect(receivables.touched).toEqual([]);
  });
});
