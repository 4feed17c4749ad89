import { continueAsNew } from '@temporalio/workflow';
import { type SyncRecordInput, type SyncRecordResult, syncRecord } from './sync-record';

/** An employee of Intacct is a worker of Assignar: name, address, e-mail, birth date, position as role, and active as long as they are employed. */
export async function employees(input: SyncRecordInput): Promise<SyncRecordResult> {
  return syncRecord(input, (next) => continueAsNew<typeof employees>(next));
}
