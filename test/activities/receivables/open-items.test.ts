import { Rejected, Transport } from '../../../clients/errors';
import { selectReceivables } from '../../../db/customer-receivables';
import { useHubDatabase } from '../../db/hub-database';
import { openItem } from '../../mappings/receivables/open-item';
import { createReceivablesUnderTest, customerOwing, type ReceivablesUnderTest } from './receivables-under-test';

const database = useHubDatabase();
let receivables: ReceivablesUnderTest;
beforeEach(async () => {
  for (const table of [
    'links',
    'customer_receivables',
    'exceptions',
    'record_looks',
    'feed_cursors',
    'feed_sweeps',
    'first_loads',
  ]) {
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
const openExceptions = async () => {
  const { rows } = await database
    .pool()
    .query('select document_key, code, cause_key, amount from exceptions where closed_at is null');
  return rows;
};
const workflowOf = (customerId: string) => `open-items/${receivables.profile.company}/${customerId}`;

describe('a customer with open items', () => {
  test('is told to iMetal as Intacct has it, in one reading', async () => {
    await receivables.know('C00123');
    receivables.imetal.exposures.set('C00123', {
      customerCode: 'C00123',
      currencyCode: 'USD',
      openOrders: '250.00',
      unexportedInvoices: '49.00',
    });
    owe({ items: [openItem({ openAmount: '300.00', dueDate: null })] });
    expect(await receivables.refresh('C00123')).toMatchObject({ outcome: 'told' });
    expect(shown('C00123')?.values).toMatchObject({ exposure: '599.00', over_extended: true, group_code: null });
    expect(shown('C00123')?.items).toHaveLength(2);
    expect(receivables.intacct.readings).toEqual([['C00123']]);
    const [stored] = (await selectReceivables(database.pool(), receivables.profile.company, ['C00123'])).values();
    expect(stored).toMatchObject({ groupId: 'C00123', toldAt: expect.any(Date) });
    expect(stored?.credit[0]).toMatchObject({ reasons: ['over the limit of 500.00 USD by 99.00 USD'] });
  });

  test('that paid everything is shown with nothing open', async () => {
    await receivables.know('C00123');
    owe({ items: [openItem()] });
    await receivables.refresh('C00123');
    owe();
    await receivables.refresh('C00123');
    expect(shown('C00123')).toMatchObject({ values: { exposure: '0.00' }, items: [] });
  });

  test('of which Intacct knows nothing does no harm, and is forgotten', async () => {
    owe();
    await receivables.know('C00123');
    await receivables.refresh('C00123');
    receivables.intacct.customers.clear();
    expect(await receivables.refresh('C00123')).toEqual({ outcome: 'no-such-customer' });
    expect((await selectReceivables(database.pool(), receivables.profile.company, ['C00123'])).size).toBe(0);
  });

  test('that is gone from Intacct with all its invoices owes nothing in iMetal either, and then is forgotten', async () => {
    await receivables.know('C0');
    await receivables.know('C00123', 'C0');
    owe({ customerId: 'C0' });
    owe({ parentIds: ['C0'], items: [openItem()] });
    await receivables.refresh('C00123');
    receivables.intacct.customers.delete('C00123');
    receivables.touched.splice(0);
    expect(await receivables.refresh('C00123')).toMatchObject({ outcome: 'told' });
    expect(shown('C00123')).toMatchObject({ values: { exposure: '0.00', over_extended: true }, items: [] });
    expect(receivables.touched).toEqual([workflowOf('C0')]);
    expect(await receivables.refresh('C00123')).toEqual({ outcome: 'no-such-customer' });
  });

  test('whose answer from iMetal is lost is asked again in the same batch, and told once', async () => {
    await receivables.know('C00123');
    owe({ items: [openItem()] });
    const read = await receivables.read('C00123');
    receivables.imetal.loseNextAnswer = new Transport('importer is away', { operation: 'import' });
    await expect(receivables.tell('C00123', read)).rejects.toThrow('importer is away');
    expect(await receivables.tell('C00123', read)).toMatchObject({ outcome: 'told' });
    const numbers = receivables.imetal.batches.map(({ batchNumber }) => batchNumber);
    expect(new Set(numbers).size).toBe(1);
  });

  test('of which iMetal shows a later state already needs no telling', async () => {
    await receivables.know('C00123');
    owe({ items: [openItem()] });
    const earlier = await receivables.read('C00123');
    await receivables.refresh('C00123');
    receivables.imetal.refusal = () => "Couldn't take balances - C00123 was told a later state (2026-11-21).";
    expect(await receivables.tell('C00123', earlier)).toMatchObject({ outcome: 'told' });
    expect(await openExceptions()).toEqual([]);
  });
});

describe('a customer of whom iMetal cannot be told', () => {
  test('waits for the customer to be synced, with the money at stake', async () => {
    owe({ items: [openItem()] });
    expect(await receivables.refresh('C00123')).toMatchObject({
      outcome: 'parked',
      reason: { code: 'CUSTOMER_NOT_IN_IMETAL', causeKey: 'customer:C00123' },
    });
    expect(await openExceptions()).toEqual([
      {
        document_key: 'open-items/C00123',
        code: 'CUSTOMER_NOT_IN_IMETAL',
        cause_key: 'customer:C00123',
        amount: '100.00',
      },
    ]);
    owe({ items: [openItem({ openAmount: '40.00' })] });
    await receivables.refresh('C00123');
    expect(await openExceptions()).toMatchObject([{ amount: '40.00' }]);
    await receivables.know('C00123');
    expect(await receivables.refresh('C00123')).toMatchObject({ outcome: 'told' });
    expect(await openExceptions()).toEqual([]);
  });

  test("is parked with the importer's own note", async () => {
    await receivables.know('C00123');
    owe({ items: [openItem({ currency: 'XAU' })] });
    receivables.imetal.refusal = () => 'currency_code: "XAU" not found in currency_codes table.';
    const told = await receivables.refresh('C00123');
    expect(told).toMatchObject({ outcome: 'parked', reason: { code: 'IMPORT_REFUSED' } });
    expect(told).toMatchObject({ reason: { message: expect.stringContaining('"XAU" not found in currency_codes') } });
  });

  test('and is inactive in Intacct bothers nobody', async () => {
    owe({ isActive: false, items: [openItem()] });
    expect(await receivables.refresh('C00123')).toMatchObject({ outcome: 'not-wanted' });
    expect(await openExceptions()).toEqual([]);
  });

  test('for Intacct lets nothing be read is parked, not tried for ever', async () => {
    receivables.intacct.failure = new Rejected('no permission to list ARINVOICE', {
      operation: 'query',
      code: 'PERMISSION_MISSING',
    });
    expect(await receivables.refresh('C00123')).toMatchObject({
      outcome: 'parked',
      reason: { code: 'PERMISSION_MISSING' },
    });
  });

  test('may go by its id in iMetal from before the hub, but not by the code of another', async () => {
    await receivables.know('C00123');
    await database.pool().query('delete from links');
    owe();
    expect(await receivables.refresh('C00123')).toMatchObject({ outcome: 'told' });
    await receivables.know('C00123');
    await database.pool().query(`update links set intacct_id = 'ANOTHER-CUSTOMER'`);
    expect(await receivables.refresh('C00123')).toMatchObject({ outcome: 'parked' });
  });
});

describe('a group', () => {
  beforeEach(async () => {
    await receivables.know('C0');
    await receivables.know('C1', 'C0');
    await receivables.know('C2', 'C0');
    owe({ customerId: 'C0', creditLimit: '250.00' });
    owe({ customerId: 'C1', parentIds: ['C0'], items: [openItem({ dueDate: null })] });
    owe({ customerId: 'C2', parentIds: ['C0'], items: [openItem({ dueDate: null, openAmount: '120.00' })] });
  });

  test('of which little was read is read whole, in two requests', async () => {
    await receivables.refresh('C1');
    expect(receivables.intacct.readings).toEqual([['C1'], ['C0', 'C2']]);
    expect(shown('C1')?.values).toMatchObject({
      exposure: '100.00',
      group_code: 'C0',
      group_exposure: '220.00',
      group_available: '30.00',
      group_over_extended: false,
    });
    expect(shown('C1')?.items?.[0]).toMatchObject({ total_due: '100.00', group_total_due: '220.00' });
    await receivables.refresh('C1');
    expect(receivables.intacct.readings).toHaveLength(3);
  });

  test('hears of a member that moved once, at its parent, which tells all members and touches nobody', async () => {
    await receivables.refresh('C1');
    expect(receivables.touched).toEqual([workflowOf('C0')]);
    await receivables.refresh('C0');
    expect([...receivables.imetal.shown.keys()].sort()).toEqual(['C0', 'C1', 'C2']);
    expect(shown('C2')?.values).toMatchObject({ exposure: '120.00', group_exposure: '220.00' });
    receivables.touched.splice(0);
    for (const customerId of ['C1', 'C2', 'C0', 'C1']) await receivables.refresh(customerId);
    expect(receivables.touched).toEqual([]);
    owe({ customerId: 'C2', parentIds: ['C0'], items: [openItem({ dueDate: null, openAmount: '160.00' })] });
    await receivables.refresh('C2');
    expect(receivables.touched).toEqual([workflowOf('C0')]);
    await receivables.refresh('C0');
    for (const code of ['C0', 'C1', 'C2']) {
      expect(shown(code)?.values).toMatchObject({
        group_over_extended: true,
        group_reason: 'over the limit of group C0 of 250.00 USD by 10.00 USD',
      });
    }
  });

  test('with a member of whom iMetal refuses to be told is told all the same', async () => {
    receivables.imetal.refusal = ({ values }) => (values.customer_code === 'C2' ? 'C2 is locked.' : null);
    await receivables.refresh('C1');
    expect(await receivables.refresh('C0')).toMatchObject({ outcome: 'told' });
    expect(shown('C1')?.values.group_exposure).toBe('220.00');
    expect(await openExceptions()).toEqual([]);
    // In its own flow it is parked by name.
    expect(receivables.touched).toEqual([workflowOf('C0'), workflowOf('C2')]);
    expect(await receivables.refresh('C2')).toMatchObject({ outcome: 'parked', reason: { code: 'IMPORT_REFUSED' } });
  });

  test.each(['unknown to iMetal', 'refused by iMetal'])(
    'whose parent is %s tells its members all the same',
    async (how) => {
      await receivables.refresh('C1');
      if (how === 'unknown to iMetal') {
        await database.pool().query(`delete from links where intacct_id = 'C0'`);
        receivables.imetal.exposures.delete('C0');
      } else receivables.imetal.refusal = ({ values }) => (values.customer_code === 'C0' ? 'C0 is locked.' : null);
      expect(await receivables.refresh('C0')).toMatchObject({ outcome: 'parked' });
      expect(shown('C2')?.values.group_exposure).toBe('220.00');
    },
  );

  test('that a member leaves hears of it, and so do those below the member', async () => {
    await receivables.know('C3', 'C2');
    owe({ customerId: 'C3', parentIds: ['C2', 'C0'], items: [openItem({ dueDate: null, openAmount: '7.00' })] });
    for (const customerId of ['C1', 'C2', 'C3', 'C0']) await receivables.refresh(customerId);
    expect(shown('C1')?.values.group_exposure).toBe('227.00');
    receivables.touched.splice(0);
    owe({ customerId: 'C2', items: [openItem({ dueDate: null, openAmount: '120.00' })] });
    owe({ customerId: 'C3', parentIds: ['C2'], items: [openItem({ dueDate: null, openAmount: '7.00' })] });
    await receivables.refresh('C2');
    expect([...new Set(receivables.touched)]).toEqual([workflowOf('C0'), workflowOf('C3')]);
    for (const customerId of ['C0', 'C3']) await receivables.refresh(customerId);
    expect(shown('C1')?.values.group_exposure).toBe('100.00');
    expect(shown('C3')?.values).toMatchObject({ group_code: 'C2', group_exposure: '127.00' });
  });

  test('that gets a parent of its own goes over to it whole', async () => {
    for (const customerId of ['C1', 'C2', 'C0']) await receivables.refresh(customerId);
    receivables.touched.splice(0);
    await receivables.know('TOP');
    owe({ customerId: 'TOP', creditLimit: '50.00' });
    owe({ customerId: 'C0', parentIds: ['TOP'] });
    for (const id of ['C1', 'C2']) owe({ customerId: id, parentIds: ['C0', 'TOP'], items: [openItem()] });
    await receivables.refresh('C0');
    expect(receivables.touched).toContain(workflowOf('C1'));
    for (const customerId of ['C1', 'C2', 'TOP']) await receivables.refresh(customerId);
    expect(shown('C1')?.values).toMatchObject({ group_code: 'TOP', group_limit: '50.00', group_over_extended: true });
  });

  test('whose parents lead round does not go round', async () => {
    owe({ customerId: 'C0', parentIds: ['C1'] });
    for (const customerId of ['C1', 'C0', 'C1', 'C0']) await receivables.refresh(customerId);
    receivables.touched.splice(0);
    for (const customerId of ['C1', 'C0']) await receivables.refresh(customerId);
    expect(receivables.touched).toEqual([]);
  });

  test('with a member that is found changed when another is asked about tells of it too', async () => {
    for (const customerId of ['C1', 'C2', 'C0']) await receivables.refresh(customerId);
    receivables.touched.splice(0);
    owe({ customerId: 'C2', parentIds: ['C0'] });
    await receivables.read('C1', new Date(Date.now() + 60_000).toISOString());
    expect(receivables.touched).toEqual([workflowOf('C2')]);
    expect(receivables.touchedAsLastRead).toContain(workflowOf('C2'));
  });

  test('is read afresh as a whole for who asks for an answer of today', async () => {
    await receivables.refresh('C1');
    receivables.intacct.readings.splice(0);
    await receivables.read('C1', new Date(Date.now() + 60_000).toISOString());
    expect(receivables.intacct.readings).toEqual([['C1', 'C0', 'C2']]);
  });
});

describe('the first load', () => {
  test('reads all customers, then tells iMetal in bulk with whole groups; the rest goes to flows of their own', async () => {
    for (const customerId of ['C1', 'C2', 'C3']) await receivables.know(customerId, customerId === 'C3' ? '' : 'C3');
    owe({ customerId: 'C1', parentIds: ['C3'], items: [openItem()] });
    owe({ customerId: 'C2', parentIds: ['C3'], items: [openItem({ openAmount: '11.00' })] });
    owe({ customerId: 'C3', creditLimit: '100.00' });
    owe({ customerId: 'STRANGER', items: [openItem()] });
    owe({ customerId: 'STRANGER-WITH-NOTHING' });
    receivables.imetal.refusal = ({ values }) => (values.customer_code === 'C2' ? 'C2 is locked.' : null);
    const counts = { read: 0, written: 0, refused: 0, filtered: 0 };
    for (let after = '0', isLast = false, pages = 0; !isLast && pages < 20; pages += 1) {
      const page = await receivables.load(after, 3);
      for (const name of Object.keys(counts) as (keyof typeof counts)[]) counts[name] += page.counts[name];
      ({ after, isLast } = page);
    }
    expect(counts).toEqual({ read: 5, written: 2, refused: 2, filtered: 1 });
    expect(receivables.intacct.readings).toHaveLength(2);
    expect(receivables.imetal.shown.get('C1')?.values).toMatchObject({ group_exposure: '111.00' });
    expect(receivables.touched.sort()).toEqual([workflowOf('C2'), workflowOf('STRANGER')]);
  });
});
