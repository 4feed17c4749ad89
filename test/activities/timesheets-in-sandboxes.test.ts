import { selectOpenExceptions } from '../../db/exceptions';
import type { Decision } from '../../domain/posting';
import { useHubDatabase } from '../db/hub-database';
import { useTimeSystems } from './time-systems';

const hub = useHubDatabase();
const both = useTimeSystems(hub);

const retry = (correction: Decision['correction'] = {}): Decision => ({
  action: 'retry',
  actor: 'Ada',
  reason: 'hours were corrected',
  correction,
});
const sheetOf = async (documentKey: string) => {
  const { body } = await both().assignar.call('GET', `/timesheets/${documentKey.slice(3)}`);
  return body.data as { is_processed: boolean; completed_at: string | null };
};

test('the feed finds an approved shift, Intacct has its hours, Assignar marks it processed, and the next look finds no news', async () => {
  const { look, engine, goThrough, hours, approveShift } = both();
  const document = await approveShift('2026-11-16', {
    activities: [
      { activity: 'T1', minutes: 240, assets: [{ asset: 'EXC-1', minutes: 180 }] },
      { activity: 'T2', minutes: 210 },
    ],
  });
  await look();
  // Once more by the sweep behind the cursor: the same flow.
  expect(new Set(engine.started)).toEqual(new Set([`labour-time/harbor-civil/${document.documentKey}`]));
  expect(await goThrough(document)).toMatchObject({ outcome: 'posted' });
  // Half an hour is no activity's; three hours are the excavator's.
  expect(await hours()).toEqual(['E1 2026-11-16 P1  0.5', 'E1 2026-11-16 P1 T1 7', 'E1 2026-11-16 P1 T2 3.5']);
  expect(await sheetOf(document.documentKey)).toMatchObject({ is_processed: true });
  engine.started.length = 0;
  await look();
  expect(engine.started).toEqual([]);
});

test('two shifts of one worker at once, an answer lost in between: every hour is there once', async () => {
  const { approveShift, goThrough, hours, intacct } = both();
  const documents = [await approveShift('2026-11-24'), await approveShift('2026-11-25')];
  await intacct.fault({ kind: 'commit-then-drop', count: 1, appliesTo: 'writes' });
  const outcomes = await Promise.all(documents.map((document) => goThrough(document)));
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['posted', 'posted']);
  const week = (await hours()).filter((line) => / 2026-11-2[45] /.test(line));
  expect(week).toEqual(['E1 2026-11-24 P1 T1 8', 'E1 2026-11-25 P1 T1 8']);
});

test('a shift that is changed after it was processed is taken back and posted anew, by one update', async () => {
  const { approveShift, assignar, goThrough, plan, hours, look, engine } = both();
  const document = await approveShift('2026-12-01');
  await goThrough(document);
  const timesheetId = Number(document.documentKey.slice(3));
  await assignar.act('edit-timesheet', {
    timesheetId,
    shift: {
      worker: 'E1',
      project: 'P1',
      role: 'CARP',
      start: '2026-12-01T13:00:00Z',
      end: '2026-12-01T19:30:00Z',
      breakMinutes: 30,
      activities: [{ activity: 'T1', minutes: 360 }],
    },
  });
  engine.started.length = 0;
  await look();
  expect(engine.started).toContain(`labour-time/harbor-civil/${document.documentKey}/revision-2`);
  const changed = { ...document, revision: 2 };
  expect(await plan(changed)).toMatchObject({ outcome: 'parked', reason: { code: 'CHANGED_AFTER_POSTING' } });
  expect(await goThrough(changed, retry({ reverseAndRepost: true }))).toMatchObject({ outcome: 'posted' });
  expect((await hours()).filter((line) => line.includes('2026-12-01'))).toEqual(['E1 2026-12-01 P1 T1 6']);
  expect(await sheetOf(document.documentKey)).toMatchObject({ is_processed: true });
});

test('a shift of a closed time period waits for it, and goes through when it is open again', async () => {
  const { approveShift, intacct, goThrough, company, hours } = both();
  await intacct.admin('POST', '/acts/close-time-period', { beginDate: '2026-12-07' });
  const document = await approveShift('2026-12-08');
  expect(await goThrough(document)).toMatchObject({ outcome: 'parked', reason: { code: 'TIME_PERIOD_CLOSED' } });
  const open = await selectOpenExceptions(hub.pool(), company, document.documentKey);
  expect(open.map(({ causeKey }) => causeKey)).toEqual(['time-period:2026-12-07']);
  await intacct.admin('POST', '/acts/open-time-period', { beginDate: '2026-12-07' });
  expect(await goThrough(document, retry())).toMatchObject({ outcome: 'posted' });
  expect((await hours()).filter((line) => line.includes('2026-12-08'))).toEqual(['E1 2026-12-08 P1 T1 8']);
});

