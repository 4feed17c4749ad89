import { COMPANY, SHIFT, startTestSandbox, type TestSandbox } from './api-client';

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => sandbox.stop());

const worker = async (id: unknown): Promise<Record<string, unknown>> =>
  (await sandbox.call('GET', `/users/${id}`)).body.data as Record<string, unknown>;

describe('a person', () => {
  it('makes a worker by hand, who has no key of the integration', async () => {
    const { id } = await sandbox.act('create-worker', { fields: { first_name: 'Cy', last_name: 'Fox' } });
    expect(await worker(id)).toMatchObject({ user_type_id: 2, full_name: 'Cy Fox', integration_id: null });
  });

  it('edits and deletes a worker, named by external id, employee id or id', async () => {
    await sandbox.act('edit-worker', { worker: 'E-7', fields: { suburb: 'Glebe' } });
    expect(await worker(2)).toMatchObject({ suburb: 'Glebe', modified_by: 'office' });
    await sandbox.call('PUT', '/users/3', { suburb: 'Glebe' });
    expect(await worker(3)).toMatchObject({ modified_by: 'api' });
    await sandbox.act('delete-worker', { worker: 2 });
    expect(await worker(2)).toMatchObject({ deleted_at: expect.any(String) });
  });

  it('deletes a worker and makes the same again: the deleted row holds the keys', async () => {
    const { id, deletedId } = await sandbox.act('recreate-worker', { worker: 'E-7' });
    expect(await worker(deletedId)).toMatchObject({ external_id: 'E-7', deleted_at: expect.any(String) });
    expect(await worker(id)).toMatchObject({
      external_id: null,
      integration_id: null,
      employee_id: 'E-7',
      email: 'ann@example.com',
      deleted_at: null,
      tasks: [{ external_id: 'CARP' }],
    });
    await sandbox.act('submit-timesheet', SHIFT);
    expect((await sandbox.call('GET', '/timesheets/1')).body.data).toMatchObject({ user_id: id });
  });

  it('makes a worker twice', async () => {
    const { id, originalId } = await sandbox.act('duplicate-worker', { worker: 'E-7' });
    expect(originalId).toBe(2);
    expect(await worker(id)).toMatchObject({ full_name: 'Ann Lee', dob: '1980-02-03', email: null, external_id: null });
  });

  it('links two workers to one another’s employees', async () => {
    await sandbox.act('relink-workers', { worker: 2, other: 3 });
    expect(await worker(2)).toMatchObject({ first_name: 'Ann', external_id: 'E-8', integration_id: 'EMP-8' });
    expect(await worker(3)).toMatchObject({ first_name: 'Bob', external_id: 'E-7', employee_id: 'E-7' });
  });

  it('takes the roles of a worker, and edits any other record', async () => {
    await sandbox.act('remove-worker-roles', { worker: 'E-7' });
    expect(await worker(2)).toMatchObject({ tasks: [] });
    await sandbox.act('edit-row', { collection: 'projects', row: 'P-100', fields: { name: 'Quay' } });
    expect((await sandbox.call('GET', '/projects/1')).body.data).toMatchObject({ name: 'Quay' });
  });

  it('is bound by the same rules as the API', async () => {
    await expect(sandbox.act('edit-worker', { worker: 'E-7', fields: { external_id: 'E-8' } })).rejects.toThrow(
      '422 {"error":"[400] Unique Constraint Error - external_id"}',
    );
    await expect(sandbox.act('edit-worker', { worker: 'nobody', fields: { suburb: 'x' } })).rejects.toThrow('422');
    await expect(sandbox.act('submit-timesheet', { worker: 'E-7' })).rejects.toThrow('422');
  });
});

