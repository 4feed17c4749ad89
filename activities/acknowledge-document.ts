import { Rejected } from '../clients/errors';
import { replaceExceptions } from '../db/exceptions';
import { inTransaction } from '../db/pool';
import { markAcknowledged, type PostingRow, selectPostings } from '../db/postings';
import { systemNames } from '../domain/document-source';
import type { PostingException } from '../domain/exception';
import type { DocumentReference, PostResult } from '../domain/posting';
import type { PostedDocumentKind } from './document-kinds/document-kind';
import { selectPostedBefore } from './repost';
import { parkedReason } from './store-plan';
import { type TriggerDeps, triggerDocument } from './trigger-document';

/**
 * Tells the source that a document is posted, and its record number where it takes one; parks the document when the source refuses it. One
 * that was edited while it was on its way is triggered again.
 */
export async function acknowledgeDocument(
  deps: TriggerDeps,
  kind: PostedDocumentKind,
  document: DocumentReference,
): Promise<PostResult> {
  const [leading] = await selectPostings(deps.pool, document);
  if (leading === undefined || leading.state !== 'posted' || leading.intacct_key === null) {
    const state = leading?.state ?? 'not in the ledger';
    throw new Error(`${document.documentKey} is ${state}: there is nothing to acknowledge`);
  }
  const before = await selectPostedBefore(deps.pool, document);
  try {
    const source = await kind.source(deps, await deps.profiles.profile(document.company));
    const acknowledged = await source.acknowledge(kind.kind, {
      documentKey: document.documentKey,
      gatewayBatchId: Number(leading.posting_id),
      intacctReference: leading.intacct_key,
      acknowledgedAt: new Date().toISOString(),
      replacesBatchId: before === null ? null : Number(before.postingId),
      ...(leading.content_hash === null ? {} : { contentHash: leading.content_hash }),
    });
    const { version } = acknowledged;
    // Any other version means that somebody edited since the plan was read.
    const onlyOurs =
      version !== null && leading.source_version !== null && kind.isOnlyAcknowledged(leading.source_version, version);
    await markAcknowledged(deps.pool, document, onlyOurs ? version : null);
    if (acknowledged.isEdited === true) await triggerDocument(deps, kind, document.company, document.documentKey);
    return { outcome: 'posted', intacctKey: leading.intacct_key };
  } catch (error) {
    if (error instanceof Rejected) return parkUnacknowledged(deps, systemNames[kind.system], leading, error);
    throw error;
  }
}

/** The document is in Intacct and the source would not be told: a person must say which of the two is right. */
async function parkUnacknowledged(
  deps: Pick<TriggerDeps, 'pool'>,
  system: string,
  leading: PostingRow,
  refusal: Rejected,
): Promise<PostResult> {
  const exception: PostingException = {
    code: refusal.code,
    field: 'acknowledgement',
    expected: `${system} to take Intacct record ${leading.intacct_key} for ${leading.document_key}`,
    actual: refusal.message,
    message: `${leading.document_key}: posted as Intacct record ${leading.intacct_key}, but not acknowledged: ${refusal.message}`,
    causeKey: null,
  };
  await inTransaction(deps.pool, (transaction) =>
    replaceExceptions(
      transaction,
      {
        company: leading.company,
        flow: leading.flow,
        documentKey: leading.document_key,
        amount: leading.amount,
        currency: leading.currency,
        hours: leading.hours,
        workflowId: leading.workflow_id,
      },
      [exception],
    ),
  );
  return { outcome: 'parked', reason: parkedReason([exception]) };
}
