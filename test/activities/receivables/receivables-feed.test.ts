import { touchChangedCustomer } from '../../../activities/receivables/touch-open-items';
import { claimForSending, settlePosted } from '../../../db/settlements';
import { useHubDatabase } from '../../db/hub-database';
import { plan } from '../../db/planned-document';
import { openItem } from '../../mappings/receivables/open-item';
import { createReceivablesUnderTest, customerOwing, type ReceivablesUnderTest } from './receivables-under-test';

const database = useHubDatabase();
let receivables: ReceivablesUnderTest;
beforeEach(async () => {
  for (const table of ['links', 'customer_receivables', 'record_looks', 'feed_cursors', 'feed_sweeps', 'first_loads']) {
    await database.pool().query(`delete from ${table}`);
  }
  receivables = createReceivablesUnderTest(database.pool());
});
afterEach(() => receivables.close());

const owe = (change: Parameters<typeof customerOwing>[0] = {}) => {
  const customer = customerOwing(change);
  receivables.intacct.customers.set(customer.customerId, customer);
};
const shown = (code: string) => receivables.imetal.shown.get(code);
const workflowOf = (customerId: string) => `open-items/${receivables.profile.company}/${customerId}`;

describe('the feed of receivables', () => {
  const change = (recordNumber: string, modifiedAt: string, customerId = 'C00123') =>
    receivables.intacct.changes.push({ object: 'ARPYMT', recordNumber, customerId, modifiedAt });
  const look = () =>
    receivables.feed.touchChangedReceivables({
      company: receivables.profile.company,
      object: 'ARPYMT',
      position: null,
    });
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

  test('touches each customer once, skips payments of several, and the same again in the overlap', async () => {
    change('1', minutesAgo(10));
    change('2', minutesAgo(9));
    change('3', minutesAgo(8), '');
    change('4', minutesAgo(7), 'C2');
    expect(await look()).toEqual({ seen: 4, touched: 2, next: null });
    expect(receivables.touched).toEqual([workflowOf('C00123'), workflowOf('C2')]);
    expect(await look()).toMatchObject({ touched: 0 });
    receivables.intacct.changes[3] = {
      object: 'ARPYMT',
      recordNumber: '4',
      customerId: 'C2',
      modifiedAt: minutesAgo(6),
    };
    expect(await look()).toMatchObject({ touched: 1 });
  });

  test('comes upon what committed late, behind the cursor', async () => {
    change('9', minutesAgo(5));
    await look();
    receivables.intacct.changes.unshift({
      object: 'ARPYMT',
      recordNumber: '8',
      customerId: 'C8',
      modifiedAt: new Date(Date.now() - 5 * 60_000 - 500).toISOString(),
    });
    expect(await look()).toMatchObject({ touched: 1 });
    expect(receivables.touched.at(-1)).toBe(workflowOf('C8'));
  });

  test('comes back to a customer that could not be touched', async () => {
    change('1', minutesAgo(10));
    receivables.untouchable.add('C00123');
    expect(await look()).toMatchObject({ seen: 1, touched: 0 });
    receivables.untouchable.clear();
    expect(await look()).toMatchObject({ touched: 1 });
  });

  test('finds the customer of a record that somebody names; of one that is gone, whose open item it was', async () => {
    const { company } = receivables.profile;
    change('7', minutesAgo(10));
    expect(await receivables.feed.touchReceivable({ company, object: 'ARPYMT', recordNumber: '7' })).toBe(true);
    expect(receivables.touched).toEqual([workflowOf('C00123')]);
    owe({ customerId: 'C2', items: [openItem({ recordNumber: '81' })] });
    await receivables.read('C2');
    expect(await receivables.feed.touchReceivable({ company, object: 'ARINVOICE', recordNumber: '81' })).toBe(true);
    expect(receivables.touched.at(-1)).toBe(workflowOf('C2'));
    expect(await receivables.feed.touchReceivable({ company, object: 'ARINVOICE', recordNumber: '404' })).toBe(false);
  });

  test('touches once a day whose invoices grew older', async () => {
    const { company } = receivables.profile;
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    owe({ items: [openItem({ dueDate: day(1) })] });
    owe({ customerId: 'C2', items: [openItem({ dueDate: day(-10) })] });
    await receivables.read('C00123');
    await receivables.read('C2');
    const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000).toISOString();
    await database
      .pool()
      .query(
        `update customer_receivables set as_of = $1::timestamptz, receivables = jsonb_set(receivables, '{asOf}', to_jsonb($1::text))`,
        [twoDaysAgo],
      );
    expect(await receivables.feed.touchAged({ company })).toBe(1);
    expect(receivables.touched).toEqual([workflowOf('C00123')]);
    expect(await receivables.feed.touchAged({ company })).toBe(0);
  });
});

