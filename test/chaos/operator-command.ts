import { execFile } from 'node:child_process';
import { join } from 'node:path';

const command = join(__dirname, '..', '..', 'bin', 'intacct-pipelines.js');
/** With half of the stack down a command has nothing more to say after this. */
const PATIENCE_MS = 20_000;

/** Runs the operators' command against a stack, as a process of its own; true when its exit code is 0. */
export function runOperatorCommand(environment: Record<string, string>, ...args: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [command, ...args],
      { env: { ...process.env, ...environment }, timeout: PATIENCE_MS, killSignal: 'SIGKILL' },
      // An answer of no, or a stack that is not there: chaos expects both.
      (error) => resolve(error === null),
    );
  });
}
