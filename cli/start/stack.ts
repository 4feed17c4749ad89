import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { registerSearchAttributes } from '../../clients/temporal/register-search-attributes';
import { searchAttributes } from '../../clients/temporal/search-attributes';
import { readAddresses, removeAddresses, type StackAddresses, writeAddresses } from './addresses';
import { runFirstLoads } from './first-loads';
import { portOrFree } from './free-port';
import { startGuard } from './guard';
import { type HarborAddresses, loadHarborCivil, startHarborSandboxes } from './harbor-sandboxes';
import { startImetalImporter } from './imetal-importer';
import { loadSampleCompany, startIntacctSandboxProgram } from './intacct-sandbox';
import { startPostgres } from './postgres-server';
import { startProgram } from './program';
import { linkProfiles, type SampleCompany, sampleCompanies } from './sample-companies';
import { isRunning } from './server-process';
import { bringUpHubDatabase, bringUpImetal } from './stack-databases';
import { smartEventPath, stackEnvironment } from './stack-environment';
import type { StackOptions } from './stack-options';
import { chooseStackPorts, type StackPorts } from './stack-ports';
import { applyStackSchedules } from './stack-schedules';
import { createSupervisor, type Supervisor } from './supervisor';
import { startTemporal } from './temporal-server';

const repository = join(__dirname, '..', '..');

export interface Stack {
  stateDirectory: string;
  addresses: StackAddresses['addresses'];
  /** Settings by which a process reaches this stack (config.ts). */
  environment: Record<string, string>;
  /** `postgres`, `temporal`, `intacct-sandbox`, `intacct-sandbox-harbor`, `assignar-sandbox`, `imetal-importer`, `worker-1`…, `server`: kill and restart them by name. */
  supervisor: Supervisor;
  stop(): Promise<void>;
}

interface Construction {
  options: StackOptions;
  stateDirectory: string;
  runDirectory: string;
  ports: StackPorts;
  supervisor: Supervisor;
}

/**
 * Brings up everything on this machine: PostgreSQL and Temporal (those of DATABASE_URL and TEMPORAL_ADDRESS when set), the sandboxes with
 * a sample day, migrations, workers and server. Throws, with everything stopped again, when a part does not come up.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const construction = await prepare(options);
  try {
    return await build(construction);
  } catch (error) {
    await construction.supervisor.stopAll();
    throw error;
  }
}

async function prepare(options: StackOptions): Promise<Construction> {
  const stateDirectory = resolve(options.stateDirectory);
  mkdirSync(stateDirectory, { recursive: true });
  const before = readAddresses(stateDirectory);
  if (before !== undefined && (await runs(before))) {
    throw new Error(
      `a stack runs on ${stateDirectory} (process ${before.pid}): stop it, or name another --state-directory`,
    );
  }
  const runDirectory = join(stateDirectory, 'run');
  // Ids of processes that a power cut ended: others may have them by now.
  rmSync(runDirectory, { recursive: true, force: true });
  startGuard(runDirectory);
  const { ports, remarks } = await chooseStackPorts(options.ports);
  const remark = options.onRemark ?? (() => undefined);
  for (const sentence of remarks) remark(sentence);
  return { options, stateDirectory, runDirectory, ports, supervisor: createSupervisor({ onAccident: remark }) };
}

/** True when the stack that wrote the addresses is up: a process id alone may belong to somebody else by now. */
async function runs(before: StackAddresses): Promise<boolean> {
  if (!isRunning(before.pid)) return false;
  const admin = new URL(before.addresses.intacctAdmin);
  return (await portOrFree(Number(admin.port))) !== Number(admin.port);
}

