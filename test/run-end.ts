import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stopByPid } from '../cli/start/server-process';

/** After the last test file: stops this run's servers and removes all they wrote. */
async function endRun(): Promise<void> {
  const directory = process.env.INTACCT_PIPELINES_TEST_RUN;
  if (directory === undefined) throw new Error('the run has no directory: run-start.ts did not run');
  const pidFiles = readdirSync(directory).filter((name) => name.endsWith('.pid'));
  await Promise.all(pidFiles.map((name) => stopByPid(Number(readFileSync(join(directory, name), 'utf8')), 'SIGINT')));
  rmSync(directory, { recursive: true, force: true });
}

module.exports = endRun;
