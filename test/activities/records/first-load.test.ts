import { createFirstLoadActivities, type LoadProgress } from '../../../activities/records/first-load';
import { recordReference } from '../../../activities/records/touch-record';
import { Transport } from '../../../clients/errors';
import type { LoadObject } from '../../../domain/record-sync';
import { useHubDatabase } from '../../db/hub-database';
import { quietActivity } from '../posting-under-test';
import { blankContact, buildParty } from './fake-masters';
import { createRecordsUnderTest, type RecordsUnderTest } from './records-under-test';

const database = useHubDatabase();
let records: RecordsUnderTest;
beforeEach(async () => {
  for (const table of ['links', 'record_imports', 'record_looks', 'sync_conflicts', 'exceptions', 'first_loads']) {
    await database.pool().query(`delete from ${table}`);
  }
  records = createRecordsUnderTest(database.pool());
});
afterEach(() => records.close());

/** Runs a first load as its workflow does. */
async function load(object: LoadObject, { pageSize = 10, pagesMax = 100 } = {}): Promise<LoadProgress> {
  const activities = createFirstLoadActivities(records.deps);
  const { company } = records.profile;
  const run = <T>(activity: (...parameters: never[]) => Promise<T>, request: object): Promise<T> =>
    quietActivity().run(activity as (request: object) => Promise<T>, request) as Promise<T>;
  let progress = await run(activities.beginLoad, { company, object, workflowId: 'w' });
  for (let page = 0; page < pagesMax; page += 1) {
    const loaded = await run(activities.loadPage, { company, object, after: progress.after, pageSize });
    progress = loaded;
    if (!loaded.isLastPage) continue;
    while ((await run(activities.loadRefused, { company, object })) > 0);
    return run(activities.finishLoad, { company, object });
  }
  return progress;
}

function putCustomers(count: number): void {
  for (let number = 1; number <= count; number += 1) {
    const id = `C${String(number).padStart(5, '0')}`;
    const party = buildParty({ id, recordNumber: String(number), name: `Customer ${number}` });
    records.intacct.parties.set(`customer/${id}`, party);
  }
}

