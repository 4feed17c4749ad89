import { createDriftActivities } from '../../../activities/assignar-records/watch-drift';
import { takeSmartEvent } from '../../../activities/receivables/smart-event';
import { createIntacctFeedActivities, type IntacctFeedPage } from '../../../activities/records/intacct-feed';
import { Rejected } from '../../../clients/errors';
import type { ChangedRecord, FeedObject } from '../../../clients/intacct/intacct-masters';
import { selectOpenDrifts } from '../../../db/drifts';
import { selectLooks } from '../../../db/record-looks';
import type { MappedObject } from '../../../mappings/assignar-records/wanted-record';
import { useHubDatabase } from '../../db/hub-database';
import { buildEmployee, buildItem, buildTask } from '../../mappings/assignar-records/construction-builders';
import { quietActivity } from '../posting-under-test';
import { buildParty } from '../records/fake-masters';
import { type AssignarUnderTest, createAssignarUnderTest } from './assignar-under-test';
import { clearRecords } from './clear-records';

const database = useHubDatabase();
let under: AssignarUnderTest;
beforeEach(async () => {
  await clearRecords(database.pool());
  await database.pool().query('delete from feed_cursors; delete from feed_sweeps; delete from employee_contacts');
  under = createAssignarUnderTest(database.pool());
  under.profile.assignar.pageSize = 2;
  under.intacct.items = [buildItem()];
  under.intacct.employees = ['1', '2', '3', '4', '5'].map((one) =>
    buildEmployee({ employeeId: `E-${one}`, recordNumber: one, email: `e${one}@harbor.example` }),
  );
  await under.look('ITEM', 'LAB-CARP');
  for (const { employeeId } of under.intacct.employees) await under.look('EMPLOYEE', employeeId);
  under.assignar.writes.length = 0;
  under.touched.length = 0;
});
afterEach(() => under.close());

/** Compares all pages of an object, as the flow does; how many were seen and how many drift. */
async function sweep(object: MappedObject): Promise<{ seen: number; drifting: number }> {
  const { compareAssignarPage } = createDriftActivities(under.deps);
  const total = { seen: 0, drifting: 0 };
  for (let afterId: string | null = '0'; afterId !== null; ) {
    const request = { company: under.profile.company, object, afterId };
    const page = (await quietActivity().run(compareAssignarPage, request)) as Awaited<
      ReturnType<typeof compareAssignarPage>
    >;
    total.seen += page.seen;
    total.drifting += page.drifting;
    afterId = page.next;
  }
  return total;
}

const drifts = () => selectOpenDrifts(database.pool(), under.profile.company, null);
const worker = (index: number) => {
  const row = under.assignar.rows.get('worker')?.[index];
  if (row === undefined) throw new Error(`no worker ${index}`);
  return row;
};

