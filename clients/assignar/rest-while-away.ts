import { aroundEachCall } from '../around-each-call';
import { Authentication, OutcomeUnknown, Transport } from '../errors';
import type { AssignarClient } from './assignar-client';

// Fewer in a row may be a hiccup.
const strikesMax = 5;
// Somebody looks again after so long; the engine's retries come back within a minute.
const restMs = 5_000;

interface Standing {
  /** Calls in a row that had no answer, or a refused sign-in. */
  strikes: number;
  restsUntilMs: number;
}

/**
 * Clients that are not asked while Assignar is away, or refuses the sign-in: behind five such calls in a row one goes through every five
 * seconds, and the others throw Transport at once. So nobody holds a place among the worker's activities, or asks Intacct, for a call
 * that would wait for its timeout: other companies go on. Sends nothing twice; retrying is the engine's.
 */
export function restWhileAway(
  open: (company: string) => Promise<AssignarClient>,
  nowMs: () => number = () => performance.now(),
): (company: string) => Promise<AssignarClient> {
  const standings = new Map<string, Standing>();

  function refuseWhileResting(company: string, { strikes, restsUntilMs }: Standing): void {
    const leftMs = restsUntilMs - nowMs();
    if (strikes < strikesMax || leftMs <= 0) return;
    const message = `assignar of ${company}: away, or refuses the sign-in; asked again in ${Math.ceil(leftMs / 1000)} s`;
    throw new Transport(message, { operation: 'assignar' });
  }

  async function watched<T>(company: string, standing: Standing, call: () => Promise<T>): Promise<T> {
    refuseWhileResting(company, standing);
    if (standing.strikes >= strikesMax) standing.restsUntilMs = nowMs() + restMs;
    try {
      const answer = await call();
      standing.strikes = 0;
      return answer;
    } catch (error) {
      if (isAway(error)) {
        standing.strikes += 1;
        standing.restsUntilMs = nowMs() + restMs;
      } else standing.strikes = 0;
      throw error;
    }
  }

  return async (company) => {
    const standing = standings.get(company) ?? { strikes: 0, restsUntilMs: 0 };
    standings.set(company, standing);
    refuseWhileResting(company, standing);
    return aroundEachCall(await open(company), (call) => watched(company, standing, call));
  };
}

function isAway(error: unknown): boolean {
  return error instanceof Transport || error instanceof OutcomeUnknown || error instanceof Authentication;
}