async function build(construction: Construction): Promise<Stack> {
  const { options, stateDirectory, supervisor, ports } = construction;
  const startedAt = new Date().toISOString();
  const [databases, temporal, intacct, harbor] = await allOrThrow([
    bringUpDatabases(construction),
    bringUpTemporal(construction),
    timed(
      construction,
      'Intacct sandbox',
      () => startIntacct(construction),
      ({ admin }) => admin,
    ),
    bringUpHarbor(construction),
  ]);
  if (databases.seededNow) await loadSampleCompany(intacct.admin, smartEventUrl(construction, 'gulf-metals'));
  const endpoints = {
    hubDatabase: databases.hub,
    imetalLive: databases.imetal.live,
    imetalGateway: databases.imetal.gateway,
    imetalImports: databases.imetal.imports,
    intacctGateway: intacct.gateway,
    harbor,
    temporalAddress: temporal.address,
    webUi: temporal.webUi,
    serverPort: ports.server,
  };
  const environment = {
    ...stackEnvironment(stateDirectory, endpoints, profilesOf(construction)),
    ...options.environment,
  };
  await startProduct(construction, environment);
  const addresses: StackAddresses['addresses'] = {
    server: `http://127.0.0.1:${ports.server}`,
    webUi: temporal.webUi ?? null,
    temporal: temporal.address,
    intacctGateway: intacct.gateway,
    intacctAdmin: intacct.admin,
    harbor,
    imetalLive: databases.imetal.live,
    imetalOwner: databases.imetal.owner,
    imetalImports: databases.imetal.importsOwner,
    postgres: databases.admin,
  };
  writeAddresses(stateDirectory, { startedAt, pid: process.pid, addresses, environment });
  return {
    stateDirectory,
    addresses,
    environment,
    supervisor,
    async stop() {
      await supervisor.stopAll();
      removeAddresses(stateDirectory);
    },
  };
}

/** Like Promise.all, but when one fails the others have come to an end too, so that nothing starts after the stop. */
async function allOrThrow<T extends readonly unknown[]>(work: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  const outcomes = await Promise.allSettled(work);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<unknown>).value) as unknown as T;
}

async function timed<T>(
  { options }: Construction,
  name: string,
  work: () => Promise<T>,
  outcome: (result: T) => string,
): Promise<T> {
  const began = Date.now();
  const result = await work();
  options.onStep?.({ name, outcome: outcome(result), tookMs: Date.now() - began });
  return result;
}

async function bringUpDatabases(construction: Construction) {
  const { options, stateDirectory, runDirectory, ports, supervisor } = construction;
  const startServer = async () => {
    if (process.env.DATABASE_URL !== undefined) return process.env.DATABASE_URL;
    const directory = join(stateDirectory, 'postgres');
    const { durability } = options;
    const settings = { directory, port: ports.postgres, pidDirectory: runDirectory, durability };
    return (await supervisor.start({ name: 'postgres', restarts: true, start: () => startPostgres(settings) })).url;
  };
  const admin = await timed(construction, 'PostgreSQL', startServer, (url) => new URL(url).host);
  const hub = await timed(
    construction,
    'Posting ledger',
    () => bringUpHubDatabase(admin),
    (url) => new URL(url).pathname.slice(1),
  );
  const { sampleDay } = options;
  const { imetal, seededNow } = await timed(
    construction,
    'iMetal sandbox',
    () => bringUpImetal(admin, stateDirectory, sampleDay),
    (seeded) => `${sampleDay.invoices} invoices, seed ${sampleDay.seed}${seeded.seededNow ? '' : ', as it stood'}`,
  );
  const importer = {
    name: 'imetal-importer',
    restarts: true,
    start: () => startImetalImporter(imetal, stateDirectory),
  };
  await timed(
    construction,
    'iMetal importer',
    () => supervisor.start(importer),
    ({ pid }) => `process ${pid}`,
  );
  return { admin, hub, imetal, seededNow };
}

