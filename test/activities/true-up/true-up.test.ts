import { OutcomeUnknown, Rejected, Transport } from '../../../clients/errors';
import { recordDrift, selectOpenDrifts } from '../../../db/drifts';
import { selectLink } from '../../../db/links';
import { selectTrueUp } from '../../../db/true-ups';
import type { AssignarProfile } from '../../../domain/assignar-profile';
import { useHubDatabase } from '../../db/hub-database';
import { clearRecords } from '../assignar-records/clear-records';
import { clearTrueUps, createTrueUpUnderTest, employeeNumbered, type TrueUpUnderTest } from './true-up-under-test';

const database = useHubDatabase();
let under: TrueUpUnderTest;
const start = async (count: number, risky: AssignarProfile['trueUp']['risky'] = []) => {
  await clearRecords(database.pool());
  await clearTrueUps(database.pool());
  under = createTrueUpUnderTest(database.pool(), risky);
  await under.withWorkers(count);
};
afterEach(() => under.close());

const idOf = (number: number) => under.workerIds[number - 1] ?? '';
const linkOf = (employeeId: string) =>
  selectLink(
    database.pool(),
    { company: under.profile.company, system: 'assignar', object: 'worker', intacctObject: 'EMPLOYEE' },
    employeeId,
  );
const findings = (entries: { finding: string; state: string }[]) =>
  entries.map(({ finding, state }) => `${finding}: ${state}`).sort();
const withoutIds = { integrationId: null, externalId: null, employeeId: null };
const copyOf = (number: number, changes: Record<string, string | null>) => ({
  ...under.assignar.row('worker', idOf(number)).fields,
  ...changes,
});

const sheetOf = (number: number) => ({
  timesheetId: '9001',
  documentKey: 'TS-9001',
  modifiedAt: '2026-11-20T08:00:00Z',
  version: 1,
  userId: idOf(number),
  employeeId: null,
  workerName: null,
  workDate: '2026-11-19',
  status: 'SUBMITTED',
  isCompleted: false,
  isProcessed: false,
  processedAt: null,
  isDeleted: false,
});

test('finds nothing, and writes nothing, where both systems say the same', async () => {
  await start(3);
  expect(await under.trueUp()).toEqual([]);
  expect(under.assignar.writes).toEqual([]);
  expect(await selectTrueUp(database.pool(), 'run-1')).toMatchObject({
    state: 'finished',
    workersRead: 3,
    employeesRead: 3,
    findings: { 'in-step': 3, edited: 0 },
  });
});

test('a preview writes the plan field by field, and nothing to either system', async () => {
  await start(2);
  under.assignar.edit('worker', idOf(1), { telephone: '000' });
  const [entry] = await under.trueUp({ preview: true });
  expect(entry).toMatchObject({
    employeeId: 'E-1',
    finding: 'edited',
    state: 'planned',
    before: { [idOf(1)]: { telephone: '000' } },
    actions: [{ kind: 'update', changes: [{ field: 'telephone', from: '000', to: '617-555-0107' }] }, { kind: 'bind' }],
  });
  expect(under.assignar.writes).toEqual([]);
  expect(await selectTrueUp(database.pool(), 'run-1')).toMatchObject({ state: 'previewed' });
});

test('safe damage is repaired, written down on both sides, and found no more', async () => {
  await start(4);
  under.assignar.edit('worker', idOf(1), { telephone: '000' });
  under.assignar.edit('worker', idOf(2), { roleIds: '' });
  under.assignar.remove('worker', idOf(3));
  await recordDrift(database.pool(), {
    company: under.profile.company,
    object: 'worker',
    assignarId: idOf(1),
    intacctObject: 'EMPLOYEE',
    intacctId: 'E-1',
    kind: 'edited',
    fields: {},
  });
  const entries = await under.trueUp();
  expect(findings(entries)).toEqual(['deleted: repaired', 'edited: repaired', 'role-missing: repaired']);
  expect(entries[0]).toMatchObject({ after: { [idOf(1)]: { telephone: '617-555-0107' } } });
  expect(await selectOpenDrifts(database.pool(), under.profile.company, 'worker')).toEqual([]);
  const link = await linkOf('E-3');
  expect(link?.sourceId).not.toBe(idOf(3));
  expect(under.assignar.row('worker', link?.sourceId ?? '')).toMatchObject({ externalId: 'E-3', deletedAt: null });
  expect(await under.trueUp({ trueUpId: 'run-2' })).toEqual([]);
});

