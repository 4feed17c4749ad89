import { until } from '../../cli/start/until';
import type { ShiftInput } from '../../sandbox/assignar/company-file';
import { ordinaryWorkers, type Position, positions } from '../../sandbox/sample-construction/crew';
import { sitesAt } from '../../sandbox/sample-construction/sites';
import { labourTimeWorkflowId } from '../../workflows/labour-time';
import { retryUpdate } from '../../workflows/parking';
import { company, openSite, type SiteOnStack } from './site-on-stack';
import { untilDecided } from './until-decided';

// On a machine that many share a test is a matter of minutes.
jest.setTimeout(300_000);

/** One stack for the file: each test has workers of its own. */
let site: SiteOnStack;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site?.stop());

/** Carpenters and labourers, whose hours are paid as their own earning type says. */
const crew = ordinaryWorkers.filter(
  ({ position, earningTypeName }) => position !== 'Operator' && earningTypeName !== null,
);
function worker(number: number) {
  const found = crew[number];
  if (found === undefined) throw new Error(`the crew has no worker ${number}`);
  const [project] = sitesAt(found.locationId);
  if (project === undefined) throw new Error(`nobody works at ${found.locationId}`);
  return { ...found, project };
}

/** Eight paid hours of a worker on a day, all on one cost code. */
function shiftOf(number: number, day: string, hours = 8): ShiftInput {
  const { employeeId, position, project } = worker(number);
  return {
    worker: employeeId,
    project: project.projectId,
    role: positions[position as Position],
    start: `${day}T12:00:00Z`,
    end: `${day}T${12 + hours}:30:00Z`,
    breakMinutes: 30,
    activities: [{ activity: project.taskIds[0] ?? '', minutes: hours * 60 }],
  };
}
const linesOf = (number: number, days: readonly string[], hours = '8') =>
  days.map((day) => `${day} ${worker(number).project.projectId} ${hours}`);

test('shifts of one worker that are approved at once, an answer lost among them, are all there once', async () => {
  await site.intacct('POST', 'faults', { kind: 'commit-then-drop', count: 1, appliesTo: 'writes' });
  const days = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'];
  const keys = await site.approve(days.map((day) => shiftOf(0, day)));
  await site.untilPosted(keys);
  expect(await site.hoursOf(worker(0).employeeId)).toEqual(linesOf(0, days));
  const rows = await site.office.rows('timesheets');
  const processed = rows.filter(({ id }) => keys.includes(`TS-${id}`)).map(({ is_processed }) => is_processed);
  expect(processed).toEqual(days.map(() => true));
});

test('a worker process that is killed in the midst leaves no hour out and none twice', async () => {
  const days = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19'];
  const numbers = [1, 2, 3, 4];
  const keys = await site.approve(numbers.flatMap((number) => days.map((day) => shiftOf(number, day))));
  await site.untilPosted(keys.slice(0, 1));
  await site.stack.supervisor.kill('worker-1');
  await site.stack.supervisor.restart('worker-1');
  await site.untilPosted(keys);
  for (const number of numbers) {
    expect(await site.hoursOf(worker(number).employeeId)).toEqual(linesOf(number, days));
  }
});

test('a shift that is edited after it was processed waits for a person, and is then put right in Intacct', async () => {
  const [key = ''] = await site.approve([shiftOf(5, '2026-11-16')]);
  await site.untilPosted([key]);
  await site.office.act('edit-timesheet', { timesheetId: Number(key.slice(3)), shift: shiftOf(5, '2026-11-16', 6) });
  await site.untilParked(key, 'CHANGED_AFTER_POSTING');
  const flow = site.client.workflow.getHandle(labourTimeWorkflowId(company, key, 2));
  const correction = { reverseAndRepost: true };
  await untilDecided(flow, retryUpdate, { actor: 'Ada', reason: 'left early', correction });
  await site.untilPosted([key], 2);
  expect(await site.hoursOf(worker(5).employeeId)).toEqual(linesOf(5, ['2026-11-16'], '6'));
});

test('shifts of a closed time period wait, and go through by themselves when it is opened', async () => {
  await site.intacct('POST', 'acts/close-time-period', { beginDate: '2026-11-23' });
  const numbers = [6, 7];
  const keys = await site.approve(numbers.map((number) => shiftOf(number, '2026-11-24')));
  for (const key of keys) await site.untilParked(key, 'TIME_PERIOD_CLOSED');
  await site.intacct('POST', 'acts/open-time-period', { beginDate: '2026-11-23' });
  await site.untilPosted(keys);
  for (const number of numbers) {
    expect(await site.hoursOf(worker(number).employeeId)).toEqual(linesOf(number, ['2026-11-24']));
  }
});

test('while Assignar refuses the keys one exception says so, and all goes on when it accepts them', async () => {
  const refusals = async () =>
    (
      await site.hub.query(
        "select code, closed_because from exceptions where company = $1 and document_key = '*' order by exception_id",
        [company],
      )
    ).rows;
  const refusal = { kind: 'http-status', appliesTo: 'token', params: { status: 401, emptyBody: true } };
  await site.assignar('POST', 'faults', { ...refusal, count: 1_000_000 });
  await site.assignar('POST', 'tokens/expire');
  const days = ['2026-11-16', '2026-11-17'];
  const keys = await site.approve(days.map((day) => shiftOf(8, day)));
  await until('the refusal is written down', 90_000, async () => (await refusals()).length > 0);
  expect(await refusals()).toEqual([{ code: 'SIGN_IN_REFUSED', closed_because: null }]);
  for (const key of keys) expect(await site.standingOf(key)).toBeNull();
  await site.assignar('DELETE', 'faults');
  await site.untilPosted(keys);
  expect(await refusals()).toEqual([{ code: 'SIGN_IN_REFUSED', closed_because: 'signed in again' }]);
});
