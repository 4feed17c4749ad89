import type { AssignarFields, AssignarObject } from '../../clients/assignar/assignar-client';
import { useAssignarInSandbox } from './assignar-in-sandbox';

const under = useAssignarInSandbox();

const worker = {
  firstName: 'Ana',
  lastName: 'de la Cruz',
  email: 'ana@harbor.example',
  telephone: '617-555-0100',
  mobile: '617-555-0199',
  birthDate: '1990-05-01',
  address: '3 Quay Street, Unit 2',
  town: 'Boston',
  county: 'MA',
  postcode: '02110',
  employeeId: 'E-9',
  externalId: 'E-9',
  integrationId: '9',
  employmentType: 'Casual',
  department: 'FIELD',
  roleIds: '1,2',
  active: 'true',
};

const written: [AssignarObject, AssignarFields, AssignarFields][] = [
  ['worker', worker, { lastName: 'Cruz', mobile: null, roleIds: '', employmentType: 'Full Time', active: 'false' }],
  ['role', { name: 'Rigger', externalId: 'LAB-RIG', integrationId: '73', active: 'true' }, { name: 'Slinger' }],
  [
    'asset',
    { name: 'Crane', description: '40 t', externalId: 'EQ-6', integrationId: '76', active: 'true' },
    { description: null, active: 'false' },
  ],
  [
    'client',
    {
      ...{ name: 'City', companyName: 'City of Boston', taxId: '04-6001380', email: 'city@example.com' },
      ...{ telephone: '617-555-0000', address1: '1 City Hall Square', address2: 'Floor 5', town: 'Boston' },
      ...{ county: 'MA', postcode: '02201', externalId: 'C-2', integrationId: '82', active: 'true' },
    },
    { address2: null, telephone: '617-555-0001' },
  ],
  [
    'supplier',
    {
      ...{ name: 'Hire', email: 'hire@example.com', telephone: '617-555-0002' },
      ...{ externalId: 'V-1', integrationId: '91', active: 'true' },
    },
    { name: 'Harbor Hire' },
  ],
  [
    'project',
    {
      ...{ name: 'Pier east', clientId: '1', parentId: '1', address: '9 Pier', town: 'Boston', county: 'MA' },
      ...{ postcode: '02110', timeZone: 'America/Chicago', externalId: 'P-101', integrationId: '101', active: 'true' },
    },
    { parentId: null, timeZone: 'America/New_York' },
  ],
  [
    'work-order',
    {
      ...{ clientId: '1', projectId: '1', orderOwner: '1', startDate: '2026-11-16', endDate: '2026-12-18' },
      ...{ jobNumber: 'P-100', purchaseOrderNumber: 'PO-7', location: 'North end', description: 'Piles' },
      ...{ externalId: 'P-100', integrationId: 'WO-100', active: 'true' },
    },
    { endDate: '2027-01-15', purchaseOrderNumber: null },
  ],
  [
    'activity',
    {
      ...{ name: 'Formwork', externalId: '200-100', integrationId: '200-100' },
      ...{ active: 'true', billable: 'true', isPayable: 'false' },
    },
    { billable: 'false', name: 'Form work' },
  ],
];

