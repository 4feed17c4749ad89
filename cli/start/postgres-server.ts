import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from './free-port';
import { type OperatingSystemUser, postgresBinaries, postgresUser, reachableDirectory } from './postgres-binaries';
import { isRunning, type ServerProcess, startServerProcess } from './server-process';
import { GiveUp, until } from './until';

/** Recovery after SIGKILL replays the log from the last checkpoint; on a slow disk that takes a while. */
const READY_WITHIN_MS = 60_000;

export interface PostgresOptions {
  /** Holds the data, the superuser's password and the log; made if absent, and reused by the next start. */
  directory: string;
  port?: number | undefined;
  pidDirectory?: string | undefined;
  /** `safe` survives a power cut; `fast` does not, and is for tests. A SIGKILL loses nothing in either. */
  durability?: 'safe' | 'fast' | undefined;
}

export interface PostgresServer {
  /** Of the superuser, database `postgres`. */
  url: string;
  port: number;
  pid: number;
  ended: ServerProcess['ended'];
  stop(): Promise<void>;
  kill(): Promise<void>;
}

interface Place {
  data: string;
  password: string;
  logFile: string;
}

async function initialise(directory: string, user: OperatingSystemUser | undefined): Promise<Place> {
  const home = reachableDirectory(directory, user);
  mkdirSync(home, { recursive: true, mode: 0o755 });
  const place = { data: join(home, 'data'), logFile: join(home, 'postgres.log') };
  const passwordFile = join(home, 'password');
  if (existsSync(join(place.data, 'PG_VERSION')) && existsSync(passwordFile)) {
    return { ...place, password: readFileSync(passwordFile, 'utf8').trim() };
  }
  // A data directory without its password is the remains of an initialisation that was interrupted.
  rmSync(place.data, { recursive: true, force: true });
  mkdirSync(place.data, { mode: 0o700 });
  const password = randomBytes(18).toString('hex');
  const handedOver = mkdtempSync(join(home, 'initdb-'));
  const handedOverFile = join(handedOver, 'password');
  writeFileSync(handedOverFile, `${password}\n`, { mode: 0o600 });
  if (user !== undefined)
    for (const path of [place.data, handedOver, handedOverFile]) chownSync(path, user.uid, user.gid);
  try {
    const encoding = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
    const access = ['--username=postgres', `--pwfile=${handedOverFile}`, '--auth=scram-sha-256'];
    await promisify(execFile)(
      postgresBinaries(user).initdb,
      [`--pgdata=${place.data}`, ...access, ...encoding, '--no-sync', '--no-instructions'],
      { cwd: home, ...user },
    );
  } finally {
    rmSync(handedOver, { recursive: true, force: true });
  }
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  return { ...place, password };
}

/** Removes the lock of a server that was killed; throws if that server runs, since two on one directory destroy it. */
function clearStaleLock(data: string): void {
  const lockFile = join(data, 'postmaster.pid');
  if (!existsSync(lockFile)) return;
  const pid = Number(readFileSync(lockFile, 'utf8').split('\n')[0]);
  if (isRunning(pid) && commandLine(pid).includes(data)) {
    throw new Error(`PostgreSQL already runs on ${data} (process ${pid}): stop it, or choose another state directory`);
  }
  rmSync(lockFile, { force: true });
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  }
}

function settings(port: number, durability: 'safe' | 'fast'): string[] {
  const always = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
    max_connections: '200',
  };
  const fast = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };
  const chosen = durability === 'fast' ? { ...always, ...fast } : always;
  return Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function answers(url: string): Promise<true> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  // A server that is killed while we ask breaks the connection: the next look will tell.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function startOnce(place: Place, port: number, options: PostgresOptions, user: OperatingSystemUser | undefined) {
  clearStaleLock(place.data);
  const server = await startServerProcess({
    name: 'postgres',
    command: postgresBinaries(user).postgres,
    args: ['-D', place.data, ...settings(port, options.durability ?? 'safe')],
    logFile: place.logFile,
    pidDirectory: options.pidDirectory,
    workingDirectory: place.data,
    environment: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    user,
  });
  return server;
}

/**
 * Starts a PostgreSQL server on 127.0.0.1 from npm's binaries; a directory used before is recovered, also after SIGKILL.
 * Throws with the tail of its log when it does not become ready.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const user = postgresUser();
  const place = await initialise(options.directory, user);
  const port = options.port ?? (await freePort());
  const url = `postgres://postgres:${place.password}@127.0.0.1:${port}/postgres`;
  let server = await startOnce(place, port, options, user);
  let end: number | NodeJS.Signals | undefined;
  const watch = (started: ServerProcess) => void started.ended.then((how) => (end = how));
  watch(server);
  await until('PostgreSQL accepts connections', READY_WITHIN_MS, async () => {
    if (end === undefined) return answers(url);
    const tail = readFileSync(place.logFile, 'utf8').slice(-1500);
    // Orphans of a killed server hold its shared memory for a moment; the next try finds it free.
    if (!tail.includes('shared memory block')) throw new GiveUp(`PostgreSQL ended (${end}):\n${tail}`);
    end = undefined;
    server = await startOnce(place, port, options, user);
    watch(server);
    return undefined;
  });
  return {
    url,
    port,
    pid: server.pid,
    ended: server.ended,
    // SIGINT is PostgreSQL's fast shutdown: sessions are ended, nothing is lost.
    stop: () => server.stop('SIGINT'),
    kill: () => server.kill(),
  };
}
