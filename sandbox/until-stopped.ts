import { setTimeout } from 'node:timers/promises';

/** Stops when the process is asked to (Ctrl-C, SIGTERM). */
export function stopSignal(): AbortSignal {
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());
  return stopped.signal;
}

/** Pauses; ends early, and quietly, when stopped. */
export async function pauseUnlessStopped(durationMs: number, stopped: AbortSignal): Promise<void> {
  await setTimeout(durationMs, undefined, { signal: stopped }).catch((error: unknown) => {
    if (!stopped.aborted) throw error;
  });
}

/** Tells the launcher one thing: a line of JSON on standard output. */
export function tell(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Runs the process; what it throws is its last word on standard error, and it ends with 1. */
export function runProcess(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
}
