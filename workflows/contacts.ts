import { continueAsNew } from '@temporalio/workflow';
import { type SyncRecordInput, type SyncRecordResult, syncRecord } from './sync-record';

/** A contact of a customer or vendor is a ship-to address or a person in iMetal, whichever side it was made on; both sides may change it. */
export async function contacts(input: SyncRecordInput): Promise<SyncRecordResult> {
  return syncRecord(input, (next) => continueAsNew<typeof contacts>(next));
}
