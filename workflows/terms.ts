import { continueAsNew } from '@temporalio/workflow';
import { type SyncRecordInput, type SyncRecordResult, syncRecord } from './sync-record';

/** A term of payment of Intacct is one of iMetal, in fields and in words a salesperson can read; or an exception when iMetal cannot express it. */
export async function terms(input: SyncRecordInput): Promise<SyncRecordResult> {
  return syncRecord(input, (next) => continueAsNew<typeof terms>(next));
}
