import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { findTemporalCli } from '../../../cli/start/temporal-cli';
import { startTemporal, type TemporalServer } from '../../../cli/start/temporal-server';
import { searchAttributes } from '../../../clients/temporal/search-attributes';
import { runDirectory } from '../../run-servers';

const directory = mkdtempSync(join(runDirectory(), 'temporal-'));
let server: TemporalServer | undefined;
afterEach(() => server?.stop());
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('a workflow that was started survives SIGKILL of the server and a restart on the same file', async () => {
  const options = { databaseFile: join(directory, 'temporal.db'), logFile: join(directory, 'log'), searchAttributes };
  server = await startTemporal({ ...options, uiPort: 'none' });
  const connection = await Connection.connect({ address: server.address });
  const client = new Client({ connection });
  await client.workflow.start('nobodyRunsThis', { workflowId: 'survives', taskQueue: 'none' });
  await server.kill();
  server = await startTemporal({ ...options, uiPort: 'none', port: Number(server.address.split(':')[1]) });
  expect((await client.workflow.getHandle('survives').describe()).status.name).toBe('RUNNING');
  await connection.close();
});

test('a TEMPORAL_CLI that cannot run is an error, not a reason to look elsewhere', async () => {
  const notRunnable = join(directory, 'not-runnable');
  writeFileSync(notRunnable, '');
  await expect(findTemporalCli({ environment: { TEMPORAL_CLI: notRunnable } })).rejects.toThrow(/TEMPORAL_CLI names/);
});

test('TEMPORAL_CLI wins over every other way', async () => {
  expect(await findTemporalCli({ environment: { TEMPORAL_CLI: process.execPath, PATH: '' } })).toBe(process.execPath);
});