describe('a record of Assignar', () => {
  it.each(written)(
    'that is a %s is created, found, read, updated and deleted, field for field',
    async (object, fields, change) => {
      const { client } = under;
      const { id } = await client.createRecord(object, fields);
      const created = await client.readRecord(object, id);
      expect(created).toMatchObject({ id, isActive: true, deletedAt: null, fields });
      expect(created?.modifiedAt).toMatch(/^20\d\d-/);
      for (const by of ['integrationId', 'externalId'] as const) {
        const found = await client.findRecords(object, { by, value: fields[by] ?? '' });
        expect(found).toEqual([created]);
      }
      await client.updateRecord(object, id, change);
      const changed = await client.readRecord(object, id);
      expect(changed?.fields).toEqual({ ...created?.fields, ...change });
      await client.deleteRecord(object, id);
      const deleted = await client.readRecord(object, id);
      expect(deleted).toMatchObject({ id, externalId: fields.externalId, fields: change });
      expect(deleted?.deletedAt).toMatch(/^20\d\d-/);
    },
  );

  it('that is a worker is found by e-mail, employee id, name and ids, and the office is no worker', async () => {
    const { client } = under;
    const { id } = await client.createRecord('worker', worker);
    const searches = [
      { by: 'email', value: 'ana@harbor.example' },
      { by: 'employeeId', value: 'E-9' },
      { by: 'name', value: 'Ana de la Cruz' },
      { by: 'ids', ids: [id] },
    ] as const;
    for (const search of searches) {
      expect((await client.findRecords('worker', search)).map((found) => found.id)).toEqual([id]);
    }
    expect((await client.listRecords('worker', '0', 10)).map(({ fields }) => fields.employeeId)).toEqual([
      'E-7',
      'E-9',
    ]);
  });

  it('is found with others by a list of ids, a deleted one too', async () => {
    const { client } = under;
    const { id } = await client.createRecord('worker', worker);
    await client.deleteRecord('worker', id);
    const found = await client.findRecords('worker', { by: 'externalId', values: ['E-7', 'E-404', 'E-9'] });
    expect(found.map(({ externalId, deletedAt }) => [externalId, deletedAt !== null])).toEqual([
      ['E-7', false],
      ['E-9', true],
    ]);
  });

  it('keeps its roles until a list replaces them, and loses them to an empty one', async () => {
    const { client } = under;
    const { id } = await client.createRecord('worker', { ...worker, roleIds: '1' });
    const rolesAfter = async (roleIds: string | null) => {
      await client.updateRecord('worker', id, { town: 'Quincy', roleIds });
      return (await client.readRecord('worker', id))?.fields.roleIds;
    };
    expect(await rolesAfter(null)).toBe('1');
    expect(await rolesAfter('2')).toBe('2');
    expect(await rolesAfter('')).toBe('');
  });

  it.each([
    ['integrationId', '7'],
    ['externalId', 'E-7'],
    ['email', 'RUTH@harbor.example'],
  ])('is refused a taken %s, by that name', async (field, value) => {
    await expect(under.client.createRecord('worker', { ...worker, [field]: value })).rejects.toMatchObject({
      name: 'Rejected',
      code: 'UNIQUE_TAKEN',
      subject: field,
    });
  });

  it('is refused an external id that a deleted one holds, until that one gives it free', async () => {
    const { client } = under;
    const [ruth] = await client.findRecords('worker', { by: 'externalId', value: 'E-7' });
    const id = ruth?.id ?? '';
    await client.deleteRecord('worker', id);
    const again = { ...worker, externalId: 'E-7' };
    await expect(client.createRecord('worker', again)).rejects.toMatchObject({ code: 'UNIQUE_TAKEN' });
    await client.updateRecord('worker', id, { externalId: null });
    await client.createRecord('worker', again);
    expect(await client.findRecords('worker', { by: 'externalId', value: 'E-7' })).toHaveLength(1);
  });

  it.each([
    ['worker', 'a role', { ...worker, roleIds: '99' }],
    ['worker', 'an employment type', { ...worker, employmentType: 'Sometimes' }],
    ['project', 'a client', { name: 'Pier', clientId: '99', active: 'true' }],
    ['asset', 'a class', { name: 'Crane', assetClassId: '99' }],
  ] as const)('that is a %s is refused the id or name of %s that is not there', async (object, _, fields) => {
    await expect(under.client.createRecord(object, fields)).rejects.toMatchObject({
      name: 'Rejected',
      code: 'REFERENCE_UNKNOWN',
    });
  });

  it('that is not there is null to a reader, and refused to a writer', async () => {
    expect(await under.client.readRecord('role', '99')).toBeNull();
    await expect(under.client.updateRecord('role', '99', { name: 'x' })).rejects.toMatchObject({
      name: 'Rejected',
      code: 'DOCUMENT_NOT_FOUND',
    });
    await expect(under.client.deleteRecord('role', '99')).rejects.toMatchObject({ code: 'DOCUMENT_NOT_FOUND' });
  });

  it('whose creation went through without an answer is found by its integration id', async () => {
    const { client } = under;
    await under.fault({ kind: 'commit-then-drop', match: 'POST /users', count: 1 });
    await expect(client.createRecord('worker', worker)).rejects.toMatchObject({ name: 'OutcomeUnknown' });
    const found = await client.findRecords('worker', { by: 'integrationId', value: '9' });
    expect(found).toMatchObject([{ externalId: 'E-9', fields: worker }]);
    await expect(client.createRecord('worker', worker)).rejects.toMatchObject({ code: 'UNIQUE_TAKEN' });
  });

  it('whose answer is cut off, or is a page of HTML behind the writing, is in doubt', async () => {
    const { client } = under;
    await under.fault({ kind: 'truncated-body', match: 'POST /tasks', count: 1 });
    await expect(client.createRecord('role', { name: 'Rigger' })).rejects.toMatchObject({ name: 'OutcomeUnknown' });
    await under.fault({ kind: 'html-body', match: 'POST /tasks', count: 1, params: { commit: true } });
    await expect(client.createRecord('role', { name: 'Slinger' })).rejects.toMatchObject({ name: 'OutcomeUnknown' });
    expect((await client.listRecords('role', '2', 10)).map(({ fields }) => fields.name)).toEqual(['Rigger', 'Slinger']);
  });
});

