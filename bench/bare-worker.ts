import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { connectTemporal } from '../clients/temporal/connect';
import { readConfig } from '../config';
import { gatewayTaskQueue } from '../workflows/activity-policies';
import { bareActivities } from './bare-activities';

/** A worker process with the settings of the product's own (workers/main.ts), for workflows that do nothing. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  Runtime.install({ telemetryOptions: { logging: { filter: 'ERROR', forward: {} } } });
  const temporal = await connectTemporal({ log: { info: () => undefined } });
  const connection = await NativeConnection.connect(temporal.nativeConnectionOptions);
  const shared = { connection, namespace: temporal.namespace, activities: bareActivities };
  const flows = await Worker.create({
    ...shared,
    taskQueue: config.TASK_QUEUE,
    workflowsPath: require.resolve('./bare-workflow'),
    maxCachedWorkflows: config.WORKFLOWS_CACHED_MAX,
    maxConcurrentWorkflowTaskExecutions: 40,
    maxConcurrentActivityTaskExecutions: config.SOURCE_ACTIVITIES_MAX,
  });
  const gateway = await Worker.create({
    ...shared,
    taskQueue: gatewayTaskQueue(config.TASK_QUEUE),
    maxConcurrentActivityTaskExecutions: config.GATEWAY_ACTIVITIES_MAX,
  });
  process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
  await Promise.all([flows.run(), gateway.run()]);
  await connection.close();
  await temporal.close();
}

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`bare worker: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
