import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import {
  deleteOldPreviews,
  endTrueUp,
  insertTrueUp,
  type RequestedTrueUp,
  selectOpenTrueUp,
  type TrueUp,
} from '../../db/true-ups';
import type { TrueUpDeps } from './true-up-deps';

/** Who asks for the runs of a schedule. */
export const scheduled = 'schedule';

/**
 * Begins a run, or goes on with it. `isOurs` is false where another run of the company is under way, whose standing is returned; one whose
 * flow somebody ended is written down as stopped, and stands in nobody's way. A scheduled run does not stand back behind approvals that
 * nobody gave: it stops that run, and asks anew. Throws a retryable failure until that one has ended.
 */
export async function beginTrueUp(
  deps: Pick<TrueUpDeps, 'pool' | 'client'>,
  requested: RequestedTrueUp,
): Promise<{ isOurs: boolean; trueUp: TrueUp }> {
  const open = await stopOrphan(deps, requested.company, requested.trueUpId);
  const isOther = open !== null && open.trueUpId !== requested.trueUpId;
  if (isOther && requested.requestedBy === scheduled && open.state === 'awaiting-approval') {
    await deps.client.workflow.getHandle(open.workflowId).cancel();
    throw ApplicationFailure.create({
      type: 'TrueUpEnding',
      message: `true-up ${open.trueUpId} of ${requested.company} makes way for the scheduled one`,
      nextRetryDelay: 1000,
      category: ApplicationFailureCategory.BENIGN,
    });
  }
  await deleteOldPreviews(deps.pool, requested.company);
  const trueUp = await insertTrueUp(deps.pool, requested);
  if (trueUp === null) throw new Error(`true-up of ${requested.company}: another one ended in this moment`);
  return { isOurs: trueUp.trueUpId === requested.trueUpId, trueUp };
}

/** Ends the company's open run if its flow does not run any more. */
export async function stopOrphan(
  deps: Pick<TrueUpDeps, 'pool' | 'client'>,
  company: string,
  exceptTrueUpId: string | null,
): Promise<TrueUp | null> {
  const open = await selectOpenTrueUp(deps.pool, company);
  if (open === null || open.trueUpId === exceptTrueUpId) return open;
  if (await isRunning(deps.client, open.workflowId, open.trueUpId)) return open;
  await endTrueUp(deps.pool, open.trueUpId, 'stopped');
  return null;
}

/** A flow's id may be that of a later run: the memo tells which one it is. */
async function isRunning(client: Client, workflowId: string, trueUpId: string): Promise<boolean> {
  try {
    const { status, memo } = await client.workflow.getHandle(workflowId).describe();
    const named = memo?.trueUpId;
    return status.name === 'RUNNING' && (named === undefined || named === trueUpId);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
