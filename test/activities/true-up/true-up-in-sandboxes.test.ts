import type { Client } from '@temporalio/client';
import { createTrueUpActivities, type TrueUpActivities } from '../../../activities/true-up/true-up-activities';
import type { TrueUpDeps } from '../../../activities/true-up/true-up-deps';
import { selectEntries, type TrueUpEntry } from '../../../db/true-up-entries';
import type { KeptRow } from '../../../sandbox/sample-construction/office-port';
import { harbor, useHarborInSandboxes } from '../assignar-records/harbor-in-sandboxes';
import { quietActivity } from '../posting-under-test';
import { readAndPlan } from './true-up-under-test';

jest.setTimeout(180_000);

const both = useHarborInSandboxes();
let activities: TrueUpActivities;
let released: string[];
let runs = 0;

beforeAll(async () => {
  await both().loadAll();
  released = [];
  const deps: TrueUpDeps = {
    ...both().deps,
    client: {} as Client,
    releaseCause: async (_company, causeKey) => released.push(causeKey),
  };
  activities = createTrueUpActivities(deps);
  // What the sample company brings with it, and not by this test's damage.
  await trueUp();
});

/** A whole run, with everything approved; `beforeRepair` is what somebody does between plan and repair. */
async function trueUp(beforeRepair: () => Promise<void> = async () => undefined): Promise<TrueUpEntry[]> {
  runs += 1;
  const reference = { company: harbor, trueUpId: `run-${runs}` };
  const run = <T>(act: () => Promise<T>): Promise<T> => quietActivity().run(act) as Promise<T>;
  await readAndPlan(activities, reference, { requestedBy: 'Ann', preview: false, workers: null });
  await beforeRepair();
  const by = { actor: 'Ben', reason: 'all of it', entries: 'all' as const };
  for (let batch = 0; batch < 100; batch += 1) {
    await run(() => activities.decideRepairs({ ...reference, decision: 'approved', by }));
    const { toRepair, awaiting } = await run(() => activities.repairWorkers({ ...reference, limit: 10, batches: 8 }));
    if (toRepair === 0 && awaiting === 0) break;
  }
  await run(() => activities.finishWorkerTrueUp({ ...reference, state: 'finished', undecided: '' }));
  return selectEntries(both().hub.pool(), reference.trueUpId, { after: '0', limit: 10_000 });
}

const actionable = (entries: TrueUpEntry[]) => entries.filter(({ actions }) => actions.length > 0);
const unrepaired = (entries: TrueUpEntry[]) =>
  actionable(entries)
    .filter(({ state }) => state !== 'repaired')
    .map(({ key, finding, state, error }) => ({ key, finding, state, error }));

/** Everybody who works as an employee, by external id, without what a new row of the same person may differ in. */
async function crew(): Promise<Map<string, Partial<KeptRow>>> {
  const rows = await both().office.rows('users');
  const atWork = rows.filter(({ deleted_at, external_id }) => deleted_at === null && typeof external_id === 'string');
  return new Map(
    atWork.map((row) => {
      const { id, username, comments, created_at, modified_time, modified_by, ...person } = row;
      return [String(row.external_id), person];
    }),
  );
}

test.each([1, 2, 3])(
  'any random damage ends with both systems equal, and nothing left to repair (seed %d)',
  async (seed) => {
    const before = await crew();
    expect(before.size).toBeGreaterThan(50);
    const damage = await both().office.act('damage-workers', { seed, share: 0.5 });
    expect(Object.values(damage).flat().length).toBeGreaterThan(20);
    const entries = await trueUp();
    expect(actionable(entries).length).toBeGreaterThan(15);
    expect(unrepaired(entries)).toEqual([]);
    expect(await crew()).toEqual(before);
    expect(actionable(await trueUp())).toEqual([]);
    const { rows } = await both()
      .hub.pool()
      .query(
        `select assignar_id from drifts where company = $1 and object = 'worker' and settled_at is null
      and kind <> 'created-in-assignar'`,
        [harbor],
      );
    expect(rows).toEqual([]);
  },
);

test('a worker changed between plan and repair is looked at anew', async () => {
  const [externalId] = [...(await crew()).keys()];
  const before = await crew();
  await both().office.act('edit-worker', { worker: externalId, fields: { last_name: 'By-Hand' } });
  const entries = await trueUp(async () => {
    await both().office.act('edit-worker', { worker: externalId, fields: { last_name: 'Meanwhile' } });
  });
  expect(actionable(entries)).toMatchObject([{ employeeId: externalId, changesMet: 1, state: 'repaired' }]);
  expect(await crew()).toEqual(before);
});

test('what waited for a repaired worker is let through', async () => {
  const [externalId = ''] = [...(await crew()).keys()];
  await both().office.act('delete-worker', { worker: externalId });
  released.length = 0;
  const [entry] = actionable(await trueUp());
  expect(released).toEqual(
    expect.arrayContaining([`employee:${externalId}`, `worker:${entry?.userId}`, `assignar:worker/${entry?.userId}`]),
  );
});

test('lost answers make no second worker', async () => {
  const before = await crew();
  const [first = '', second = ''] = [...before.keys()];
  await both().office.act('delete-worker', { worker: first });
  await both().office.act('edit-worker', { worker: second, fields: { last_name: 'By-Hand' } });
  await both().assignarFault({ kind: 'commit-then-drop', count: 1, match: 'POST /users' });
  await both().assignarFault({ kind: 'commit-then-drop', count: 1, match: 'PUT /users' });
  expect(unrepaired(await trueUp())).toEqual([]);
  expect(await crew()).toEqual(before);
});

test('two workers of one external id, as an Assignar has them that lets it happen, are one again', async () => {
  const [externalId = ''] = [...(await crew()).keys()];
  const own = async () => (await both().office.rows('users')).filter(({ external_id }) => external_id === externalId);
  const [first] = await own();
  await both().assignarSettings({ uniqueFields: ['integration_id'] });
  const second = { first_name: 'Typed', last_name: 'Twice', external_id: externalId, email: 'twice@harbor.example' };
  const { id } = await both().office.act('create-worker', { fields: second });
  expect(await own()).toHaveLength(2);
  expect(await both().look('EMPLOYEE', externalId)).toEqual({ outcome: 'in-step' });
  const [entry] = actionable(await trueUp());
  expect(entry).toMatchObject({
    employeeId: externalId,
    finding: 'duplicate',
    state: 'repaired',
    userId: String(first?.id),
  });
  expect(await own()).toMatchObject([{ id: first?.id, active: true }]);
  const stoodBack = (await both().office.rows('users')).find((row) => row.id === id);
  expect(stoodBack).toMatchObject({ active: false, external_id: null, employee_id: externalId });
  await both().assignarSettings({ uniqueFields: ['external_id', 'integration_id'] });
  expect(actionable(await trueUp())).toEqual([]);
});

test('asks each side for pages, and writes little more than once a worker', async () => {
  await both().office.act('damage-workers', { seed: 9, share: 0.3, kinds: ['edited', 'roles-removed'] });
  const before = both().calls.length;
  const entries = actionable(await trueUp());
  const calls = both().calls.slice(before);
  const writes = calls.filter(({ method }) => method !== 'GET').length;
  expect(writes).toBe(entries.length);
  expect(calls.length - writes).toBeLessThan(2 + 2 + 2 * Math.ceil(entries.length / 10) + 4);
});