test('what waited for a repaired worker is let through, under its id and its employee', async () => {
  await start(1);
  under.assignar.edit('worker', idOf(1), withoutIds);
  await under.trueUp();
  expect(under.released).toEqual([`worker:${idOf(1)}`, `assignar:worker/${idOf(1)}`, 'employee:E-1']);
});

test('risky repairs wait for a decision while the safe ones go on; a declined one stays as it is', async () => {
  await start(4, ['adopt', 'recreate']);
  under.assignar.edit('worker', idOf(1), { telephone: '000' });
  under.assignar.remove('worker', idOf(2));
  under.assignar.remove('worker', idOf(3));
  const entries = await under.trueUp();
  expect(findings(entries)).toEqual(['deleted: awaiting-approval', 'deleted: awaiting-approval', 'edited: repaired']);
  const [second, third] = entries.filter(({ state }) => state === 'awaiting-approval');
  await under.decide('approved', [second?.entryId ?? '']);
  await under.decide('declined', [third?.entryId ?? '']);
  expect(findings(await under.entries())).toEqual(['deleted: declined', 'deleted: repaired', 'edited: repaired']);
  expect((await under.entries())[1]).toMatchObject({ decidedBy: 'Ben', reason: 'looked at it', decision: 'approved' });
  expect(under.assignar.rows.get('worker')).toHaveLength(5);
});

test('a worker that somebody edits during the run is looked at anew, not written over by the plan', async () => {
  await start(1);
  under.assignar.edit('worker', idOf(1), { telephone: '000' });
  under.beforeBatch = () => {
    under.beforeBatch = null;
    under.intacct.employees = [employeeNumbered(1, { telephone: '617-555-9999' })];
  };
  const [entry] = await under.trueUp();
  expect(entry).toMatchObject({ state: 'repaired', changesMet: 1 });
  expect(under.assignar.row('worker', idOf(1)).fields.telephone).toBe('617-555-9999');
});

test('what somebody puts right themselves before the repair is left alone, and what waited is let through', async () => {
  await start(1);
  const telephone = under.assignar.row('worker', idOf(1)).fields.telephone ?? null;
  under.assignar.edit('worker', idOf(1), { telephone: '000' });
  under.beforeBatch = () => under.assignar.edit('worker', idOf(1), { telephone, username: 'first1' });
  expect(findings(await under.trueUp())).toEqual(['in-step: skipped']);
  expect(under.assignar.writes).toEqual([]);
  expect(under.released).toContain('employee:E-1');
});

test('a worker that is edited again and again is left to the next run, and said so', async () => {
  await start(1);
  under.assignar.edit('worker', idOf(1), { telephone: '0' });
  let edits = 0;
  under.beforeBatch = () => {
    edits += 1;
    under.assignar.edit('worker', idOf(1), { telephone: `edit ${edits}` });
  };
  const [entry] = await under.trueUp();
  expect(entry).toMatchObject({ state: 'changed-meanwhile', changesMet: 3 });
  expect(under.assignar.row('worker', idOf(1)).fields.telephone).toBe('edit 3');
});

