import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setImporterFault } from '../../../sandbox/imetal/importer/importer-faults';
import { createImetalTestSandbox, type ImetalTestSandbox } from './sandbox-database';
import { createStaging } from './staging';

let sandbox: ImetalTestSandbox;
let child: ChildProcess | undefined;

beforeAll(async () => {
  sandbox = await createImetalTestSandbox({ seed: 1, invoices: 1, queued: 1 });
});
afterEach(() => child?.kill('SIGKILL'));
afterAll(() => sandbox.drop());

function start() {
  const urls = ['--imports-url', sandbox.urls.importsOwner, '--live-owner-url', sandbox.urls.owner];
  const started = spawn(process.execPath, ['--import', 'tsx', 'sandbox/imetal/main.ts', ...urls, '--every-ms', '20'], {
    cwd: resolve(__dirname, '../../..'),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child = started;
  const lines = createInterface({ input: started.stdout })[Symbol.asyncIterator]();
  return { started, nextLine: async (): Promise<unknown> => JSON.parse((await lines.next()).value ?? 'null') };
}

async function stageTerms(code: string): Promise<number> {
  const staging = createStaging(sandbox);
  const importNumber = code.length * 1000;
  const terms = { description: 'x', applies_to: 'B', due_days: 1, due_month_ends: 0, active: true };
  await staging.insert('import_terms', { ...staging.key(importNumber), import_action: 'A', code, ...terms });
  return importNumber;
}

test('says that it is ready, works off what is entered, and ends well on SIGTERM', async () => {
  const { started, nextLine } = start();
  expect(await nextLine()).toEqual({ ready: true });
  const importNumber = await stageTerms('RUN');
  expect(await nextLine()).toEqual({ found: 1, failed: 0, succeeded: 1 });
  const found = await sandbox.imports.query('select import_status from import_terms where import_number = $1', [
    importNumber,
  ]);
  expect(found.rows).toEqual([{ import_status: 'I' }]);
  const ended = once(started, 'exit');
  started.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

test('dies where it is told to, with the record in live and entered still', async () => {
  await setImporterFault(sandbox.importsOwner, { kind: 'die-after-commit', times: 1 });
  const importNumber = await stageTerms('DYING');
  const { started } = start();
  expect(await once(started, 'exit')).toEqual([1, null]);
  const found = await sandbox.imports.query('select import_status from import_terms where import_number = $1', [
    importNumber,
  ]);
  expect(found.rows).toEqual([{ import_status: 'E' }]);
  expect((await sandbox.reporter.query(`select 1 from terms where code = 'DYING'`)).rowCount).toBe(1);
});
