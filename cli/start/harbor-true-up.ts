import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { approveUpdate, workerTrueUp, workerTrueUpWorkflowId } from '../../workflows/worker-true-up';
import { readTrueUp, type TrueUpRun } from './harbor-hub';
import { until } from './until';

const company = 'harbor-civil';
/** The day's persons: who asks for a true-up may not approve what is risky of it. */
const ASKS = 'site-office';
const APPROVES = 'payroll';
/** Sixty workers take seconds; a machine that is busy with two companies takes longer. */
const TRUE_UP_WITHIN_MS = 90_000;

export interface TrueUpDesk {
  client: Client;
  hub: Pool;
  taskQueue: string;
}

async function start({ client, taskQueue }: TrueUpDesk, preview: boolean) {
  const trueUpId = randomUUID();
  const handle = await client.workflow.start(workerTrueUp, {
    workflowId: workerTrueUpWorkflowId(company),
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    taskQueue,
    args: [{ company, trueUpId, requestedBy: ASKS, preview }],
    staticSummary: preview ? 'what a true-up would do' : 'true-up of all workers',
  });
  return { trueUpId, handle };
}

/** What a true-up would do, in a plan; writes nothing to Assignar. */
export async function previewTrueUp(desk: TrueUpDesk): Promise<TrueUpRun> {
  const { trueUpId, handle } = await start(desk, true);
  await handle.result();
  return readTrueUp(desk.hub, trueUpId);
}

/** Trues up all workers: what is safe goes through by itself, what is risky when another person has approved it. */
export async function trueUpAll(desk: TrueUpDesk): Promise<TrueUpRun> {
  const { trueUpId, handle } = await start(desk, false);
  const isSafeDone = async () => {
    const run = await readTrueUp(desk.hub, trueUpId);
    return ['awaiting-approval', 'finished'].includes(run.state) && run;
  };
  const standing = await until('what is safe of the true-up is repaired', TRUE_UP_WITHIN_MS, isSafeDone, 250);
  if (standing.state === 'awaiting-approval') {
    const approval = { actor: APPROVES, reason: 'looked at each in the plan', entries: 'all' as const };
    await handle.executeUpdate(approveUpdate, { args: [approval] });
  }
  await handle.result();
  return readTrueUp(desk.hub, trueUpId);
}