describe('a look for drift', () => {
  test('finds nothing where nobody changed anything by hand', async () => {
    expect(await sweep('worker')).toEqual({ seen: 5, drifting: 0 });
    expect(await drifts()).toEqual([]);
  });

  test('finds what was edited, deleted, lost, made by hand and made twice, and writes nothing to Assignar', async () => {
    under.assignar.edit('worker', worker(0).id, { mobile: '000' });
    under.assignar.remove('worker', worker(1).id);
    under.assignar.put('worker', { firstName: 'Ann', lastName: 'New' });
    under.assignar.put('worker', { firstName: 'Ruth', externalId: 'e-4 ' });
    const lost = worker(2).id;
    under.assignar.rows.set('worker', under.assignar.rows.get('worker')?.filter(({ id }) => id !== lost) ?? []);
    expect(await sweep('worker')).toEqual({ seen: 6, drifting: 5 });
    expect((await drifts()).map(({ kind, intacctId }) => [kind, intacctId]).sort()).toEqual([
      ['created-in-assignar', null],
      ['deleted', 'E-2'],
      ['duplicate', 'E-4'],
      ['edited', 'E-1'],
      ['missing', 'E-3'],
    ]);
    expect(under.assignar.writes).toEqual([]);
    expect(under.touched).toEqual([]);
  });

  test('asks for all that seems to drift of a page at once', async () => {
    under.profile.assignar.pageSize = 10;
    for (const { id } of under.assignar.rows.get('worker') ?? []) under.assignar.edit('worker', id, { mobile: '000' });
    const { findRecords } = under.assignar.port;
    let asked = 0;
    under.assignar.port.findRecords = async (object, search) => {
      asked += 1;
      return findRecords(object, search);
    };
    under.assignar.port.readRecord = async () => {
      throw new Error('asked one by one');
    };
    expect(await sweep('worker')).toEqual({ seen: 5, drifting: 5 });
    expect(asked).toBe(1);
  });

  test('leaves alone what stands for nothing and is not in use, and what is gone of a record that is closed', async () => {
    under.assignar.put('worker', { firstName: 'Ann', lastName: 'Former', active: 'false' });
    under.assignar.put('worker', { firstName: 'Ruth', externalId: 'e-4 ', active: 'false' });
    under.intacct.employees = under.intacct.employees.filter(({ employeeId }) => employeeId !== 'E-3');
    await under.look('EMPLOYEE', 'E-3');
    const closed = worker(2).id;
    under.assignar.rows.set('worker', under.assignar.rows.get('worker')?.filter(({ id }) => id !== closed) ?? []);
    expect(await sweep('worker')).toEqual({ seen: 6, drifting: 0 });
  });

  test('takes an e-mail address in other letters for the same', async () => {
    under.assignar.edit('worker', worker(0).id, { email: 'E1@Harbor.Example' });
    expect(await sweep('worker')).toEqual({ seen: 5, drifting: 0 });
  });

  test('settles what is as it should be again, and keeps since when the rest has drifted', async () => {
    under.assignar.edit('worker', worker(0).id, { mobile: '000' });
    under.assignar.edit('worker', worker(4).id, { mobile: '000' });
    await sweep('worker');
    const [before] = await drifts();
    under.assignar.edit('worker', worker(4).id, { mobile: '617-555-0207' });
    expect(await sweep('worker')).toEqual({ seen: 5, drifting: 1 });
    const [after, ...others] = await drifts();
    expect(others).toEqual([]);
    expect(after?.firstSeen).toEqual(before?.firstSeen);
    expect(after?.lastSeen.getTime()).toBeGreaterThan(before?.lastSeen.getTime() ?? 0);
  });

  test('has the record in step again of which nothing drifts any more', async () => {
    const outcomeOf = async (id: string) =>
      (await selectLooks(database.pool(), under.profile.company, 'EMPLOYEE', [id])).get(id)?.outcome;
    for (const index of [0, 4]) under.assignar.edit('worker', worker(index).id, { mobile: '000' });
    under.intacct.employees = under.intacct.employees.map((employee) => ({ ...employee, lastName: 'Renamed' }));
    for (const id of ['E-1', 'E-5']) await under.look('EMPLOYEE', id);
    expect([await outcomeOf('E-1'), await outcomeOf('E-5')]).toEqual(['drifted', 'drifted']);
    under.assignar.edit('worker', worker(4).id, { mobile: '617-555-0207' });
    await sweep('worker');
    expect([await outcomeOf('E-1'), await outcomeOf('E-5')]).toEqual(['drifted', 'in-step']);
  });

  test('does not take for drift what the hub wrote while the page was read', async () => {
    const [stale] = (await under.assignar.port.listRecords('worker', '0', 1)) ?? [];
    under.intacct.employees[0] = buildEmployee({
      employeeId: 'E-1',
      recordNumber: '1',
      email: 'e1@harbor.example',
      mobile: '1',
    });
    await under.look('EMPLOYEE', 'E-1');
    const { listRecords } = under.assignar.port;
    under.assignar.port.listRecords = async (object, afterId, limit) =>
      (await listRecords(object, afterId, limit)).map((row) => (row.id === stale?.id ? stale : row));
    expect(await sweep('worker')).toEqual({ seen: 5, drifting: 0 });
  });

  test('lets a record be looked at where the profile puts back', async () => {
    const [role] = under.assignar.rows.get('role') ?? [];
    under.assignar.edit('role', role?.id ?? '', { name: 'Woodwork' });
    expect(await sweep('role')).toEqual({ seen: 1, drifting: 1 });
    expect(under.touched).toEqual(['items/harbor-civil/LAB-CARP']);
    await under.look('ITEM', 'LAB-CARP');
    expect(under.assignar.row('role', role?.id ?? '').fields.name).toBe('Carpentry');
    expect(await sweep('role')).toEqual({ seen: 1, drifting: 0 });
    expect(await drifts()).toEqual([]);
  });

  test('lets an employee be looked at whose last day has passed, of which Intacct tells no change', async () => {
    const endDate = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    under.intacct.employees = [
      buildEmployee({ employeeId: 'E-2', recordNumber: '2', email: 'e2@harbor.example', endDate }),
    ];
    await under.look('EMPLOYEE', 'E-2');
    const { touchEndingRecords } = createDriftActivities(under.deps);
    const request = { company: under.profile.company };
    expect(await quietActivity().run(touchEndingRecords, request)).toEqual({ touched: 0 });
    await database
      .pool()
      .query(`update construction_masters set fields = fields || '{"endDate": "2026-01-31"}' where id = 'E-2'`);
    expect(await quietActivity().run(touchEndingRecords, request)).toEqual({ touched: 1 });
    expect(under.touched).toEqual(['employees/harbor-civil/E-2']);
  });

  test('lets those be looked at that ended and whose time may be posted now', async () => {
    await database.pool().query(`update links set standing = 'ending' where intacct_id = 'E-3'`);
    const { touchEndingRecords } = createDriftActivities(under.deps);
    await quietActivity().run(touchEndingRecords, { company: under.profile.company });
    expect(under.touched).toEqual(['employees/harbor-civil/E-3']);
  });
});

