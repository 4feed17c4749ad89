import { setTimeout as pause } from 'node:timers/promises';

/** How often a condition is looked at: quick enough to be unnoticed, slow enough for a busy machine. */
const LOOK_EVERY_MS = 50;

/**
 * Waits until `condition` gives something other than `undefined` or `false`, and gives that.
 * Throws after `timeoutMs` with what was awaited and the last error that the condition threw.
 */
export async function until<T>(
  awaited: string,
  timeoutMs: number,
  condition: () => Promise<T | undefined | false> | T | undefined | false,
  lookEveryMs = LOOK_EVERY_MS,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let lastError: unknown;
  for (;;) {
    try {
      const outcome = await condition();
      if (outcome !== undefined && outcome !== false) return outcome;
    } catch (error) {
      if (error instanceof GiveUp) throw error;
      lastError = error;
    }
    if (Date.now() >= deadline) {
      throw new Error(`${awaited}: not so after ${timeoutMs} ms`, { cause: lastError });
    }
    await pause(lookEveryMs);
  }
}

/** Thrown by a condition to say that waiting longer is useless. */
export class GiveUp extends Error {}
