import { setTimeout as pause } from 'node:timers/promises';
import { signalGroup } from '../../cli/start/server-process';
import type { Supervisor } from '../../cli/start/supervisor';
import { until } from '../../cli/start/until';
import type { ScheduledKill } from './chaos-schedule';

/** A worker cannot start while Temporal is down, and its own start takes seconds on a busy machine. */
const BACK_WITHIN_MS = 240_000;

export interface Killer {
  /** Ends a part with SIGKILL and brings it back after its time; resolves when it is back. */
  carryOut(kill: ScheduledKill): Promise<void>;
  /** Freezes a part with SIGSTOP while the work lasts; then it goes on as if no time had passed. Returns how long it was, ms. */
  whileFrozen(part: string, work: () => Promise<void>): Promise<number>;
  /** How many of each part were frozen. */
  frozen(): Map<string, number>;
  /** How many of each part were killed while they ran. */
  killed(): Map<string, number>;
}

/** A worker that starts while the database is down ends again, as it may: its keeper starts it once more. */
async function restartOnce(supervisor: Supervisor, part: string): Promise<void> {
  try {
    await supervisor.restart(part);
  } catch (error) {
    throw new Error(`${part} does not start`, { cause: error });
  }
}

/** Kills and freezes of one part wait for each other; those of different parts overlap as they come. */
export function createKiller(supervisor: Supervisor, say: (line: string) => void): Killer {
  const kills = new Map<string, number>();
  const freezes = new Map<string, number>();
  const turns = new Map<string, Promise<unknown>>();

  function inTurn<T>(part: string, work: () => Promise<T>): Promise<T> {
    const turn = (turns.get(part) ?? Promise.resolve()).catch(() => undefined).then(work);
    turns.set(part, turn);
    return turn;
  }

  async function killAndRestart({ part, downMs }: ScheduledKill): Promise<void> {
    const ran = supervisor.pid(part) !== undefined;
    await supervisor.kill(part);
    if (ran) kills.set(part, (kills.get(part) ?? 0) + 1);
    say(`SIGKILL ${part}, down ${downMs} ms${ran ? '' : ' (it was down already)'}`);
    await pause(downMs);
    await until(`${part} is back`, BACK_WITHIN_MS, async () => {
      // The supervisor itself may have brought it back meanwhile.
      if (supervisor.pid(part) === undefined) await restartOnce(supervisor, part);
      return supervisor.pid(part) !== undefined;
    });
  }

  async function freezeAndThaw(part: string, work: () => Promise<void>): Promise<number> {
    const pid = await until(`${part} is up`, BACK_WITHIN_MS, () => supervisor.pid(part));
    const began = Date.now();
    signalGroup(pid, 'SIGSTOP');
    say(`SIGSTOP ${part}`);
    try {
      await work();
    } finally {
      signalGroup(pid, 'SIGCONT');
    }
    freezes.set(part, (freezes.get(part) ?? 0) + 1);
    const tookMs = Date.now() - began;
    say(`SIGCONT ${part} after ${tookMs} ms`);
    return tookMs;
  }

  return {
    carryOut: (kill) => inTurn(kill.part, () => killAndRestart(kill)),
    whileFrozen: (part, work) => inTurn(part, () => freezeAndThaw(part, work)),
    frozen: () => freezes,
    killed: () => kills,
  };
}
