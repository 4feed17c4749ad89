import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../../../cli/start/server-process';
import { until } from '../../../cli/start/until';

const directory = mkdtempSync(join(tmpdir(), 'guard-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('servers are stopped even when the process that started them is killed with SIGKILL', async () => {
  const owner = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'guarded-sleeper.ts'), directory]);
  const [printed] = await once(owner.stdout, 'data');
  const sleeper = Number(String(printed));
  expect(isRunning(sleeper)).toBe(true);
  owner.kill('SIGKILL');
  await until('the sleeper is stopped', 20_000, () => !isRunning(sleeper));
});
