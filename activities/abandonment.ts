import type { PoolClient } from 'pg';
import { closeExceptions } from '../db/exceptions';
import { insertPostingEvent, lockDocument, selectPostings, updatePostingState } from '../db/postings';
import type { Decision, DocumentReference } from '../domain/posting';

/** Gives a document up for good: nothing more of it will be sent. Harmless to repeat; refuses what may be on its way to Intacct. */
export async function abandonDocument(
  transaction: PoolClient,
  document: DocumentReference,
  decision: Decision,
): Promise<void> {
  await lockDocument(transaction, document.company, document.documentKey);
  for (const posting of await selectPostings(transaction, document)) {
    // What is posted stays posted; only its open question is closed.
    if (posting.state === 'abandoned' || posting.state === 'posted') continue;
    if (posting.state !== 'planned' && posting.state !== 'rejected') {
      throw new Error(`${document.documentKey} ${posting.purpose} is ${posting.state}: it cannot be abandoned`);
    }
    await updatePostingState(transaction, posting.posting_id, { state: 'abandoned' });
    await insertPostingEvent(transaction, {
      postingId: posting.posting_id,
      fromState: posting.state,
      toState: 'abandoned',
      actor: decision.actor,
      note: decision.reason,
      planId: posting.plan_id,
    });
  }
  await closeExceptions(transaction, document.company, document.documentKey, `abandoned: ${decision.reason}`);
}
