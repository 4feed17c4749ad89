import { type Client, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Pool } from 'pg';
import { selectTrueUp } from '../../db/true-ups';
import { approveUpdate, declineUpdate } from '../../workflows/worker-true-up';
import type { TrueUpDecision } from './true-up-activities';

/** What became of a decision: the ids of the entries that it was about, or why it was not taken. */
export type DecisionOutcome =
  | { kind: 'decided'; decided: string[] }
  | { kind: 'refused'; because: string }
  | { kind: 'no-such-true-up' };

/** Puts a person's decision on risky repairs to the flow of a run. Entries that do not wait for one are passed over. */
export async function decideTrueUp(
  deps: { pool: Pool; client: Client },
  trueUpId: string,
  decision: 'approve' | 'decline',
  by: TrueUpDecision,
): Promise<DecisionOutcome> {
  const trueUp = await selectTrueUp(deps.pool, trueUpId);
  if (trueUp === null) return { kind: 'no-such-true-up' };
  if (trueUp.finishedAt !== null) return { kind: 'refused', because: `true-up ${trueUpId} is over` };
  const update = decision === 'approve' ? approveUpdate : declineUpdate;
  try {
    const { decided } = await deps.client.workflow.getHandle(trueUp.workflowId).executeUpdate(update, { args: [by] });
    return { kind: 'decided', decided };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) {
      return { kind: 'refused', because: `the flow of true-up ${trueUpId} does not run any more` };
    }
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    return { kind: 'refused', because: error.cause instanceof Error ? error.cause.message : error.message };
  }
}