test('a risky plan that changed after its approval is asked about again', async () => {
  await start(2, ['merge']);
  under.assignar.put('worker', copyOf(1, { ...withoutIds, externalId: ' e-1', email: 'second@harbor.example' }));
  await under.trueUp();
  under.beforeBatch = () => {
    under.beforeBatch = null;
    under.assignar.edit('worker', idOf(1), { username: null, lastName: 'Changed' });
  };
  await under.decide('approved');
  expect(findings(await under.entries())).toEqual(['duplicate: awaiting-approval']);
  await under.decide('approved');
  expect(findings(await under.entries())).toEqual(['duplicate: repaired']);
});

describe('an answer that was lost', () => {
  const lost = () => new OutcomeUnknown('no answer', { operation: 'assignar users', reason: 'no-answer' });

  test.each([true, false])(
    'after a creation is looked up before it is sent again (took effect: %s)',
    async (takesEffect) => {
      await start(1);
      under.intacct.employees.push(employeeNumbered(2));
      under.assignar.failNextWrite = { error: lost(), takesEffect };
      expect(findings(await under.trueUp())).toEqual(['missing: repaired']);
      expect(under.assignar.rows.get('worker')).toHaveLength(2);
      expect((await linkOf('E-2'))?.agreed).toMatchObject({ externalId: 'E-2' });
    },
  );

  test.each([true, false])(
    'after an update is looked up before it is sent again (took effect: %s)',
    async (takesEffect) => {
      await start(1);
      under.assignar.edit('worker', idOf(1), { telephone: '000' });
      under.assignar.failNextWrite = { error: lost(), takesEffect };
      expect(findings(await under.trueUp())).toEqual(['edited: repaired']);
      expect(under.assignar.writes).toHaveLength(1);
    },
  );
});

test('an attempt that dies after its writes is gone on with, and writes nothing twice', async () => {
  await start(2);
  under.assignar.edit('worker', idOf(1), { telephone: '000' });
  under.intacct.employees.push(employeeNumbered(3));
  const found = under.assignar.port.findRecords;
  const dies = () => {
    under.assignar.port.findRecords = async () => {
      throw new Transport('the worker was killed', { operation: 'assignar GET /users' });
    };
  };
  const created = under.assignar.port.createRecord;
  under.assignar.port.createRecord = async (...parameters) => {
    const made = await created(...parameters);
    dies();
    return made;
  };
  await expect(under.trueUp()).rejects.toThrow('the worker was killed');
  Object.assign(under.assignar.port, { findRecords: found, createRecord: created });
  await under.repair();
  expect(findings(await under.entries())).toEqual(['edited: repaired', 'missing: repaired']);
  expect(under.assignar.writes).toEqual([`update worker ${idOf(1)} telephone`, 'create worker E-3']);
  expect((await linkOf('E-3'))?.agreed).toMatchObject({ externalId: 'E-3' });
});

test('what Assignar refuses definitely fails with its reason, and holds nobody else up', async () => {
  await start(2);
  under.assignar.edit('worker', idOf(1), { telephone: '000' });
  under.assignar.edit('worker', idOf(2), { telephone: '000' });
  const updated = under.assignar.port.updateRecord;
  under.assignar.port.updateRecord = async (object, id, fields) => {
    if (id !== idOf(1)) return updated(object, id, fields);
    throw new Rejected('telephone is not valid', { operation: 'assignar PUT', code: 'REFUSED_BY_ASSIGNAR' });
  };
  const entries = await under.trueUp();
  expect(findings(entries)).toEqual(['edited: failed', 'edited: repaired']);
  expect(entries[0]).toMatchObject({ attempts: 3, error: 'telephone is not valid' });
});

test('ids that a deleted worker does not give up are renamed', async () => {
  await start(1);
  under.assignar.remove('worker', idOf(1));
  const updated = under.assignar.port.updateRecord;
  // An Assignar that takes null for "as it is".
  under.assignar.port.updateRecord = async (object, id, fields) =>
    updated(object, id, Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)));
  under.assignar.edit('worker', idOf(1), { email: 'old@harbor.example' });
  const [entry] = await under.trueUp();
  expect(under.assignar.row('worker', idOf(1))).toMatchObject({ externalId: `freed-${idOf(1)}` });
  expect(entry).toMatchObject({ finding: 'deleted', state: 'repaired' });
  expect((await linkOf('E-1'))?.sourceId).not.toBe(idOf(1));
});

