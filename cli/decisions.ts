import { randomUUID } from 'node:crypto';
import {
  type Client,
  isGrpcDeadlineError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import type { DocumentOutcome } from '../db/document-outcomes';
import { abandonUpdate, type DecisionRequest, retryUpdate } from '../workflows/parking';
import { NegativeAnswer, Unreachable } from './exit-codes';

// The flow answers as soon as a worker has taken the decision; without a worker it never does.
const decisionTimeoutMs = 15_000;

/** The flow that would take the decision is not running. */
export class FlowNotRunning extends NegativeAnswer {}

/** A decision that no worker took: whether it is carried out later is the engine's business. */
export class DecisionUnanswered extends Unreachable {}

/**
 * Puts a decision to a parked document's flow. Throws NegativeAnswer when it is not parked, and DecisionUnanswered when no
 * worker takes it. Under one update id it is one decision, however often it is sent.
 */
export async function decide(
  client: Client,
  workflowId: string,
  action: 'retry' | 'abandon',
  request: DecisionRequest,
  updateId: string = randomUUID(),
): Promise<void> {
  const handle = client.workflow.getHandle(workflowId);
  try {
    await client.withDeadline(Date.now() + decisionTimeoutMs, () =>
      handle.executeUpdate(action === 'retry' ? retryUpdate : abandonUpdate, { args: [request], updateId }),
    );
  } catch (error) {
    throw explainRefusal(error, workflowId, action);
  }
}

/** Throws NegativeAnswer for a document that the ledger calls finished, with nothing open: there is no flow to ask. */
export function refuseFinished({ document_key: document, state, intacct_key, open_exceptions }: DocumentOutcome): void {
  if (open_exceptions > 0 || (state !== 'posted' && state !== 'abandoned')) return;
  const record = intacct_key === null ? '' : ` as Intacct record ${intacct_key}`;
  throw new NegativeAnswer(`${document} is not parked: it is ${state}${record}`);
}

function explainRefusal(error: unknown, workflowId: string, action: string): unknown {
  if (error instanceof WorkflowUpdateFailedError) {
    const said = error.cause instanceof Error ? error.cause.message : error.message;
    return new NegativeAnswer(`${action} refused: ${said}`);
  }
  if (error instanceof WorkflowNotFoundError) {
    return new FlowNotRunning(
      `${action} refused: the flow ${workflowId} is not running; if the document still waits, its flow was ended by hand: start it again with intacct-pipelines trigger`,
    );
  }
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isGrpcDeadlineError(error)) {
    return new DecisionUnanswered(
      `no worker answered within ${decisionTimeoutMs / 1000} s: is one running? (intacct-pipelines doctor tells). One that starts later may still take the decision.`,
    );
  }
  return error;
}
