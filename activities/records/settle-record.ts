import { isDeepStrictEqual } from 'node:util';
import type { Pool, PoolClient } from 'pg';
import { closeExceptions, replaceExceptions, selectOpenExceptions } from '../../db/exceptions';
import type { AgreedRecord } from '../../db/import-batches';
import { agreeLink } from '../../db/links';
import { inTransaction } from '../../db/pool';
import { recordLook } from '../../db/record-looks';
import type { PostingException } from '../../domain/exception';
import type { ParkedReason } from '../../domain/posting';
import { type RecordReference, recordDocumentKey, recordFlows } from '../../domain/record-sync';
import { recordWorkflowId } from '../../workflows/sync-record';
import { parkedReason } from '../store-plan';
import { linkedObjectOf, type RecordKind } from './record-kind';

/** Writes down that both sides of a record are in step: the link, what was seen, and that nothing is open of it any more. */
export async function settleInStep(
  transaction: PoolClient,
  kind: RecordKind,
  record: RecordReference,
  { sourceId, agreed, standing, recordNumber, modifiedAt, seenAt }: AgreedRecord & { sourceId: string },
): Promise<void> {
  const link = { sourceId, intacctId: record.id, intacctRecordNumber: recordNumber, agreed, standing };
  await agreeLink(transaction, linkedObjectOf(kind, record.company), link);
  await recordLook(transaction, lookedAt(record), { modifiedAt, outcome: 'in-step', seenAt });
  await closeExceptions(transaction, record.company, recordDocumentKey(record), 'in step');
}

/** Writes down that there is nothing to bring in step. */
export async function settleAsNothing(
  pool: Pool,
  record: RecordReference,
  look: { outcome: 'filtered' | 'gone'; modifiedAt: string | null; because: string; seenAt: string },
): Promise<void> {
  await inTransaction(pool, async (transaction) => {
    await recordLook(transaction, lookedAt(record), look);
    await closeExceptions(transaction, record.company, recordDocumentKey(record), `${look.outcome}: ${look.because}`);
  });
}

/** Writes down why a record cannot be brought in step; its flow is parked with these exceptions. */
export async function settleAsParked(
  pool: Pool,
  record: RecordReference,
  exceptions: readonly PostingException[],
  { modifiedAt, seenAt }: { modifiedAt: string | null; seenAt: string },
): Promise<ParkedReason> {
  const context = {
    company: record.company,
    flow: recordFlows[record.object],
    documentKey: recordDocumentKey(record),
    amount: null,
    currency: null,
    workflowId: recordWorkflowId(record),
  };
  await inTransaction(pool, async (transaction) => {
    await recordLook(transaction, lookedAt(record), { modifiedAt, outcome: 'parked', seenAt });
    const open = await selectOpenExceptions(transaction, context.company, context.documentKey);
    // Looked at again with the same faults, it has waited since the first time.
    if (!isDeepStrictEqual(open, [...exceptions])) await replaceExceptions(transaction, context, exceptions);
  });
  return parkedReason(exceptions);
}

function lookedAt(record: RecordReference) {
  return { company: record.company, object: record.object, intacctId: record.id };
}
