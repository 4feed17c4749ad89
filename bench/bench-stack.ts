import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { Pool } from 'pg';
import { z } from 'zod';
import { type RunningProgram, startProgram } from '../cli/start/program';
import { sampleCompanies } from '../cli/start/sample-companies';
import { type Stack, startStack } from '../cli/start/stack';
import type { Part } from '../cli/start/supervisor';
import { createImetalClient } from '../clients/imetal/create-imetal-client';
import { createImetalPools } from '../clients/imetal/create-pools';
import { connectTemporal } from '../clients/temporal/connect';
import { type CompanyProfiles, createCompanyProfiles, imetalProfileOf } from '../companies/company-profiles';
import { createHubPool } from '../db/pool';
import { askAdmin } from '../sandbox/admin-port';
import { benchCompanies, companySetting, endpointSetting, writeBenchCompanies } from './bench-companies';
import { type BenchDocuments, readBenchDocuments } from './bench-documents';
import { type ConstructionStack, equipConstruction } from './construction-stack';
import { type FinanceSizes, financeCompany } from './finance-company';
import { startInstantGateway } from './instant-gateway';

/** The bare worker's queue; the product's worker keeps its own. */
export const bareTaskQueue = 'bare';
const statisticsSchema = z.looseObject({ inFlightMaxObserved: z.number(), openMaxObserved: z.number() });
export type GatewayStatistics = z.infer<typeof statisticsSchema>;
/** Of a stack that is reached from this machine alone, and gone when the bench ends. */
const smartEventToken = 'token-of-the-bench-that-nobody-needs-to-guess';

export interface BenchNeeds {
  /** Sales invoices of the sample day. */
  invoices: number;
  finance: FinanceSizes;
  /** Workers of the construction company; none: it does not take part. */
  constructionWorkers: number;
}

/** Everything that the measurements use; PostgreSQL commits safely, as in production. */
export interface BenchStack {
  stack: Stack;
  taskQueue: string;
  client: Client;
  hub: Pool;
  imetal: ReturnType<typeof createImetalClient>;
  profiles: CompanyProfiles;
  documents: BenchDocuments;
  /** iMetal's live and import databases, by logins that may do what its own screens do. */
  owner: Pool;
  imports: Pool;
  finance: FinanceSizes;
  /** Throws where no part that was asked for needs it. */
  construction(): ConstructionStack;
  /** Starts one more process of the product's worker, or again one that was stopped. */
  startWorker(name: string): Promise<void>;
  /** Starts the HTTP process, `server`. */
  startServer(): Promise<void>;
  /** Asks the Intacct sandbox's admin port. */
  askIntacct(method: 'GET' | 'POST' | 'PATCH' | 'PUT', path: string, body?: object): Promise<unknown>;
  /** Changes settings of the Intacct sandbox. */
  setSandbox(settings: object): Promise<void>;
  readSandboxStatistics(): Promise<GatewayStatistics>;
  /** Bytes of the engine's database, its write-ahead log included. */
  temporalBytes(): number;
  stop(): Promise<void>;
}

/** Brings up a stack of its own under the system's temporary directory, with one worker process and one bare worker. */
export async function startBenchStack(
  needs: BenchNeeds,
  onStep: (name: string, tookMs: number) => void,
): Promise<BenchStack> {
  for (const variable of ['DATABASE_URL', 'TEMPORAL_ADDRESS']) {
    if (process.env[variable] !== undefined)
      throw new Error(`unset ${variable}: the bench measures servers of its own`);
  }
  const stateDirectory = mkdtempSync(join(tmpdir(), 'intacct-pipelines-bench-'));
  // PostgreSQL runs as a user of its own when we are root, and must be able to enter.
  chmodSync(stateDirectory, 0o755);
  const withConstruction = needs.constructionWorkers > 0;
  const gateway = await startInstantGateway();
  let stack: Stack | undefined;
  const stopAll = async (): Promise<void> => {
    await stack?.stop();
    await gateway.close();
    rmSync(stateDirectory, { recursive: true, force: true });
  };
  try {
    stack = await startStack({
      stateDirectory,
      ports: 'free',
      sampleDay: { seed: 1, invoices: needs.invoices },
      withoutServer: true,
      withoutSchedules: true,
      headless: true,
      companies: withConstruction ? sampleCompanies : ['gulf-metals'],
      companiesDirectory: writeBenchCompanies(stateDirectory, withConstruction),
      environment: {
        LOG_LEVEL: 'warn',
        ...endpointSetting(benchCompanies.instant, gateway.url),
        ...companySetting(benchCompanies.records, 'SMART_EVENT_TOKENS', smartEventToken),
      },
      onStep: ({ name, tookMs }) => onStep(name, tookMs),
      onRemark: (sentence) => process.stderr.write(`${sentence}\n`),
    });
    return await equip(stack, needs, stopAll);
  } catch (error) {
    await stopAll();
    throw error;
  }
}

