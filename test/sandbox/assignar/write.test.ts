import { startTestSandbox, type TestSandbox } from './api-client';

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => sandbox.stop());

const WORKER = { user_type_id: 2, first_name: 'Cy', last_name: 'Fox', external_id: 'E-9', integration_id: 'EMP-9' };
const idOf = (data: unknown): number => (data as { id: number }).id;

describe('answers differ by collection', () => {
  it.each([
    ['/tasks', { name: 'Rigger' }, 201, 201],
    ['/activities', { name: 'Rigging' }, 201, 201],
    ['/clients/', { name: 'Council', company_name: 'Council' }, 201, 201],
    ['/suppliers', { name: 'Hire', active: true }, 201, 201],
    ['/assets', { name: 'Pump' }, 200, 201],
    ['/users', WORKER, 200, 201],
    ['/projects/', { name: 'Jetty' }, 200, 200],
    ['/tags/', { name: 'wet', taxonomy: 'site' }, 201, 201],
  ])('POST %s', async (path, body, status, inBody) => {
    const answer = await sandbox.call('POST', path, body);
    expect([answer.status, answer.body.status]).toEqual([status, inBody]);
    expect(idOf(answer.body.data)).toBeGreaterThan(0);
  });

  it.each([
    ['/tasks/1', { name: 'Joiner' }],
    ['/projects/1', { name: 'Wharf east' }],
  ])('PUT and DELETE %s answer 204 without a body', async (path, body) => {
    for (const method of ['PUT', 'DELETE']) {
      const answer = await sandbox.call(method, path, method === 'PUT' ? body : undefined);
      expect([answer.status, answer.text]).toEqual([204, '']);
    }
  });

  it.each([
    ['/users/2', { suburb: 'Glebe' }],
    ['/assets/1', { year: '2020' }],
  ])('PUT and DELETE %s answer 200 with 204 in the body', async (path, body) => {
    for (const method of ['PUT', 'DELETE']) {
      const answer = await sandbox.call(method, path, method === 'PUT' ? body : undefined);
      expect([answer.status, answer.body]).toEqual([200, { status: 204 }]);
    }
  });

  it('a creation shows what was sent and the defaults, nothing else', async () => {
    const { body } = await sandbox.call('POST', '/activities', { name: 'Rigging', billable: true });
    expect(body.data).toEqual({ id: 4, name: 'Rigging', billable: true, active: true, is_payable: true });
  });
});

describe('changes', () => {
  it('merge what is sent, and empty what is null', async () => {
    await sandbox.call('PUT', '/users/2', { suburb: 'Glebe', email: null });
    const { body } = await sandbox.call('GET', '/users/2');
    expect(body.data).toMatchObject({ suburb: 'Glebe', email: null, first_name: 'Ann', external_id: 'E-7' });
  });

  it.each([
    [{ tasks: [{ task_id: 2 }] }, ['OPER']],
    [{ tasks: [] }, []],
    [{ tasks: null }, ['CARP']],
    [{ comments: 'no list at all' }, ['CARP']],
  ])('%j leaves the roles %j: lists replace, absent and null ones stay', async (body, roles) => {
    await sandbox.call('PUT', '/users/2', body);
    const worker = (await sandbox.call('GET', '/users/2')).body.data as { tasks: { external_id: string }[] };
    expect(worker.tasks.map(({ external_id }) => external_id)).toEqual(roles);
  });

  it('move the time of the last change', async () => {
    let now = new Date('2026-11-16T00:00:00Z');
    const timed = await startTestSandbox({ clock: () => now });
    try {
      now = new Date('2026-11-16T00:10:00Z');
      await timed.call('PUT', '/tasks/1', { name: 'Joiner' });
      expect(await timed.rows('/tasks?modified_time__gte=2026-11-16T00:05:00Z')).toMatchObject([
        { name: 'Joiner', created_at: '2026-11-16T00:00:00.000Z', modified_time: '2026-11-16T00:10:00.000Z' },
      ]);
    } finally {
      await timed.stop();
    }
  });
});

