import { randomBytes } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { Worker } from '@temporalio/worker';
import type { RepairStanding, TrueUpActivities } from '../../activities/true-up/true-up-activities';
import { gatewayTaskQueue } from '../../workflows/activity-policies';
import { type WorkerTrueUpInput, workerTrueUp } from '../../workflows/worker-true-up';
import { connectTestTemporal, type TestTemporal } from '../temporal';
import { quietRuntime, workflowBundle } from './workflow-bundle';

/** Pages, plans and batches of a run as a test wants them: how many of each there are. */
export interface ScriptedTrueUp {
  pages: number;
  safe: number;
  risky: number;
  /** Thrown by the next batch of repairs. */
  failNext: Error | null;
  /** The next batch of repairs goes on until it is told to stop. */
  endless: boolean;
  /** Another run is under way. */
  other: string | null;
}

export interface TrueUpFlowUnderTest {
  temporal: TestTemporal;
  script: ScriptedTrueUp;
  /** What was asked, in order: `begin Ann`, `workers 0`, `repair`. */
  asked: string[];
  start(input?: Partial<WorkerTrueUpInput>, workflowId?: string): ReturnType<typeof startTrueUp>;
  close(): Promise<void>;
}

/** A worker on the run's Temporal server, with the real workflow and plain fake activities that count entries down. */
export async function startTrueUpFlowUnderTest(): Promise<TrueUpFlowUnderTest> {
  quietRuntime();
  const temporal = await connectTestTemporal();
  const { codePath } = await workflowBundle();
  const script: ScriptedTrueUp = { pages: 1, safe: 0, risky: 0, failNext: null, endless: false, other: null };
  const asked: string[] = [];
  const activities = fakeActivities(script, asked);
  const shared = { connection: temporal.nativeConnection, namespace: temporal.namespace, shutdownGraceTime: 1000 };
  const flows = await Worker.create({ ...shared, taskQueue: temporal.taskQueue, workflowBundle: { codePath } });
  const gateway = await Worker.create({
    ...shared,
    taskQueue: gatewayTaskQueue(temporal.taskQueue),
    activities: { ...activities },
    // So that a cancellation reaches an activity soon.
    maxHeartbeatThrottleInterval: 200,
  });
  const running = Promise.all([flows.run(), gateway.run()]);
  return {
    temporal,
    script,
    asked,
    start: (input, workflowId) => startTrueUp(temporal, input, workflowId),
    async close() {
      flows.shutdown();
      gateway.shutdown();
      await running;
      await temporal.close();
    },
  };
}

function startTrueUp(
  { client, taskQueue }: TestTemporal,
  input: Partial<WorkerTrueUpInput> = {},
  workflowId = `worker-true-up/${randomBytes(4).toString('hex')}`,
) {
  const args: [WorkerTrueUpInput] = [
    { company: 'harbor-civil', trueUpId: 'run-1', requestedBy: 'Ann', preview: false, ...input },
  ];
  return client.workflow.start(workerTrueUp, { workflowId, taskQueue, args });
}

function fakeActivities(script: ScriptedTrueUp, asked: string[]): TrueUpActivities {
  let repaired = 0;
  const standing = (): RepairStanding => ({ toRepair: script.safe, awaiting: script.risky, repaired, failed: 0 });
  const page =
    (name: string) =>
    async ({ after }: { after: string }) => {
      asked.push(`${name} ${after}`);
      const next = Number(after) + 1;
      return { after: String(next), read: 10, isLastPage: next >= script.pages };
    };
  return {
    async beginWorkerTrueUp({ trueUpId, requestedBy }) {
      asked.push(`begin ${requestedBy}`);
      if (script.other !== null) return { isOurs: false, trueUpId: script.other, state: 'repairing' };
      return { isOurs: true, trueUpId, state: 'reading' };
    },
    readWorkersToTrueUp: page('workers'),
    readEmployeesToTrueUp: page('employees'),
    async planWorkerTrueUp() {
      asked.push('plan');
      return standing();
    },
    async repairWorkers({ limit }) {
      const failure = script.failNext;
      script.failNext = null;
      if (failure !== null) throw failure;
      if (script.endless) await untilCancelled(asked);
      const some = Math.min(limit, script.safe);
      asked.push(`repair ${some}`);
      script.safe -= some;
      repaired += some;
      return standing();
    },
    async decideRepairs({ decision, by }) {
      const decided =
        by.entries === 'all' ? Array.from({ length: script.risky }, (_, index) => String(index)) : by.entries;
      asked.push(`${decision} ${decided.length} by ${by.actor}`);
      script.risky -= decided.length;
      if (decision === 'approved') script.safe += decided.length;
      return { decided, standing: standing() };
    },
    async awaitApprovals() {
      asked.push(`await ${script.risky}`);
      return standing();
    },
    async finishWorkerTrueUp({ state, undecided }) {
      asked.push(`finish ${state}${undecided === '' ? '' : `: ${undecided}`}`);
    },
  };
}

async function untilCancelled(asked: string[]): Promise<void> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), 100);
  asked.push('repairing');
  try {
    await context.cancelled;
  } finally {
    clearInterval(beat);
    asked.push('repair ended');
  }
}