describe('lists of Assignar', () => {
  const numbers = Array.from({ length: 257 }, (_, index) => index + 1);
  const addRoles = async () => {
    for (const number of numbers) {
      await under.act('create-row', {
        collection: 'tasks',
        fields: { name: `Role ${number}`, external_id: `R-${number}` },
      });
    }
  };

  it('are read whole, each row once, while somebody edits and deletes rows behind every page', async () => {
    await addRoles();
    await under.fault({ kind: 'page-shift', match: 'GET /tasks', params: { rows: 25 } });
    const client = under.clientWith({}, { pageSize: 20 });
    const whole = await client.listRecords('role', '0', 1000);
    expect(whole.map(({ id }) => Number(id))).toEqual(Array.from({ length: 259 }, (_, index) => index + 1));
    const behind = await client.listRecords('role', '250', 4);
    expect(behind.map(({ id }) => id)).toEqual(['251', '252', '253', '254']);
  });

  it('come whole where the server caps pages below what is asked for', async () => {
    await addRoles();
    await under.admin('PATCH', '/settings', { pageSizeMax: 30 });
    expect(await under.client.listRecords('role', '0', 1000)).toHaveLength(259);
    expect(await under.client.findRecords('role', { by: 'ids', ids: numbers.map(String) })).toHaveLength(257);
  });
});

describe('a token of Assignar', () => {
  it('is signed in for, lasts an hour, and tells the API’s clock', async () => {
    expect(await under.client.signIn()).toEqual({ expiresInSeconds: 3600 });
    const clock = Date.parse(await under.client.readClock());
    expect(Math.abs(clock - Date.now())).toBeLessThan(60_000);
    expect(under.calls.map(({ path }) => path)).toEqual(['/oauth2/token', '/tasks']);
  });

  it('that is withdrawn in the middle of the work is replaced, and nothing is written twice', async () => {
    const { client } = under;
    await client.listRecords('role', '0', 1);
    await under.admin('POST', '/tokens/expire');
    const { id } = await client.createRecord('role', { name: 'Rigger', integrationId: '73' });
    await under.admin('POST', '/tokens/expire');
    await client.updateRecord('role', id, { name: 'Slinger' });
    await under.fault({ kind: 'token-expiry', count: 1 });
    expect(await client.readRecord('role', id)).toMatchObject({ fields: { name: 'Slinger' } });
    expect(under.calls.filter(({ path }) => path === '/oauth2/token')).toHaveLength(4);
    expect(await client.listRecords('role', '0', 10)).toHaveLength(3);
  });

  it.each([
    ['another secret', { clientSecret: 'other' }],
    ['another scope', { scope: 'target-entity:other' }],
    ['another client', { clientId: 'nobody' }],
  ])('is refused to %s', async (_, connection) => {
    await expect(under.clientWith(connection).signIn()).rejects.toMatchObject({ name: 'Authentication' });
  });

  it('of the other region is refused', async () => {
    await under.admin('PATCH', '/settings', { region: 'us' });
    await expect(under.client.listRecords('role', '0', 1)).rejects.toMatchObject({ name: 'Authentication' });
  });

  it('that asks too fast is told to wait', async () => {
    await under.fault({ kind: 'rate-limit-429', count: 1, params: { retryAfterSeconds: 7 } });
    await expect(under.client.listRecords('role', '0', 1)).rejects.toMatchObject({
      name: 'RateLimited',
      retryAfterMs: 7000,
    });
  });
});