describe('the sweep behind the feed', () => {
  const sweep = () => receivables.feed.sweepOpenItems({ company: receivables.profile.company });
  const again = () => database.pool().query('delete from feed_sweeps');

  test('touches whose invoice was deleted, whose amount is another one, and nobody else', async () => {
    const two = [openItem({ recordNumber: '1' }), openItem({ recordNumber: '2' })];
    owe({ items: two });
    owe({ customerId: 'C2', items: [openItem({ recordNumber: '3' })] });
    owe({ customerId: 'C3', items: [openItem({ kind: 'advance', recordNumber: '4', openAmount: '-100.00' })] });
    for (const id of ['C00123', 'C2', 'C3']) await receivables.read(id);
    expect(await sweep()).toBe(0);
    await again();
    owe({ items: two.slice(1) });
    owe({ customerId: 'C2', items: [openItem({ recordNumber: '3', openAmount: '40.00' })] });
    expect(await sweep()).toBe(2);
    expect(receivables.touched.sort()).toEqual([workflowOf('C00123'), workflowOf('C2')]);
  });

  test('comes once an hour', async () => {
    owe({ items: [openItem()] });
    await receivables.read('C00123');
    expect(await sweep()).toBe(0);
    owe();
    expect(await sweep()).toBe(0);
  });

  test('leaves customers never read to the first load, until that is through', async () => {
    owe({ items: [openItem()] });
    expect(await sweep()).toBe(0);
    await again();
    await database
      .pool()
      .query(
        `insert into first_loads (company, object, workflow_id, finished_at) values ($1, 'open-items', 'w', now())`,
        [receivables.profile.company],
      );
    expect(await sweep()).toBe(1);
    expect(receivables.touched).toEqual([workflowOf('C00123')]);
  });
});

describe('a look at what sales sold', () => {
  const look = async () => {
    await database.pool().query(`delete from feed_sweeps`);
    return receivables.feed.touchMovedCredit({ company: receivables.profile.company });
  };
  const sell = (customerCode: string, openOrders: string, unexportedInvoices = '0.00') =>
    receivables.imetal.exposures.set(customerCode, {
      customerCode,
      currencyCode: 'USD',
      openOrders,
      unexportedInvoices,
    });

  test('touches whom it leaves less of the limit; Intacct is not read again, and iMetal shows it', async () => {
    for (const id of ['C00123', 'C2']) {
      await receivables.know(id);
      owe({ customerId: id, items: [openItem({ dueDate: null })] });
      await receivables.refresh(id);
    }
    expect(await look()).toBe(0);
    sell('C00123', '400.01');
    expect(await look()).toBe(1);
    expect(receivables.touchedAsLastRead).toEqual([workflowOf('C00123')]);
    receivables.intacct.readings.splice(0);
    await receivables.tell('C00123', await receivables.read('C00123', undefined, true));
    expect(receivables.intacct.readings).toEqual([]);
    expect(shown('C00123')?.values).toMatchObject({ exposure: '500.01', over_extended: true });
    expect(await look()).toBe(0);
  });

  test('leaves alone whom it never told, and one whose totals cannot be read keeps no other waiting', async () => {
    for (const id of ['C1', 'C2']) {
      await receivables.know(id);
      owe({ customerId: id });
      await receivables.refresh(id);
      sell(id, '10.00');
    }
    owe({ customerId: 'STRANGER' });
    await receivables.refresh('STRANGER');
    receivables.imetal.unreadable.add('C1');
    expect(await look()).toBe(1);
    expect(receivables.touchedAsLastRead).toEqual([workflowOf('C2')]);
  });

  test('counts no invoice twice that is posted and not acknowledged', async () => {
    await receivables.know('C00123');
    owe({ items: [openItem({ documentKey: 'HOU-DIV-1', dueDate: null })] });
    await receivables.refresh('C00123');
    sell('C00123', '0.00', '100.00');
    expect(await look()).toBe(1);
    const { planId } = await plan(database.pool(), 'HOU-DIV-1');
    await claimForSending(database.pool(), planId);
    const keys = (['invoice', 'cost-of-sales'] as const).map((purpose, index) => ({ purpose, intacctKey: `${index}` }));
    await settlePosted(database.pool(), planId, keys, 'posted');
    expect(await look()).toBe(0);
  });

  test('comes once a minute', async () => {
    await receivables.know('C00123');
    owe();
    await receivables.refresh('C00123');
    expect(await look()).toBe(0);
    sell('C00123', '10.00');
    expect(await receivables.feed.touchMovedCredit({ company: receivables.profile.company })).toBe(0);
  });
});

test('a new customer is read when the first load is through; before, that will read it', async () => {
  const touch = () => touchChangedCustomer(receivables.deps, receivables.profile.company, 'C00123', 'customer changed');
  await touch();
  expect(receivables.touched).toEqual([]);
  await database
    .pool()
    .query(
      `insert into first_loads (company, object, workflow_id, finished_at) values ($1, 'open-items', 'w', now())`,
      [receivables.profile.company],
    );
  await touch();
  expect(receivables.touched).toEqual([workflowOf('C00123')]);
});
