import { condition, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import type { ReadResult } from '../activities/receivables/read-open-items';

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

export type OpenItemsBell = ReturnType<typeof openBell>;

/** Where events and those who wait for an answer come in: how long it is to be quiet before a reading, and how long at most, in seconds. */
export function openBell({ quietSeconds, quietSecondsMax }: { quietSeconds: number; quietSecondsMax: number }) {
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
