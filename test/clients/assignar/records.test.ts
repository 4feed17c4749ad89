import { useClientUnderTest } from './client-under-test';
import { answerEmpty, answerJson, answerRows, hangUp, verdictOf } from './scripted-api';

const under = useClientUnderTest();
const { client } = under;

const workerRow = {
  id: 41,
  user_type_id: 2,
  employee_id: 'E-7',
  external_id: 'E-7',
  integration_id: 'EMP-31',
  first_name: 'Ana',
  last_name: 'de la Cruz',
  email: 'ana@harbor.example',
  phone: '',
  mobile: 412000111,
  date_of_birth: '1990-05-01T00:00:00.000Z',
  employment_type: 'Full Time',
  department: 'CIV',
  earning_type: null,
  active: true,
  tasks: [{ id: 12, name: 'Driver' }, { id: 9 }],
  deleted_at: null,
  modified_at: '2026-11-16T02:03:04.5Z',
  unheard_of: { nested: true },
};

const received = () =>
  under.api.requests.map(({ method, path, query, body }) => ({
    asked: `${method} ${path}${query.length === 0 ? '' : `?${query.map((pair) => pair.join('=')).join('&')}`}`,
    body: body === '' ? null : JSON.parse(body),
  }));

describe('a row', () => {
  it('is read into our words, with empty texts as none, ids sorted and times in UTC', async () => {
    under.api.turns = [answerRows(workerRow)];
    await expect(client().readRecord('worker', '41')).resolves.toEqual({
      id: '41',
      integrationId: 'EMP-31',
      externalId: 'E-7',
      isActive: true,
      deletedAt: null,
      modifiedAt: '2026-11-16T02:03:04.500000Z',
      fields: {
        firstName: 'Ana',
        lastName: 'de la Cruz',
        email: 'ana@harbor.example',
        telephone: null,
        mobile: '412000111',
        birthDate: '1990-05-01',
        address1: null,
        address2: null,
        town: null,
        county: null,
        postcode: null,
        employeeId: 'E-7',
        externalId: 'E-7',
        integrationId: 'EMP-31',
        username: null,
        employmentType: 'Full Time',
        department: 'CIV',
        earningType: null,
        roleIds: '9,12',
        active: 'true',
      },
    });
    expect(received()).toEqual([
      { asked: 'GET /v2/users?user_type_id=2&id=41&id__gt=0&sort=id&page=1&page_size=1', body: null },
    ]);
  });

  it('tells an empty list of roles from one that is not told', async () => {
    under.api.turns = [answerRows({ ...workerRow, tasks: [] }, { ...workerRow, id: 42, tasks: undefined })];
    const [first, second] = await client().listRecords('worker', '0', 10);
    expect([first?.fields.roleIds, second?.fields.roleIds]).toEqual(['', null]);
  });

  it('is listed although it is deleted, with the time of it', async () => {
    under.api.turns = [answerRows({ ...workerRow, active: 0, deleted_at: '2026-11-10 01:00:00' })];
    const [record] = await client().listRecords('worker', '0', 10);
    expect(record).toMatchObject({ isActive: false, deletedAt: '2026-11-10T01:00:00.000000Z', externalId: 'E-7' });
  });

  it('has neither department nor earning type where the profile names no fields for them', async () => {
    under.api.turns = [answerRows(workerRow)];
    const assignar = client({ workerFields: { department: null, earningType: null } });
    const record = await assignar.readRecord('worker', '41');
    expect(Object.keys(record?.fields ?? {})).not.toContain('department');
    expect(Object.keys(record?.fields ?? {})).not.toContain('earningType');
  });

  it('of a work order is in use when it has no flag, and takes the day of a midnight elsewhere on our clock', async () => {
    const order = { id: 5, client_id: 311, order_owner: 8, start_date: '2026-11-15T13:00:00Z', end_date: '2026-12-01' };
    under.api.turns = [answerRows(order)];
    const [record] = await client().listRecords('work-order', '0', 10);
    expect(record).toMatchObject({
      isActive: true,
      modifiedAt: null,
      fields: { clientId: '311', orderOwner: '8', startDate: '2026-11-16', endDate: '2026-12-01', active: null },
    });
  });

  it.each([
    ['no id', { id: undefined }, 'id'],
    ['a flag that is none', { active: 'perhaps' }, 'worker 41: active'],
    ['no flag', { active: undefined }, 'worker 41: active'],
    ['a birth date that is none', { date_of_birth: '01/05/1990' }, 'worker 41: date_of_birth'],
    ['a deletion at no time', { deleted_at: 'yesterday' }, 'worker 41: deleted_at'],
    ['roles that are no list', { tasks: 'Driver' }, 'worker 41: tasks'],
  ])('with %s is an unexpected response that names object, id and field', async (_, change, named) => {
    under.api.turns = [answerRows({ ...workerRow, ...change })];
    const verdict = await verdictOf(client().listRecords('worker', '0', 10));
    expect(verdict.name).toBe('UnexpectedResponse');
    expect(verdict.message).toContain(named);
  });

  it('of an office user among the workers is an unexpected response', async () => {
    under.api.turns = [answerRows({ ...workerRow, user_type_id: 1 })];
    const verdict = await verdictOf(client().listRecords('worker', '0', 10));
    expect(verdict.message).toContain('user_type_id: expected 2, came 1');
  });
});

