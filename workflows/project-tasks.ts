import { continueAsNew } from '@temporalio/workflow';
import { type SyncRecordInput, type SyncRecordResult, syncRecord } from './sync-record';

/** A cost code of Intacct, the tasks of all projects with one TASKID, is an activity of Assignar. */
export async function projectTasks(input: SyncRecordInput): Promise<SyncRecordResult> {
  return syncRecord(input, (next) => continueAsNew<typeof projectTasks>(next));
}
