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
  contact: '',
  mobile: 412000111,
  dob: '1990-05-01T00:00:00.000Z',
  address: '3 Quay Street, Unit 2',
  employment_type: 1,
  department: 'CIV',
  earning_type: null,
  active: true,
  tasks: [{ task_id: '12', name: 'Driver', id: 3 }, { task_id: 9 }],
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
        address: '3 Quay Street, Unit 2',
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
    ['a birth date that is none', { dob: '01/05/1990' }, 'worker 41: dob'],
    ['a deletion at no time', { deleted_at: 'yesterday' }, 'worker 41: deleted_at'],
    ['roles that are no list', { tasks: 'Driver' }, 'worker 41: tasks'],
    ['roles by plain ids', { tasks: [12] }, 'worker 41: tasks.0'],
  ])('with %s is an unexpected response that names object, id and field', async (_, change, named) => {
    under.api.turns = [answerRows({ ...workerRow, ...change })];
    const verdict = await verdictOf(client().listRecords('worker', '0', 10));
    expect(verdict.name).toBe('UnexpectedResponse');
    expect(verdict.message).toContain(named);
  });

  it('of a supplier or an activity tells its modification by a day, or by the name that activities have for it', async () => {
    under.api.turns = [
      answerRows({ id: 1, name: 'ABC', active: true, modified_at: '2023-06-20' }),
      answerRows({ id: 2, name: 'Travel', active: true, billable: 1, date_modified: '2026-08-25T02:14:07.000Z' }),
    ];
    const [supplier] = await client().listRecords('supplier', '0', 10);
    const [activity] = await client().listRecords('activity', '0', 10);
    expect(supplier?.modifiedAt).toBe('2023-06-20T00:00:00.000000Z');
    expect(activity).toMatchObject({ modifiedAt: '2026-08-25T02:14:07.000000Z', fields: { billable: 'true' } });
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

  it('keeps the slash at the end of the clients’ path', async () => {
    under.api.turns = [answerRows()];
    await client().findRecords('client', { by: 'externalId', value: 'C-1' });
    expect(received()[0]?.asked).toContain('GET /v2/clients/?external_id=C-1&');
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

  it('finds by many external ids in one request, each once, and those with a comma in them one by one', async () => {
    under.api.turns = [
      answerRows(workerRow, { ...workerRow, id: 43, external_id: 'e-8' }),
      answerRows({ ...workerRow, id: 44, external_id: 'Quay, north' }),
    ];
    const values = ['E-7', 'Quay, north', 'E-8', 'E-7'];
    const found = await client().findRecords('worker', { by: 'externalId', values });
    expect(found.map(({ id }) => id)).toEqual(['41', '43', '44']);
    expect(received().map(({ asked }) => asked)).toEqual([
      'GET /v2/users?user_type_id=2&external_id__in=E-7,E-8&id__gt=0&sort=id&page=1&page_size=100',
      'GET /v2/users?user_type_id=2&external_id=Quay, north&id__gt=0&sort=id&page=1&page_size=100',
    ]);
  });

  it.each([
    ['a hundred', 250, 'R', [100, 100, 50]],
    ['what an address holds', 90, 'ü'.repeat(15), [41, 41, 8]],
  ])('asks for no more at once than %s', async (_, count, prefix, lists) => {
    under.api.turns = lists.map(() => answerRows());
    const values = Array.from({ length: count }, (__, index) => `${prefix}${String(index).padStart(3, '0')}`);
    await client().findRecords('role', { by: 'integrationId', values });
    const asked = under.api.requests.map(
      ({ query }) => query.find(([name]) => name === 'integration_id__in')?.[1] ?? '',
    );
    expect(asked.map((list) => list.split(',').length)).toEqual(lists);
    expect(asked.join(',').split(',')).toEqual(values);
  });

  it('reads no further when a filter is not heeded', async () => {
    const rows = Array.from({ length: 100 }, (_, index) => ({ ...workerRow, id: 41 + index }));
    under.api.turns = [answerRows(...rows)];
    const verdict = await verdictOf(client().findRecords('worker', { by: 'integrationId', values: ['1', '2'] }));
    expect(verdict.message).toContain('the filter is not heeded');
    expect(under.api.requests).toHaveLength(1);
  });

  it('asks nothing for no ids', async () => {
    await expect(client().findRecords('worker', { by: 'ids', ids: [] })).resolves.toEqual([]);
    await expect(client().findRecords('worker', { by: 'externalId', values: [] })).resolves.toEqual([]);
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
    const values = ['R-1', ''];
    expect((await verdictOf(client().findRecords('role', { by: 'externalId', values }))).name).toBe('RangeError');
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
          dob: '1990-05-01',
          tasks: [{ task_id: 9 }, { task_id: 12 }],
          active: true,
          earning_type: 'Hourly',
        },
      },
    ]);
    expect(under.api.requests[0]?.headers['content-type']).toBe('application/json');
  });

  it('writes a person’s telephone, address and birth date, and a party’s telephone, by the published names', async () => {
    under.api.turns = [answerJson({ status: 201, data: { id: 40 } })];
    const assignar = client();
    await assignar.createRecord('worker', { telephone: '1', address: '3 Quay Street, Unit 2', town: 'Boston' });
    await assignar.createRecord('client', { name: 'Port', telephone: '2', address1: 'Pier 1', town: 'Boston' });
    await assignar.createRecord('supplier', { name: 'Hire', telephone: '3' });
    await assignar.createRecord('activity', { name: 'Footings', billable: 'true', isPayable: 'false' });
    expect(received().map(({ body }) => body)).toEqual([
      { user_type_id: 2, contact: '1', address: '3 Quay Street, Unit 2', suburb: 'Boston' },
      { name: 'Port', office_phone: '2', address_1: 'Pier 1', city: 'Boston' },
      { name: 'Hire', office_phone: '3' },
      { name: 'Footings', billable: 1, is_payable: false },
    ]);
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
    ['a field that the object does not have', 'role', { email: 'x' }],
    ['a flag that is none', 'role', { active: 'yes' }],
    ['a flag that is cleared', 'role', { active: null }],
    ['a field that is only read', 'worker', { username: 'ana' }],
  ] as const)('throws RangeError for %s, and sends nothing', async (_, object, fields) => {
    expect((await verdictOf(client().updateRecord(object, '9', fields))).name).toBe('RangeError');
    expect(under.api.requests).toHaveLength(0);
  });

  it('throws RangeError for an id that would change the address', async () => {
    expect((await verdictOf(client().deleteRecord('role', '9/../../users/41'))).name).toBe('RangeError');
  });
});

