import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { requestTrueUp } from '../../activities/true-up/request-true-up';
import { approveUpdate, type workerTrueUp } from '../../workflows/worker-true-up';
import { readTrueUp, type TrueUpRun } from './harbor-hub';
import { until } from './until';

const company = 'harbor-civil';
/** The day's persons: who asks for a true-up may not approve what is risky of it. */
const ASKS = 'site-office';
const APPROVES = 'payroll';
/** Sixty workers take seconds; a machine that is busy with two companies takes longer. */
const TRUE_UP_WITHIN_MS = 90_000;
const LOOK_EVERY_MS = 250;

export interface TrueUpDesk {
  client: Client;
  hub: Pool;
  taskQueue: string;
}

/** Asks for a true-up as an operator does; one that an interrupted day left behind is the one meant. */
async function ask({ client, hub, taskQueue }: TrueUpDesk, preview: boolean) {
  const request = { company, trueUpId: randomUUID(), workers: null, preview, anew: false, requestedBy: ASKS };
  const { trueUp } = await requestTrueUp({ pool: hub, client, taskQueue }, request);
  return { trueUp, handle: client.workflow.getHandle<typeof workerTrueUp>(trueUp.workflowId) };
}

/** What a true-up would do, in a plan; writes nothing to Assignar. */
export async function previewTrueUp(desk: TrueUpDesk): Promise<TrueUpRun> {
  const { trueUp } = await ask(desk, true);
  const isPlanned = async () => {
    const run = await readTrueUp(desk.hub, trueUp.trueUpId);
    return run.state === 'previewed' && run;
  };
  return until('the true-up has its plan', TRUE_UP_WITHIN_MS, isPlanned, LOOK_EVERY_MS);
}

/** Trues up all workers: what is safe goes through by itself, what is risky when another person has approved it. */
export async function trueUpAll(desk: TrueUpDesk): Promise<TrueUpRun> {
  const { trueUp, handle } = await ask(desk, false);
  const isSafeDone = async () => {
    const run = await readTrueUp(desk.hub, trueUp.trueUpId);
    return ['awaiting-approval', 'finished'].includes(run.state) && run;
  };
  const standing = await until('what is safe of the true-up is repaired', TRUE_UP_WITHIN_MS, isSafeDone, LOOK_EVERY_MS);
  if (standing.state === 'awaiting-approval') {
    const approval = { actor: APPROVES, reason: 'looked at each in the plan', entries: 'all' as const };
    await handle.executeUpdate(approveUpdate, { args: [approval] });
  }
  await handle.result();
  return readTrueUp(desk.hub, trueUp.trueUpId);
}
