import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import {
  deleteOldPreviews,
  endTrueUp,
  insertTrueUp,
  type RequestedTrueUp,
  selectOpenTrueUp,
  type TrueUp,
  type TrueUpKind,
} from '../../db/true-ups';
import type { TrueUpDeps } from './true-up-deps';

/** Who asks for the runs of a schedule. */
export const scheduled = 'schedule';

/**
 * Begins a run, or goes on with it. `isOurs` is false where another one of its kind is under way, whose standing is returned; one whose
 * flow somebody ended is written down as stopped, and stands in nobody's way. A scheduled run does not stand back behind approvals that
 * nobody gave: it stops that run, and asks anew; a retryable failure is thrown until that one has ended.
 */
export async function beginTrueUp(
  deps: Pick<TrueUpDeps, 'pool' | 'client'>,
  requested: RequestedTrueUp,
): Promise<{ isOurs: boolean; trueUp: TrueUp }> {
  const open = await stopOrphan(deps, requested, requested.trueUpId);
  if (
    open !== null &&
    open.trueUpId !== requested.trueUpId &&
    (await makesWay(deps, open, requested.requestedBy === scheduled))
  ) {
    throw ApplicationFailure.create({
      type: 'TrueUpEnding',
      message: `true-up ${open.trueUpId} of ${requested.company} makes way for ${requested.trueUpId}`,
      nextRetryDelay: 1000,
      category: ApplicationFailureCategory.BENIGN,
    });
  }
  await deleteOldPreviews(deps.pool, requested.company);
  const trueUp = await insertTrueUp(deps.pool, requested);
  if (trueUp === null) throw new Error(`true-up of ${requested.company}: another one ended in this moment`);
  return { isOurs: trueUp.trueUpId === requested.trueUpId, trueUp };
}

/** Stops a run that only waits for approvals where the next one is to ask anew; true when it did. */
export async function makesWay(
  { client }: Pick<TrueUpDeps, 'client'>,
  open: TrueUp,
  isAnew: boolean,
): Promise<boolean> {
  if (!isAnew || open.state !== 'awaiting-approval') return false;
  await client.workflow.getHandle(open.workflowId).cancel();
  return true;
}

/** Ends the company's open run, or preview, if its flow does not run any more. */
export async function stopOrphan(
  deps: Pick<TrueUpDeps, 'pool' | 'client'>,
  kind: TrueUpKind,
  exceptTrueUpId: string | null,
): Promise<TrueUp | null> {
  const open = await selectOpenTrueUp(deps.pool, kind);
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
