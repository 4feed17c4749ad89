import { randomBytes } from 'node:crypto';
import { WorkflowFailedError } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { connectTemporal } from '../../../clients/temporal/connect';
import { temporalAddress } from '../../temporal';
import type { refuseOrReturn } from './refusing-workflow';

const log = { info: jest.fn() };
const encryptionKeys = `test:${randomBytes(32).toString('base64')}`;

it('encrypts inputs, results and the texts of failures: none can be read in the history', async () => {
  const environment = { TEMPORAL_ADDRESS: await temporalAddress(), PAYLOAD_ENCRYPTION_KEYS: encryptionKeys };
  const temporal = await connectTemporal({ log, environment });
  const nativeConnection = await NativeConnection.connect(temporal.nativeConnectionOptions);
  const taskQueue = `connect-${randomBytes(6).toString('hex')}`;
  const worker = await Worker.create({
    connection: nativeConnection,
    namespace: temporal.namespace,
    taskQueue,
    dataConverter: temporal.dataConverter,
    workflowsPath: require.resolve('./refusing-workflow'),
  });
  const start = (refuse: boolean) =>
    temporal.client.workflow.start<typeof refuseOrReturn>('refuseOrReturn', {
      taskQueue,
      workflowId: `${taskQueue}-${refuse}`,
      args: [{ text: 'HOU-DIV-104233', refuse }],
    });
  await worker.runUntil(async () => {
    const returned = await start(false);
    expect(await returned.result()).toBe('HOU-DIV-104233');
    const refused = await start(true);
    const failure = await refused.result().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(WorkflowFailedError);
    expect((failure as WorkflowFailedError).cause?.message).toBe('refused HOU-DIV-104233');
    for (const handle of [returned, refused]) {
      const history = readable(JSON.stringify(await handle.fetchHistory()));
      expect(history).toContain('binary/encrypted');
      expect(history).not.toContain('104233');
    }
  });
  await nativeConnection.close();
  await temporal.close();
});

it('says which address cannot be reached', async () => {
  await expect(
    connectTemporal({ log, environment: { TEMPORAL_ADDRESS: '127.0.0.1:1' }, connectTimeoutMs: 500 }),
  ).rejects.toMatchObject({
    name: 'Transport',
    message: expect.stringContaining('127.0.0.1:1'),
  });
});

it('logs where it is connected, and neither key nor key id', async () => {
  const environment = { TEMPORAL_ADDRESS: await temporalAddress(), PAYLOAD_ENCRYPTION_KEYS: encryptionKeys };
  log.info.mockClear();
  await (await connectTemporal({ log, environment })).close();
  expect(log.info).toHaveBeenCalledWith(
    { address: environment.TEMPORAL_ADDRESS, namespace: 'default', encrypted: true },
    'connected to Temporal',
  );
});

/** The history as text, followed by every string in it taken as base64: what a stranger with the history can read. */
function readable(history: string): string {
  const decoded = [...history.matchAll(/"([A-Za-z0-9+/]+=*)"/g)].map((match) =>
    Buffer.from(match[1] ?? '', 'base64').toString('latin1'),
  );
  return [history, ...decoded].join('\n');
}
