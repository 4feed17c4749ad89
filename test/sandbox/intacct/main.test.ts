import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { COMPANY } from './gateway-client';

const ROOT = resolve(__dirname, '../../..');
let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

it('the command prints one line with its addresses, serves, and ends well on SIGTERM', async () => {
  const started = spawn(
    process.execPath,
    ['--import', 'tsx', 'sandbox/intacct/main.ts', '--port', '0', '--admin-port', '0'],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  child = started;
  const [text] = (await once(createInterface({ input: started.stdout }), 'line')) as [string];
  const ready = JSON.parse(text) as { ready: boolean; gateway: string; admin: string };
  expect(ready.ready).toBe(true);
  expect(ready.gateway).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/ia\/xml\/xmlgw\.phtml$/);
  const put = await fetch(`${ready.admin}/admin/company`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(COMPANY),
  });
  expect(await put.json()).toEqual({ companyId: 'GULF' });
  const ended = once(started, 'exit');
  started.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

it('the command refuses a port that is none', async () => {
  const started = spawn(process.execPath, ['--import', 'tsx', 'sandbox/intacct/main.ts', '--port', 'high'], {
    cwd: ROOT,
    stdio: 'ignore',
  });
  child = started;
  expect(await once(started, 'exit')).toEqual([1, null]);
});
