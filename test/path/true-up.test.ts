import { randomUUID } from 'node:crypto';
import { decideTrueUp } from '../../activities/true-up/decide-true-up';
import { requestTrueUp } from '../../activities/true-up/request-true-up';
import { type TrueUpReport, trueUpReport } from '../../activities/true-up/true-up-report';
import { until } from '../../cli/start/until';
import { readConfig } from '../../config';
import { selectTrueUp } from '../../db/true-ups';
import type { ShiftInput } from '../../sandbox/assignar/company-file';
import { type Employee, ordinaryWorkers, type Position, positions } from '../../sandbox/sample-construction/crew';
import { sitesAt } from '../../sandbox/sample-construction/sites';
import { company, openSite, type SiteOnStack } from './site-on-stack';

// On a machine that many share a test is a matter of minutes.
jest.setTimeout(300_000);

let site: SiteOnStack;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site?.stop());

const crew = ordinaryWorkers.filter(
  ({ position, earningTypeName }) => position !== 'Operator' && earningTypeName !== null,
);
function member(number: number): Employee {
  const found = crew[number];
  if (found === undefined) throw new Error(`the crew has no worker ${number}`);
  return found;
}

/** Hours that a worker of Assignar enters, where an employee mostly works. */
function shiftOf(workerId: number, { locationId, position }: Employee, hours: number): ShiftInput {
  const [project] = sitesAt(locationId);
  if (project === undefined) throw new Error(`nobody works at ${locationId}`);
  return {
    worker: workerId,
    project: project.projectId,
    role: positions[position as Position],
    start: '2026-11-16T12:00:00Z',
    end: `2026-11-16T${12 + hours}:00:00Z`,
    breakMinutes: 0,
    activities: [{ activity: project.taskIds[0] ?? '', minutes: hours * 60 }],
  };
}

async function workerIdOf({ employeeId }: Employee): Promise<number> {
  const rows = await site.office.rows('users');
  const row = rows.find(({ external_id, deleted_at }) => external_id === employeeId && deleted_at === null);
  if (row === undefined) throw new Error(`Assignar has no worker of ${employeeId}`);
  return row.id;
}

const hoursOf = async ({ employeeId }: Employee) =>
  (await site.hoursOf(employeeId)).map((line) => line.split(' ').at(-1));

/** A run as one person asks for it, and another approves all that waits. */
async function trueUp(workers: string[]): Promise<TrueUpReport> {
  const { client, hub } = site;
  const taskQueue = readConfig(site.stack.environment).TASK_QUEUE;
  const request = { company, trueUpId: randomUUID(), workers, preview: false, anew: false, requestedBy: 'site-office' };
  const asked = await requestTrueUp({ pool: hub, client, taskQueue }, request);
  expect(asked.kind).toBe('started');
  const { trueUpId } = asked.trueUp;
  const inState = (...states: string[]) =>
    until(`the true-up is ${states.join(' or ')}`, 90_000, async () => {
      const found = await selectTrueUp(hub, trueUpId);
      return found !== null && states.includes(found.state) && found;
    });
  const rested = await inState('awaiting-approval', 'finished');
  if (rested.state === 'awaiting-approval') {
    const decide = (actor: string) =>
      decideTrueUp({ pool: hub, client }, trueUpId, 'approve', { actor, reason: 'asked them', entries: 'all' });
    expect(await decide('Site-Office')).toMatchObject({ kind: 'refused' });
    expect(await decide('payroll')).toMatchObject({ kind: 'decided' });
  }
  return trueUpReport(hub, await inState('finished'));
}

test('hours of workers who changed places wait, and go to their own employees after a true-up', async () => {
  const [one, other] = [member(0), member(1)];
  const [oneId, otherId] = [await workerIdOf(one), await workerIdOf(other)];
  await site.office.act('relink-workers', { worker: oneId, other: otherId });
  const keys = await site.approve([shiftOf(oneId, one, 8), shiftOf(otherId, other, 6)]);
  for (const key of keys) await site.untilParked(key, 'WORKER_RELINKED');
  const report = await trueUp([one.employeeId, other.employeeId]);
  expect(report.byFinding).toMatchObject([{ finding: 'relinked', cases: 2, repaired: 2, left: 0 }]);
  await site.untilPosted(keys);
  expect([await hoursOf(one), await hoursOf(other)]).toEqual([['8'], ['6']]);
});

test('hours of somebody who was deleted and made anew wait, and are the employee’s after a true-up', async () => {
  const again = member(2);
  const { firstName: first_name, lastName: last_name, birthDate: dob, email } = again;
  await site.office.act('delete-worker', { worker: again.employeeId });
  const { id } = await site.office.act('create-worker', {
    fields: { user_type_id: 2, first_name, last_name, dob, email },
  });
  const keys = await site.approve([shiftOf(Number(id), again, 7)]);
  await site.untilParked(keys[0] ?? '', 'WORKER_UNLINKED');
  const report = await trueUp([again.employeeId]);
  expect(report).toMatchObject({ left: 0, entries: [{ finding: 'recreated', userId: String(id), state: 'repaired' }] });
  await site.untilPosted(keys);
  expect(await hoursOf(again)).toEqual(['7']);
});

test('asked again, a true-up finds nothing of it, and of a name that is nobody’s says so', async () => {
  const report = await trueUp([0, 1, 2].map((number) => member(number).employeeId));
  expect(report).toMatchObject({ entries: [], left: 0 });
  expect(await trueUp(['E-9999'])).toMatchObject({ left: 1, entries: [{ key: 'named/E-9999', finding: 'refused' }] });
});
