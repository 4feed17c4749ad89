import { z } from 'zod';
import {
  countEntries,
  decideEntries,
  type PlannedEntry,
  putEntryBack,
  replaceEntries,
  replanEntry,
  selectEntries,
  settleEntry,
  skipUndecided,
  takeEntries,
} from '../../db/true-up-entries';
import {
  endTrueUp,
  insertTrueUp,
  selectNewestTrueUp,
  selectOpenTrueUp,
  selectSnapshots,
  selectTrueUp,
  setTrueUpPlanned,
  upsertSnapshots,
} from '../../db/true-ups';
import { noFindings, type RepairState } from '../../domain/true-up';
import { useHubDatabase } from './hub-database';

const hub = useHubDatabase();
const company = 'harbor-civil';
const request = (trueUpId: string) => ({
  trueUpId,
  company,
  workflowId: 'worker-true-up/harbor-civil',
  requestedBy: 'Ann',
  isPreview: false,
  named: null,
});

beforeEach(async () => {
  await hub.pool().query('delete from true_ups');
  await insertTrueUp(hub.pool(), request('run-1'));
});

const entry = (number: number, state: RepairState = 'planned'): PlannedEntry => ({
  key: `employee/E-${number}`,
  employeeId: `E-${number}`,
  userId: String(number),
  userIds: [String(number)],
  finding: 'edited',
  matchedBy: null,
  fields: ['telephone'],
  actions: [
    {
      kind: 'update',
      userId: String(number),
      purpose: 'put-right',
      changes: [{ field: 'telephone', from: '000', to: null }],
    },
    { kind: 'bind', userId: null },
  ],
  risks: ['merge'],
  because: 'somebody edited it',
  unpostedTimesheets: 2,
  waitingDocuments: 1,
  before: { [String(number)]: { telephone: '000' } },
  state,
});
const entries = () => selectEntries(hub.pool(), 'run-1', { after: '0', limit: 100 });
const plan = (...planned: PlannedEntry[]) => replaceEntries(hub.pool(), 'run-1', planned);

test('a company has one open run: a second request gets the first one', async () => {
  expect(await insertTrueUp(hub.pool(), request('run-2'))).toMatchObject({ trueUpId: 'run-1', state: 'reading' });
  expect(await selectTrueUp(hub.pool(), 'run-2')).toBeNull();
  await endTrueUp(hub.pool(), 'run-1', 'finished');
  expect(await selectOpenTrueUp(hub.pool(), { company, isPreview: false })).toBeNull();
  expect(await insertTrueUp(hub.pool(), request('run-2'))).toMatchObject({ trueUpId: 'run-2' });
  expect(await selectNewestTrueUp(hub.pool(), company)).toMatchObject({ trueUpId: 'run-2' });
});

test('what was read is kept once a record, and forgotten when the run ends', async () => {
  const records = [{ id: '1', record: { name: 'before' } }];
  await upsertSnapshots(hub.pool(), 'run-1', 'assignar', records);
  await upsertSnapshots(hub.pool(), 'run-1', 'assignar', [{ id: '1', record: { name: 'after' } }]);
  const read = () => selectSnapshots(hub.pool(), 'run-1', 'assignar', z.object({ name: z.string() }));
  expect(await read()).toEqual([{ name: 'after' }]);
  await endTrueUp(hub.pool(), 'run-1', 'finished');
  expect(await read()).toEqual([]);
});

test('a plan comes back as it was written, and a later attempt replaces it', async () => {
  await plan(entry(1), entry(2));
  await plan(entry(1));
  expect(await entries()).toMatchObject([{ ...entry(1), attempts: 0, decision: null, released: 0 }]);
  const counts = { ...noFindings(), edited: 1 };
  await setTrueUpPlanned(hub.pool(), 'run-1', {
    workersRead: 5,
    employeesRead: 4,
    findings: counts,
    state: 'repairing',
  });
  expect(await selectTrueUp(hub.pool(), 'run-1')).toMatchObject({
    workersRead: 5,
    findings: counts,
    state: 'repairing',
  });
});

test('entries are taken once, those left by a dead attempt first, those tried most last', async () => {
  await plan(entry(1), entry(2), entry(3), entry(4, 'awaiting-approval'));
  const [first] = await takeEntries(hub.pool(), 'run-1', 1);
  expect(first?.key).toBe('employee/E-1');
  expect((await takeEntries(hub.pool(), 'run-1', 2)).map(({ key }) => key)).toEqual(['employee/E-1', 'employee/E-2']);
  await putEntryBack(hub.pool(), first?.entryId ?? '', { error: 'taken', isAttempt: true });
  expect((await takeEntries(hub.pool(), 'run-1', 2)).map(({ key }) => key)).toEqual(['employee/E-2', 'employee/E-3']);
  expect(await countEntries(hub.pool(), 'run-1')).toEqual({ planned: 1, repairing: 2, 'awaiting-approval': 1 });
});

test('a decision is about what waits for one, and holds until the plan changes', async () => {
  await plan(entry(1, 'awaiting-approval'), entry(2, 'awaiting-approval'), entry(3));
  const [first, second, third] = await entries();
  const ids = [first?.entryId ?? '', third?.entryId ?? ''];
  const by = { actor: 'Ben', reason: 'looked' };
  expect(await decideEntries(hub.pool(), 'run-1', { ...by, entryIds: ids, decision: 'approved' })).toEqual([ids[0]]);
  expect(await decideEntries(hub.pool(), 'run-1', { ...by, entryIds: null, decision: 'declined' })).toEqual([
    second?.entryId,
  ]);
  await takeEntries(hub.pool(), 'run-1', 10);
  await putEntryBack(hub.pool(), ids[0] ?? '', { error: null, isAttempt: false });
  expect((await entries())[0]).toMatchObject({ state: 'approved', decidedBy: 'Ben', reason: 'looked' });
  await replanEntry(hub.pool(), ids[0] ?? '', entry(1, 'awaiting-approval'), { changesMet: 1 });
  expect((await entries())[0]).toMatchObject({
    state: 'awaiting-approval',
    decision: null,
    reason: null,
    changesMet: 1,
  });
  expect(await skipUndecided(hub.pool(), 'run-1', 'nobody decided')).toBe(1);
  expect((await entries())[0]).toMatchObject({ state: 'skipped', reason: 'nobody decided' });
});

test('a repair is settled with what was read back', async () => {
  await plan(entry(1));
  const [taken] = await takeEntries(hub.pool(), 'run-1', 1);
  const after = { '1': { telephone: null } };
  await settleEntry(hub.pool(), taken?.entryId ?? '', { state: 'repaired', after, error: null });
  expect(await entries()).toMatchObject([{ state: 'repaired', after, attempts: 1, settledAt: expect.any(Date) }]);
});
