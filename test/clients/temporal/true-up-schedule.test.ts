import { ScheduleNotFoundError } from '@temporalio/client';
import { applySchedules, listSchedules } from '../../../clients/temporal/schedules';
import { workerTrueUpWorkflowId } from '../../../workflows/worker-true-up';
import { buildAssignarProfile } from '../../mappings/assignar-records/construction-builders';
import { connectTestTemporal, type TestTemporal } from '../../temporal';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await connectTestTemporal();
});
afterAll(() => temporal.close());

const company = 'scheduled-civil';
const profile = buildAssignarProfile({ company, trueUp: { risky: [], schedule: '30 4 * * 1-5' } });
const scheduleId = workerTrueUpWorkflowId(company);

test("a true-up runs by the profile's cron, on the clock of its projects", async () => {
  const { client, taskQueue } = temporal;
  const handle = client.schedule.getHandle(scheduleId);
  expect(await applySchedules(client, profile, taskQueue)).toContain(scheduleId);
  const { info, policies, action } = await handle.describe();
  const [next] = info.nextActionTimes;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: profile.projects.timeZone,
    hour: '2-digit',
    minute: '2-digit',
  });
  expect(clock.format(next)).toBe('04:30');
  expect(policies.overlap).toBe('ALLOW_ALL');
  expect(action.args).toEqual([{ company, requestedBy: 'schedule', preview: false }]);
});

test('without one it runs only when somebody asks, and no more where it did', async () => {
  const { client, taskQueue } = temporal;
  await applySchedules(client, profile, taskQueue);
  const asked = buildAssignarProfile({ company, trueUp: { risky: [], schedule: null } });
  for (const _ of ['taken away', 'and gone'])
    expect(await applySchedules(client, asked, taskQueue)).not.toContain(scheduleId);
  await expect(client.schedule.getHandle(scheduleId).describe()).rejects.toBeInstanceOf(ScheduleNotFoundError);
  for (const { scheduleId: each } of await listSchedules(client, asked)) {
    await client.schedule.getHandle(each).delete();
  }
});
