import { setTimeout as pause } from 'node:timers/promises';

/** A part that ends by itself this often in a row has a fault that starting again does not cure. */
const RESTARTS_IN_A_ROW_MAX = 5;
/** Grows with each restart in a row, so that a part which cannot start does not spin. */
const RESTART_PAUSE_MS = 500;
/** After this long alive, an end counts as the first in a row again. */
const STEADY_AFTER_MS = 60_000;

/** Something started that can be stopped as asked, or killed as a crash would. */
export interface Running {
  pid: number;
  ended: Promise<number | NodeJS.Signals>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

export interface Part<T extends Running> {
  name: string;
  start(): Promise<T>;
  /** Starts it again when it ends without having been asked to. */
  restarts?: boolean | undefined;
}

export interface Supervisor {
  /** Starts a part; those started later are stopped earlier. */
  start<T extends Running>(part: Part<T>): Promise<T>;
  /** Process id of a part; undefined while it is down. */
  pid(name: string): number | undefined;
  names(): string[];
  /** SIGKILL to the part's process group; it stays down until `restart`. */
  kill(name: string): Promise<void>;
  /** Starts a part again that was killed or stopped, or stops it first when it runs. */
  restart(name: string): Promise<void>;
  stop(name: string): Promise<void>;
  /** Stops everything in reverse order of start; never throws before it has tried all. */
  stopAll(): Promise<void>;
}

interface Supervised {
  part: Part<Running>;
  running: Running | undefined;
  /** A start under way: an end that is asked for meanwhile waits for it. */
  starting: Promise<void> | undefined;
  startedAt: number;
  restartsInARow: number;
}

interface Watch {
  onAccident: (sentence: string) => void;
  /** True once everything is to stop, when no end is an accident. */
  stopping: boolean;
}

async function startNow(supervised: Supervised, watch: Watch): Promise<void> {
  const running = await supervised.part.start();
  supervised.running = running;
  supervised.startedAt = Date.now();
  void running.ended.then((how) => {
    // `end` forgets the process before it ends it: what is still remembered here ended by itself.
    if (supervised.running !== running) return;
    supervised.running = undefined;
    void recover(supervised, watch, `ended by itself (${how})`);
  });
}

/** One start at a time: who comes to bring a part up while another does waits for that, and one that runs is left alone. */
async function bringUp(supervised: Supervised, watch: Watch): Promise<void> {
  while (supervised.starting !== undefined) await supervised.starting;
  if (watch.stopping || supervised.running !== undefined) return;
  const starting = startNow(supervised, watch);
  const forgetStart = () => {
    supervised.starting = undefined;
  };
  supervised.starting = starting.then(forgetStart, forgetStart);
  await starting;
}

async function recover(supervised: Supervised, watch: Watch, accident: string): Promise<void> {
  const { name, restarts } = supervised.part;
  if (watch.stopping) return;
  if (Date.now() - supervised.startedAt > STEADY_AFTER_MS) supervised.restartsInARow = 0;
  supervised.restartsInARow += 1;
  const again = restarts === true && supervised.restartsInARow <= RESTARTS_IN_A_ROW_MAX;
  watch.onAccident(`${name} ${accident}; ${again ? 'starting it again' : 'it stays down'}`);
  if (!again) return;
  await pause(RESTART_PAUSE_MS * supervised.restartsInARow);
  if (watch.stopping || supervised.running !== undefined) return;
  try {
    await bringUp(supervised, watch);
  } catch (error) {
    await recover(supervised, watch, `cannot start: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function end(supervised: Supervised, way: 'stop' | 'kill'): Promise<void> {
  await supervised.starting;
  const running = supervised.running;
  supervised.running = undefined;
  await running?.[way]();
}

/** Keeps the processes of a stack: `onAccident` is told, in a sentence, of every part that ended unasked. */
export function createSupervisor(deps: { onAccident: (sentence: string) => void }): Supervisor {
  const parts = new Map<string, Supervised>();
  const watch: Watch = { onAccident: deps.onAccident, stopping: false };
  const find = (name: string): Supervised => {
    const supervised = parts.get(name);
    if (supervised !== undefined) return supervised;
    throw new Error(`no part is called "${name}"; there are: ${[...parts.keys()].join(', ')}`);
  };

  return {
    async start<T extends Running>(part: Part<T>) {
      if (parts.has(part.name)) throw new Error(`a part called "${part.name}" is there already`);
      if (watch.stopping) throw new Error(`${part.name} is not started: everything is being stopped`);
      const supervised: Supervised = { part, running: undefined, starting: undefined, startedAt: 0, restartsInARow: 0 };
      parts.set(part.name, supervised);
      await bringUp(supervised, watch);
      // What runs came from this very part's start.
      return supervised.running as unknown as T;
    },
    pid: (name) => find(name).running?.pid,
    names: () => [...parts.keys()],
    kill: (name) => end(find(name), 'kill'),
    stop: (name) => end(find(name), 'stop'),
    async restart(name) {
      await end(find(name), 'stop');
      await bringUp(find(name), watch);
    },
    async stopAll() {
      watch.stopping = true;
      const faults: unknown[] = [];
      for (const supervised of [...parts.values()].reverse()) {
        await end(supervised, 'stop').catch((error: unknown) => faults.push(error));
      }
      if (faults.length > 0) throw new AggregateError(faults, 'not everything could be stopped');
    },
  };
}
