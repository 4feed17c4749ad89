import {
  allHandlersFinished,
  condition,
  continueAsNew,
  patched,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { OpenItemsGatewayActivities, ReadResult } from '../activities/receivables/read-open-items';
import type { OpenItemsSourceActivities, TellResult } from '../activities/receivables/tell-open-items';
import type { DocumentSummary } from '../domain/posting';
import { gatewayPolicy, gatewayTaskQueue, sourcePolicy } from './activity-policies';
import { type OpenItemsBell, openBell } from './open-items-bell';
import { openParking } from './parking';

/** A customer whose open items iMetal shall show as Intacct has them. */
export interface OpenItemsInput {
  company: string;
  customerId: string;
  /** A refresh waits until nothing more came for so long, but never longer than the maximum. */
  quietSeconds: number;
  quietSecondsMax: number;
  /** Whether an earlier run, which was as long as a run may be, was parked. */
  goOn?: { reasonShown: boolean };
  /** Refreshes in one run; each is about 20 events of its history, and each touch a few more. 50 unless a test says less. */
  roundsMax?: number;
}

export type OpenItemsResult =
  | Exclude<TellResult, { outcome: 'parked' }>
  | { outcome: 'no-such-customer' }
  | { outcome: 'abandoned'; reason: string };

const roundsMaxDefault = 50;

/** Workflow id of a customer's open items. */
export function openItemsWorkflowId(company: string, customerId: string): string {
  return `open-items/${company}/${customerId}`;
}

/** A customer's open items as exceptions and lists name them. */
export function openItemsKey(customerId: string): string {
  return `open-items/${customerId}`;
}

/**
 * A customer with something going on: waits a short quiet time, reads its receivables from Intacct once, and tells iMetal, again
 * after whatever came meanwhile. Where iMetal cannot be told it waits, visibly, for a person or the next event. Ends when quiet.
 */
export async function openItems(input: OpenItemsInput): Promise<OpenItemsResult> {
  const { company, customerId } = input;
  const { readOpenItems } = proxyActivities<OpenItemsGatewayActivities>({
    ...gatewayPolicy,
    taskQueue: gatewayTaskQueue(workflowInfo().taskQueue),
  });
  const { tellOpenItems, abandonOpenItems } = proxyActivities<OpenItemsSourceActivities>(sourcePolicy);
  const bell = openBell(input);
  const readOnce = async (): Promise<ReadResult> => {
    const read = await readOpenItems({ company, customerId, ...bell.beginReading() });
    bell.endReading(read);
    return read;
  };
  const parking = openParking({ reasonShown: input.goOn?.reasonShown ?? false });
  const summary = summaryOf(customerId);
  let result: OpenItemsResult = { outcome: 'no-such-customer' };
  let reasonShown = input.goOn?.reasonShown ?? false;

  for (let round = 0; round === 0 || bell.isRung(); round += 1) {
    const isLong = round >= (input.roundsMax ?? roundsMaxDefault) || workflowInfo().continueAsNewSuggested;
    // Who waits for an answer gets it from this run.
    if (isLong && !bell.isAwaited()) return continueAsNew<typeof openItems>({ ...input, goOn: { reasonShown } });
    await bell.untilQuiet();
    const read = await readOnce();
    const told =
      read.outcome === 'read'
        ? await whileAnswering(tellOpenItems({ company, customerId, ...read }), bell, readOnce)
        : read;
    if (told.outcome === 'parked') {
      reasonShown = true;
      const decision = await parking.untilDecidedOr(summary, told.reason, bell.isRung);
      if (decision?.action === 'abandon') {
        await abandonOpenItems({ company, customerId, decision });
        // What moved while that was written down is a reason to begin again.
        if (bell.isRung() && patched('touched while given up')) continue;
        parking.markAbandoned(decision);
        return { outcome: 'abandoned', reason: decision.reason };
      }
      bell.ring();
    } else {
      result = told;
      await condition(() => allHandlersFinished() || bell.isRung());
    }
  }
  parking.markSettled(summary, words(result));
  return result;
}

/** iMetal's importer may be away for hours: who waits for an answer needs Intacct only, and what was read so is told after it. */
async function whileAnswering(
  telling: Promise<TellResult>,
  bell: OpenItemsBell,
  readOnce: () => Promise<ReadResult>,
): Promise<TellResult> {
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  telling.then(end, end);
  for (;;) {
    await condition(() => isOver || bell.isAsked());
    if (isOver || !patched('answers while iMetal is told')) return telling;
    const read = await readOnce();
    bell.ring({ asLastRead: read.outcome === 'read' });
  }
}

function summaryOf(customerId: string): DocumentSummary {
  const documentKey = openItemsKey(customerId);
  return { documentKey, party: customerId, partyName: null, entityId: null, currency: null, amount: null };
}

function words(result: OpenItemsResult): string {
  switch (result.outcome) {
    case 'told':
      return `iMetal shows Intacct's state of ${result.asOf}`;
    case 'not-wanted':
      return `Nothing to tell: ${result.because}`;
    default:
      return 'Intacct has no such customer';
  }
}