describe('damage in bulk', () => {
  const crowd = {
    ...COMPANY,
    workers: Array.from({ length: 100 }, (_, index) => ({
      firstName: 'Worker',
      lastName: `No ${index}`,
      employeeId: `W-${index}`,
      externalId: `W-${index}`,
      integrationId: `EMP-${index}`,
      email: `w${index}@example.com`,
      roles: ['CARP'],
    })),
  };
  const KINDS = ['edited', 'deleted', 'recreated', 'created-by-hand', 'duplicated', 'relinked', 'roles-removed'];

  it('does each kind in turn, tells what it did, and is the same for the same seed', async () => {
    const done: unknown[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      await sandbox.admin('PUT', '/company', crowd);
      done.push(await sandbox.act('damage-workers', { seed: 5, share: 0.28 }));
    }
    const first = done[0] as Record<string, unknown[]>;
    expect(done[1]).toEqual(first);
    expect(Object.keys(first)).toEqual(KINDS);
    for (const kind of KINDS) expect(first[kind]?.length).toBeGreaterThanOrEqual(3);
  });

  it('does only the kinds that are asked for', async () => {
    await sandbox.admin('PUT', '/company', crowd);
    const done = await sandbox.act('damage-workers', { seed: 1, share: 0.1, kinds: ['deleted'] });
    expect(done.deleted).toHaveLength(10);
    const report = (await sandbox.admin('GET', '/report')) as { counts: Record<string, unknown> };
    expect(report.counts.users).toEqual({ live: 91, deleted: 10 });
  });

  it('can be done again and again', async () => {
    await sandbox.admin('PUT', '/company', crowd);
    for (const seed of [1, 1, 2]) await sandbox.act('damage-workers', { seed, share: 0.5 });
  });
});

describe('reports', () => {
  it('tell hours by worker, project, day and state, from the rows themselves', async () => {
    await sandbox.act('submit-timesheet', SHIFT);
    await sandbox.act('submit-timesheet', { ...SHIFT, end: '2026-11-16T00:20:00Z' });
    await sandbox.act('approve-timesheet', { timesheetId: 2 });
    const report = (await sandbox.admin('GET', '/report')) as { hours: unknown; timesheets: unknown };
    const where = { employeeId: 'E-7', projectExternalId: 'P-100', date: '2026-11-16' };
    expect(report.hours).toEqual([
      { ...where, state: 'submitted', minutes: 480, hours: '8' },
      { ...where, state: 'rated', minutes: 230, hours: '3.833333333333333333333333333333333333333' },
    ]);
    expect(report.timesheets).toMatchObject([
      {
        id: 1,
        totalMinutes: 480,
        activities: [{ activityExternalId: '100-200', minutes: 480, payable: true }],
        assets: [{ assetExternalId: 'EQ-5', minutes: 180, wholeShift: false }],
      },
      { id: 2 },
    ]);
  });

  it('count the calls by method and path, and those of persons not', async () => {
    await sandbox.call('GET', '/users/2');
    await sandbox.call('GET', '/users/3');
    await sandbox.call('PUT', '/users/99', { suburb: 'x' });
    await sandbox.act('delete-worker', { worker: 2 });
    expect(await sandbox.admin('GET', '/calls')).toEqual({
      total: 4,
      byName: { 'POST /oauth2/token': 1, 'GET /users/{id}': 2, 'PUT /users/{id}': 1 },
      byStatus: { '200': 3, '404': 1 },
    });
    await sandbox.admin('DELETE', '/calls');
    expect(await sandbox.admin('GET', '/calls')).toMatchObject({ total: 0 });
  });
});

describe('the company file', () => {
  it('may be nearly empty', async () => {
    await sandbox.admin('PUT', '/company', { tenant: 'bare', credentials: COMPANY.credentials });
    const { accessToken } = await sandbox.token();
    const { body } = await sandbox.call('GET', '/users', undefined, accessToken);
    expect(body.data).toMatchObject([{ id: 1, user_type_id: 1, username: 'office' }]);
  });

  it('carries timesheets as far as it says', async () => {
    const timesheets = (['submitted', 'approved', 'completed', 'processed'] as const).map((state) => ({
      ...SHIFT,
      state,
    }));
    await sandbox.admin('PUT', '/company', { ...COMPANY, timesheets });
    const report = (await sandbox.admin('GET', '/report')) as { timesheets: { state: string }[] };
    expect(report.timesheets.map(({ state }) => state)).toEqual(['submitted', 'rated', 'completed', 'processed']);
  });

  it('is refused when it names what it does not have', async () => {
    const wrong = { ...COMPANY, workers: [{ firstName: 'A', lastName: 'B', roles: ['NONE'] }] };
    await expect(sandbox.admin('PUT', '/company', wrong)).rejects.toThrow('tasks has no NONE');
  });
});
