import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  patched,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { OpenItemsGatewayActivities, ReadResult } from '../activities/receivables/read-open-items';
import type { OpenItemsSourceActivities, TellResult } from '../activities/receivables/tell-open-items';
import type { DocumentSummary } from '../domain/posting';
import { gatewayPolicy, gatewayTaskQueue, sourcePolicy } from './activity-policies';
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

/** What moved a customer's account, and when (ISO 8601): for people who read the history. */
export interface Touch {
  what: string;
  at: string;
  /** What was last read of Intacct holds: only orders moved, or the group's figures. */
  asLastRead?: boolean;
}

/** What somebody who waits for a fresh answer got. */
export type FreshReceivables =
  | { outcome: 'read'; asOf: string }
  | { outcome: 'no-such-customer' }
  | { outcome: 'parked' };

/** Says that a customer's receivables moved; any number of times. */
export const touchedSignal = defineSignal<[Touch]>('touched');
/** Reads Intacct at once, and answers when that is done. `membersSince` (ISO 8601): members of the group that were read before are read too. */
export const refreshUpdate = defineUpdate<FreshReceivables, [{ membersSince: string }]>('refresh');

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
  bell: ReturnType<typeof openBell>,
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

/** Where events and those who wait for an answer come in. */
function openBell({ quietSeconds, quietSecondsMax }: OpenItemsInput) {
  let rung = true;
  let hurry = false;
  let membersSince: string | null = null;
  // Whether everything that rang since the last reading said so.
  let asLastRead: boolean | null = null;
  let lastRungAt = Date.now();
  let readingsBegun = 0;
  let readingAsked = 0;
  let awaited = 0;
  const answers = new Map<number, FreshReceivables>();

  const ring = (touch?: Pick<Touch, 'asLastRead'>): void => {
    rung = true;
    lastRungAt = Date.now();
    asLastRead = touch?.asLastRead === true && asLastRead !== false;
  };
  setHandler(touchedSignal, ring);
  setHandler(refreshUpdate, async (wish) => {
    ring();
    hurry = true;
    membersSince = membersSince === null || wish.membersSince > membersSince ? wish.membersSince : membersSince;
    // A reading that is under way may not have seen what the asker has.
    const reading = readingsBegun + 1;
    readingAsked = reading;
    awaited += 1;
    await condition(() => answers.has(reading));
    awaited -= 1;
    return answers.get(reading) ?? { outcome: 'no-such-customer' };
  });

  return {
    ring,
    isRung: () => rung,
    isAwaited: () => awaited > 0,
    /** Whether somebody waits for a reading that has not begun. */
    isAsked: () => readingAsked > readingsBegun,
    async untilQuiet(): Promise<void> {
      const since = Date.now();
      for (;;) {
        const quietAt = Math.min(lastRungAt + quietSeconds * 1000, since + quietSecondsMax * 1000);
        const leftMs = quietAt - Date.now();
        if (hurry || leftMs <= 0) return;
        // The timer is not begun anew by each event: a burst of hundreds costs a few timers.
        await condition(() => hurry, leftMs);
      }
    },
    /** What came before this moment is seen by the reading that begins now. */
    beginReading(): { membersSince: string | null; asLastRead?: true } {
      const wished = { membersSince, ...(asLastRead === true ? { asLastRead } : {}) };
      rung = false;
      hurry = false;
      membersSince = null;
      asLastRead = null;
      readingsBegun += 1;
      return wished;
    },
    endReading(read: ReadResult): void {
      answers.set(
        readingsBegun,
        read.outcome === 'read' ? { outcome: 'read', asOf: read.asOf } : { outcome: read.outcome },
      );
    },
  };
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
