import { join } from 'node:path';
import { startProgram } from './program';
import type { Stack } from './stack';

/** Slow enough to watch each invoice go through in the Web UI. */
const FINALISE_EVERY_MS = 5000;
/** A payment, a credit, a supplier's invoice, a movement and a contact in a little more than a minute. */
const LATER_EVENT_EVERY_MS = 15_000;

/** Two shifts of Harbor Civil in half a minute. */
const LATER_SHIFT_EVERY_MS = 15_000;

/** Lets the sandboxes go on with their day: one entered invoice after the other becomes final, and now and then something else happens. */
export async function startBusinessDay(stack: Stack): Promise<void> {
  const { stateDirectory, supervisor, addresses } = stack;
  const start = (name: string, script: string, args: string[]) =>
    supervisor.start({
      name,
      start: () =>
        startProgram({
          name,
          script,
          args,
          environment: process.env,
          logFile: join(stateDirectory, 'logs', `${name}.log`),
          pidDirectory: join(stateDirectory, 'run'),
        }),
    });
  const live = ['--live-url', addresses.imetalOwner];
  await start('business-day', 'sandbox/imetal/business-day.ts', [...live, '--every-ms', String(FINALISE_EVERY_MS)]);
  await start('later-events', 'sandbox/sample-day/later-events-main.ts', [
    ...live,
    ...['--intacct-admin', addresses.intacctAdmin, '--every-ms', String(LATER_EVENT_EVERY_MS)],
  ]);
  if (addresses.harbor === null) return;
  await start('later-shifts', 'sandbox/sample-construction/later-shifts-main.ts', [
    ...['--assignar-admin', addresses.harbor.assignarAdmin, '--every-ms', String(LATER_SHIFT_EVERY_MS)],
  ]);
}
