import { join } from 'node:path';
import { startProgram } from './program';
import type { Stack } from './stack';

/** Slow enough to watch each invoice go through in the Web UI. */
const FINALISE_EVERY_MS = 5000;

/** Lets the iMetal sandbox go on with its day: one entered invoice after the other becomes final. */
export async function startBusinessDay(stack: Stack): Promise<void> {
  const { stateDirectory, supervisor, addresses } = stack;
  await supervisor.start({
    name: 'business-day',
    start: () =>
      startProgram({
        name: 'business-day',
        script: 'sandbox/imetal/business-day.ts',
        args: ['--live-url', addresses.imetalOwner, '--every-ms', String(FINALISE_EVERY_MS)],
        environment: process.env,
        logFile: join(stateDirectory, 'logs', 'business-day.log'),
        pidDirectory: join(stateDirectory, 'run'),
      }),
  });
}
