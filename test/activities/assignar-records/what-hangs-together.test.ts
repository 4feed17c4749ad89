import { Rejected } from '../../../clients/errors';
import { useHubDatabase } from '../../db/hub-database';
import {
  buildEmployee,
  buildItem,
  buildProject,
  buildTask,
} from '../../mappings/assignar-records/construction-builders';
import { buildParty } from '../records/fake-masters';
import { type AssignarUnderTest, createAssignarUnderTest } from './assignar-under-test';
import { clearRecords, openExceptions } from './clear-records';

const database = useHubDatabase();
let under: AssignarUnderTest;
beforeEach(async () => {
  await clearRecords(database.pool());
  under = createAssignarUnderTest(database.pool());
  under.parties.set('customer/C-10', buildParty({ id: 'C-10', recordNumber: '910', name: 'Port of Boston' }));
  under.intacct.items = [buildItem()];
  under.intacct.employees = [buildEmployee()];
  under.intacct.projects = [buildProject()];
  under.intacct.tasks = [buildTask()];
  await under.look('CUSTOMER', 'C-10');
  await under.look('ITEM', 'LAB-CARP');
});
afterEach(() => under.close());

const refusal = (message: string) =>
  new Rejected(message, { operation: 'assignar PUT', code: 'REFUSED_BY_ASSIGNAR', subject: null });

test('an item that moved is parked where Assignar does not let what it was be closed', async () => {
  under.intacct.items = [buildItem({ glGroup: 'Equipment' })];
  const { updateRecord } = under.assignar.port;
  under.assignar.port.updateRecord = async (object, id, fields) => {
    if (object === 'role') throw refusal('the role is on a roster');
    return updateRecord(object, id, fields);
  };
  expect(await under.look('ITEM', 'LAB-CARP')).toMatchObject({
    outcome: 'parked',
    reason: { code: 'REFUSED_BY_ASSIGNAR' },
  });
  under.assignar.port.updateRecord = updateRecord;
  expect(await under.look('ITEM', 'LAB-CARP')).toEqual({ outcome: 'in-step' });
  expect(under.assignar.rows.get('role')?.[0]?.isActive).toBe(false);
});

test('the cost codes of a project are looked at though the attempt that brought the project was cut off', async () => {
  await under.look('TASK', '100-200');
  const { signalWithStart } = under.deps.client.workflow;
  under.deps.client.workflow.signalWithStart = (async () => {
    throw new Error('worker killed');
  }) as never;
  await expect(under.look('PROJECT', 'P-100')).rejects.toThrow('worker killed');
  under.deps.client.workflow.signalWithStart = signalWithStart;
  under.touched.length = 0;
  await under.look('PROJECT', 'P-100');
  expect(under.touched).toEqual(['project-tasks/harbor-civil/100-200']);
});

test('those who name a role, or a client, that was deleted and made anew are looked at until they name the new one', async () => {
  under.profile.drift.clients = 'restore';
  await under.look('EMPLOYEE', 'E-7');
  await under.look('PROJECT', 'P-100');
  for (const object of ['role', 'client'] as const) {
    under.assignar.remove(object, under.assignar.rows.get(object)?.[0]?.id ?? '');
  }
  under.touched.length = 0;
  await under.look('ITEM', 'LAB-CARP');
  await under.look('CUSTOMER', 'C-10');
  expect(under.touched).toEqual(['employees/harbor-civil/E-7', 'projects/harbor-civil/P-100']);
  await under.look('EMPLOYEE', 'E-7');
  await under.look('PROJECT', 'P-100');
  const made = (object: 'role' | 'client') => under.assignar.rows.get(object)?.at(-1)?.id;
  expect(under.assignar.rows.get('worker')?.[0]?.fields.roleIds).toBe(made('role'));
  expect(under.assignar.rows.get('project')?.[0]?.fields.clientId).toBe(made('client'));
  expect(under.assignar.rows.get('work-order')?.[0]?.fields.clientId).toBe(made('client'));
  under.touched.length = 0;
  await under.look('ITEM', 'LAB-CARP');
  await under.look('CUSTOMER', 'C-10');
  expect(under.touched).toEqual([]);
});

test('a project that stood alone goes under its parent when that is pulled', async () => {
  under.profile.filters.projects.progress = ['In Progress'];
  const child = buildProject({
    projectId: 'P-101',
    recordNumber: '502',
    parentId: 'P-100',
    projectStatus: 'In Progress',
  });
  under.intacct.projects = [buildProject({ projectStatus: 'Tender' }), child];
  await under.look('PROJECT', 'P-101');
  expect(under.assignar.rows.get('project')?.[0]?.fields.parentId).toBeNull();
  under.intacct.projects = [buildProject({ projectStatus: 'In Progress' }), child];
  await under.look('PROJECT', 'P-100');
  expect(under.touched).toContain('projects/harbor-civil/P-101');
  await under.look('PROJECT', 'P-101');
  expect(under.assignar.rows.get('project')?.[0]?.fields.parentId).toBe(under.assignar.rows.get('project')?.[1]?.id);
});

test('a record that Intacct does not let be read is parked, not asked for without end', async () => {
  under.intacct.port.readEmployees = async () => {
    throw new Rejected('no right', { operation: 'query EMPLOYEE', code: 'PERMISSION_MISSING', subject: null });
  };
  expect(await under.look('EMPLOYEE', 'E-7')).toMatchObject({ outcome: 'parked' });
  expect(await openExceptions(database.pool())).toMatchObject([
    { document_key: 'EMPLOYEE/E-7', code: 'PERMISSION_MISSING' },
  ]);
});

test('spaces around a text of Intacct are not told to Assignar, which may take them off', async () => {
  under.intacct.employees = [buildEmployee({ lastName: ' Okafor ', mobile: ' ' })];
  await under.look('EMPLOYEE', 'E-7');
  expect(under.assignar.rows.get('worker')?.[0]?.fields).toMatchObject({ lastName: 'Okafor', mobile: null });
});

const roles = () => under.assignar.rows.get('role') ?? [];

test('an item that an earlier integration linked is taken over where the profile says so', async () => {
  under.assignar.put('role', { name: 'Concreting', externalId: 'LAB-CONC', integrationId: '5f1c-guid' });
  under.intacct.items = [buildItem({ itemId: 'LAB-CONC', recordNumber: '32', name: 'Concreting' })];
  expect(await under.look('ITEM', 'LAB-CONC')).toMatchObject({
    outcome: 'parked',
    reason: { code: 'EXTERNAL_ID_TAKEN', message: expect.stringContaining('assignar.takesOverLinked') },
  });
  under.profile.assignar.takesOverLinked = true;
  expect(await under.look('ITEM', 'LAB-CONC')).toEqual({ outcome: 'in-step' });
  expect(roles()).toMatchObject([{ integrationId: '31' }, { integrationId: '32' }]);
});

test('an item that got another id in Intacct, and in Assignar by hand, is known under it', async () => {
  under.intacct.items = [buildItem({ itemId: 'LAB-WOOD' })];
  expect(await under.look('ITEM', 'LAB-WOOD')).toMatchObject({ outcome: 'parked' });
  under.assignar.edit('role', roles()[0]?.id ?? '', { externalId: 'LAB-WOOD' });
  expect(await under.look('ITEM', 'LAB-WOOD')).toEqual({ outcome: 'in-step' });
  const { rows: links } = await database.pool().query(`select intacct_id from links where object = 'role'`);
  expect(links).toEqual([{ intacct_id: 'LAB-WOOD' }]);
});