describe('looking for records', () => {
  it.each([
    ['worker', 'integrationId', 'EMP-31', 'integration_id=EMP-31'],
    ['worker', 'employeeId', 'E-7', 'employee_id=E-7'],
    ['worker', 'email', 'ANA@harbor.example', 'email=ANA@harbor.example'],
  ] as const)('finds a %s by %s with one request', async (object, by, value, filter) => {
    under.api.turns = [answerRows(workerRow)];
    await expect(client().findRecords(object, { by, value })).resolves.toHaveLength(1);
    expect(received()).toEqual([
      { asked: `GET /v2/users?user_type_id=2&${filter}&id__gt=0&sort=id&page=1&page_size=100`, body: null },
    ]);
  });

  it('keeps the slash at the end of the projects’ path, and writes spaces as %20', async () => {
    under.api.turns = [answerRows({ id: 311, name: 'North Quay & Sons', active: true })];
    await client().findRecords('project', { by: 'name', value: 'North Quay & Sons' });
    expect(received()[0]?.asked).toContain('GET /v2/projects/?name=North Quay & Sons&');
  });

  it('finds workers by their whole name, among those whose last name ends alike', async () => {
    under.api.turns = [answerRows(workerRow, { ...workerRow, id: 43, first_name: 'Anna' })];
    const found = await client().findRecords('worker', { by: 'name', value: ' ana  de la cruz' });
    expect(found.map(({ id }) => id)).toEqual(['41']);
    expect(received()[0]?.asked).toContain('last_name__ends_with=cruz');
  });

  it('finds by ids in one request, each id once', async () => {
    under.api.turns = [answerRows({ ...workerRow, id: 9 }, workerRow)];
    await expect(client().findRecords('worker', { by: 'ids', ids: ['41', '9', '41'] })).resolves.toHaveLength(2);
    expect(received()).toHaveLength(1);
    expect(received()[0]?.asked).toContain('id__in=9,41&');
  });

  it('asks nothing for no ids', async () => {
    await expect(client().findRecords('worker', { by: 'ids', ids: [] })).resolves.toEqual([]);
    expect(under.api.requests).toHaveLength(0);
  });

  it.each([[{ by: 'externalId', value: 'E-8' } as const], [{ by: 'ids', ids: ['40'] } as const]])(
    'refuses what was not looked for, as from a server that passes over a filter: %j',
    async (search) => {
      under.api.turns = [answerRows(workerRow)];
      const verdict = await verdictOf(client().findRecords('worker', search));
      expect(verdict.name).toBe('UnexpectedResponse');
      expect(verdict.message).toContain('the filter is not heeded');
    },
  );

  it('throws RangeError for what an object is not looked for by, and for nothing at all', async () => {
    expect((await verdictOf(client().findRecords('role', { by: 'email', value: 'x' }))).name).toBe('RangeError');
    expect((await verdictOf(client().findRecords('role', { by: 'externalId', value: '' }))).name).toBe('RangeError');
  });

  it('is null for a record that is not there', async () => {
    under.api.turns = [answerRows()];
    await expect(client().readRecord('asset', '77')).resolves.toBeNull();
  });
});

