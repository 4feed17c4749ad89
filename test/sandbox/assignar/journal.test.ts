import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAssignarSandbox } from '../../../sandbox/assignar/start-assignar-sandbox';

const stateDirectory = mkdtempSync(join(tmpdir(), 'assignar-journal-'));
afterAll(() => rmSync(stateDirectory, { recursive: true }));

async function withSandbox<T>(look: (admin: string) => Promise<T>): Promise<T> {
  const sandbox = await startAssignarSandbox({ port: 0, adminPort: 0, stateDirectory });
  try {
    return await look(sandbox.adminUrl);
  } finally {
    await sandbox.stop();
  }
}

async function send(admin: string, method: string, path: string, body: object): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${admin}/admin/${path}`, { method, headers, body: JSON.stringify(body) });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}

const rows = async (admin: string, collection: string) =>
  (await (await fetch(`${admin}/admin/rows/${collection}`)).json()) as Record<string, unknown>[];

test('a sandbox started again on its state directory goes on with its tenant, settings, rows, deletions and numbers', async () => {
  const before = await withSandbox(async (admin) => {
    const company = {
      tenant: 'harbor',
      credentials: [{ clientId: 'a', clientSecret: 'b' }],
      roles: [{ name: 'Rigger' }],
    };
    await send(admin, 'PUT', 'company', company);
    await send(admin, 'PATCH', 'settings', { pageSizeDefault: 7 });
    const { id } = await send(admin, 'POST', 'acts/create-worker', {
      fields: { first_name: 'Ana', last_name: 'Silva' },
    });
    await send(admin, 'POST', 'acts/edit-worker', { worker: id, fields: { email: 'ana@harbor.example' } });
    await send(admin, 'POST', 'acts/delete-worker', { worker: id });
    return rows(admin, 'users');
  });
  appendFileSync(join(stateDirectory, 'assignar.jsonl'), '{"put":"users","row":{"id":');
  await withSandbox(async (admin) => {
    expect(await rows(admin, 'users')).toEqual(before);
    expect(before.at(-1)).toMatchObject({ email: 'ana@harbor.example', deleted_at: expect.any(String) });
    expect(await rows(admin, 'tasks')).toHaveLength(1);
    const held = (await (await fetch(`${admin}/admin/company`)).json()) as Record<string, unknown>;
    expect(held).toMatchObject({ tenant: 'harbor' });
    const settings = (await (await fetch(`${admin}/admin/settings`)).json()) as Record<string, unknown>;
    expect(settings).toMatchObject({ pageSizeDefault: 7 });
    const { id } = await send(admin, 'POST', 'acts/create-worker', { fields: { first_name: 'Ben', last_name: 'Ode' } });
    expect(id).toBe(before.length + 1);
  });
  await withSandbox(async (admin) => expect(await rows(admin, 'users')).toHaveLength(before.length + 1));
});
