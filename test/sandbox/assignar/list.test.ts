import { startTestSandbox, type TestSandbox } from './api-client';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.stop());

const names = async (query: string): Promise<unknown[]> =>
  (await sandbox.rows(`/activities?sort=id&${query}`)).map(({ external_id }) => external_id);

describe('filters', () => {
  it.each([
    ['external_id=100-200', ['100-200']],
    ['id__gt=1', ['200-100', '900']],
    ['id__gte=2', ['200-100', '900']],
    ['id__lt=2', ['100-200']],
    ['id__lte=2', ['100-200', '200-100']],
    ['external_id__ne=900', ['100-200', '200-100']],
    ['integration_id__is=null', ['200-100', '900']],
    ['integration_id__not=null', ['100-200']],
    ['external_id__in=900,100-200', ['100-200', '900']],
    ['external_id__not_in=900,100-200', ['200-100']],
    ['name__substring=0%20Fo', ['100-200', '200-100']],
    ['name__starts_with=200', ['200-100']],
    ['name__ends_with=break', ['900']],
    ['id__between=1,2', ['100-200', '200-100']],
    ['id__not_between=1,2', ['900']],
    ['is_payable=false', ['900']],
    ['external_id__col=integration_id', []],
    ['name__ne_col=external_id', ['100-200', '200-100', '900']],
    ['deleted_at__is=null&active=true&id__gt=2', ['900']],
  ])('%s', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('an empty field meets no comparison, not even "not equal"', async () => {
    expect(await names('integration_id__ne=TASK-1')).toEqual(['100-200']);
  });

  it.each([
    'colour=red',
    'id__near=3',
    'sort=colour',
    'fields=colour',
    'page=0',
    'page_size=many',
    'id__between=1',
    'active__is=maybe',
  ])('%s is refused', async (query) => {
    const { status, body } = await sandbox.call('GET', `/activities?${query}`);
    expect(status).toBe(400);
    expect(body.message).toMatch(/^\[400\] /);
  });

  it('compares instants whatever way they are written', async () => {
    const all = await sandbox.rows('/users?sort=id');
    const [first] = all;
    const at = new Date(String(first?.modified_time)).toISOString().replace('Z', '+00:00');
    expect(await sandbox.rows(`/users?modified_time__gte=${encodeURIComponent(at)}`)).toHaveLength(all.length);
  });
});

describe('pages', () => {
  it('sorts by several fields, from the end with a minus', async () => {
    await sandbox.call('PUT', '/tasks/1', { active: false });
    const rows = await sandbox.rows('/tasks?sort=-active,name');
    expect(rows.map(({ external_id }) => external_id)).toEqual(['OPER', 'CARP']);
    await sandbox.call('PUT', '/tasks/1', { active: true });
  });

  it('shows only the fields that are asked for', async () => {
    expect(await sandbox.rows('/tasks?sort=id&fields=id,external_id')).toEqual([
      { id: 1, external_id: 'CARP' },
      { id: 2, external_id: 'OPER' },
    ]);
  });

  it('are counted from 1, and empty behind the last', async () => {
    const ids = async (page: number): Promise<unknown[]> =>
      (await sandbox.rows(`/activities?sort=id&page_size=2&page=${page}`)).map(({ id }) => id);
    expect([await ids(1), await ids(2), await ids(3)]).toEqual([[1, 2], [3], []]);
  });

  it('are capped in silence', async () => {
    await sandbox.admin('PATCH', '/settings', { pageSizeMax: 2 });
    expect(await sandbox.rows('/activities?sort=id&page_size=500')).toHaveLength(2);
    await sandbox.admin('PATCH', '/settings', { pageSizeMax: 200 });
  });

  it('without sort come by the last change, so that a row that is edited moves to the end', async () => {
    const order = async (): Promise<unknown[]> => (await sandbox.rows('/tasks')).map(({ external_id }) => external_id);
    await sandbox.act('edit-row', { collection: 'tasks', row: 'OPER', fields: { pay_level: '2' } });
    expect(await order()).toEqual(['CARP', 'OPER']);
    await sandbox.act('edit-row', { collection: 'tasks', row: 'CARP', fields: { pay_level: '2' } });
    expect(await order()).toEqual(['OPER', 'CARP']);
  });

  it('count everything that is found, on those lists that count at all', async () => {
    expect((await sandbox.call('GET', '/tasks?page_size=1&sort=id')).body.count).toBe(2);
    for (const list of ['/assets', '/activities', '/clients/'])
      expect((await sandbox.call('GET', list)).body).not.toHaveProperty('count');
  });
});

describe('paths', () => {
  it.each([
    ['/projects/', 200],
    ['/projects', 404],
    ['/clients/', 200],
    ['/clients', 404],
    ['/tags/', 200],
    ['/tags', 404],
    ['/users', 200],
    ['/users/', 404],
    ['/nothing', 404],
  ])('%s answers %s', async (path, status) => {
    expect((await sandbox.call('GET', path)).status).toBe(status);
  });

  it('collections that only Assignar writes answer 405 to everything but reading', async () => {
    for (const [method, path] of [
      ['POST', '/documents'],
      ['PUT', '/user-types/1'],
      ['DELETE', '/order-statuses/1'],
    ] as const)
      expect((await sandbox.call(method, path, { name: 'x' })).status).toBe(405);
    expect((await sandbox.call('GET', '/user-types?sort=id')).body.data).toMatchObject([{ id: 1 }, { id: 2 }]);
  });

  it('what is not there is named', async () => {
    const { status, body } = await sandbox.call('GET', '/activities/987654');
    expect([status, body]).toEqual([404, { message: '[404] Object Not Found - Activity (id:987654)' }]);
  });
});
