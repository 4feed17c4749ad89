import { createIntacctFeedActivities, type IntacctFeedPage } from '../../../activities/records/intacct-feed';
import { selectOpenDrifts } from '../../../db/drifts';
import type { AssignarLoad } from '../../../domain/record-sync';
import { employeeOf, named } from '../../../sandbox/sample-construction/crew';
import { flowingToAssignar } from '../../../workflows/poll-intacct';
import { quietActivity } from '../posting-under-test';
import { harbor, useHarborInSandboxes } from './harbor-in-sandboxes';

const both = useHarborInSandboxes();
const drifts = () => selectOpenDrifts(both().hub.pool(), harbor, null);
const workers = () => both().office.rows('users');
const worker = async (employeeId: string) => {
  const found = (await workers()).find(({ external_id }) => external_id === employeeId);
  if (found === undefined) throw new Error(`no worker ${employeeId}`);
  return found;
};
const writes = () => both().calls.filter(({ method }) => method !== 'GET').length;
const patch = (kind: string, id: string, change: object) =>
  both().intacct.admin('PATCH', `/masters/${kind}/${encodeURIComponent(id)}`, change);

test('the company comes across whole; what cannot is refused in words', async () => {
  const loaded = await both().loadAll();
  const sums = Object.entries(loaded).map(([object, { read, written, filtered, refused }]) => [
    object,
    read,
    written,
    filtered,
    refused,
  ]);
  expect(sums).toEqual([
    ['items', 63, 55, 8, 0],
    ['customers', 10, 10, 0, 0],
    ['vendors', 8, 5, 3, 0],
    ['projects', 13, 12, 1, 0],
    ['project-tasks', 40, 40, 0, 0],
    ['employees', 66, 55, 7, 4],
  ]);
  const { rows } = await both()
    .hub.pool()
    .query('select document_key, code from exceptions where closed_at is null order by 1');
  expect(rows.map(({ document_key, code }) => [document_key, code])).toEqual([
    [`EMPLOYEE/${named.sharedEmail}`, 'EMAIL_TAKEN'],
    [`EMPLOYEE/${named.withoutEmail}`, 'EMAIL_MISSING'],
    [`EMPLOYEE/${named.surveyor}`, 'ROLE_UNKNOWN'],
    [`EMPLOYEE/${named.madeByHand}`, 'EMAIL_TAKEN'],
  ]);
  const { firstName, lastName } = employeeOf('E-1001');
  expect(await worker('E-1001')).toMatchObject({ first_name: firstName, last_name: lastName, employee_id: 'E-1001' });
}, 120_000);

test('repeating the load writes nothing, and asks Assignar for pages, not for records', async () => {
  const before = both().calls.length;
  const written = writes();
  for (const object of ['items', 'projects', 'project-tasks', 'customers'] satisfies AssignarLoad[]) {
    expect(await both().load(object)).toMatchObject({ written: 0, refused: 0 });
  }
  expect(writes()).toBe(written);
  expect(both().calls.length - before).toBeLessThan(20);
}, 60_000);

test('what the hub wrote is no drift; what was there by hand is told', async () => {
  for (const object of [
    'role',
    'asset',
    'client',
    'supplier',
    'project',
    'work-order',
    'activity',
    'worker',
  ] as const) {
    await both().sweep(object);
  }
  const told = (await drifts()).map(({ object, kind }) => `${object} ${kind}`);
  expect([...new Set(told)].sort()).toEqual([
    'activity created-in-assignar',
    'asset created-in-assignar',
    'client created-in-assignar',
    'project created-in-assignar',
    'role created-in-assignar',
    'worker created-in-assignar',
  ]);
}, 60_000);

