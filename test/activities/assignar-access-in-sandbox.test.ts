import { join } from 'node:path';
import { pino } from 'pino';
import { createAssignarAccess } from '../../activities/assignar-access';
import type { AssignarClient, AssignarObject } from '../../clients/assignar/assignar-client';
import { restWhileAway } from '../../clients/assignar/rest-while-away';
import { createCompanyProfiles } from '../../companies/company-profiles';
import type { FaultInput } from '../../sandbox/assignar/faults';
import { type AssignarSandbox, startAssignarSandbox } from '../../sandbox/assignar/start-assignar-sandbox';
import { harborAssignarCompany } from '../../sandbox/sample-construction/assignar-company';
import { harborApiKeys } from '../../sandbox/sample-construction/sign-ins';
import { createCompanyClients } from '../../workers/company-clients';
import { useHubDatabase } from '../db/hub-database';

const hub = useHubDatabase();
const harbor = 'harbor-civil';
const profiles = createCompanyProfiles(join(__dirname, '../../companies'));
const log = pino({ level: 'silent' });
let sandbox: AssignarSandbox;
/** Sign-ins that a test made. */
let signIns: number;

beforeEach(async () => {
  await hub.pool().query('truncate exceptions');
  sandbox = await startAssignarSandbox({ port: 0, adminPort: 0, company: harborAssignarCompany() });
  signIns = 0;
});
afterEach(() => sandbox.stop());

/** What a worker process has of Assignar, started with these settings. */
async function startWorker(settings: Record<string, string> = {}): Promise<() => Promise<AssignarClient>> {
  const clients = createCompanyClients({
    environment: {
      ASSIGNAR_TOKEN_URL: sandbox.tokenUrl,
      ASSIGNAR_API_URL: sandbox.apiUrl,
      ASSIGNAR_CLIENT_ID: harborApiKeys.clientId,
      ASSIGNAR_CLIENT_SECRET: harborApiKeys.clientSecret,
      ...settings,
    },
    profiles,
    log,
    onIntacctCall: () => undefined,
    onAssignarCall: ({ path }) => {
      if (path === '/oauth2/token') signIns += 1;
    },
    onAssignarAccess: createAssignarAccess({ pool: hub.pool(), log }),
  });
  const assignar = restWhileAway((company) => clients.assignar(company));
  return () => assignar(harbor);
}

const list = async (worker: () => Promise<AssignarClient>, object: AssignarObject) =>
  (await worker()).listRecords(object, '0', 10);
const objects: AssignarObject[] = ['worker', 'role', 'asset', 'client', 'project', 'activity'];
const fault = (asked: FaultInput) => admin('/faults', asked);
async function admin(path: string, body?: unknown): Promise<void> {
  const answer = await fetch(`${sandbox.adminUrl}/admin${path}`, {
    method: 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}
const open = async () =>
  (
    await hub
      .pool()
      .query(`select document_key, code, field, message from exceptions where company = $1 and closed_at is null`, [
        harbor,
      ])
  ).rows;

test('a wrong secret is one exception while hundreds wait in two workers, and is over with the restart that corrects it', async () => {
  const workers = await Promise.all([1, 2].map(() => startWorker({ ASSIGNAR_CLIENT_SECRET: 'of last year' })));
  for (let round = 0; round < 20; round += 1) {
    const tries = workers.flatMap((worker) => objects.map((object) => list(worker, object)));
    expect((await Promise.allSettled(tries)).map(({ status }) => status)).not.toContain('fulfilled');
  }
  expect(await open()).toEqual([
    {
      document_key: '*',
      code: 'SIGN_IN_REFUSED',
      field: 'sign-in',
      message: expect.stringMatching(/harbor-civil: Assignar refuses the sign-in.*check the client id and secret/),
    },
  ]);
  // Those that were on their way together share one; behind five in vain a worker rests.
  expect(signIns).toBeLessThanOrEqual(12);
  await list(await startWorker(), 'worker');
  expect(await open()).toEqual([]);
});

test('a wrong scope says that it is the scope', async () => {
  const worker = await startWorker({ ASSIGNAR_SCOPE: 'target-entity:other' });
  await expect(list(worker, 'worker')).rejects.toMatchObject({ name: 'Authentication' });
  expect(await open()).toMatchObject([
    { code: 'SIGN_IN_REFUSED', message: expect.stringContaining('the scope is refused') },
  ]);
});

test('keys that Assignar withdraws for a while: the same worker opens the exception, and closes it', async () => {
  const worker = await startWorker();
  await list(worker, 'worker');
  await fault({ kind: 'http-status', appliesTo: 'token', count: 3, params: { status: 401, emptyBody: true } });
  await admin('/tokens/expire');
  for (const object of objects.slice(0, 3)) {
    await expect(list(worker, object)).rejects.toMatchObject({ name: 'Authentication' });
    expect(await open()).toMatchObject([{ code: 'SIGN_IN_REFUSED' }]);
  }
  await list(worker, 'worker');
  expect(await open()).toEqual([]);
});

test.each([403, 401])('a %i to one list alone is one exception until that list is answered', async (status) => {
  const worker = await startWorker();
  const count = 1_000;
  await fault({
    kind: 'http-status',
    match: 'GET /tasks',
    appliesTo: 'all',
    count,
    params: { status, emptyBody: true },
  });
  for (let round = 0; round < 3; round += 1) {
    await expect(list(worker, 'role')).rejects.toMatchObject({ name: 'Authentication' });
    for (const object of ['worker', 'asset'] as const) await list(worker, object);
    expect(await open()).toMatchObject([{ code: 'PERMISSION_MISSING', field: 'GET /tasks' }]);
  }
  expect((await hub.pool().query('select from exceptions')).rowCount).toBe(1);
  await fetch(`${sandbox.adminUrl}/admin/faults`, { method: 'DELETE' });
  await list(worker, 'role');
  expect(await open()).toEqual([]);
});
