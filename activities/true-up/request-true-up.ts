import { setTimeout as pause } from 'node:timers/promises';
import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Pool } from 'pg';
import { trueUpAttributes } from '../../clients/temporal/search-attributes';
import { insertTrueUp, selectOpenTrueUp, type TrueUp } from '../../db/true-ups';
import { trueUpPreviewWorkflowId, workerTrueUp, workerTrueUpWorkflowId } from '../../workflows/worker-true-up';
import { makesWay, stopOrphan } from './begin-true-up';

export interface RequestDeps {
  pool: Pool;
  client: Client;
  taskQueue: string;
}

/** A true-up as somebody asks for it. */
export interface TrueUpRequest {
  company: string;
  trueUpId: string;
  /** Employee ids or user ids of Assignar; null: everybody. */
  workers: string[] | null;
  preview: boolean;
  /** Takes the place of one that only waits for approvals: what of that is still wrong is found again. */
  anew: boolean;
  requestedBy: string;
}

// A run is written down as ended a moment before its flow is, and one that makes way ends its batch first: whoever asks in between is not
// turned away.
const attemptsMax = 40;
const pauseMs = 250;

type RequestedTrueUp = { kind: 'started' | 'already-running'; trueUp: TrueUp };

/**
 * Starts a true-up, or finds the one that is under way: there is one at a time, and a preview beside it, and whoever asks second gets that
 * one's standing. Asked for anew, it takes the place of one that only waits for approvals. Harmless to repeat.
 */
export async function requestTrueUp(deps: RequestDeps, request: TrueUpRequest): Promise<RequestedTrueUp> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOrFind(deps, request);
    } catch (error) {
      const isEnding = error instanceof WorkflowExecutionAlreadyStartedError || error instanceof TrueUpEnding;
      if (!isEnding || attempt >= attemptsMax) throw error;
      await pause(pauseMs);
    }
  }
}

/** One that makes way has not ended yet. */
class TrueUpEnding extends Error {}

/** Throws TrueUpEnding, and WorkflowExecutionAlreadyStartedError where a flow runs of which no open run is written down. */
async function startOrFind(deps: RequestDeps, request: TrueUpRequest): Promise<RequestedTrueUp> {
  const { company, trueUpId, workers, preview, anew, requestedBy } = request;
  const kind = { company, isPreview: preview };
  const open = await stopOrphan(deps, kind, null);
  if (open !== null) {
    const isOther = open.trueUpId !== trueUpId;
    if (isOther && (await makesWay(deps, open, anew)))
      throw new TrueUpEnding(`true-up ${open.trueUpId} of ${company} makes way`);
    return { kind: 'already-running', trueUp: open };
  }
  const workflowId = preview ? trueUpPreviewWorkflowId(company) : workerTrueUpWorkflowId(company);
  try {
    await deps.client.workflow.start(workerTrueUp, {
      workflowId,
      taskQueue: deps.taskQueue,
      workflowIdConflictPolicy: 'FAIL',
      args: [{ company, trueUpId, requestedBy, preview, ...(workers === null ? {} : { workers }) }],
      memo: { trueUpId },
      staticSummary: `worker true-up of ${company}${preview ? ', preview' : ''}`,
      staticDetails: `Workers of Assignar against employees of Intacct, asked for by ${requestedBy}\n\nPlan and report: \`npx intacct-pipelines true-up show ${trueUpId}\``,
      typedSearchAttributes: trueUpAttributes(company),
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const other = await selectOpenTrueUp(deps.pool, kind);
    // Not written down yet, or not any more.
    if (other === null) throw error;
    return { kind: 'already-running', trueUp: other };
  }
  const named = { trueUpId, company, workflowId, requestedBy, isPreview: preview, named: workers };
  const trueUp = await insertTrueUp(deps.pool, named);
  if (trueUp === null) throw new Error(`true-up ${trueUpId} of ${company} is not written down`);
  return { kind: trueUp.trueUpId === trueUpId ? 'started' : 'already-running', trueUp };
}
