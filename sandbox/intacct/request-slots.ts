import type { SandboxSettings } from './settings';
import type { GatewayStatistics } from './statistics';

/** The company's turns: so many requests at a time, so many waiting, and no longer than so long (facts/intacct.md 4.7). */
export interface RequestSlots {
  /** True when the caller may go on and must release; false when it is refused. */
  acquire(): Promise<boolean>;
  release(): void;
}

/** Turns by the settings as they are when asked. */
export function createRequestSlots(settings: () => SandboxSettings, statistics: GatewayStatistics): RequestSlots {
  const waiting: { admit: () => void }[] = [];
  const enter = (): void => {
    statistics.inFlightNow += 1;
    statistics.inFlightMaxObserved = Math.max(statistics.inFlightMaxObserved, statistics.inFlightNow);
  };
  return {
    acquire() {
      const { requestsInFlightMax, queueLength, queueWaitMs } = settings();
      if (statistics.inFlightNow < requestsInFlightMax) {
        enter();
        return Promise.resolve(true);
      }
      if (waiting.length >= queueLength) return Promise.resolve(false);
      return new Promise((resolve) => {
        const turn = {
          admit: () => {
            clearTimeout(timer);
            enter();
            resolve(true);
          },
        };
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(turn), 1);
          statistics.queuedNow = waiting.length;
          resolve(false);
        }, queueWaitMs);
        timer.unref();
        waiting.push(turn);
        statistics.queuedNow = waiting.length;
      });
    },
    release() {
      statistics.inFlightNow -= 1;
      const next = statistics.inFlightNow < settings().requestsInFlightMax ? waiting.shift() : undefined;
      statistics.queuedNow = waiting.length;
      next?.admit();
    },
  };
}