describe('a first load', () => {
  test('brings every customer in step, a page in one batch, and accounts for each', async () => {
    putCustomers(25);
    expect(await load('customers')).toMatchObject({
      read: 25,
      written: 25,
      unchanged: 0,
      refused: 0,
      isFinished: true,
    });
    expect(records.imetal.companies.size).toBe(25);
    expect(records.imetal.batches.map(({ numbers }) => numbers.length)).toEqual([10, 10, 5]);
  });

  test('repeated, writes nothing that is in step', async () => {
    putCustomers(12);
    await load('customers');
    expect(await load('customers')).toMatchObject({ read: 12, written: 0, unchanged: 12 });
    expect(records.imetal.imported).toHaveLength(12);
  });

  test('goes on where it stopped', async () => {
    putCustomers(25);
    expect(await load('customers', { pagesMax: 1 })).toMatchObject({ read: 10, isFinished: false, after: '10' });
    expect(await load('customers')).toMatchObject({ read: 25, written: 25, unchanged: 0, isFinished: true });
  });

  test('counts a page once, however often its answer was lost', async () => {
    putCustomers(5);
    const activities = createFirstLoadActivities(records.deps);
    const { company } = records.profile;
    await quietActivity().run(activities.beginLoad, { company, object: 'customers' as const, workflowId: 'w' });
    const request = { company, object: 'customers' as const, after: '0', pageSize: 10 };
    await quietActivity().run(activities.loadPage, request);
    expect(await quietActivity().run(activities.loadPage, request)).toMatchObject({
      read: 5,
      written: 5,
      unchanged: 0,
    });
  });

  test('settles what an attempt before it left with the importer, and makes no second batch', async () => {
    putCustomers(3);
    records.imetal.loseNextAnswer = new Transport('the importer has not come by', { operation: 'import' });
    await expect(load('customers')).rejects.toThrow('has not come by');
    expect(await load('customers')).toMatchObject({ read: 3, written: 3, refused: 0, isFinished: true });
    expect(new Set(records.imetal.batches.map(({ batchNumber }) => batchNumber)).size).toBe(1);
    const { rows } = await database
      .pool()
      .query(
        'select (select count(*)::int from links where agreed is null) as unsettled, (select count(*)::int from record_imports) as under_way',
      );
    expect(rows).toEqual([{ unsettled: 0, under_way: 0 }]);
  });

  test('counts as refused what the importer refused an attempt before it', async () => {
    putCustomers(2);
    records.imetal.refusal = ({ values }) => (values.code === 'C00002' ? 'branch_code: "HOU" not found.' : null);
    records.imetal.loseNextAnswer = new Transport('the importer has not come by', { operation: 'import' });
    await expect(load('customers')).rejects.toThrow('has not come by');
    expect(await load('customers')).toMatchObject({ read: 2, written: 1, refused: 1 });
  });

  test('leaves to its own flow what was changed in iMetal while the importer had it', async () => {
    putCustomers(1);
    await load('customers');
    const party = buildParty({ id: 'C00001', recordNumber: '1', name: 'Customer 1, renamed' });
    records.intacct.parties.set('customer/C00001', party);
    records.imetal.refusal = () =>
      "Couldn't change company - it was changed in iMetal meanwhile (version 2, expected 1).";
    expect(await load('customers')).toMatchObject({ read: 1, refused: 1 });
    const own = recordReference(records.profile.company, 'CUSTOMER', 'C00001');
    expect(records.touched.map(({ workflowId }) => workflowId)).toEqual([`customers/${own.company}/${own.id}`]);
  });

  test('brings children in step whose parents come after them, and lists what stays refused', async () => {
    putCustomers(3);
    const child = records.intacct.parties.get('customer/C00001');
    if (child === undefined) throw new Error('no customer');
    child.parentId = 'C00003';
    records.intacct.parties.set('customer/C00002', {
      ...buildParty({ id: 'C00002', recordNumber: '2', termName: 'Net 99' }),
    });
    expect(await load('customers')).toMatchObject({ read: 3, written: 2, refused: 1 });
    expect(records.imetal.companies.get('customer/C00001')?.parentCode).toBe('C00003');
    const refusedFlow = `customers/${records.profile.company}/C00002`;
    expect(records.touched.map(({ workflowId }) => workflowId)).toEqual([refusedFlow]);
  });

  test('leaves vendors out that are not of the trade', async () => {
    const vendor = (id: string, recordNumber: string, partyType: string) =>
      records.intacct.parties.set(`vendor/${id}`, buildParty({ kind: 'vendor', id, recordNumber, partyType }));
    vendor('V1', '1', 'Trade');
    vendor('V2', '2', 'Landlord');
    expect(await load('vendors')).toMatchObject({ read: 2, written: 1, filtered: 1 });
    expect([...records.imetal.companies.keys()]).toEqual(['supplier/V1']);
    // One that stops being a trade vendor is closed there.
    vendor('V1', '1', 'Landlord');
    expect(await load('vendors')).toMatchObject({ written: 1, filtered: 1 });
    expect(records.imetal.companies.get('supplier/V1')?.isActive).toBe(false);
  });

  test('of contacts takes those that customers list, and those that iMetal has beside them', async () => {
    putCustomers(1);
    await load('customers');
    const customer = records.intacct.parties.get('customer/C00001');
    if (customer === undefined) throw new Error('no customer');
    customer.contacts = [
      { category: 'Ship to', contactName: 'Dock 1' },
      { category: 'Newsletter', contactName: 'Ana' },
    ];
    records.intacct.contacts.set('Dock 1', blankContact('Dock 1', '70'));
    records.intacct.contacts.set('Ana', blankContact('Ana', '71'));
    expect(await load('contacts')).toMatchObject({ read: 1, written: 1, isFinished: true });
    expect([...records.imetal.contacts.values()].map(({ name }) => name)).toEqual(['Dock 1']);
  });
});
