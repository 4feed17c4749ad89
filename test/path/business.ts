import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, type WorkflowHandle, WorkflowNotFoundError } from '@temporalio/client';
import { Pool } from 'pg';
import { pino } from 'pino';
import { parseDocument } from 'yaml';
import { salesInvoice } from '../../activities/document-kinds/sales-invoice';
import { type TriggerResult, triggerDocument } from '../../activities/trigger-document';
import { letFinanceAndOperationsAct, type SampleDayResult, settleAndCompare } from '../../cli/start/sample-day';
import { type Stack, startStack } from '../../cli/start/stack';
import { until } from '../../cli/start/until';
import { connectTemporal } from '../../clients/temporal/connect';
import { createCompanyProfiles } from '../../companies/company-profiles';
import { createHubPool } from '../../db/pool';
import { appendInvoices } from '../../sandbox/imetal/append-invoices';
import { createCompanyClients } from '../../workers/company-clients';
import { orderToInvoiceWorkflowId } from '../../workflows/order-to-invoice';
import { abandonUpdate, type DecisionRequest, retryUpdate } from '../../workflows/parking';

export const company = 'gulf-metals';
/** A day in an open period, and over. */
export const businessDate = '2026-11-20';
const repository = join(__dirname, '..', '..');
const SETTLED_WITHIN_MS = 120_000;

/** A company on a stack of its own: iMetal, Intacct, engine, worker and hub, all real or sandboxed. */
export interface Business {
  stack: Stack;
  hub: Pool;
  /** iMetal's live database, by a login that may write. */
  owner: Pool;
  client: Client;
  profilePath: string;
  /** Asks the Intacct sandbox's admin port. */
  intacct<Answer>(method: string, path: string, body?: object): Promise<Answer>;
  /** Enters final invoices in iMetal; their keys. */
  finalise(count: number, date?: string): Promise<string[]>;
  trigger(documentKey: string): Promise<TriggerResult>;
  retry(documentKey: string, request?: Partial<DecisionRequest>, revision?: number): Promise<void>;
  abandon(documentKey: string, reason: string, revision?: number): Promise<void>;
  /** Waits until the newest revision of each document is in the state. */
  untilStates(documentKeys: string[], state: string): Promise<void>;
  /** Codes of a document's open exceptions. */
  openCodes(documentKey: string): Promise<string[]>;
  /** Changes the profile in force. */
  changeProfile(path: string[], setting: unknown): void;
  /** Receipts of finance, changes of masters on both sides, orders: what a sample day has besides documents. */
  letFinanceAndOperationsAct(): Promise<void>;
  /** Waits until everything is settled, and compares the books of both systems. */
  compareBooks(): Promise<SampleDayResult>;
  stop(): Promise<void>;
}

