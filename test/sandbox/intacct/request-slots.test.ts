import { call, invoice, request, startTestSandbox, type TestSandbox } from './gateway-client';

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => sandbox.stop());

function postMany(count: number): Promise<number[]> {
  const bodies = Array.from({ length: count }, (_, index) =>
    request(call(`f${index}`, invoice({ number: `SI-${index}` }))),
  );
  return Promise.all(bodies.map(async (body) => (await sandbox.post(body)).status));
}

it('works on so many requests at a time, and lets others wait', async () => {
  await sandbox.admin('PATCH', '/settings', { requestsInFlightMax: 2, queueLength: 10, latencyMs: 20 });
  expect(await postMany(8)).toEqual(Array(8).fill(200));
  expect(await sandbox.admin('GET', '/statistics')).toMatchObject({
    inFlightMaxObserved: 2,
    inFlightNow: 0,
    queuedNow: 0,
    openNow: 0,
  });
});

it('refuses with GW-0010 and HTTP 429 when the queue is full', async () => {
  await sandbox.admin('PATCH', '/settings', { requestsInFlightMax: 1, queueLength: 1, latencyMs: 500 });
  const statuses = await postMany(6);
  expect(statuses.filter((status) => status === 200)).toHaveLength(2);
  expect(statuses.filter((status) => status === 429)).toHaveLength(4);
  expect(await sandbox.admin('GET', '/statistics')).toMatchObject({ refusalsByNumber: { 'GW-0010': 4 } });
});

it('refuses one that has waited too long', async () => {
  await sandbox.admin('PATCH', '/settings', {
    requestsInFlightMax: 1,
    queueLength: 5,
    queueWaitMs: 20,
    latencyMs: 200,
  });
  expect((await postMany(2)).sort()).toEqual([200, 429]);
});
