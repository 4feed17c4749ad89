import { selectOpenDrifts } from '../../../db/drifts';
import { useHubDatabase } from '../../db/hub-database';
import { buildItem, buildProject, buildTask } from '../../mappings/assignar-records/construction-builders';
import { buildParty } from '../records/fake-masters';
import { type AssignarUnderTest, createAssignarUnderTest } from './assignar-under-test';
import { clearRecords, openExceptions } from './clear-records';

const database = useHubDatabase();
let under: AssignarUnderTest;
beforeEach(async () => {
  await clearRecords(database.pool());
  under = createAssignarUnderTest(database.pool());
});
afterEach(() => under.close());

const rows = (object: 'role' | 'asset' | 'client' | 'supplier' | 'project' | 'work-order' | 'activity') =>
  under.assignar.rows.get(object) ?? [];
const masters = async () => {
  const { rows: known } = await database
    .pool()
    .query(
      'select object, id, is_active, gone_at is not null as is_gone from construction_masters order by object, id',
    );
  return known;
};
const putCustomer = async (id = 'C-10') => {
  const party = buildParty({ id, recordNumber: id.replace('C-', '9'), name: `Owner ${id}` });
  under.parties.set(`customer/${id}`, party);
  return under.look('CUSTOMER', id);
};

describe('an item of Intacct', () => {
  test('of the equipment group is an asset, one of the labour group a role', async () => {
    under.intacct.items = [
      buildItem({
        itemId: 'EQ-EXC20',
        recordNumber: '40',
        glGroup: 'Equipment',
        name: '20 t excavator',
        description: 'Cat 320',
      }),
      buildItem(),
    ];
    await under.look('ITEM', 'EQ-EXC20');
    await under.look('ITEM', 'LAB-CARP');
    expect(rows('asset')[0]?.fields).toMatchObject({
      name: '20 t excavator',
      description: 'Cat 320',
      integrationId: '40',
    });
    expect(rows('role')[0]?.fields).toMatchObject({ name: 'Carpentry', externalId: 'LAB-CARP', integrationId: '31' });
  });

  test('of another group is left out, with the reason, and is known to shifts all the same', async () => {
    under.intacct.items = [buildItem({ glGroup: 'Materials' })];
    expect(await under.look('ITEM', 'LAB-CARP')).toEqual({
      outcome: 'filtered',
      because: 'GL group Materials is neither equipment nor labour',
    });
    expect(under.assignar.writes).toEqual([]);
    expect(await masters()).toEqual([{ object: 'ITEM', id: 'LAB-CARP', is_active: true, is_gone: false }]);
  });

  test('that moves from one group to the other is closed as what it was, and made as what it is', async () => {
    under.intacct.items = [buildItem()];
    await under.look('ITEM', 'LAB-CARP');
    under.intacct.items = [buildItem({ glGroup: 'Equipment' })];
    expect(await under.look('ITEM', 'LAB-CARP')).toEqual({ outcome: 'in-step' });
    expect(rows('role')[0]).toMatchObject({ isActive: false });
    expect(rows('asset')[0]).toMatchObject({ isActive: true });
    expect(await under.look('ITEM', 'LAB-CARP')).toEqual({ outcome: 'in-step' });
    expect(under.assignar.writes).toHaveLength(3);
  });

  test('whose group the profile names as both is parked', async () => {
    under.profile.items.labourGroups.push('Equipment');
    under.intacct.items = [buildItem({ glGroup: 'Equipment' })];
    expect(await under.look('ITEM', 'LAB-CARP')).toMatchObject({
      outcome: 'parked',
      reason: { code: 'ITEM_IN_BOTH_GROUPS', causeKey: 'item-gl-group:Equipment' },
    });
  });

  test('under whose id and name Assignar has a role already is that role; under another name it is not', async () => {
    under.assignar.put('role', { name: 'Carpentry', externalId: 'LAB-CARP' });
    under.intacct.items = [buildItem()];
    expect(await under.look('ITEM', 'LAB-CARP')).toEqual({ outcome: 'in-step' });
    expect(rows('role')).toHaveLength(1);
    expect(rows('role')[0]).toMatchObject({ integrationId: '31' });
    under.assignar.put('role', { name: 'Something else', externalId: 'LAB-CONC' });
    under.intacct.items = [buildItem({ itemId: 'LAB-CONC', recordNumber: '32', name: 'Concreting' })];
    expect(await under.look('ITEM', 'LAB-CONC')).toMatchObject({
      outcome: 'parked',
      reason: { code: 'EXTERNAL_ID_TAKEN' },
    });
  });

  test('deleted in Assignar is made anew where the profile puts back, under the same ids', async () => {
    under.intacct.items = [buildItem()];
    await under.look('ITEM', 'LAB-CARP');
    const [first] = rows('role');
    under.assignar.remove('role', first?.id ?? '');
    expect(await under.look('ITEM', 'LAB-CARP')).toEqual({ outcome: 'in-step' });
    const [former, now] = rows('role');
    expect(former).toMatchObject({ integrationId: null, externalId: null });
    expect(now).toMatchObject({ integrationId: '31', externalId: 'LAB-CARP', deletedAt: null });
    expect(await under.look('ITEM', 'LAB-CARP')).toEqual({ outcome: 'in-step' });
    expect(await selectOpenDrifts(database.pool(), under.profile.company, null)).toEqual([]);
  });
});

