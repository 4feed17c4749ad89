import { startTestSandbox, type TestSandbox } from './api-client';

let now = new Date('2026-11-16T00:00:00Z');
let sandbox: TestSandbox;
beforeEach(async () => {
  now = new Date('2026-11-16T00:00:00Z');
  sandbox = await startTestSandbox({ clock: () => now });
});
afterEach(() => sandbox.stop());

it('client credentials with the scope give a bearer token of one hour', async () => {
  const { status, body, accessToken } = await sandbox.token();
  expect([status, body]).toEqual([200, { access_token: accessToken, token_type: 'Bearer', expires_in: 3600 }]);
  expect((await sandbox.call('GET', '/users', undefined, accessToken)).status).toBe(200);
});

it.each([
  [{ secret: 'wrong' }, 401],
  [{ scope: 'api_access' }, 403],
])('%j is refused with %s and no body', async (parts, status) => {
  const answer = await sandbox.token(parts);
  expect([answer.status, answer.text]).toEqual([status, '']);
});

it('another grant is refused', async () => {
  expect((await sandbox.token({ grant: 'password' })).status).toBe(400);
});

it.each([[null], ['made.up.token'], ['']])(
  'a call with the token %j is refused with 401 and no body',
  async (token) => {
    const answer = await sandbox.call('GET', '/users', undefined, token);
    expect([answer.status, answer.text]).toEqual([401, '']);
  },
);

it('a token ends after its hour, by the clock of the sandbox', async () => {
  const { accessToken } = await sandbox.token();
  now = new Date('2026-11-16T00:59:59Z');
  expect((await sandbox.call('GET', '/users', undefined, accessToken)).status).toBe(200);
  now = new Date('2026-11-16T01:00:00Z');
  expect((await sandbox.call('GET', '/users', undefined, accessToken)).status).toBe(401);
  expect((await sandbox.call('GET', '/users', undefined, (await sandbox.token()).accessToken)).status).toBe(200);
});

it('the clock can be moved from the admin port', async () => {
  const { accessToken } = await sandbox.token();
  await sandbox.admin('POST', '/clock', { advanceSeconds: 3600 });
  expect((await sandbox.call('GET', '/users', undefined, accessToken)).status).toBe(401);
  await sandbox.admin('POST', '/clock', { at: null });
  expect((await sandbox.call('GET', '/users', undefined, accessToken)).status).toBe(200);
});

it('a token of one tenant is not taken by another, nor by the servers of the other region', async () => {
  const other = await startTestSandbox();
  try {
    const { accessToken } = await other.token();
    expect((await sandbox.call('GET', '/users', undefined, accessToken)).status).toBe(401);
    const own = await sandbox.token();
    const elsewhere = await fetch(`${sandbox.apiUrl.replace('/au/', '/us/')}/users`, {
      headers: { authorization: `Bearer ${own.accessToken}` },
    });
    expect(elsewhere.status).toBe(401);
  } finally {
    await other.stop();
  }
});

it('a tenant of the other region lives under the other address', async () => {
  const american = await startTestSandbox({ settings: { region: 'us' } });
  try {
    expect(american.apiUrl).toMatch(/\/us\/v2$/);
    expect((await american.call('GET', '/users')).status).toBe(200);
  } finally {
    await american.stop();
  }
});
