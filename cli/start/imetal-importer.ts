import { join } from 'node:path';
import type { ImetalSandbox } from '../../sandbox/imetal/create-imetal-sandbox';
import { type RunningProgram, startProgram } from './program';

/** A few looks a second: an import shows in live before a person has turned the page. */
const LOOK_EVERY_MS = 250;

/** Starts the iMetal sandbox's importer as a process of its own, over the databases' owner. */
export function startImetalImporter(imetal: ImetalSandbox, stateDirectory: string): Promise<RunningProgram> {
  const databases = ['--imports-url', imetal.importsOwner, '--live-owner-url', imetal.owner];
  return startProgram({
    name: 'imetal-importer',
    script: 'sandbox/imetal/main.ts',
    args: [...databases, '--every-ms', String(LOOK_EVERY_MS)],
    environment: process.env,
    logFile: join(stateDirectory, 'logs', 'imetal-importer.log'),
    pidDirectory: join(stateDirectory, 'run'),
  });
}