describe('what the profile says that Assignar does not have', () => {
  it('is neither sent nor read, and nothing is found by it', async () => {
    under.api.turns = [
      answerJson({ status: 201, data: { id: 7 } }, 201),
      answerRows({ ...workerRow, external_id: 'E-9' }),
    ];
    const assignar = client({ extraFields: ['worker.externalId'] });
    await assignar.createRecord('supplier', { name: 'Hire', integrationId: '31', externalId: 'V-1' });
    const worker = await assignar.readRecord('worker', '41');
    expect(received()[0]?.body).toEqual({ name: 'Hire', external_id: 'V-1' });
    expect(worker?.externalId).toBe('E-9');
    expect(Object.keys(worker?.fields ?? {})).not.toContain('mobile');
    await expect(assignar.findRecords('supplier', { by: 'integrationId', value: '31' })).resolves.toEqual([]);
    expect(under.api.requests).toHaveLength(2);
  });
});

describe('an employment type', () => {
  it('is a name here and an id on the wire, by a list that is read once', async () => {
    under.api.turns = [
      answerJson({ status: 201, data: { id: 40 } }),
      answerJson({ status: 204 }),
      answerRows(workerRow),
    ];
    const assignar = client();
    await assignar.createRecord('worker', { firstName: 'Ana', employmentType: 'Casual' });
    await assignar.updateRecord('worker', '40', { employmentType: null });
    const worker = await assignar.readRecord('worker', '41');
    expect(received().map(({ body }) => body)).toEqual([
      { user_type_id: 2, first_name: 'Ana', employment_type: 4 },
      { employment_type: null },
      null,
    ]);
    expect(worker?.fields.employmentType).toBe('Full Time');
    expect(under.api.employmentTypeReads).toHaveLength(1);
  });

  it('that Assignar does not have refuses the write and names those there are', async () => {
    under.api.turns = [answerJson({ status: 204 })];
    const verdict = await verdictOf(client().updateRecord('worker', '41', { employmentType: 'casual' }));
    expect(verdict).toMatchObject({ name: 'Rejected', code: 'REFERENCE_UNKNOWN', subject: 'employmentType' });
    expect(verdict.message).toContain('Full Time, Casual');
    expect(under.api.requests).toHaveLength(0);
  });

  it('that has no name any more stays an id', async () => {
    under.api.turns = [answerRows({ ...workerRow, employment_type: 9 })];
    const worker = await client().readRecord('worker', '41');
    expect(worker?.fields.employmentType).toBe('9');
  });
});
