import { createBearerCheck } from '../../server/bearer-token';
import { closeServers, createServerFixture } from './server-fixture';

afterEach(closeServers);

it('is alive as long as it answers', async () => {
  const { ask } = createServerFixture();
  const response = await ask('/healthz');
  expect([response.statusCode, response.json()]).toEqual([200, { status: 'ok' }]);
});

it('is ready with what each check found', async () => {
  const { ask } = createServerFixture();
  const response = await ask('/readyz');
  expect([response.statusCode, response.json()]).toEqual([200, { ready: true, checks: { database: 'ok' } }]);
});

it('is not ready, and says which check failed', async () => {
  const checks = { database: 'ok', temporal: 'away' };
  const { ask } = createServerFixture({ readiness: async () => ({ ready: false, checks }) });
  const response = await ask('/readyz');
  expect([response.statusCode, response.json()]).toEqual([503, { ready: false, checks }]);
});

it('gives the metrics in their own content type', async () => {
  const { ask } = createServerFixture();
  const response = await ask('/metrics');
  expect(response.headers['content-type']).toBe('text/plain; version=0.0.4');
  expect(response.body).toBe('documents_total 1\n');
});

it('gives the metrics to the bearer of the token alone, where one is set; probes need none', async () => {
  const metricsAuthorise = createBearerCheck('a token of some length');
  const { ask } = createServerFixture({ metricsAuthorise });
  const asked = async (headers: Record<string, string>) => (await ask({ url: '/metrics', headers })).statusCode;
  expect(await asked({})).toBe(401);
  expect(await asked({ authorization: 'Bearer another, of no use' })).toBe(401);
  expect(await asked({ authorization: 'Bearer a token of some length' })).toBe(200);
  expect((await ask('/metrics')).body).not.toContain('documents_total');
  expect((await ask('/readyz')).statusCode).toBe(200);
  expect((await ask('/healthz')).statusCode).toBe(200);
});

it('shows nothing of a fault to the caller, and its code and place to the log', async () => {
  const metrics = async () => {
    throw Object.assign(new Error('password=hunter2 refused'), { code: '42P01' });
  };
  const { ask, logged } = createServerFixture({ metrics });
  const response = await ask('/metrics');
  expect(response.statusCode).toBe(500);
  expect(response.body).not.toContain('hunter2');
  expect(logged()).toMatch(/"code":"42P01".*health-routes\.test\.ts:\d+/);
  expect(logged()).not.toContain('hunter2');
});

it('answers 404 for a route that does not exist, and lets nothing be cached', async () => {
  const { ask } = createServerFixture();
  const response = await ask('/nothing');
  expect([response.statusCode, response.json().code]).toEqual([404, 'no-such-route']);
  expect(response.headers['cache-control']).toBe('no-store');
});
