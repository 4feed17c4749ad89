import { continueAsNew } from '@temporalio/workflow';
import { type SyncRecordInput, type SyncRecordResult, syncRecord } from './sync-record';

/** A customer of Intacct is a customer of iMetal (name, addresses, credit limit, hold, parent, branches, tax id, terms, currency), or a client of Assignar. */
export async function customers(input: SyncRecordInput): Promise<SyncRecordResult> {
  return syncRecord(input, (next) => continueAsNew<typeof customers>(next));
}
