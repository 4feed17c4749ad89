import { defineSignal, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import type { LookResult, RecordGatewayActivities, RecordSourceActivities } from '../activities/records/look-at-record';
import type { DocumentSummary } from '../domain/posting';
import { type RecordHint, type RecordReference, recordDocumentKey, recordFlows } from '../domain/record-sync';
import { gatewayPolicy, gatewayTaskQueue, sourcePolicy } from './activity-policies';
import { openParking } from './parking';

/** One record to keep in step. */
export interface SyncRecordInput {
  record: RecordReference;
  /** What was known of it when the run before ended, which was as long as a run may be. */
  goOn?: { hint: RecordHint; reasonShown: boolean };
  /** Looks in one run; each is about 12 events of its history. 100 unless a test says less. */
  roundsMax?: number;
}

export type SyncRecordResult =
  | { outcome: 'in-step' }
  | { outcome: 'filtered' | 'gone' | 'drifted'; because: string }
  | { outcome: 'abandoned'; reason: string };

const roundsMaxDefault = 100;

/** Says that the record changed on one side; any number of times, before or while it is looked at. */
export const changedSignal = defineSignal<[RecordHint]>('changed');

/** Workflow id of a record: the same record is always the same workflow. */
export function recordWorkflowId(record: Pick<RecordReference, 'company' | 'object' | 'key'>): string {
  const flow = recordFlows[record.object];
  // Two objects of one flow may bear the same name: a term of customers, and one of suppliers.
  const isAlone = Object.values(recordFlows).filter((other) => other === flow).length === 1;
  return [flow, record.company, ...(isAlone ? [] : [record.object]), record.key].join('/');
}

/**
 * The life of a record that changed: look at both sides, write what one lacks, and look again whenever it changed meanwhile. Where it
 * cannot be brought in step it waits, visibly, until a person decides or it changes again. Ends when there is nothing more to do.
 */
export async function syncRecord(
  input: SyncRecordInput,
  continueAsNew: (input: SyncRecordInput) => Promise<never>,
): Promise<SyncRecordResult> {
  const { record } = input;
  const { lookAtRecord } = proxyActivities<RecordGatewayActivities>({
    ...gatewayPolicy,
    taskQueue: gatewayTaskQueue(workflowInfo().taskQueue),
  });
  const { importRecord, abandonRecord } = proxyActivities<RecordSourceActivities>(sourcePolicy);
  const summary = summaryOf(record);
  const parking = openParking({ reasonShown: input.goOn?.reasonShown ?? false });
  let hint = input.goOn?.hint ?? {};
  let changed = false;
  let reasonShown = input.goOn?.reasonShown ?? false;
  setHandler(changedSignal, (told) => {
    changed = true;
    hint = { ...hint, ...told };
  });

  for (let round = 1; ; round += 1) {
    // What was told before this moment is seen by the look that begins now.
    changed = false;
    let result: LookResult = await lookAtRecord({ record, hint });
    if (result.outcome === 'importing') result = await importRecord({ record, batchNumber: result.batchNumber });
    if (result.outcome === 'parked') {
      reasonShown = true;
      const decision = await parking.untilDecidedOr(summary, result.reason, () => changed);
      if (decision?.action === 'abandon') {
        await abandonRecord({ record, decision });
        parking.markAbandoned(decision);
        return { outcome: 'abandoned', reason: decision.reason };
      }
    } else if (result.outcome !== 'look-again' && result.outcome !== 'importing' && !changed) {
      parking.markSettled(summary, 'because' in result ? `Nothing to do: ${result.because}` : 'In step on both sides');
      return result;
    }
    if (round >= (input.roundsMax ?? roundsMaxDefault)) {
      return continueAsNew({ ...input, goOn: { hint, reasonShown } });
    }
  }
}

/** A record has no amount and no entity; its party shows since its start. */
function summaryOf(record: RecordReference): DocumentSummary {
  const documentKey = recordDocumentKey(record);
  return { documentKey, party: null, partyName: null, entityId: null, currency: null, amount: null };
}