async function equip(
  stack: Stack,
  { finance, constructionWorkers }: BenchNeeds,
  stopAll: () => Promise<void>,
): Promise<BenchStack> {
  const { environment, addresses, supervisor, stateDirectory } = stack;
  const setting = (name: string): string => {
    const value = environment[name];
    if (value === undefined) throw new Error(`the stack has no ${name}`);
    return value;
  };
  const paymentHint = `${addresses.server}/triggers/intacct/${benchCompanies.records}/${smartEventToken}`;
  const askIntacct: BenchStack['askIntacct'] = (method, path, body) =>
    askAdmin(addresses.intacctAdmin, method, path, body);
  await askIntacct('PUT', 'company', financeCompany(finance, paymentHint));
  await supervisor.start(program(stack, 'bare-worker', 'bench/bare-worker.ts', { TASK_QUEUE: bareTaskQueue }));
  const temporal = await connectTemporal({ log: { info: () => undefined }, environment });
  const hub = createHubPool(setting('DATABASE_URL'));
  const owner = new Pool({ connectionString: addresses.imetalOwner, max: 2 });
  const imports = new Pool({ connectionString: addresses.imetalImports, max: 1 });
  const imetalUrls = {
    liveUrl: setting('IMETAL_LIVE_URL'),
    gatewayUrl: setting('IMETAL_GATEWAY_URL'),
    importUrl: setting('IMETAL_IMPORT_URL'),
  };
  const imetalPools = createImetalPools(imetalUrls, () => undefined);
  const imetal = createImetalClient(imetalPools);
  const profiles = createCompanyProfiles(setting('COMPANIES_DIRECTORY'));
  const construction = constructionWorkers > 0 ? await equipConstruction(stack, profiles, constructionWorkers) : null;
  let stopping: Promise<void> | undefined;
  const { invoiceTypes } = await imetalProfileOf(profiles, benchCompanies.instant);
  return {
    stack,
    taskQueue: environment.TASK_QUEUE ?? 'intacct-pipelines',
    client: temporal.client,
    hub,
    imetal,
    profiles,
    documents: await readBenchDocuments(imetal, addresses.imetalLive, invoiceTypes),
    owner,
    imports,
    finance,
    construction() {
      if (construction === null) throw new Error('the construction company does not take part');
      return construction;
    },
    async startWorker(name) {
      if (supervisor.names().includes(name)) await supervisor.restart(name);
      else await supervisor.start(program(stack, name, 'workers/main.ts', {}));
    },
    async startServer() {
      await supervisor.start(program(stack, 'server', 'server/main.ts', {}));
    },
    askIntacct,
    setSandbox: (settings) => askIntacct('PATCH', 'settings', settings).then(() => undefined),
    readSandboxStatistics: async () => statisticsSchema.parse(await askIntacct('GET', 'statistics')),
    temporalBytes: () => directoryFileBytes(join(stateDirectory, 'temporal', 'temporal.db')),
    // A signal and the end of the run may both ask for it. The engine's client is left to the end of the process: closed under
    // calls that are being retried, it would bring the process down before the rest is tidied up.
    stop() {
      stopping ??= Promise.all([
        hub.end(),
        owner.end(),
        imports.end(),
        imetalPools.close(),
        construction?.close(),
      ]).then(stopAll);
      return stopping;
    },
  };
}

function program(
  { environment, stateDirectory }: Stack,
  name: string,
  script: string,
  more: Record<string, string>,
): Part<RunningProgram> {
  return {
    name,
    start: () =>
      startProgram({
        name,
        script,
        environment: { ...process.env, ...environment, ...more },
        logFile: join(stateDirectory, 'logs', `${name}.log`),
        pidDirectory: join(stateDirectory, 'run'),
      }),
  };
}

function directoryFileBytes(file: string): number {
  return [file, `${file}-wal`].reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
}
