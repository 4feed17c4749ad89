import {
  DefaultLogger,
  type LogLevel,
  makeTelemetryFilterString,
  NativeConnection,
  Runtime,
  Worker,
} from '@temporalio/worker';
import { createAssignarAccess } from '../activities/assignar-access';
import { createDriftActivities } from '../activities/assignar-records/watch-drift';
import { createCallMeter } from '../activities/call-meter';
import { refuseUnfitProfiles } from '../activities/check-profile';
import { createCostOfSalesActivities } from '../activities/cost-of-sales-journal';
import { createCreditApplicationActivities } from '../activities/credit-application';
import { createDocumentActivities } from '../activities/document-activities';
import { createFeedActivities } from '../activities/document-feed';
import { heartbeatInterceptor } from '../activities/heartbeat';
import { createPostingActivities } from '../activities/post-plan';
import { createOpenItemsLoad } from '../activities/receivables/load-open-items';
import { createMovedCreditActivities } from '../activities/receivables/moved-credit';
import { createOpenItemsGatewayActivities } from '../activities/receivables/read-open-items';
import { createReceivablesFeedActivities } from '../activities/receivables/receivables-feed';
import { createOpenItemsSourceActivities } from '../activities/receivables/tell-open-items';
import { touchChangedCustomer } from '../activities/receivables/touch-open-items';
import { createFirstLoadActivities } from '../activities/records/first-load';
import { createContactFeedActivities } from '../activities/records/imetal-contact-feed';
import { createIntacctFeedActivities } from '../activities/records/intacct-feed';
import { createRecordGatewayActivities, createRecordSourceActivities } from '../activities/records/look-at-record';
import { createReleaseActivities, releaseCause } from '../activities/release';
import { createReleaseSearchActivities } from '../activities/release-search';
import { createTrueUpActivities } from '../activities/true-up/true-up-activities';
import { restWhileAway } from '../clients/assignar/rest-while-away';
import { connectTemporal } from '../clients/temporal/connect';
import { createCompanyProfiles } from '../companies/company-profiles';
import { readConfig } from '../config';
import { createHubPool } from '../db/pool';
import { createRequestSlots } from '../db/request-slots';
import { gatewayTaskQueue } from '../workflows/activity-policies';
import { createCompanyClients } from './company-clients';
import { createLog } from './log';

// A posting that is under way may finish; what does not is settled by the next attempt's look-up.
const shutdownGraceMs = 20_000;

/** One worker process: workflows and source activities on one queue, gateway activities on another. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog('worker', config.LOG_LEVEL);
  Runtime.install({
    logger: new DefaultLogger('INFO', (entry) => log[pinoLevel(entry.level)]({ ...entry.meta }, entry.message)),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'WARN' }), forward: {} } },
  });
  const pool = createHubPool(config.DATABASE_URL);
  const profiles = createCompanyProfiles(config.COMPANIES_DIRECTORY);
  // A profile that cannot be read is refused here, before anything runs on it.
  for (const company of await profiles.companies()) await profiles.profile(company);
  const meter = createCallMeter(pool, log);
  const clients = createCompanyClients({
    environment: process.env,
    profiles,
    log,
    onIntacctCall: meter.record,
    onAssignarAccess: createAssignarAccess({ pool, log }),
  });
  const slots = createRequestSlots(pool);
  await refuseUnfitProfiles({ profiles, intacct: clients.intacct, slots, meter, log });
  const temporal = await connectTemporal({ log });
  const connection = await NativeConnection.connect(temporal.nativeConnectionOptions);
  const shared = {
    connection,
    namespace: temporal.namespace,
    dataConverter: temporal.dataConverter,
    shutdownGraceTime: shutdownGraceMs,
    interceptors: { activity: [heartbeatInterceptor] },
    // The SDK would hold beats back for 80% of the timeout, and leave a late one only seconds.
    maxHeartbeatThrottleInterval: '5s' as const,
  };
  const { ENVIRONMENT: environment, TASK_QUEUE: taskQueue } = config;
  const { imetal } = clients;
  const assignar = restWhileAway((company) => clients.assignar(company));
  const startingDeps = { pool, profiles, imetal, assignar, client: temporal.client, taskQueue };
  const gatewayDeps = {
    pool,
    profiles,
    slots,
    meter,
    intacct: clients.intacct,
    signInProbeSeconds: config.SIGN_IN_PROBE_SECONDS,
  };
  const recordDeps = {
    ...gatewayDeps,
    client: temporal.client,
    taskQueue,
    environment,
    intacctMasters: (company: string) => clients.intacctMasters(company),
    imetalMasters: clients.imetalMasters,
    imports: clients.imports,
    assignar,
    intacctConstruction: (company: string) => clients.intacctConstruction(company),
    intacctReceivables: (company: string) => clients.intacctReceivables(company),
    releaseCause: (company: string, causeKey: string) => releaseCause(startingDeps, company, causeKey),
    touchOpenItems: (company: string, customerId: string) =>
      touchChangedCustomer(startingDeps, company, customerId, 'customer changed'),
  };

  const flows = await Worker.create({
    ...shared,
    taskQueue: config.TASK_QUEUE,
    workflowsPath: require.resolve('../workflows/index'),
    activities: {
      ...createDocumentActivities({ ...startingDeps, environment }),
      ...createCostOfSalesActivities({
        pool,
        client: temporal.client,
        taskQueue: config.TASK_QUEUE,
        environment: config.ENVIRONMENT,
      }),
      ...createFeedActivities(startingDeps),
      ...createReleaseActivities(startingDeps),
      ...createRecordSourceActivities(recordDeps),
      ...createContactFeedActivities(recordDeps),
      ...createOpenItemsSourceActivities(recordDeps),
      ...createMovedCreditActivities(recordDeps),
      ...createDriftActivities(recordDeps),
    },
    maxCachedWorkflows: config.WORKFLOWS_CACHED_MAX,
    maxConcurrentWorkflowTaskExecutions: 40,
    maxConcurrentActivityTaskExecutions: config.SOURCE_ACTIVITIES_MAX,
  });
  const gateway = await Worker.create({
    ...shared,
    taskQueue: gatewayTaskQueue(config.TASK_QUEUE),
    activities: {
      ...createPostingActivities(gatewayDeps),
      ...createCreditApplicationActivities({
        ...gatewayDeps,
        receivables: clients.intacctReceivables,
        environment,
      }),
      ...createReleaseSearchActivities({
        ...gatewayDeps,
        intacctConstruction: (company) => clients.intacctConstruction(company),
      }),
      ...createRecordGatewayActivities(recordDeps),
      ...createIntacctFeedActivities(recordDeps),
      ...createFirstLoadActivities({ ...recordDeps, openItems: createOpenItemsLoad(recordDeps) }),
      ...createOpenItemsGatewayActivities(recordDeps),
      ...createReceivablesFeedActivities(recordDeps),
      ...createTrueUpActivities(recordDeps),
    },
    maxConcurrentActivityTaskExecutions: config.GATEWAY_ACTIVITIES_MAX,
  });

  log.info({ taskQueue: config.TASK_QUEUE }, 'worker is polling');
  process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
  try {
    await Promise.all([flows.run(), gateway.run()]);
  } finally {
    await slots.close();
    await connection.close();
    await temporal.close();
    await clients.close();
    await pool.end();
  }
  log.info('worker has stopped');
}

function pinoLevel(level: LogLevel): 'trace' | 'debug' | 'info' | 'warn' | 'error' {
  return level.toLowerCase() as Lowercase<LogLevel>;
}

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`worker: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
