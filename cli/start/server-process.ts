import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { until } from './until';

/** After this long a process that was asked to stop is killed: more than a worker gives its activities (20 s). */
const STOP_PATIENCE_MS = 30_000;
const KILL_PATIENCE_MS = 10_000;

export interface ServerProcessOptions {
  name: string;
  command: string;
  args: string[];
  /** Everything that the process prints is appended here. */
  logFile: string;
  /** Where `<name>.pid` stands while the process lives, for the guard (guard.ts). */
  pidDirectory?: string | undefined;
  environment?: NodeJS.ProcessEnv | undefined;
  workingDirectory?: string | undefined;
  user?: { uid: number; gid: number } | undefined;
  /** Called with every line of standard output, which is then logged by the caller. */
  onLine?: ((line: string) => void) | undefined;
}

export interface ServerProcess {
  pid: number;
  /** Resolves when the process has ended, with its exit code or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
  /** Asks it to stop, waits, and kills it when it does not. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Kills its whole process group with SIGKILL, as a crash would. */
  kill(): Promise<void>;
}

/** True while a process with this id runs; a zombie that nobody has reaped does not run. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return status.slice(status.lastIndexOf(')') + 2, status.lastIndexOf(')') + 3) !== 'Z';
  } catch {
    // No /proc on this system: the signal's answer stands.
    return process.platform !== 'linux';
  }
}

/** Sends a signal to a process group, and to its leader alone when there is no such group; gone already is fine. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch {
      // ESRCH: not a group leader, or gone; the caller waits for the end in either case.
    }
  }
}

/** Stops a process by id: asks with `signal`, waits, then kills; resolves when it no longer runs. */
export async function stopByPid(pid: number, signal: NodeJS.Signals): Promise<void> {
  signalGroup(pid, signal);
  try {
    await until(`process ${pid} stops on ${signal}`, STOP_PATIENCE_MS, () => !isRunning(pid));
  } catch {
    await killByPid(pid);
  }
}

/** Kills a process group by SIGKILL and waits until its leader no longer runs. */
export async function killByPid(pid: number): Promise<void> {
  signalGroup(pid, 'SIGKILL');
  await until(`process ${pid} is killed`, KILL_PATIENCE_MS, () => !isRunning(pid));
}

function relayLines(child: ChildProcess, onLine: (line: string) => void): void {
  let rest = '';
  child.stdout?.setEncoding('utf8');
  child.stdout?.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
}

function watchEnd(child: ChildProcess, pidFile: string | undefined): Promise<number | NodeJS.Signals> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      if (pidFile !== undefined) rmSync(pidFile, { force: true });
      resolve(code ?? signal ?? -1);
    });
  });
}

/**
 * Starts a program as the leader of its own process group, output to a file, so that it outlives nothing that the guard watches
 * and never gets the terminal's Ctrl-C directly. Throws when it cannot be started at all.
 */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'a');
  const child = spawn(options.command, options.args, {
    cwd: options.workingDirectory,
    env: options.environment,
    detached: true,
    stdio: ['ignore', options.onLine === undefined ? log : 'pipe', log],
    ...options.user,
  });
  closeSync(log);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => reject(new Error(`${options.name}: cannot start ${options.command}`, { cause })));
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${options.name}: started without a process id`);
  const pidFile = options.pidDirectory === undefined ? undefined : join(options.pidDirectory, `${options.name}.pid`);
  if (pidFile !== undefined) {
    mkdirSync(dirname(pidFile), { recursive: true });
    writeFileSync(pidFile, `${pid}\n`);
  }
  if (options.onLine !== undefined) relayLines(child, options.onLine);
  const ended = watchEnd(child, pidFile);
  child.unref();
  return {
    pid,
    ended,
    async stop(signal = 'SIGTERM') {
      // While we wait for its end, the child keeps this process alive again.
      child.ref();
      await stopByPid(pid, signal);
      await ended;
    },
    async kill() {
      child.ref();
      await killByPid(pid);
      await ended;
    },
  };
}
