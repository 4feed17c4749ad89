import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { startTemporal } from '../cli/start/temporal-server';
import { searchAttributes } from '../clients/temporal/search-attributes';
import { oncePerRun, runDirectory } from './run-servers';

export interface TestTemporal {
  address: string;
  namespace: string;
  /** Of this test file alone, so that no other file's worker takes its tasks. */
  taskQueue: string;
  client: Client;
  /** For `Worker.create`. */
  nativeConnection: NativeConnection;
  close(): Promise<void>;
}

/** host:port of this run's Temporal development server (in memory, no Web UI), which is started on first use. */
export async function temporalAddress(): Promise<string> {
  const { address } = await oncePerRun('temporal-server', async () => {
    const logFile = join(runDirectory(), 'temporal.log');
    const server = await startTemporal({ logFile, uiPort: 'none', searchAttributes, pidDirectory: runDirectory() });
    return { address: server.address };
  });
  return address;
}

/** Connects a test file to this run's Temporal server, with a task queue of its own; close it after the last test. */
export async function connectTestTemporal(): Promise<TestTemporal> {
  const address = await temporalAddress();
  const namespace = 'default';
  const connection = await Connection.connect({ address });
  const nativeConnection = await NativeConnection.connect({ address });
  return {
    address,
    namespace,
    taskQueue: `test-${randomBytes(6).toString('hex')}`,
    client: new Client({ connection, namespace }),
    nativeConnection,
    async close() {
      await connection.close();
      await nativeConnection.close();
    },
  };
}
