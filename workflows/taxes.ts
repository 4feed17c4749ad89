import { continueAsNew } from '@temporalio/workflow';
import { type SyncRecordInput, type SyncRecordResult, syncRecord } from './sync-record';

/** A tax detail of Intacct is a rate of an iMetal tax authority and class with the day from which it holds; a tax schedule is a tax group. */
export async function taxes(input: SyncRecordInput): Promise<SyncRecordResult> {
  return syncRecord(input, (next) => continueAsNew<typeof taxes>(next));
}
