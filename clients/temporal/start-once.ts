import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';

/**
 * How every document's flow starts. One that was terminated by hand may start again, and finds out from the ledger how
 * far it was; a completed one never.
 */
export const startOncePolicies = {
  workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
  workflowIdConflictPolicy: 'USE_EXISTING',
} as const;

/** Runs a start with `startOncePolicies`: true when the flow is open, just started or found running; false when it ran and is finished. */
export async function startOnce(start: () => Promise<unknown>): Promise<boolean> {
  try {
    await start();
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}