/** Brings up the stack with a small sample day; its worker tries a refused sign-in again after a second. */
export async function openBusiness(invoices: number): Promise<Business> {
  const stateDirectory = mkdtempSync(join(tmpdir(), 'intacct-pipelines-path-'));
  // PostgreSQL runs as a user of its own when we are root, and must be able to enter.
  chmodSync(stateDirectory, 0o755);
  const profilePath = writeProfile(stateDirectory);
  const stack = await startStack({
    stateDirectory,
    ports: 'free',
    sampleDay: { seed: 3, invoices },
    withoutServer: true,
    headless: true,
    durability: 'fast',
    companiesDirectory: join(stateDirectory, 'companies'),
    environment: { SIGN_IN_PROBE_SECONDS: '1', LOG_LEVEL: 'warn' },
  });
  try {
    return await connect(stack, profilePath);
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

function writeProfile(stateDirectory: string): string {
  const profile = parseDocument(readFileSync(join(repository, 'companies', `${company}.yaml`), 'utf8'));
  for (const path of [
    ['feed', 'pollIntervalSeconds'],
    ['masters', 'pollIntervalSeconds'],
  ]) {
    profile.setIn(path, 1);
  }
  mkdirSync(join(stateDirectory, 'companies'));
  const file = join(stateDirectory, 'companies', `${company}.yaml`);
  writeFileSync(file, profile.toString({ lineWidth: 0 }));
  return file;
}

async function connect(stack: Stack, profilePath: string): Promise<Business> {
  const log = pino({ level: 'silent' });
  const hub = createHubPool(stack.environment.DATABASE_URL ?? '', 2);
  const owner = new Pool({ connectionString: stack.addresses.imetalOwner, max: 2 });
  const temporal = await connectTemporal({ log, environment: stack.environment });
  const profiles = createCompanyProfiles(join(profilePath, '..'));
  const clients = createCompanyClients({
    environment: stack.environment,
    profiles,
    log,
    onIntacctCall: () => undefined,
  });
  const deps = { pool: hub, client: temporal.client, taskQueue: 'intacct-pipelines', profiles, imetal: clients.imetal };
  const flowOf = (documentKey: string, revision: number) =>
    temporal.client.workflow.getHandle(orderToInvoiceWorkflowId(company, documentKey, revision));
  return {
    stack,
    hub,
    owner,
    client: temporal.client,
    profilePath,
    intacct: (method, path, body) => askIntacct(stack.addresses.intacctAdmin, method, path, body),
    finalise: (count, date = businessDate) => finalise(owner, count, date),
    trigger: (documentKey) => triggerDocument(deps, salesInvoice, company, documentKey),
    retry: (documentKey, request = {}, revision = 1) =>
      untilDecided(flowOf(documentKey, revision), retryUpdate, { actor: 'Ann', reason: 'fixed', ...request }),
    abandon: (documentKey, reason, revision = 1) =>
      untilDecided(flowOf(documentKey, revision), abandonUpdate, { actor: 'Ann', reason }),
    untilStates: (documentKeys, state) => untilStates(hub, documentKeys, state),
    async openCodes(documentKey) {
      const { rows } = await hub.query(
        'select distinct code from exceptions where document_key = $1 and closed_at is null order by 1',
        [documentKey],
      );
      return rows.map(({ code }) => code);
    },
    changeProfile(path, setting) {
      const profile = parseDocument(readFileSync(profilePath, 'utf8'));
      profile.setIn(path, setting);
      writeFileSync(profilePath, profile.toString({ lineWidth: 0 }));
    },
    compareBooks: () => settleAndCompare(stack),
    letFinanceAndOperationsAct: () => letFinanceAndOperationsAct(stack, () => undefined),
    async stop() {
      await Promise.all([hub.end(), owner.end(), clients.close(), temporal.close()]);
      await stack.stop();
      rmSync(stack.stateDirectory, { recursive: true, force: true });
    },
  };
}

/** Decides once the document is parked: the release of what waits may be trying it at this moment, or have let it through. */
async function untilDecided(
  flow: WorkflowHandle,
  decision: typeof retryUpdate | typeof abandonUpdate,
  request: DecisionRequest,
): Promise<void> {
  await until(`${flow.workflowId} takes a decision`, SETTLED_WITHIN_MS, async () => {
    try {
      await flow.executeUpdate(decision, { args: [request] });
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return true;
      throw error;
    }
  });
}

async function askIntacct<Answer>(adminUrl: string, method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${adminUrl}/admin/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`${method} /admin/${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

async function finalise(owner: Pool, count: number, date: string): Promise<string[]> {
  const connection = await owner.connect();
  try {
    await connection.query('begin');
    const { documentKeys } = await appendInvoices(connection, { count, status: 'INV', businessDate: date });
    await connection.query('commit');
    return documentKeys;
  } finally {
    connection.release();
  }
}

async function untilStates(hub: Pool, documentKeys: string[], state: string): Promise<void> {
  await until(`${documentKeys.join(', ')} are ${state}`, SETTLED_WITHIN_MS, async () => {
    const { rows } = await hub.query(
      `select distinct on (document_key) state, acknowledged_at from postings
        where document_key = any($1) and is_leading order by document_key, revision desc`,
      [documentKeys],
    );
    const there = rows.filter((row) => row.state === state && (state !== 'posted' || row.acknowledged_at !== null));
    return there.length === documentKeys.length;
  });
}
