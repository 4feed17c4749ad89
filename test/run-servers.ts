import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GiveUp, until } from '../cli/start/until';

/** A first start includes initdb, and eight test runs may share two cores. */
const STARTED_WITHIN_MS = 90_000;

/** The directory of this jest run; pid files in it are stopped when the run ends. */
export function runDirectory(): string {
  const directory = process.env.INTACCT_PIPELINES_TEST_RUN;
  if (directory === undefined)
    throw new Error('servers for tests are started under jest only (jest.config.js: globalSetup)');
  return directory;
}

/**
 * Does `start` once per jest run, in whichever test file comes first, and gives its outcome (plain JSON) to all files of all workers.
 * Throws everywhere when the one start failed.
 */
export async function oncePerRun<T>(name: string, start: () => Promise<T>): Promise<T> {
  const outcomeFile = join(runDirectory(), `${name}.json`);
  const failureFile = join(runDirectory(), `${name}.failed`);
  if (existsSync(outcomeFile)) return JSON.parse(readFileSync(outcomeFile, 'utf8')) as T;
  if (!claim(join(runDirectory(), `${name}.lock`))) {
    return await until(`${name} is started by another test file`, STARTED_WITHIN_MS, () => {
      if (existsSync(failureFile)) throw new GiveUp(readFileSync(failureFile, 'utf8'));
      return existsSync(outcomeFile) && (JSON.parse(readFileSync(outcomeFile, 'utf8')) as T);
    });
  }
  try {
    const outcome = await start();
    writeFileSync(`${outcomeFile}.part`, JSON.stringify(outcome));
    renameSync(`${outcomeFile}.part`, outcomeFile);
    return outcome;
  } catch (error) {
    writeFileSync(failureFile, error instanceof Error ? (error.stack ?? error.message) : String(error));
    throw error;
  }
}

function claim(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
