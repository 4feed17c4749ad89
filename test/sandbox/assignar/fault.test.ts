import type { FaultInput } from '../../../sandbox/assignar/faults';
import { type Answer, startTestSandbox, type TestSandbox } from './api-client';

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startTestSandbox();
  await sandbox.call('GET', '/tasks');
});
afterEach(() => sandbox.stop());

const ROLE = { name: 'Rigger', external_id: 'RIG' };

async function create(): Promise<Answer | 'no answer'> {
  try {
    return await sandbox.call('POST', '/tasks', ROLE);
  } catch {
    return 'no answer';
  }
}
const created = async (): Promise<number> => (await sandbox.rows('/tasks?external_id=RIG')).length;

it.each<[FaultInput, number | 'no answer', number]>([
  [{ kind: 'commit-then-drop', count: 1 }, 'no answer', 1],
  [{ kind: 'drop-before-commit', count: 1 }, 'no answer', 0],
  [{ kind: 'truncated-body', count: 1 }, 'no answer', 1],
  [{ kind: 'http-status', count: 1, params: { status: 503 } }, 503, 0],
  [{ kind: 'http-status', count: 1, params: { status: 500, commit: true, emptyBody: true } }, 500, 1],
  [{ kind: 'html-body', count: 1 }, 200, 0],
  [{ kind: 'html-body', count: 1, params: { commit: true } }, 200, 1],
  [{ kind: 'rate-limit-429', count: 1, params: { retryAfterSeconds: 7 } }, 429, 0],
  [{ kind: 'slow', count: 1, params: { delayMs: 20 } }, 201, 1],
  [{ kind: 'token-expiry', count: 1 }, 401, 0],
  [{ kind: 'unique-race', count: 1 }, 400, 1],
])('%j answers %s and leaves %s rows', async (fault, status, rows) => {
  await sandbox.fault(fault);
  const answer = await create();
  expect(answer === 'no answer' ? answer : answer.status).toBe(status);
  if (fault.kind === 'token-expiry') {
    const { accessToken } = await sandbox.token();
    expect((await sandbox.call('GET', '/tasks?external_id=RIG', undefined, accessToken)).body.count).toBe(0);
  } else expect(await created()).toBe(rows);
});

it('an HTML page is no JSON, with whatever status', async () => {
  await sandbox.fault({ kind: 'html-body', count: 1 });
  const answer = (await create()) as Answer;
  expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
  expect(answer.text).toMatch(/^<!DOCTYPE html>/);
});

it('too many requests say when to come again, if so set', async () => {
  await sandbox.fault({ kind: 'rate-limit-429', count: 1, params: { retryAfterSeconds: 7 } });
  expect(((await create()) as Answer).headers.get('retry-after')).toBe('7');
});

it('a lost race says which key is taken', async () => {
  await sandbox.fault({ kind: 'unique-race', count: 1 });
  expect(((await create()) as Answer).body.message).toBe('[400] Unique Constraint Error - external_id');
});

it('slow can carry out the request at the end, so that a look meanwhile finds nothing', async () => {
  await sandbox.fault({ kind: 'slow', count: 1, params: { delayMs: 150, commitAtEnd: true } });
  const answer = create();
  expect(await created()).toBe(0);
  expect(((await answer) as Answer).status).toBe(201);
});

it('rows that are touched between two pages move, and one is never shown', async () => {
  for (let number = 1; number <= 8; number += 1) await sandbox.call('POST', '/tasks', { name: `Role ${number}` });
  await sandbox.fault({ kind: 'page-shift', match: 'GET /tasks', params: { rows: 4 } });
  const seen = new Set<unknown>();
  for (let page = 1; page <= 2; page += 1)
    for (const { id } of await sandbox.rows(`/tasks?page_size=5&page=${page}`)) seen.add(id);
  expect(seen.size).toBeLessThan(10);
});

it('fires by chance of a seed, only where the text matches, and counts', async () => {
  await sandbox.fault({ kind: 'http-status', match: 'RIG', probability: 0.5, seed: 3 });
  const statuses: number[] = [];
  for (let turn = 0; turn < 8; turn += 1) {
    statuses.push((await sandbox.call('GET', '/tasks?external_id=RIG')).status);
    expect((await sandbox.call('GET', '/tasks?external_id=CARP')).status).toBe(200);
  }
  const fired = statuses.filter((status) => status === 502).length;
  expect(fired).toBeGreaterThan(0);
  expect(fired).toBeLessThan(8);
  expect(await sandbox.admin('GET', '/faults')).toMatchObject([{ fired }]);
  await sandbox.admin('DELETE', '/faults');
  expect(await sandbox.admin('GET', '/faults')).toEqual([]);
});

it('the token endpoint has faults of its own', async () => {
  await sandbox.fault({ kind: 'http-status', appliesTo: 'token', count: 1, params: { status: 503 } });
  expect((await sandbox.call('GET', '/tasks')).status).toBe(200);
  expect((await sandbox.token()).status).toBe(503);
  expect((await sandbox.token()).status).toBe(200);
});

it('a fault that is none is refused', async () => {
  await expect(sandbox.admin('POST', '/faults', { kind: 'flood' })).rejects.toThrow('400');
});
