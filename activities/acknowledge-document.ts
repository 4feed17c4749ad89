import type { Pool } from 'pg';
import { Rejected } from '../clients/errors';
import type { ImetalClient } from '../clients/imetal/imetal-client';
import { replaceExceptions } from '../db/exceptions';
import { inTransaction } from '../db/pool';
import { markAcknowledged, type PostingRow, selectPostings } from '../db/postings';
import type { PostingException } from '../domain/exception';
import type { DocumentReference, PostResult } from '../domain/posting';
import type { PostedDocumentKind } from './document-kinds/document-kind';
import { selectPostedBefore } from './repost';
import { parkedReason } from './store-plan';

export interface AcknowledgementDeps {
  pool: Pool;
  imetal: (company: string) => ImetalClient;
}

/** Gives iMetal the record number of a document that is posted; parks the document when iMetal refuses it. */
export async function acknowledgeDocument(
  deps: AcknowledgementDeps,
  { kind }: PostedDocumentKind,
  document: DocumentReference,
): Promise<PostResult> {
  const [leading] = await selectPostings(deps.pool, document);
  if (leading === undefined || leading.state !== 'posted' || leading.intacct_key === null) {
    const state = leading?.state ?? 'not in the ledger';
    throw new Error(`${document.documentKey} is ${state}: there is nothing to acknowledge`);
  }
  const before = await selectPostedBefore(deps.pool, document);
  try {
    const acknowledged = await deps.imetal(document.company).acknowledge(kind, {
      documentKey: document.documentKey,
      gatewayBatchId: Number(leading.posting_id),
      intacctReference: leading.intacct_key,
      acknowledgedAt: new Date().toISOString(),
      replacesBatchId: before === null ? null : Number(before.postingId),
    });
    // Our acknowledgement is one change: any other version means that somebody edited since the plan was read.
    const onlyOurs = leading.source_version !== null && acknowledged.version === leading.source_version + 1;
    await markAcknowledged(deps.pool, document, onlyOurs ? acknowledged.version : null);
    return { outcome: 'posted', intacctKey: leading.intacct_key };
  } catch (error) {
    if (error instanceof Rejected) return parkUnacknowledged(deps, leading, error);
    throw error;
  }
}

/** The document is in Intacct and iMetal would not take its reference: a person must say which of the two is right. */
async function parkUnacknowledged(
  deps: AcknowledgementDeps,
  leading: PostingRow,
  refusal: Rejected,
): Promise<PostResult> {
  const exception: PostingException = {
    code: refusal.code,
    field: 'acknowledgement',
    expected: `iMetal to take Intacct record ${leading.intacct_key} for ${leading.document_key}`,
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
        workflowId: leading.workflow_id,
      },
      [exception],
    ),
  );
  return { outcome: 'parked', reason: parkedReason([exception]) };
}
