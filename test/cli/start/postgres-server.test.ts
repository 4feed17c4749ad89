import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { postgresUser, reachableDirectory } from '../../../cli/start/postgres-binaries';
import { type PostgresServer, startPostgres } from '../../../cli/start/postgres-server';
import { isRunning } from '../../../cli/start/server-process';
import { runDirectory } from '../../run-servers';

const directory = join(runDirectory(), 'postgres-under-test');
let server: PostgresServer | undefined;
afterEach(() => server?.stop());
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

test('what was committed survives SIGKILL and a restart on the same directory and port', async () => {
  server = await startPostgres({ directory });
  await ask(server.url, 'create table survives (id int)');
  await ask(server.url, 'insert into survives values (1)');
  await server.kill();
  expect(isRunning(server.pid)).toBe(false);
  const again = await startPostgres({ directory, port: server.port });
  server = again;
  expect(again.url).toContain(`:${again.port}/`);
  expect(await ask(again.url, 'select id from survives')).toEqual([{ id: 1 }]);
});

test('a second server on a directory in use is refused, since it would destroy the first', async () => {
  server = await startPostgres({ directory });
  await expect(startPostgres({ directory })).rejects.toThrow(/already runs on/);
});

test('a wrong password is refused', async () => {
  server = await startPostgres({ directory });
  const stranger = new URL(server.url);
  stranger.password = 'guess';
  await expect(ask(stranger.href, 'select 1')).rejects.toThrow(/password authentication failed/);
});

test('a directory that the user postgres may not enter is replaced by one that it may, until it is deleted', () => {
  const closed = mkdtempSync(join(runDirectory(), 'closed-'));
  const stranger = { uid: 65_534, gid: 65_534 };
  const standIn = reachableDirectory(join(closed, 'postgres'), stranger);
  expect(standIn).not.toContain(closed);
  expect(reachableDirectory(join(closed, 'postgres'), stranger)).toBe(standIn);
  rmSync(join(closed, 'postgres'), { recursive: true });
  expect(reachableDirectory(join(closed, 'postgres'), stranger)).not.toBe(standIn);
  expect(reachableDirectory(directory, postgresUser())).toBe(directory);
});
