import { type AddressInfo, createServer, type Server, type Socket, connect as toSocket } from 'node:net';
import { Connection } from '@temporalio/client';
import type { Pool } from 'pg';
import { createHubPool } from '../../db/pool';
import { createReadiness } from '../../server/readiness';
import { createLog } from '../../workers/log';
import { databaseUrl, postgresAdminUrl } from '../postgres';
import { temporalAddress } from '../temporal';

/** Between the hub and a real system: lets through, or drops everything as a killed process does, or keeps silent. */
interface Line {
  address: string;
  kill(): Promise<void>;
  silence(): void;
}

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function lineTo(target: { host: string; port: number }): Promise<Line> {
  const sockets = new Set<Socket>();
  let silent = false;
  const server: Server = createServer((near) => {
    const far = toSocket(target.port, target.host);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    near.on('data', (bytes) => silent || far.write(bytes));
    far.on('data', (bytes) => silent || near.write(bytes));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const kill = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  closing.push(kill);
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    kill,
    silence: () => {
      silent = true;
    },
  };
}

async function createHub() {
  const [host = '', port = ''] = (await temporalAddress()).split(':');
  const toTemporal = await lineTo({ host, port: Number(port) });
  const admin = new URL(await postgresAdminUrl());
  const toDatabase = await lineTo({ host: admin.hostname, port: Number(admin.port) });
  admin.host = toDatabase.address;
  const pool: Pool = createHubPool(admin.href);
  closing.push(() => pool.end());
  const temporal = await Connection.connect({ address: toTemporal.address });
  const asked = jest.spyOn(temporal, 'withDeadline');
  closing.push(async () => {
    // The client repeats a call for a while after nobody waits for it any longer, and throws when it is closed then.
    await Promise.allSettled(asked.mock.results.map(({ value }) => value));
    await temporal.close();
  });
  const lines: string[] = [];
  const log = createLog('server', 'info', { write: (line) => void lines.push(line) });
  const readiness = createReadiness({ pool, temporal, log });
  return { toTemporal, toDatabase, temporal, log, lines, readiness, admin };
}

test('a server is ready while database and Temporal answer, and keeps quiet about it', async () => {
  const { readiness, lines } = await createHub();
  expect(await readiness()).toEqual({ ready: true, checks: { database: 'ok', temporal: 'ok' } });
  expect(lines).toEqual([]);
});

test('a server is not ready once Temporal was killed, though it was connected before', async () => {
  const { readiness, toTemporal, lines } = await createHub();
  expect((await readiness()).ready).toBe(true);
  await toTemporal.kill();
  const { ready, checks } = await readiness();
  expect(ready).toBe(false);
  expect(checks).toEqual({
    database: 'ok',
    temporal: expect.stringMatching(/^(cannot be reached|does not answer in time)$/),
  });
  expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({ msg: 'not ready', part: 'temporal', reason: checks.temporal });
});

test('a server is not ready once its database was killed, and says so without its address or user', async () => {
  const { readiness, toDatabase } = await createHub();
  expect((await readiness()).ready).toBe(true);
  await toDatabase.kill();
  // The first answer may tell of the connection that broke; the next ones that none can be made.
  for (let round = 0; round < 2; round += 1) {
    expect(await readiness()).toEqual({ ready: false, checks: { database: 'cannot be reached', temporal: 'ok' } });
  }
});

test('a server does not wait for parts that keep silent', async () => {
  const { readiness, toDatabase, toTemporal } = await createHub();
  expect((await readiness()).ready).toBe(true);
  toDatabase.silence();
  toTemporal.silence();
  const askedAt = Date.now();
  expect(await readiness()).toEqual({
    ready: false,
    checks: { database: 'does not answer in time', temporal: 'does not answer in time' },
  });
  expect(Date.now() - askedAt).toBeLessThan(6000);
});

test('a sign-in that the database refuses is told as such, and logged once', async () => {
  const { temporal, log, lines, admin } = await createHub();
  const url = new URL(databaseUrl(admin.href, 'postgres'));
  url.password = 'hunter2';
  const pool = createHubPool(url.href);
  closing.push(() => pool.end());
  const readiness = createReadiness({ pool, temporal, log });
  for (let round = 0; round < 2; round += 1) {
    expect((await readiness()).checks).toEqual({ database: 'refuses the sign-in', temporal: 'ok' });
  }
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('28P01');
  expect(lines[0]).not.toMatch(/hunter2|password authentication/);
});
