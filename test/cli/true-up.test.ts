import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { stringify } from 'yaml';
import { createTrueUpActivities } from '../../activities/true-up/true-up-activities';
import type { TrueUpDeps } from '../../activities/true-up/true-up-deps';
import { until } from '../../cli/start/until';
import { selectOpenTrueUp } from '../../db/true-ups';
import { gatewayTaskQueue } from '../../workflows/activity-policies';
import { workerTrueUpWorkflowId } from '../../workflows/worker-true-up';
import { createTrueUpUnderTest, type TrueUpUnderTest } from '../activities/true-up/true-up-under-test';
import { useHubDatabase } from '../db/hub-database';
import { connectTestTemporal, type TestTemporal } from '../temporal';
import { quietRuntime, workflowBundle } from '../workflows/workflow-bundle';
import { runLine } from './command-line-under-test';

jest.setTimeout(60_000);

const hub = useHubDatabase();
let temporal: TestTemporal;
let under: TrueUpUnderTest;
let stop: () => Promise<void>;
let companies: string;

beforeAll(async () => {
  quietRuntime();
  temporal = await connectTestTemporal();
  under = createTrueUpUnderTest(hub.pool(), ['recreate']);
  await under.withWorkers(4);
  companies = mkdtempSync(join(tmpdir(), 'companies-'));
  writeFileSync(join(companies, `${under.profile.company}.yaml`), stringify(under.profile));
  const { codePath } = await workflowBundle();
  const shared = { connection: temporal.nativeConnection, namespace: temporal.namespace, shutdownGraceTime: 1000 };
  const flows = await Worker.create({ ...shared, taskQueue: temporal.taskQueue, workflowBundle: { codePath } });
  const activities = createTrueUpActivities({ ...under.trueUpDeps, client: temporal.client } satisfies TrueUpDeps);
  const gateway = await Worker.create({
    ...shared,
    taskQueue: gatewayTaskQueue(temporal.taskQueue),
    activities: { ...activities },
  });
  const running = Promise.all([flows.run(), gateway.run()]);
  stop = async () => {
    flows.shutdown();
    gateway.shutdown();
    await running;
  };
});
hub.beforeEnd(async () => {
  await stop?.();
  await under?.close();
  await temporal?.close();
});

const line = (words: string[]) =>
  runLine(words, {
    ENVIRONMENT: 'test',
    DATABASE_URL: hub.url(),
    COMPANIES_DIRECTORY: companies,
    TEMPORAL_ADDRESS: temporal.address,
    TASK_QUEUE: temporal.taskQueue,
    USER: 'ann',
  });
const worker = (number: number) => under.workerIds[number - 1] ?? '';

/** Six runs of the flow, which eight test files may share the machine with. */
const RUNS_WITHIN_MS = 180_000;

test(
  'a preview shows the plan, repair shows the report, approvals go on, and a second run finds nothing',
  async () => {
    under.assignar.edit('worker', worker(1), { telephone: '000' });
    under.assignar.remove('worker', worker(2));

    const preview = await line(['true-up', '--preview']);
    expect(preview.err).toBe('');
    expect(preview.out).toContain('true-up preview of harbor-civil · PREVIEWED');
    expect(preview.out).toContain('telephone 000 → 617-555-0107');
    expect(preview.exitCode).toBe(1);
    expect(under.assignar.writes).toEqual([]);

    const run = await line(['true-up', '--json']);
    expect(run.json()).toMatchObject({
      state: 'awaiting-approval',
      requestedBy: 'ann',
      byState: { repaired: 1, 'awaiting-approval': 1 },
      left: 1,
    });
    expect(run.exitCode).toBe(1);

    const same = await line(['true-up']);
    expect(same.err).toMatch(/a true-up of harbor-civil is under way .*--anew takes its place/);
    expect(same.out).toContain('1 wait for another person: intacct-pipelines true-up approve all');

    // What waits for an approval holds neither a preview up nor whoever asks anew.
    expect((await line(['true-up', '--preview', '--json'])).json()).toMatchObject({ state: 'previewed', left: 1 });
    const again = await line(['true-up', '--anew', '--json']);
    expect(again.json()).toMatchObject({ state: 'awaiting-approval', byState: { 'awaiting-approval': 1 } });
    const first = await line(['true-up', 'show', String(run.json().trueUpId), '--json']);
    expect(first.json()).toMatchObject({ state: 'stopped', byState: { repaired: 1 } });

    const own = await line(['true-up', 'approve', 'all', '--reason', 'mine']);
    expect(own.err).toContain('who asks cannot approve');
    expect(own.exitCode).toBe(1);

    const approved = await line(['true-up', 'approve', 'all', '--reason', 'checked with payroll', '--as', 'ben']);
    expect(approved.err).toBe('');
    expect(approved.out).toMatch(/approved by ben, \d{4}-\d\d-\d\d \d\d:\d\d.*: checked with payroll/);
    expect(approved.out).toContain('1 repaired');
    expect(approved.exitCode).toBe(0);

    // Four workers, and the deleted row that gave its ids up.
    const second = await line(['true-up', '--json']);
    expect(second.json()).toMatchObject({ state: 'finished', entries: [], left: 0, findings: { 'in-step': 5 } });
    expect(second.exitCode).toBe(0);
    expect((await line(['true-up', 'show'])).out).toContain('5 in step, 0 not');
    expect((await line(['true-up', 'approve', 'all', '--reason', 'late'])).err).toContain(
      'nothing waits for a decision',
    );
  },
  RUNS_WITHIN_MS,
);

test('a run whose flow somebody ended is watched no longer, and told as stopped', async () => {
  const { port } = under.intacct;
  const list = port.listEmployees;
  const waiting: (() => void)[] = [];
  const held = new Promise<void>((resolve) => waiting.push(resolve));
  port.listEmployees = async (...parameters) => {
    await held;
    return list(...parameters);
  };
  const watched = line(['true-up']);
  await until(
    'it reads',
    20_000,
    async () => (await selectOpenTrueUp(hub.pool(), { company: under.profile.company, isPreview: false })) !== null,
  );
  await temporal.client.workflow.getHandle(workerTrueUpWorkflowId(under.profile.company)).terminate('by hand');
  expect(await watched).toMatchObject({ exitCode: 1, out: expect.stringContaining('STOPPED') });
  for (const goOn of waiting) goOn();
  port.listEmployees = list;
});

test('nobody asks in the name of the schedule', async () => {
  expect(await line(['true-up', '--as', 'schedule'])).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('expected a person'),
  });
});

test('names of workers and entries that are none are refused before anything is started', async () => {
  expect(await line(['true-up', 'approve', 'x1', '--reason', 'why'])).toMatchObject({ exitCode: 2 });
  expect(await line(['true-up', 'show', 'no-such-run'])).toMatchObject({ exitCode: 1 });
});
