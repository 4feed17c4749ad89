import type { Client } from '@temporalio/client';
import { abandonUpdate, type DecisionRequest, retrySignal, retryUpdate } from '../../workflows/parking';
import type { ParkedDocument } from './operators';

/**
 * What persons have made up their minds about: a document given up, a change after posting left as it is, or one
 * reversed and posted anew. Everything else that is parked is tried again.
 */
export type Verdict = 'abandon' | 'ignore-change' | 'repost';
export type Verdicts = Map<string, Verdict>;

/** With the worker or the engine down an answer may never come: an operator looks elsewhere then. */
const PATIENCE_MS = 3000;
const request = { actor: 'chaos', reason: 'tried again by an operator in a hurry' };

/** Carries the verdict on a parked document out; false when the flow refused it or nobody answered, which is as good as not having been sent. */
export async function decide(
  client: Client,
  document: ParkedDocument,
  verdict: Verdict | undefined,
  by: 'update' | 'signal' = 'update',
): Promise<boolean> {
  const changed = document.code === 'CHANGED_AFTER_POSTING';
  const isGivenUp = verdict === 'abandon' || (verdict === 'ignore-change' && changed);
  const retry: DecisionRequest =
    verdict === 'repost' && changed ? { ...request, correction: { reverseAndRepost: true } } : request;
  const flow = client.workflow.getHandle(document.workflow_id);
  try {
    await client.withDeadline(Date.now() + PATIENCE_MS, async () => {
      if (isGivenUp) await flow.executeUpdate(abandonUpdate, { args: [{ actor: 'chaos', reason: verdict }] });
      else if (by === 'signal') await flow.signal(retrySignal, retry);
      else await flow.executeUpdate(retryUpdate, { args: [retry] });
    });
    return true;
  } catch {
    // Not parked any more, engine down, no worker: whichever, the document is looked at again.
    return false;
  }
}