describe('writing records', () => {
  it('creates a worker as a mobile worker, without what is null', async () => {
    under.api.turns = [answerJson({ status: 201, data: { id: 40 } })];
    const created = await client().createRecord('worker', {
      firstName: 'Ana',
      email: null,
      birthDate: '1990-05-01',
      roleIds: '9,12',
      active: 'true',
      earningType: 'Hourly',
    });
    expect(created).toEqual({ id: '40' });
    expect(received()).toEqual([
      {
        asked: 'POST /v2/users',
        body: {
          user_type_id: 2,
          first_name: 'Ana',
          date_of_birth: '1990-05-01',
          tasks: [9, 12],
          active: true,
          earning_type: 'Hourly',
        },
      },
    ]);
    expect(under.api.requests[0]?.headers['content-type']).toBe('application/json');
  });

  it('creates a work order with ids as numbers, and an owner named by a word as it is', async () => {
    under.api.turns = [answerJson({ status: 201, data: { id: 6, client_id: 311 } }, 201)];
    const order = {
      clientId: '311',
      projectId: '55',
      orderOwner: 'dispatch',
      startDate: '2026-11-16',
      jobNumber: 'P-1',
    };
    await client().createRecord('work-order', order);
    expect(received()[0]).toEqual({
      asked: 'POST /v2/orders',
      body: { client_id: 311, project_id: 55, order_owner: 'dispatch', start_date: '2026-11-16', job_number: 'P-1' },
    });
  });

  it('updates only what is named: null clears, an empty list empties, a list that is null is left', async () => {
    under.api.turns = [answerJson({ status: 204 })];
    await client().updateRecord('worker', '41', { email: null, roleIds: '', active: 'false' });
    await client().updateRecord('worker', '41', { lastName: 'Cruz', roleIds: null });
    expect(received()).toEqual([
      { asked: 'PUT /v2/users/41', body: { email: null, tasks: [], active: false } },
      { asked: 'PUT /v2/users/41', body: { last_name: 'Cruz' } },
    ]);
  });

  it('sends nothing when all of an update is left out by the profile', async () => {
    const assignar = client({ workerFields: { department: null, earningType: null } });
    await assignar.updateRecord('worker', '41', { department: 'CIV' });
    expect(under.api.requests).toHaveLength(0);
  });

  it('updates and deletes a single project without the slash', async () => {
    under.api.turns = [answerEmpty(204)];
    const assignar = client();
    await assignar.updateRecord('project', '311', { name: 'North Quay', parentId: null });
    await assignar.deleteRecord('project', '311');
    expect(received()).toEqual([
      { asked: 'PUT /v2/projects/311', body: { name: 'North Quay', parent_id: null } },
      { asked: 'DELETE /v2/projects/311', body: null },
    ]);
    expect(under.calls.map(({ path }) => path)).toEqual(['/oauth2/token', '/projects/{id}', '/projects/{id}']);
  });

  it('does not know the outcome of a create whose answer has no id, or that has no answer', async () => {
    under.api.turns = [answerJson({ status: 201, data: { name: 'Driver' } }, 201), hangUp];
    expect((await verdictOf(client().createRecord('role', { name: 'Driver' }))).name).toBe('OutcomeUnknown');
    expect((await verdictOf(client().createRecord('role', { name: 'Driver' }))).name).toBe('OutcomeUnknown');
    expect(under.api.requests).toHaveLength(2);
  });

  it('names the field whose value is taken', async () => {
    under.api.turns = [answerJson({ message: '[400] Unique Constraint Error - integration_id' }, 400)];
    await expect(client().createRecord('activity', { name: 'Footings' })).rejects.toMatchObject({
      name: 'Rejected',
      code: 'UNIQUE_TAKEN',
      subject: 'integrationId',
    });
    expect(under.calls.at(-1)).toMatchObject({
      method: 'POST',
      path: '/activities',
      httpStatus: 400,
      verdict: 'Rejected',
    });
  });

  it.each([
    ['a field that the object does not have', { email: 'x' }],
    ['a flag that is none', { active: 'yes' }],
    ['a flag that is cleared', { active: null }],
  ])('throws RangeError for %s, and sends nothing', async (_, fields) => {
    expect((await verdictOf(client().updateRecord('role', '9', fields))).name).toBe('RangeError');
    expect(under.api.requests).toHaveLength(0);
  });

  it('throws RangeError for an id that would change the address', async () => {
    expect((await verdictOf(client().deleteRecord('role', '9/../../users/41'))).name).toBe('RangeError');
  });
});
