import { startTestSandbox, type TestSandbox } from './api-client';

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startTestSandbox();
  const created = await sandbox.call('POST', '/orders', ORDER);
  expect([created.status, created.body.status]).toEqual([201, 201]);
});
afterEach(() => sandbox.stop());

const ORDER = {
  client_id: 1,
  project_id: 1,
  order_owner: 1,
  start_date: '2026-11-30',
  end_date: '2026-12-02',
  start_time: '07:00',
  job_number: 'J-1',
};

it('a work order needs its client, owner and dates, and they must exist', async () => {
  const { end_date: _, ...incomplete } = ORDER;
  expect((await sandbox.call('POST', '/orders', incomplete)).body.message).toBe('[400] Missing field - end_date');
  for (const wrong of [{ client_id: 9 }, { project_id: 9 }, { order_owner: 9 }, { status_id: 9 }, { type_id: 9 }])
    expect((await sandbox.call('POST', '/orders', { ...ORDER, ...wrong })).body.message).toBe(
      '[400] Foreign Key Constraint Error',
    );
});

it('a task makes one row for each day of the order, and answers with all of them', async () => {
  const { status, body } = await sandbox.call('POST', '/orders/1/tasks', { task_id: 1, task_quantity: 2 });
  expect([status, body.status]).toEqual([201, 201]);
  const days = (body.data as { shift_date: string }[]).map(({ shift_date }) => shift_date.slice(0, 10));
  expect(days).toEqual(['2026-11-30', '2026-12-01', '2026-12-02']);
  expect(await sandbox.rows('/orders/1/tasks')).toEqual(body.data);
  expect((await sandbox.call('GET', '/orders/1/tasks/2')).body.data).toMatchObject({ task_id: 1, task_quantity: 2 });
});

it('a task that does not exist is refused', async () => {
  const { body } = await sandbox.call('POST', '/orders/1/tasks', { task_id: 9, task_quantity: 1 });
  expect(body.message).toBe('[400] Foreign Key Constraint Error');
});

it('activities are added, changed and taken away by arrays', async () => {
  const added = await sandbox.call('POST', '/orders/1/activities', [
    { activity_id: 1, quantity: 5, uom_code: 'M3' },
    { activity_id: 2 },
  ]);
  expect(added.status).toBe(201);
  expect(added.body.data).toMatchObject([
    { id: 1, external_id: '100-200', quantity: 5 },
    { id: 2, activity_id: 2 },
  ]);
  expect((await sandbox.call('PUT', '/orders/1/activities', [{ id: 2, quantity: 7 }])).status).toBe(204);
  expect((await sandbox.call('DELETE', '/orders/1/activities', [1])).status).toBe(204);
  expect(await sandbox.rows('/orders/1/activities')).toMatchObject([{ id: 2, quantity: 7 }]);
});

it.each([
  ['POST', { activity_id: 1 }, 400],
  ['POST', [{ activity_id: 99 }], 400],
  ['POST', undefined, 400],
  ['PUT', [{ id: 99 }], 404],
  ['DELETE', [99], 404],
])('%s of activities refuses %j', async (method, body, status) => {
  expect((await sandbox.call(method, '/orders/1/activities', body)).status).toBe(status);
});