describe('the feed of Intacct', () => {
  const feed = () => createIntacctFeedActivities(under.deps);
  const changed = (
    object: FeedObject,
    id: string,
    recordNumber: string,
    modifiedAt: string,
  ): ChangedRecord<FeedObject> => ({
    object,
    id,
    recordNumber,
    modifiedAt,
    isDeleted: false,
  });
  const askPage = async (object: FeedObject, rows: ChangedRecord<FeedObject>[]) => {
    under.masters.port.listChanged = async () => rows as ChangedRecord[];
    const request = { company: under.profile.company, object, after: null };
    return (await quietActivity().run(feed().touchIntacctPage, request)) as IntacctFeedPage;
  };

  test('lets a cost code be looked at once, in however many projects it changed', async () => {
    const at = '2026-11-21T09:00:00Z';
    const page = await askPage('TASK', [changed('TASK', '100-200', '88', at), changed('TASK', '100-200', '99', at)]);
    expect(page).toEqual({ seen: 2, touched: 1, next: null });
    expect(under.touched).toEqual(['project-tasks/harbor-civil/100-200']);
  });

  test('passes over what was looked at as it is', async () => {
    const { touched } = await askPage('EMPLOYEE', [
      changed('EMPLOYEE', 'E-1', '1', '2026-11-20T09:00:00Z'),
      changed('EMPLOYEE', 'E-2', '2', '2026-11-20T10:00:00Z'),
    ]);
    expect(touched).toBe(1);
    expect(under.touched).toEqual(['employees/harbor-civil/E-2']);
  });

  test('lets an employee be looked at whose contact changed, and the customer whose own it is; once', async () => {
    const page = [
      changed('CONTACT', 'Ruth Okafor', '61', '2026-11-20T09:00:00Z'),
      changed('CONTACT', 'Owner C-10(CC-10)', '62', '2026-11-20T09:00:00Z'),
      changed('CONTACT', 'Nobody', '63', '2026-11-20T09:00:00Z'),
    ];
    expect(await askPage('CONTACT', page)).toMatchObject({ seen: 3, touched: 6 });
    const employees = ['1', '2', '3', '4', '5'].map((one) => `employees/harbor-civil/E-${one}`);
    expect(under.touched.sort()).toEqual(['customers/harbor-civil/C-10', ...employees]);
    expect(await askPage('CONTACT', page)).toMatchObject({ seen: 3, touched: 0 });
  });

  test.each([
    ['a record by its key', { object: 'EMPLOYEE', key: 'E-2' }, 'employees/harbor-civil/E-2'],
    ['one that is gone by its number', { object: 'EMPLOYEE', recordNumber: '3' }, 'employees/harbor-civil/E-3'],
    ['an employee by their contact', { object: 'CONTACT', key: 'Ruth Okafor' }, 'employees/harbor-civil/E-1'],
  ])('is hastened by a Smart Event that names %s', async (_, told, workflowId) => {
    const event = { key: null, recordNumber: null, customerId: null, event: 'set', ...told };
    expect(await takeSmartEvent(under.deps, under.profile.company, event)).toEqual({ kind: 'touched', workflowId });
  });

  test('takes no Smart Event of what does not flow to Assignar', async () => {
    const event = { object: 'ARTERM', key: 'N30', recordNumber: null, customerId: null, event: 'set' };
    expect(await takeSmartEvent(under.deps, under.profile.company, event)).toMatchObject({ kind: 'ignored' });
    expect(under.touched).toEqual([]);
  });

  test('finds what was deleted, of which only the number is known', async () => {
    under.intacct.tasks = [buildTask({ projectId: 'P-900' })];
    await under.look('TASK', '100-200');
    const gone = { id: '', modifiedAt: '2026-11-21T09:00:00Z', isDeleted: true };
    under.masters.port.listDeleted = async () =>
      [
        { ...gone, object: 'EMPLOYEE', recordNumber: '4' },
        { ...gone, object: 'TASK', recordNumber: '88' },
        { ...gone, object: 'EMPLOYEE', recordNumber: '4711' },
      ] as ChangedRecord<FeedObject>[] as ChangedRecord[];
    expect(await quietActivity().run(feed().touchIntacctDeletions, under.profile.company)).toEqual({ touched: 2 });
    expect(under.touched).toEqual(['employees/harbor-civil/E-4', 'project-tasks/harbor-civil/100-200']);
  });

  test('finds what was deleted whose id is of digits, and what was parked or only known to shifts', async () => {
    under.intacct.employees = [
      buildEmployee({ employeeId: '4711', recordNumber: '99', email: 'n@harbor.example' }),
      buildEmployee({ employeeId: 'E-90', recordNumber: '90', email: null }),
      buildEmployee({ employeeId: 'E-91', recordNumber: '91', isActive: false }),
    ];
    under.parties.set('customer/C-10', buildParty({ id: 'C-10', recordNumber: '910', name: 'Port of Boston' }));
    under.assignar.put('client', { name: 'Another', externalId: 'C-10' });
    for (const { employeeId } of under.intacct.employees) await under.look('EMPLOYEE', employeeId);
    expect(await under.look('CUSTOMER', 'C-10')).toMatchObject({ outcome: 'parked' });
    const gone = { modifiedAt: '2026-11-21T09:00:00Z', isDeleted: true };
    under.masters.port.listDeleted = async () =>
      [
        { ...gone, object: 'EMPLOYEE', id: '', recordNumber: '4711' },
        { ...gone, object: 'EMPLOYEE', id: '', recordNumber: '90' },
        { ...gone, object: 'EMPLOYEE', id: 'E-91', recordNumber: '' },
        { ...gone, object: 'CUSTOMER', id: 'C-10', recordNumber: '' },
      ] as ChangedRecord<FeedObject>[] as ChangedRecord[];
    await quietActivity().run(feed().touchIntacctDeletions, under.profile.company);
    const employees = ['4711', 'E-90', 'E-91'].map((one) => `employees/harbor-civil/${one}`);
    expect(under.touched).toEqual([...employees, 'customers/harbor-civil/C-10']);
  });

  test('goes on with the others where Intacct does not let one object, or the audit trail, be read', async () => {
    const refused = async () => {
      throw new Rejected('no right', { operation: 'query', code: 'PERMISSION_MISSING', subject: null });
    };
    under.masters.port.listChanged = refused;
    under.masters.port.listDeleted = refused;
    const request = { company: under.profile.company, object: 'VENDOR' as const, after: null };
    expect(await quietActivity().run(feed().touchIntacctPage, request)).toEqual({ seen: 0, touched: 0, next: null });
    expect(await quietActivity().run(feed().touchIntacctDeletions, under.profile.company)).toEqual({ touched: 0 });
    const { rows } = await database.pool().query(`select feed from feed_cursors where company = 'harbor-civil'`);
    expect(rows).toEqual([]);
  });
});