test('an approved timesheet takes no more shifts', async () => {
  const { approveShift, intacct, goThrough } = both();
  expect(await goThrough(await approveShift('2026-12-14'))).toMatchObject({ outcome: 'posted' });
  await intacct.admin('POST', '/acts/approve-timesheet', { employeeId: 'E1', beginDate: '2026-12-14' });
  expect(await goThrough(await approveShift('2026-12-15'))).toMatchObject({
    outcome: 'parked',
    reason: { code: 'TIMESHEET_CLOSED', causeKey: 'timesheet:E1/2026-12-14' },
  });
});

test('a shift on a project that is inactive waits, and is let through once Intacct says that it is active', async () => {
  const { approveShift, goThrough, findReleasable, intacct } = both();
  const document = await approveShift('2026-12-21', { project: 'P-OLD', activities: [] });
  expect(await goThrough(document)).toMatchObject({ outcome: 'parked', reason: { code: 'PROJECT_INACTIVE' } });
  const isFound = async () => (await findReleasable()).some(({ reason }) => reason.startsWith('project:P-OLD'));
  expect(await isFound()).toBe(false);
  await intacct.admin('PATCH', '/masters/projects/P-OLD', { status: 'active' });
  await hub.pool().query(`update cause_releases set next_look_at = now() - interval '1 second'`);
  expect(await isFound()).toBe(true);
  expect(await goThrough(document, retry())).toMatchObject({ outcome: 'posted' });
});

test('a shift that is deleted after it was processed is seen by the feed, and taken back when a person says so', async () => {
  const { approveShift, assignar, goThrough, plan, hours, look, engine } = both();
  const document = await approveShift('2027-01-05');
  await goThrough(document);
  await assignar.act('delete-timesheet', { timesheetId: Number(document.documentKey.slice(3)) });
  engine.started.length = 0;
  await look();
  expect(engine.started).toContain(`labour-time/harbor-civil/${document.documentKey}/revision-2`);
  const changed = { ...document, revision: 2 };
  expect(await plan(changed)).toMatchObject({ outcome: 'parked', reason: { code: 'CHANGED_AFTER_POSTING' } });
  expect(await goThrough(changed, retry({ reverseAndRepost: true }))).toMatchObject({ outcome: 'posted' });
  expect((await hours()).filter((line) => line.includes('2027-01-05'))).toEqual(['E1 2027-01-05 P1 T1 0']);
  engine.started.length = 0;
  await look();
  expect(engine.started).toEqual([]);
});

test('a shift that somebody processes before the hub has seen it is not lost: the feed finds it, and a person is asked', async () => {
  const { approveShift, assignar, goThrough, look, engine } = both();
  const document = await approveShift('2027-01-12');
  const timesheetId = Number(document.documentKey.slice(3));
  await assignar.act('complete-timesheet', { timesheetId });
  await assignar.act('process-timesheet', { timesheetId });
  engine.started.length = 0;
  await look();
  expect(engine.started).toContain(`labour-time/harbor-civil/${document.documentKey}`);
  expect(await goThrough(document)).toMatchObject({ reason: { code: 'TIMESHEET_ALREADY_PROCESSED' } });
});

test('an edit of a processed shift is seen although the profile does not know the word for processed', async () => {
  const { approveShift, assignar, goThrough, hours, look, engine } = both();
  await assignar.admin('PATCH', '/settings', { statusWords: { processed: 'EXPORTED' } });
  const document = await approveShift('2027-01-26');
  await goThrough(document);
  const start = '2027-01-26T13:00:00Z';
  await assignar.act('edit-timesheet', {
    timesheetId: Number(document.documentKey.slice(3)),
    shift: { worker: 'E1', project: 'P1', role: 'CARP', start, end: '2027-01-26T17:00:00Z', breakMinutes: 0 },
  });
  engine.started.length = 0;
  await look();
  const changed = { ...document, revision: 2 };
  expect(engine.started).toContain(`labour-time/harbor-civil/${document.documentKey}/revision-2`);
  expect(await goThrough(changed)).toMatchObject({ reason: { code: 'CHANGED_AFTER_POSTING' } });
  expect(await goThrough(changed, retry({ reverseAndRepost: true }))).toMatchObject({ outcome: 'posted' });
  expect((await hours()).filter((line) => line.includes('2027-01-26'))).toEqual([
    'E1 2027-01-26 P1  4',
    'E1 2027-01-26 P1 T1 0',
  ]);
});

test('a shift that is deleted before the hub has seen it is none of its business', async () => {
  const { approveShift, assignar, look, engine } = both();
  const document = await approveShift('2027-01-19');
  await assignar.act('delete-timesheet', { timesheetId: Number(document.documentKey.slice(3)) });
  engine.started.length = 0;
  await look();
  expect(engine.started).not.toContain(`labour-time/harbor-civil/${document.documentKey}`);
});
