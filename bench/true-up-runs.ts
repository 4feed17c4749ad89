import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { z } from 'zod';
import { until } from '../cli/start/until';
import { selectTrueUp, type TrueUp } from '../db/true-ups';
import { approveUpdate, workerTrueUp, workerTrueUpWorkflowId } from '../workflows/worker-true-up';
import type { BenchStack } from './bench-stack';
import { constructionCompany as company } from './construction-company';
import type { AssignarUse } from './construction-stack';
import { type GatewayUse, readGatewayUse } from './gateway-use';

/** A tenth of some thousands of workers takes minutes where the systems are slow. */
const ENDED_WITHIN_MS = 900_000;
const LOOK_EVERY_MS = 200;
const ASKS = 'bench';
const APPROVES = 'payroll';
const repairsSchema = z.object({
  repaired: z.number(),
  left: z.number(),
  safe_ms: z.number().nullable(),
  approved_ms: z.number().nullable(),
});

/** What one run of the worker true-up came to. */
export interface TrueUpFigures {
  /** Both sides' records. */
  workersRead: number;
  employeesRead: number;
  /** Cases by finding, those in step too. */
  findings: Record<string, number>;
  planMs: number;
  repaired: number;
  /** What is not repaired: in a preview all of it, else what the hub can do nothing about. */
  left: number;
  /** Times in which it repaired; the wait for the approval between them is not in it. */
  repairMs: number;
  /** From the beginning to the end. */
  tookMs: number;
  assignar: AssignarUse;
  intacct: GatewayUse;
  /** Events of each history: a run that goes on as new has several. */
  historyEvents: number[];
}

/** A run of the true-up to its end; what is risky is approved as soon as it is all that is left. */
export async function runTrueUp(bench: BenchStack, preview: boolean): Promise<TrueUpFigures> {
  const construction = bench.construction();
  const since = new Date();
  await construction.clearAssignarUse();
  const trueUpId = randomUUID();
  const handle = await bench.client.workflow.start(workerTrueUp, {
    workflowId: workerTrueUpWorkflowId(company),
    taskQueue: bench.taskQueue,
    args: [{ company, trueUpId, requestedBy: ASKS, preview }],
  });
  const standing = await untilState(bench, trueUpId, ['awaiting-approval', 'finished', 'previewed']);
  if (standing.state === 'awaiting-approval') {
    const approval = { actor: APPROVES, reason: 'part of the bench', entries: 'all' as const };
    await handle.executeUpdate(approveUpdate, { args: [approval] });
  }
  const done = await untilState(bench, trueUpId, ['finished', 'previewed']);
  const { plannedAt, finishedAt, startedAt } = done;
  if (plannedAt === null || finishedAt === null) throw new Error(`true-up ${trueUpId} ended without a plan`);
  return {
    workersRead: done.workersRead,
    employeesRead: done.employeesRead,
    findings: Object.fromEntries(Object.entries(done.findings ?? {}).filter(([, count]) => count > 0)),
    planMs: plannedAt.getTime() - startedAt.getTime(),
    ...(await readRepairs(bench, trueUpId)),
    tookMs: finishedAt.getTime() - startedAt.getTime(),
    assignar: await construction.readAssignarUse(),
    intacct: await readGatewayUse(bench.hub, { company, flow: 'worker-true-up', since }),
    historyEvents: await readHistories(bench.client, handle.workflowId, handle.firstExecutionRunId),
  };
}

function untilState(bench: BenchStack, trueUpId: string, states: readonly TrueUp['state'][]): Promise<TrueUp> {
  const look = async (): Promise<TrueUp | false> => {
    const standing = await selectTrueUp(bench.hub, trueUpId);
    return standing !== null && states.includes(standing.state) && standing;
  };
  return until(`the true-up is ${states.join(' or ')}`, ENDED_WITHIN_MS, look, LOOK_EVERY_MS);
}

/** By the hub's own times: what is safe is repaired from the plan on, what is risky from the approval on. */
async function readRepairs(
  { hub }: BenchStack,
  trueUpId: string,
): Promise<Pick<TrueUpFigures, 'repaired' | 'left' | 'repairMs'>> {
  const { rows } = await hub.query(
    `select count(*) filter (where entry.state = 'repaired')::integer as repaired,
        count(*) filter (where entry.state <> 'repaired')::integer as left,
        extract(epoch from max(entry.settled_at) filter (where entry.state = 'repaired' and entry.decision is null)
          - max(run.planned_at))::float8 * 1000 as safe_ms,
        extract(epoch from max(entry.settled_at) filter (where entry.state = 'repaired' and entry.decision = 'approved')
          - min(entry.decided_at))::float8 * 1000 as approved_ms
      from true_up_entries entry join true_ups run using (true_up_id) where true_up_id = $1::text`,
    [trueUpId],
  );
  const { repaired, left, safe_ms, approved_ms } = repairsSchema.parse(rows[0]);
  return { repaired, left, repairMs: (safe_ms ?? 0) + (approved_ms ?? 0) };
}

async function readHistories(client: Client, workflowId: string, firstRunId: string): Promise<number[]> {
  const counts: number[] = [];
  let runId: string | null | undefined = firstRunId;
  while (typeof runId === 'string' && runId !== '') {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    counts.push(events?.length ?? 0);
    runId = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
  return counts;
}
