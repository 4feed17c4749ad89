import { type WorkflowHandle, WorkflowNotFoundError } from '@temporalio/client';
import { until } from '../../cli/start/until';
import type { abandonUpdate, DecisionRequest, retryUpdate } from '../../workflows/parking';

const decidedWithinMs = 120_000;

/** Decides once the document is parked: the release of what waits may be trying it at this moment, or have let it through. */
export async function untilDecided(
  flow: WorkflowHandle,
  decision: typeof retryUpdate | typeof abandonUpdate,
  request: DecisionRequest,
): Promise<void> {
  await until(`${flow.workflowId} takes a decision`, decidedWithinMs, async () => {
    try {
      await flow.executeUpdate(decision, { args: [request] });
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return true;
      throw error;
    }
  });
}
