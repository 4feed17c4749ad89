import { continueAsNew } from '@temporalio/workflow';
import { type SyncRecordInput, type SyncRecordResult, syncRecord } from './sync-record';

/** A trade vendor of Intacct is a supplier of iMetal, or of Assignar; one that stops being one, or is gone, becomes inactive there. */
export async function vendors(input: SyncRecordInput): Promise<SyncRecordResult> {
  return syncRecord(input, (next) => continueAsNew<typeof vendors>(next));
}
