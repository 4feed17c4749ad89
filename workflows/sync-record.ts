import { HandlerUnfinishedPolicy } from '@temporalio/common';
import {
  ApplicationFailure,
  condition,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { LookResult, RecordGatewayActivities, RecordSourceActivities } from '../activities/records/look-at-record';
import { PostingStatus, ReasonCode } from '../clients/temporal/search-attributes';
import type { Decision, ParkedReason } from '../domain/posting';
import { type RecordHint, type RecordReference, recordFlows } from '../domain/record-sync';
import { gatewayPolicy, gatewayTaskQueue, sourcePolicy } from './activity-policies';
import { abandonUpdate, type DecisionRequest, type FlowStatus, retrySignal, retryUpdate, statusQuery } from './parking';

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
  | { outcome: 'filtered' | 'gone'; because: string }
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
  const door = openDoor(input);

  for (let round = 1; ; round += 1) {
    const hint = door.beginLook();
    let result: LookResult = await lookAtRecord({ record, hint });
    if (result.outcome === 'importing') result = await importRecord({ record, batchNumber: result.batchNumber });
    if (result.outcome === 'parked') {
      const decision = await door.untilDecidedOrChanged(result.reason);
      if (decision?.action === 'abandon') {
        await abandonRecord({ record, decision });
        door.markAbandoned(decision);
        return { outcome: 'abandoned', reason: decision.reason };
      }
    } else if (result.outcome !== 'look-again' && result.outcome !== 'importing' && !door.hasChanged()) {
      door.markInStep(result);
      return result;
    }
    if (round >= (input.roundsMax ?? roundsMaxDefault)) return continueAsNew({ ...input, goOn: door.goOn() });
  }
}

/** Where changes and decisions come in; and what shows of the record meanwhile. */
function openDoor(input: SyncRecordInput) {
  let flow: FlowStatus = { status: 'posting', reason: null };
  let hint: RecordHint = input.goOn?.hint ?? {};
  let reasonShown = input.goOn?.reasonShown ?? false;
  let changed = false;
  let decision: Decision | null = null;

  const faultOf = (request: DecisionRequest): string | null => {
    if (flow.status !== 'parked') return `the record is not parked but ${flow.status}`;
    const isNamed = typeof request?.actor === 'string' && request.actor.trim() !== '';
    return isNamed ? null : 'actor: expected the name of the person who decides, came nothing';
  };
  const decide = (action: Decision['action'], request: DecisionRequest): FlowStatus => {
    decision = { action, actor: request.actor, reason: request.reason, correction: {} };
    flow = { status: 'posting', reason: flow.reason };
    return flow;
  };
  const refuseFaulty = (request: DecisionRequest): void => {
    const fault = faultOf(request);
    if (fault !== null) throw ApplicationFailure.nonRetryable(fault, 'DecisionRefused');
  };
  const handlerOptions = { unfinishedPolicy: HandlerUnfinishedPolicy.ABANDON, validator: refuseFaulty };
  setHandler(retryUpdate, (request) => decide('retry', request), handlerOptions);
  setHandler(abandonUpdate, (request) => decide('abandon', request), handlerOptions);
  setHandler(retrySignal, (request) => {
    if (faultOf(request) === null) decide('retry', request);
  });
  setHandler(changedSignal, (told) => {
    changed = true;
    hint = { ...hint, ...told };
  });
  setHandler(statusQuery, () => flow);

  return {
    /** What came before this moment is seen by the look that begins now. */
    beginLook(): RecordHint {
      changed = false;
      decision = null;
      return hint;
    },
    hasChanged: () => changed,
    async untilDecidedOrChanged(reason: ParkedReason): Promise<Decision | null> {
      flow = { status: 'parked', reason };
      upsertSearchAttributes([
        { key: PostingStatus, value: 'parked' },
        { key: ReasonCode, value: reason.code },
      ]);
      reasonShown = true;
      setCurrentDetails(parkedDetails(reason));
      await condition(() => changed || decision !== null);
      flow = { status: 'posting', reason };
      if (decision?.action !== 'abandon') upsertSearchAttributes([{ key: PostingStatus, value: 'posting' }]);
      return decision;
    },
    markInStep(result: SyncRecordResult): void {
      flow = { status: 'posted', reason: null };
      const cleared = reasonShown ? [{ key: ReasonCode, value: null }] : [];
      upsertSearchAttributes([{ key: PostingStatus, value: 'posted' }, ...cleared]);
      setCurrentDetails('because' in result ? `Nothing to do: ${result.because}` : 'In step on both sides');
    },
    markAbandoned(by: Decision): void {
      flow = { status: 'abandoned', reason: flow.reason };
      upsertSearchAttributes([{ key: PostingStatus, value: 'abandoned' }]);
      setCurrentDetails(`Given up by ${by.actor} until it changes: ${by.reason}`);
    },
    goOn: () => ({ hint, reasonShown }),
  };
}

function parkedDetails(reason: ParkedReason): string {
  const more = reason.count > 1 ? ` …and ${reason.count - 1} more reasons.` : '';
  const waits = reason.causeKey === null ? '' : ` It waits for \`${reason.causeKey}\`.`;
  return `**Parked: ${reason.code}** – fix the cause; it goes on when the record changes, or send the update \`retry\`.\n\n${reason.message}.${more}${waits}`;
}