describe('a project of Intacct', () => {
  test('is a project and a work order, with its client, dates and the time zone of its place', async () => {
    await putCustomer();
    under.intacct.projects = [buildProject()];
    expect(await under.look('PROJECT', 'P-100')).toEqual({ outcome: 'in-step' });
    const [client] = rows('client');
    const [project] = rows('project');
    expect(project?.fields).toMatchObject({
      name: 'Pier 4 renewal',
      clientId: client?.id,
      timeZone: 'America/Chicago',
    });
    expect(rows('work-order')[0]?.fields).toMatchObject({
      projectId: project?.id,
      clientId: client?.id,
      orderOwner: '1',
      startDate: '2026-10-05',
      endDate: '2027-03-31',
      jobNumber: 'P-100',
      purchaseOrderNumber: 'PO-778',
      integrationId: 'WO-501',
    });
  });

  test('whose work order is refused is parked, and goes on with it without making the project twice', async () => {
    await putCustomer();
    under.assignar.put('work-order', { externalId: 'P-100', jobNumber: 'somebody' });
    under.intacct.projects = [buildProject()];
    expect(await under.look('PROJECT', 'P-100')).toMatchObject({
      outcome: 'parked',
      reason: { code: 'EXTERNAL_ID_TAKEN' },
    });
    under.assignar.rows.set('work-order', []);
    expect(await under.look('PROJECT', 'P-100')).toEqual({ outcome: 'in-step' });
    expect(rows('project')).toHaveLength(1);
  });

  test('waits for its client, and for its parent', async () => {
    under.intacct.projects = [
      buildProject(),
      buildProject({ projectId: 'P-100-1', recordNumber: '502', parentId: 'P-100' }),
    ];
    expect(await under.look('PROJECT', 'P-100')).toMatchObject({
      reason: { code: 'CLIENT_UNKNOWN', causeKey: 'customer:C-10' },
    });
    await putCustomer();
    expect(under.released).toEqual(['customer:C-10']);
    expect(await under.look('PROJECT', 'P-100-1')).toMatchObject({
      reason: { code: 'PARENT_UNKNOWN', causeKey: 'project:P-100' },
    });
    await under.look('PROJECT', 'P-100');
    expect(under.released).toEqual(['customer:C-10', 'project:P-100']);
    expect(await under.look('PROJECT', 'P-100-1')).toEqual({ outcome: 'in-step' });
    expect(rows('project')[1]?.fields.parentId).toBe(rows('project')[0]?.id);
  });

  test('whose parents lead round is parked and says how; one whose parent is not pulled stands alone', async () => {
    await putCustomer();
    under.intacct.projects = [
      buildProject({ parentId: 'P-200' }),
      buildProject({ projectId: 'P-200', recordNumber: '502', parentId: 'P-100' }),
    ];
    expect(await under.look('PROJECT', 'P-100')).toMatchObject({
      reason: { code: 'PARENT_LOOP', message: expect.stringContaining('P-100 → P-200 → P-100') },
    });
    under.intacct.projects = [
      buildProject({ parentId: 'P-200' }),
      buildProject({ projectId: 'P-200', recordNumber: '502', isActive: false }),
    ];
    expect(await under.look('PROJECT', 'P-100')).toEqual({ outcome: 'in-step' });
    expect(rows('project')[0]?.fields.parentId).toBeNull();
  });

  test('that is closed closes its work order too, and its cost codes are looked at', async () => {
    await putCustomer();
    under.intacct.projects = [buildProject()];
    under.intacct.tasks = [buildTask()];
    await under.look('PROJECT', 'P-100');
    await under.look('TASK', '100-200');
    under.touched.length = 0;
    under.intacct.projects = [buildProject({ isActive: false })];
    expect(await under.look('PROJECT', 'P-100')).toMatchObject({ outcome: 'filtered' });
    expect(rows('project')[0]?.isActive).toBe(false);
    expect(rows('work-order')[0]?.isActive).toBe(false);
    expect(under.touched).toEqual(['project-tasks/harbor-civil/100-200']);
  });
});

