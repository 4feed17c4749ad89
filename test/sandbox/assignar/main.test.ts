import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { COMPANY } from './api-client';

const ROOT = resolve(__dirname, '../../..');
let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

it('the command prints one line with its addresses, has the company, and ends well on SIGTERM', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'assignar-'));
  const file = join(directory, 'company.json');
  writeFileSync(file, JSON.stringify(COMPANY));
  const started = spawn(
    process.execPath,
    ['--import', 'tsx', 'sandbox/assignar/main.ts', '--region', 'us', '--company', file],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  child = started;
  const [text] = (await once(createInterface({ input: started.stdout }), 'line')) as [string];
  const ready = JSON.parse(text) as Record<string, unknown>;
  expect(ready).toEqual({
    ready: true,
    tokenUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/oauth2\/token$/),
    apiUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/us\/v2$/),
    admin: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
  });
  const report = await (await fetch(`${ready.admin}/admin/report`)).json();
  expect(report).toMatchObject({ counts: { users: { live: 3 } } });
  const ended = once(started, 'exit');
  started.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  rmSync(directory, { recursive: true });
});

it('the command refuses a port that is none', async () => {
  const started = spawn(process.execPath, ['--import', 'tsx', 'sandbox/assignar/main.ts', '--port', 'high'], {
    cwd: ROOT,
    stdio: 'ignore',
  });
  child = started;
  expect(await once(started, 'exit')).toEqual([1, null]);
});
