import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { beginTrueUp, scheduled } from '../../../activities/true-up/begin-true-up';
import { endTrueUp, selectTrueUp, setTrueUpState } from '../../../db/true-ups';
import { useHubDatabase } from '../../db/hub-database';
import { clearTrueUps } from './true-up-under-test';

const hub = useHubDatabase();
let running: Set<string>;
let cancelled: string[];
beforeEach(async () => {
  await clearTrueUps(hub.pool());
  running = new Set();
  cancelled = [];
});

const client = {
  workflow: {
    getHandle: (workflowId: string) => ({
      async describe() {
        if (!running.has(workflowId)) throw new WorkflowNotFoundError('not found', workflowId, undefined);
        return { status: { name: 'RUNNING' }, memo: {} };
      },
      cancel: async () => void cancelled.push(workflowId),
    }),
  },
} as unknown as Client;

const begin = (trueUpId: string, { isPreview = false, requestedBy = 'Ann' } = {}) =>
  beginTrueUp(
    { pool: hub.pool(), client },
    { trueUpId, company: 'harbor-civil', workflowId: `flow/${trueUpId}`, requestedBy, isPreview, named: null },
  );

test('beginning twice is beginning once', async () => {
  expect(await begin('run-1')).toMatchObject({ isOurs: true });
  expect(await begin('run-1')).toMatchObject({ isOurs: true, trueUp: { trueUpId: 'run-1' } });
});

test('stands back behind a run whose flow runs', async () => {
  await begin('run-1');
  running.add('flow/run-1');
  expect(await begin('run-2')).toMatchObject({ isOurs: false, trueUp: { trueUpId: 'run-1' } });
});

test('takes the place of a run whose flow somebody ended', async () => {
  await begin('run-1');
  expect(await begin('run-2')).toMatchObject({ isOurs: true });
  expect(await selectTrueUp(hub.pool(), 'run-1')).toMatchObject({ state: 'stopped' });
});

test('forgets previews of more than a month ago, and no run that repaired', async () => {
  for (const [trueUpId, state] of [
    ['run-1', 'previewed'],
    ['run-2', 'finished'],
    ['run-3', 'previewed'],
  ] as const) {
    await begin(trueUpId);
    await endTrueUp(hub.pool(), trueUpId, state);
  }
  await hub.pool().query("update true_ups set finished_at = now() - interval '31 days' where true_up_id <> 'run-3'");
  await begin('run-4');
  const { rows } = await hub.pool().query('select true_up_id from true_ups order by 1');
  expect(rows.map((row) => row.true_up_id)).toEqual(['run-2', 'run-3', 'run-4']);
});

test('of a schedule, stops a run that only waits for approvals, and comes again', async () => {
  await begin('run-1');
  running.add('flow/run-1');
  const ofSchedule = { requestedBy: scheduled };
  expect(await begin('run-2', ofSchedule)).toMatchObject({ isOurs: false });
  await setTrueUpState(hub.pool(), 'run-1', 'awaiting-approval');
  await expect(begin('run-2', ofSchedule)).rejects.toMatchObject({ type: 'TrueUpEnding', nonRetryable: false });
  expect(cancelled).toEqual(['flow/run-1']);
  expect(await begin('run-1')).toMatchObject({ isOurs: true });
  running.clear();
  expect(await begin('run-2', ofSchedule)).toMatchObject({ isOurs: true });
});

test('of a person, leaves a run that waits for approvals where it is', async () => {
  await begin('run-1');
  running.add('flow/run-1');
  await setTrueUpState(hub.pool(), 'run-1', 'awaiting-approval');
  expect(await begin('run-2')).toMatchObject({ isOurs: false });
  expect(cancelled).toEqual([]);
});

test('a preview and a run hold each other up no more than a second preview is begun', async () => {
  await begin('run-1');
  await begin('run-2', { isPreview: true });
  for (const id of ['run-1', 'run-2']) running.add(`flow/${id}`);
  expect(await begin('run-3', { isPreview: true })).toMatchObject({ isOurs: false, trueUp: { trueUpId: 'run-2' } });
  expect(await begin('run-3')).toMatchObject({ isOurs: false, trueUp: { trueUpId: 'run-1' } });
});