describe('tasks of projects', () => {
  beforeEach(async () => {
    await putCustomer();
    under.intacct.projects = [buildProject(), buildProject({ projectId: 'P-200', recordNumber: '502' })];
    await under.look('PROJECT', 'P-100');
    await under.look('PROJECT', 'P-200');
  });

  test('with one id are one activity, named as the first; active while one of them is', async () => {
    const second = buildTask({ projectId: 'P-200', recordNumber: '99', name: 'Footings, pier 5' });
    under.intacct.tasks = [second, buildTask()];
    expect(await under.look('TASK', '100-200')).toEqual({ outcome: 'in-step' });
    expect(rows('activity')).toHaveLength(1);
    expect(rows('activity')[0]?.fields).toMatchObject({
      name: '100-200 Footings',
      integrationId: '100-200',
      billable: 'true',
    });
    under.intacct.tasks = [second, buildTask({ isActive: false })];
    await under.look('TASK', '100-200');
    expect(rows('activity')[0]?.isActive).toBe(true);
    under.intacct.tasks = [];
    expect(await under.look('TASK', '100-200')).toMatchObject({ outcome: 'gone' });
    expect(rows('activity')[0]?.isActive).toBe(false);
    expect((await masters()).filter(({ object }) => object === 'TASK')).toMatchObject([
      { is_gone: true },
      { is_gone: true },
    ]);
  });

  test('of a project that Assignar does not have are left out until it does', async () => {
    under.intacct.tasks = [buildTask({ projectId: 'P-300' })];
    expect(await under.look('TASK', '100-200')).toMatchObject({
      outcome: 'filtered',
      because: 'none of its projects is in Assignar: P-300',
    });
    under.touched.length = 0;
    under.intacct.projects.push(buildProject({ projectId: 'P-300', recordNumber: '503' }));
    await under.look('PROJECT', 'P-300');
    expect(under.touched).toEqual(['project-tasks/harbor-civil/100-200']);
    expect(await under.look('TASK', '100-200')).toEqual({ outcome: 'in-step' });
  });
});

describe('a first load', () => {
  test('brings every record in step, page by page, parents after children too; repeating it writes nothing', async () => {
    under.intacct.items = ['1', '2', '3', '4'].map((one) =>
      buildItem({ itemId: `I-${one}`, recordNumber: one, glGroup: one === '4' ? null : 'Labor', name: `Item ${one}` }),
    );
    expect(await under.load('items')).toMatchObject({ read: 4, written: 3, filtered: 1, refused: 0 });
    await putCustomer();
    under.intacct.projects = [
      buildProject({ projectId: 'P-1', recordNumber: '1', parentId: 'P-2' }),
      buildProject({ projectId: 'P-2', recordNumber: '2', parentId: 'P-3' }),
      buildProject({ projectId: 'P-3', recordNumber: '3' }),
      buildProject({ projectId: 'P-4', recordNumber: '4', customerId: 'C-99' }),
    ];
    expect(await under.load('projects')).toMatchObject({ read: 4, written: 3, refused: 1 });
    expect(await openExceptions(database.pool())).toMatchObject([
      { document_key: 'PROJECT/P-4', code: 'CLIENT_UNKNOWN' },
    ]);
    expect(under.touched).toContain('projects/harbor-civil/P-4');
    under.assignar.writes.length = 0;
    expect(await under.load('items')).toMatchObject({ read: 4, written: 0, unchanged: 3, filtered: 1 });
    expect(await under.load('projects')).toMatchObject({ read: 4, written: 0, unchanged: 3, refused: 1 });
    expect(under.assignar.writes).toEqual([]);
  });

  test('looks at a cost code once, in however many projects it stands', async () => {
    await putCustomer();
    under.intacct.projects = [buildProject()];
    await under.load('projects');
    under.intacct.tasks = ['1', '2', '3', '4', '5'].map((one) =>
      buildTask({ recordNumber: one, projectId: one === '1' ? 'P-100' : `P-${one}` }),
    );
    expect(await under.load('project-tasks')).toMatchObject({ read: 1, written: 1 });
    expect(rows('activity')).toHaveLength(1);
  });
});
