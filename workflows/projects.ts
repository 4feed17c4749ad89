import { continueAsNew } from '@temporalio/workflow';
import { type SyncRecordInput, type SyncRecordResult, syncRecord } from './sync-record';

/** A project of Intacct is a project of Assignar and its work order: client, parent, dates, time zone. */
export async function projects(input: SyncRecordInput): Promise<SyncRecordResult> {
  return syncRecord(input, (next) => continueAsNew<typeof projects>(next));
}