describe('refusals', () => {
  it.each<[string, string, unknown, string]>([
    ['POST', '/tasks', undefined, '[400] Missing payload.'],
    ['POST', '/tasks', {}, '[400] Missing payload.'],
    ['PUT', '/tasks/1', {}, '[400] Missing payload.'],
    ['POST', '/tasks', { external_id: 'X' }, '[400] Missing field - name'],
    ['POST', '/tasks', { name: 7 }, '[400] Invalid value - name'],
    ['POST', '/tasks', { name: 'A', colour: 'red' }, '[400] Unknown field - colour'],
    ['POST', '/tasks', { name: 'A', external_id: 'CARP' }, '[400] Unique Constraint Error - external_id'],
    ['POST', '/tasks', { name: 'A', integration_id: 'ITM-1' }, '[400] Unique Constraint Error - integration_id'],
    ['PUT', '/tasks/2', { external_id: 'CARP' }, '[400] Unique Constraint Error - external_id'],
    ['POST', '/users', { ...WORKER, email: 'ANN@example.com' }, '[400] Unique Constraint Error - email'],
    ['POST', '/users', { ...WORKER, tasks: [{ task_id: 99 }] }, '[400] Foreign Key Constraint Error'],
    ['POST', '/users', { ...WORKER, tasks: [1] }, '[400] Invalid value - tasks'],
    ['POST', '/users', { ...WORKER, tasks: '' }, '[400] Invalid value - tasks'],
    ['POST', '/users', { ...WORKER, dob: '3 Feb 1980' }, '[400] Invalid value - dob'],
    ['POST', '/projects/', { name: 'A', client_id: 99 }, '[400] Foreign Key Constraint Error'],
    ['POST', '/projects/', { name: 'A', parent_id: 99 }, '[400] Foreign Key Constraint Error'],
    ['POST', '/assets', { name: 'A', asset_class_id: 99 }, '[400] Foreign Key Constraint Error'],
  ])('%s %s %j', async (method, path, body, message) => {
    const answer = await sandbox.call(method, path, body);
    expect([answer.status, answer.body]).toEqual([400, { message }]);
  });

  it('a change or deletion of what is not there is a 404', async () => {
    for (const method of ['PUT', 'DELETE'])
      expect((await sandbox.call(method, '/users/99', { suburb: 'x' })).body.message).toBe(
        '[404] Object Not Found - User (id:99)',
      );
  });

  it('a refused creation leaves nothing behind', async () => {
    await sandbox.call('POST', '/users', { ...WORKER, tasks: [{ task_id: 99 }] });
    expect(await sandbox.rows('/users?external_id=E-9')).toEqual([]);
  });

  it('two workers of different types may share an e-mail, and one that is inactive gives it free', async () => {
    const office = { user_type_id: 1, first_name: 'Ann', last_name: 'Lee', email: 'ann@example.com' };
    expect((await sandbox.call('POST', '/users', office)).body.status).toBe(201);
    await sandbox.call('PUT', '/users/2', { active: false });
    expect((await sandbox.call('POST', '/users', { ...WORKER, email: 'ann@example.com' })).body.status).toBe(201);
  });
});

describe('deletion', () => {
  it('is soft: the row stays in lists with its time, unless filtered, and cannot be deleted again', async () => {
    await sandbox.call('DELETE', '/users/2');
    expect((await sandbox.rows('/users?user_type_id=2&sort=id')).map(({ id }) => id)).toEqual([2, 3]);
    expect((await sandbox.rows('/users?user_type_id=2&deleted_at__is=null')).map(({ id }) => id)).toEqual([3]);
    expect((await sandbox.call('DELETE', '/users/2')).status).toBe(404);
  });

  it('keeps the unique keys, until the deleted row gives them free', async () => {
    await sandbox.call('DELETE', '/users/2');
    const again = { ...WORKER, external_id: 'E-7' };
    expect((await sandbox.call('POST', '/users', again)).body.message).toBe(
      '[400] Unique Constraint Error - external_id',
    );
    await sandbox.call('PUT', '/users/2', { external_id: null });
    expect((await sandbox.call('POST', '/users', again)).body.status).toBe(201);
  });

  it('can be final, by a setting', async () => {
    await sandbox.admin('PATCH', '/settings', { deletedMayBeChanged: false });
    await sandbox.call('DELETE', '/users/2');
    expect((await sandbox.call('PUT', '/users/2', { external_id: null })).status).toBe(404);
  });

  it('can be taken back only where a setting says so', async () => {
    await sandbox.call('DELETE', '/users/2');
    expect((await sandbox.call('PUT', '/users/2', { deleted_at: null })).status).toBe(400);
    await sandbox.admin('PATCH', '/settings', { deletedMayBeRestored: true });
    expect((await sandbox.call('PUT', '/users/2', { deleted_at: null })).body.status).toBe(204);
    expect((await sandbox.call('GET', '/users/2')).body.data).toMatchObject({ deleted_at: null, external_id: 'E-7' });
  });
});

it('keys that the published schemas do not show can be taken away', async () => {
  await sandbox.admin('PATCH', '/settings', { extraFields: {} });
  expect((await sandbox.call('POST', '/users', WORKER)).body.message).toBe('[400] Unknown field - external_id');
  expect((await sandbox.call('GET', '/users?external_id=E-7')).status).toBe(400);
});

it('what is unknown can be dropped in silence', async () => {
  await sandbox.admin('PATCH', '/settings', { unknownFields: 'drop' });
  expect((await sandbox.call('PUT', '/tasks/1', { colour: 'red', name: 'Joiner' })).status).toBe(204);
  expect((await sandbox.call('GET', '/tasks/1')).body.data).not.toHaveProperty('colour');
});

it('the same external id on two workers can be tried where the setting allows it', async () => {
  await sandbox.admin('PATCH', '/settings', { uniqueFields: ['integration_id'] });
  expect((await sandbox.call('POST', '/users', { ...WORKER, external_id: 'E-7' })).body.status).toBe(201);
  expect(await sandbox.rows('/users?external_id=E-7')).toHaveLength(2);
});

it('a project shows its client, parent, children and activities', async () => {
  const { body } = await sandbox.call('GET', '/projects/1');
  expect(body.data).toMatchObject({
    timezone: 'Australia/Sydney',
    client: { id: 1, external_id: 'C-1' },
    parent: null,
    sub_projects: [{ id: 2, external_id: 'P-101' }],
    activities: [{ id: 1, external_id: '100-200' }],
  });
});