describe('an employee', () => {
  test('whose contact changes in Intacct is found by the feed, and changed in Assignar', async () => {
    const contact = await contactOf('E-1002');
    await patch('contacts', contact, { cellphone: '617-555-7777' });
    await followFeed();
    expect(await worker('E-1002')).toMatchObject({ mobile: '617-555-7777' });
    const before = writes();
    await both().look('EMPLOYEE', 'E-1002');
    expect(writes()).toBe(before);
  });

  test('who is made inactive is inactive in Assignar', async () => {
    await patch('employees', 'E-1003', { status: 'inactive' });
    expect(await both().look('EMPLOYEE', 'E-1003')).toMatchObject({ outcome: 'filtered' });
    expect(await worker('E-1003')).toMatchObject({ active: false });
  });

  test('without an e-mail address goes through once there is one, though the first answer is lost', async () => {
    await patch('contacts', await contactOf(named.withoutEmail), { email1: 'kira@harborcivil.example' });
    await both().assignarFault({ kind: 'commit-then-drop', count: 1, match: 'POST /users' });
    await expect(both().look('EMPLOYEE', named.withoutEmail)).rejects.toMatchObject({ type: 'OutcomeUnknown' });
    expect(await both().look('EMPLOYEE', named.withoutEmail)).toEqual({ outcome: 'in-step' });
    const made = (await workers()).filter(({ external_id }) => external_id === named.withoutEmail);
    expect(made).toHaveLength(1);
  });

  test('whose role was unknown goes through once the profile or Intacct has it, and is told when the role comes', async () => {
    both().released.length = 0;
    await both().intacct.admin('PUT', '/masters/items/Surveyor', {
      itemId: 'Surveyor',
      name: 'Surveying',
      glGroup: 'Labor',
    });
    expect(await both().look('ITEM', 'Surveyor')).toEqual({ outcome: 'in-step' });
    expect(both().released).toEqual(['item:Surveyor']);
    expect(await both().look('EMPLOYEE', named.surveyor)).toEqual({ outcome: 'in-step' });
  });

  test('is one worker, whoever was quicker to take the ids', async () => {
    await patch('contacts', await contactOf(named.sharedEmail), { email1: 'own@harborcivil.example' });
    await both().assignarFault({ kind: 'unique-race', count: 1, match: 'POST /users' });
    expect(await both().look('EMPLOYEE', named.sharedEmail)).toEqual({ outcome: 'in-step' });
    expect((await workers()).filter(({ external_id }) => external_id === named.sharedEmail)).toHaveLength(1);
  });
});

test('what somebody edits, deletes and duplicates in Assignar is told, never overwritten', async () => {
  const { office } = both();
  await office.act('edit-worker', { worker: 'E-1010', fields: { last_name: 'Changed' } });
  await office.act('delete-worker', { worker: 'E-1011' });
  await office.act('duplicate-worker', { worker: 'E-1013' });
  await office.act('edit-row', { collection: 'clients', row: 'C-206', fields: { name: 'Somebody' } });
  const before = writes();
  await both().sweep('worker');
  await both().sweep('client');
  expect(writes()).toBe(before);
  const told = (await drifts()).map(({ object, kind, intacctId }) => `${object} ${kind} ${intacctId}`);
  expect(told).toEqual(
    expect.arrayContaining([
      'worker edited E-1010',
      'worker deleted E-1011',
      'worker duplicate E-1013',
      'client edited C-206',
    ]),
  );
  expect(await both().look('EMPLOYEE', 'E-1010')).toMatchObject({ outcome: 'drifted' });
  expect(await worker('E-1010')).toMatchObject({ last_name: 'Changed' });
  await office.act('edit-worker', { worker: 'E-1010', fields: { last_name: employeeOf('E-1010').lastName } });
  await both().sweep('worker');
  expect((await drifts()).map(({ intacctId }) => intacctId)).not.toContain('E-1010');
}, 60_000);

test('a role that somebody renames is renamed back, for the profile says so', async () => {
  await both().office.act('edit-row', { collection: 'tasks', row: 'LAB-CARP', fields: { name: 'Woodwork' } });
  both().touched.clear();
  expect(await both().sweep('role')).toBeGreaterThan(0);
  expect([...both().touched]).toEqual(['items/harbor-civil/LAB-CARP']);
  expect(await both().look('ITEM', 'LAB-CARP')).toEqual({ outcome: 'in-step' });
  const role = (await both().office.rows('tasks')).find(({ external_id }) => external_id === 'LAB-CARP');
  expect(role?.name).not.toBe('Woodwork');
});

test('an item that moves from labour to equipment is closed as a role and made as an asset', async () => {
  await patch('items', 'LAB-PUMP', { glGroup: 'Equipment' });
  expect(await both().look('ITEM', 'LAB-PUMP')).toEqual({ outcome: 'in-step' });
  const named = (rows: readonly Record<string, unknown>[]) =>
    rows.filter(({ external_id }) => external_id === 'LAB-PUMP').map(({ active }) => active);
  expect(named(await both().office.rows('tasks'))).toEqual([false]);
  expect(named(await both().office.rows('assets'))).toEqual([true]);
});

/** Lets the feed find what changed in Intacct, and looks at all that it touched. */
async function followFeed(): Promise<void> {
  const { touchIntacctPage } = createIntacctFeedActivities(both().deps);
  both().touched.clear();
  for (const object of flowingToAssignar) {
    for (let after: IntacctFeedPage['next'] = null, isLast = false; !isLast; ) {
      const page = (await quietActivity().run(touchIntacctPage, { company: harbor, object, after })) as IntacctFeedPage;
      after = page.next;
      isLast = after === null;
    }
  }
  for (const workflowId of both().touched) {
    const [flow, , id = ''] = workflowId.split('/');
    if (flow === 'employees') await both().look('EMPLOYEE', id);
  }
}

/** The contact that says who an employee is. */
async function contactOf(employeeId: string): Promise<string> {
  const construction = await both().deps.intacctConstruction(harbor);
  const [employee] = await construction.readEmployees([employeeId]);
  if (employee === undefined) throw new Error(`no employee ${employeeId}`);
  return employee.contactName;
}