test('only the workers named are repaired', async () => {
  await start(3);
  for (const number of [1, 2, 3]) under.assignar.edit('worker', idOf(number), { telephone: '000' });
  const entries = await under.trueUp({ workers: ['E-1', idOf(3)] });
  expect(entries.map(({ employeeId }) => employeeId)).toEqual(['E-1', 'E-3']);
  expect(under.assignar.row('worker', idOf(2)).fields.telephone).toBe('000');
});

test('whoever is named and is nobody is told, however the others are spelt', async () => {
  await start(1);
  under.assignar.edit('worker', idOf(1), { telephone: '000' });
  expect(findings(await under.trueUp({ workers: ['e-1 ', 'E-99'] }))).toEqual(['edited: repaired', 'refused: skipped']);
  expect((await under.entries())[1]).toMatchObject({
    key: 'named/E-99',
    because: expect.stringContaining('E-99 is no'),
  });
});

test('somebody who left with hours that are not posted waits for a person; without, is deactivated', async () => {
  await start(2, ['deactivate-with-unposted-time']);
  under.intacct.employees = [1, 2].map((number) => employeeNumbered(number, { isActive: false }));
  under.assignar.sheets.push(sheetOf(1));
  const entries = await under.trueUp();
  expect(findings(entries)).toEqual(['terminated: awaiting-approval', 'terminated: repaired']);
  expect(entries[0]).toMatchObject({
    employeeId: 'E-1',
    unpostedTimesheets: 1,
    risks: ['deactivate-with-unposted-time'],
  });
  expect(await linkOf('E-2')).toMatchObject({ standing: 'inactive', agreed: { active: 'false' } });
});

test('hours that somebody entered while a run waited are asked about before their worker is deactivated', async () => {
  await start(2, ['merge', 'deactivate-with-unposted-time']);
  under.assignar.put('worker', copyOf(1, { ...withoutIds, externalId: ' e-1', email: 'second@harbor.example' }));
  await under.trueUp();
  const [asked] = await under.entries();
  const [leaving = ''] = (asked?.userIds ?? []).filter((id) => id !== asked?.userId);
  under.assignar.sheets.push({ ...sheetOf(1), userId: leaving });
  await database.pool().query("update true_ups set planned_at = planned_at - interval '3 days'");
  await under.decide('approved');
  // The one with hours is the one to keep: that is another question than the one that was answered.
  expect(await under.entries()).toMatchObject([
    { finding: 'duplicate', state: 'awaiting-approval', userId: leaving, unpostedTimesheets: 1 },
  ]);
  await under.decide('approved');
  expect(under.assignar.row('worker', leaving)).toMatchObject({ isActive: true, externalId: 'E-1' });
});

test('that Intacct lists nobody deactivates nobody', async () => {
  await start(3);
  under.intacct.employees = [];
  expect(findings(await under.trueUp())).toEqual(Array(3).fill('terminated: awaiting-approval'));
  expect(under.assignar.writes).toEqual([]);
});

test('costs a page of each side, one look at the time, and little more than one write a worker', async () => {
  await start(60);
  for (const number of under.workerIds.keys()) {
    if (number < 40) under.assignar.edit('worker', idOf(number + 1), { telephone: '000' });
  }
  await under.trueUp();
  const count = (name: string) => under.calls.filter((call) => call === name).length;
  expect(count('listRecords')).toBe(2);
  expect(count('listEmployees')).toBe(2);
  expect(count('listTimesheets')).toBe(1);
  expect(count('updateRecord')).toBe(40);
  // Two batches: each reads once before, once after.
  expect(count('findRecords')).toBe(4);
  expect(count('readEmployees')).toBe(2);
});
