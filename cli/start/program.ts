import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ServerProcessOptions, startServerProcess } from './server-process';
import type { Running } from './supervisor';
import { GiveUp, until } from './until';

/** The worker bundles its workflows before it is ready, which takes seconds on a busy machine. */
const READY_WITHIN_MS = 90_000;
const repository = join(__dirname, '..', '..');

export interface ProgramOptions {
  name: string;
  /** Path from the repository's root, such as `workers/main.ts`. */
  script: string;
  args?: string[] | undefined;
  environment: NodeJS.ProcessEnv;
  /** Both outputs, JSON lines, are appended here. */
  logFile: string;
  pidDirectory: string;
}

export interface RunningProgram extends Running {
  /** The line by which the program said that it is ready. */
  readyLine: Record<string, unknown>;
}

/** The line's object when it is JSON with `"ready":true`; programs say so once, on standard output. */
function parseReadyLine(line: string): Record<string, unknown> | undefined {
  if (!line.includes('"ready":true')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    // Half a line of something else that only quotes these words.
    return undefined;
  }
}

function serverProcess(options: ProgramOptions): ServerProcessOptions {
  return {
    name: options.name,
    command: process.execPath,
    args: ['--import', pathToFileURL(require.resolve('tsx')).href, options.script, ...(options.args ?? [])],
    logFile: options.logFile,
    pidDirectory: options.pidDirectory,
    environment: options.environment,
    workingDirectory: repository,
  };
}

function logTail(logFile: string): string {
  return readFileSync(logFile, 'utf8').slice(-2000);
}

/**
 * Starts one of the repository's programs with tsx and waits until it prints a JSON line with `"ready":true`.
 * Throws with the tail of its log when it ends before that, or is not ready in time (it is stopped then).
 */
export async function startProgram(options: ProgramOptions): Promise<RunningProgram> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  let readyLine: Record<string, unknown> | undefined;
  const program = await startServerProcess({
    ...serverProcess(options),
    onLine(line) {
      appendFileSync(options.logFile, `${line}\n`);
      readyLine ??= parseReadyLine(line);
    },
  });
  let end: number | NodeJS.Signals | undefined;
  void program.ended.then((how) => {
    end = how;
  });
  try {
    const line = await until(`${options.name} is ready`, READY_WITHIN_MS, () => {
      if (end !== undefined)
        throw new GiveUp(`${options.name} ended (${end}) before it was ready:\n${logTail(options.logFile)}`);
      return readyLine;
    });
    return { ...program, stop: () => program.stop('SIGTERM'), readyLine: line };
  } catch (error) {
    if (end === undefined) await program.kill();
    throw error;
  }
}

/** Runs one of the repository's programs to its end; throws with the tail of its log when it fails. */
export async function runProgram(options: ProgramOptions): Promise<void> {
  const program = await startServerProcess(serverProcess(options));
  const end = await program.ended;
  if (end !== 0) throw new Error(`${options.name} failed (${end}):\n${logTail(options.logFile)}`);
}