async function bringUpTemporal(construction: Construction): Promise<{ address: string; webUi: string | undefined }> {
  const { options, stateDirectory, runDirectory, ports, supervisor } = construction;
  const external = process.env.TEMPORAL_ADDRESS;
  if (external !== undefined) {
    await timed(construction, 'Temporal', registerSearchAttributes, () => `${external} (TEMPORAL_ADDRESS)`);
    return { address: external, webUi: process.env.WEB_UI_URL };
  }
  const codec =
    process.env.PAYLOAD_ENCRYPTION_KEYS === undefined ? undefined : `http://127.0.0.1:${ports.server}/codec`;
  const settings = {
    databaseFile: join(stateDirectory, 'temporal', 'temporal.db'),
    logFile: join(stateDirectory, 'logs', 'temporal.log'),
    port: ports.temporal,
    uiPort: options.headless === true ? ('none' as const) : ports.webUi,
    searchAttributes,
    codecEndpoint: codec,
    pidDirectory: runDirectory,
    announce: options.onRemark,
  };
  const start = () => supervisor.start({ name: 'temporal', restarts: true, start: () => startTemporal(settings) });
  const server = await timed(construction, 'Temporal', start, ({ address }) => address);
  return { address: server.address, webUi: server.uiUrl };
}

/** Where Intacct tells of changes; nowhere without the server. */
function smartEventUrl({ options, ports, stateDirectory }: Construction, company: SampleCompany): string | undefined {
  if (options.withoutServer === true) return undefined;
  return `http://127.0.0.1:${ports.server}${smartEventPath(stateDirectory, company)}`;
}

function profilesOf({ options, stateDirectory }: Construction): string {
  const { companiesDirectory, companies = sampleCompanies } = options;
  return companiesDirectory ?? linkProfiles(stateDirectory, join(repository, 'companies'), companies);
}

function startIntacct({ stateDirectory, ports, supervisor }: Construction) {
  const name = 'intacct-sandbox';
  const settings = { name, stateDirectory, port: ports.intacctGateway, adminPort: ports.intacctAdmin };
  return supervisor.start({
    name,
    restarts: true,
    start: () => startIntacctSandboxProgram(settings),
  });
}

/** Harbor Civil's Intacct and Assignar; null when the company does not take part. */
async function bringUpHarbor(construction: Construction): Promise<HarborAddresses | null> {
  const { options, stateDirectory, ports, supervisor } = construction;
  if (!(options.companies ?? sampleCompanies).includes('harbor-civil')) return null;
  const start = async () => {
    const harbor = await startHarborSandboxes(supervisor, stateDirectory, ports);
    const url = smartEventUrl(construction, 'harbor-civil');
    await loadHarborCivil(stateDirectory, harbor, options.sampleDay.seed, url);
    return harbor;
  };
  return timed(construction, 'Assignar sandbox', start, ({ assignarAdmin }) => assignarAdmin);
}

async function startProduct(construction: Construction, environment: Record<string, string>): Promise<void> {
  const { options, stateDirectory, runDirectory, supervisor } = construction;
  const processEnvironment = { ...process.env, ...environment };
  const program = (name: string, script: string) => ({
    name,
    restarts: true,
    start: () =>
      startProgram({
        name,
        script,
        environment: processEnvironment,
        logFile: join(stateDirectory, 'logs', `${name}.log`),
        pidDirectory: runDirectory,
      }),
  });
  const workers = Array.from({ length: options.workers ?? 1 }, (_, index) =>
    program(`worker-${index + 1}`, 'workers/main.ts'),
  );
  const server = options.withoutServer === true ? [] : [program('server', 'server/main.ts')];
  const starts = [...workers, ...server].map((part) =>
    timed(
      construction,
      part.name,
      () => supervisor.start(part),
      ({ pid }) => `process ${pid}`,
    ),
  );
  await allOrThrow(starts);
  if (options.withoutSchedules === true) return;
  if (options.withoutFirstLoads !== true) {
    await runFirstLoads(processEnvironment, (company, object, outcome, tookMs) =>
      options.onStep?.({ name: company === 'gulf-metals' ? object : `${object} (Harbor)`, outcome, tookMs }),
    );
  }
  const apply = () => applyStackSchedules(processEnvironment);
  await timed(construction, 'Schedules', apply, (ids) => `${ids.length}, from ${ids[0]}`);
}
