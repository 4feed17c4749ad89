import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { beginTrueUp, scheduled } from '../../../activities/true-up/begin-true-up';
import { selectTrueUp, setTrueUpState } from '../../../db/true-ups';
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

const begin = (trueUpId: string, requestedBy = 'Ann') =>
  beginTrueUp(
    { pool: hub.pool(), client },
    { trueUpId, company: 'harbor-civil', workflowId: `flow/${trueUpId}`, requestedBy, isPreview: false, named: null },
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

test('of a schedule, stops a run that only waits for approvals, and comes again', async () => {
  await begin('run-1');
  running.add('flow/run-1');
  expect(await begin('run-2', scheduled)).toMatchObject({ isOurs: false });
  await setTrueUpState(hub.pool(), 'run-1', 'awaiting-approval');
  await expect(begin('run-2', scheduled)).rejects.toMatchObject({ type: 'TrueUpEnding', nonRetryable: false });
  expect(cancelled).toEqual(['flow/run-1']);
  expect(await begin('run-3', 'Ben')).toMatchObject({ isOurs: false });
  running.clear();
  expect(await begin('run-2', scheduled)).toMatchObject({ isOurs: true });
});
