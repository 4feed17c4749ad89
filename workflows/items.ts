import { continueAsNew } from '@temporalio/workflow';
import { type SyncRecordInput, type SyncRecordResult, syncRecord } from './sync-record';

/** An item of Intacct is an asset of Assignar, or a role there, by its GL group. */
export async function items(input: SyncRecordInput): Promise<SyncRecordResult> {
  return syncRecord(input, (next) => continueAsNew<typeof items>(next));
}
