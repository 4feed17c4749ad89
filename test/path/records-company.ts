import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { Pool } from 'pg';
import { parseDocument } from 'yaml';
import { runCommandLine } from '../../cli/command-line';
import { type Stack, startStack } from '../../cli/start/stack';
import { until } from '../../cli/start/until';
import { connectTemporal } from '../../clients/temporal/connect';
import { createHubPool } from '../../db/pool';
import type { LoadObject } from '../../domain/record-sync';
import { appendInvoices } from '../../sandbox/imetal/append-invoices';
import { createFinancePort, type FinancePort } from '../../sandbox/sample-day/finance-port';
import { firstLoad, firstLoadWorkflowId } from '../../workflows/first-load';

const company = 'gulf-metals';
const repository = join(__dirname, '..', '..');
/** Long enough for a machine that many share; below jest's own limit, so that a failure says what was awaited. */
const inStepWithinMs = 110_000;

/** What a command came to. */
export interface CommandResult {
  exitCode: number;
  out: string;
  err: string;
}

/** A company whose records and receivables are kept in step by a stack of its own, Smart Events included. */
export interface RecordsCompany {
  stack: Stack;
  hub: Pool;
  /** iMetal's live database and its import database, by logins that may do anything. */
  operations: Pool;
  imports: Pool;
  client: Client;
  finance: FinancePort;
  profilePath: string;
  /** Asks the Intacct sandbox's admin port. */
  intacct<Answer>(method: string, path: string, body?: object): Promise<Answer>;
  /** Runs a command of the operator. */
  command(...args: string[]): Promise<CommandResult>;
  /** Loads a master whole, as `backfill` does. */
  load(object: LoadObject): ReturnType<typeof firstLoad>;
  /** Codes of a document's or record's open exceptions. */
  openCodes(documentKey: string): Promise<string[]>;
  untilCodes(documentKey: string, codes: string[]): Promise<void>;
  /** Waits until the condition holds; looked at a few times a second. */
  until(awaited: string, condition: () => Promise<boolean>): Promise<void>;
  /** What was written to each side so far: API functions that write, and rows that iMetal's importer did not refuse. */
  writes(): Promise<{ intacct: number; imetal: number }>;
  /** Waits until every schedule of the company looked twice more. */
  untilLookedTwice(): Promise<void>;
  /** Enters final invoices of 20 November 2026 in iMetal; their keys. */
  finalise(count: number): Promise<string[]>;
  /** Changes the profile in force. */
  changeProfile(path: string[], setting: unknown): void;
  stop(): Promise<void>;
}

/** Brings up the stack with a sample day of 22 invoices; Intacct is looked at every two seconds, Smart Events come at once. */
export async function openRecordsCompany(): Promise<RecordsCompany> {
  const stateDirectory = mkdtempSync(join(tmpdir(), 'intacct-pipelines-records-'));
  // PostgreSQL runs as a user of its own when we are root, and must be able to enter.
  chmodSync(stateDirectory, 0o755);
  const profilePath = writeProfile(stateDirectory);
  const stack = await startStack({
    stateDirectory,
    ports: 'free',
    sampleDay: { seed: 3, invoices: 22 },
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
  profile.setIn(['masters', 'pollIntervalSeconds'], 2);
  // A sandbox commits at once: what a look of a minute back would find again was seen.
  profile.setIn(['masters', 'overlapSeconds'], 5);
  profile.setIn(['release', 'lookEverySeconds'], 2);
  profile.setIn(['openItems', 'quietSeconds'], 1);
  mkdirSync(join(stateDirectory, 'companies'));
  const file = join(stateDirectory, 'companies', `${company}.yaml`);
  writeFileSync(file, profile.toString({ lineWidth: 0 }));
  return file;
}

async function connect(stack: Stack, profilePath: string): Promise<RecordsCompany> {
  const { addresses, environment } = stack;
  const hub = createHubPool(environment.DATABASE_URL ?? '', 2);
  const operations = new Pool({ connectionString: addresses.imetalOwner, max: 2 });
  const imports = new Pool({ connectionString: addresses.imetalImports, max: 2 });
  const temporal = await connectTemporal({ log: { info: () => undefined }, environment });
  const intacct = <Answer>(method: string, path: string, body?: object) =>
    askIntacct<Answer>(addresses.intacctAdmin, method, path, body);
  const openCodes = async (documentKey: string) => {
    const { rows } = await hub.query(
      'select distinct code from exceptions where document_key = $1 and closed_at is null order by 1',
      [documentKey],
    );
    return rows.map(({ code }) => code as string);
  };
  const untilSo = async (awaited: string, condition: () => Promise<boolean>) => {
    await until(awaited, inStepWithinMs, condition, 200);
  };
  return {
    stack,
    hub,
    operations,
    imports,
    client: temporal.client,
    finance: createFinancePort(addresses.intacctAdmin),
    profilePath,
    intacct,
    command: (...args) => runCommand(stack, args),
    load: (object) =>
      temporal.client.workflow.execute(firstLoad, {
        workflowId: firstLoadWorkflowId(company, object),
        taskQueue: 'intacct-pipelines',
        args: [{ company, object }],
      }),
    openCodes,
    untilCodes: (documentKey, codes) =>
      untilSo(`${documentKey} waits for ${codes.join(', ') || 'nothing'}`, async () =>
        sameList(await openCodes(documentKey), codes),
      ),
    until: untilSo,
    writes: async () => ({ intacct: await intacctWrites(intacct), imetal: await rowsTaken(imports) }),
    async untilLookedTwice() {
      const handles = ['poll-intacct', 'poll-imetal-contacts', 'poll-receivables'].map((schedule) =>
        temporal.client.schedule.getHandle(`${schedule}/${company}`),
      );
      const looks = () => Promise.all(handles.map(async (handle) => (await handle.describe()).info.numActionsTaken));
      const before = await looks();
      // The third to begin says that two have ended since: one runs at a time.
      await untilSo('every feed looked twice', async () =>
        (await looks()).every((taken, index) => taken >= (before[index] ?? 0) + 3),
      );
    },
    finalise: (count) => finalise(operations, count),
    changeProfile(path, setting) {
      const profile = parseDocument(readFileSync(profilePath, 'utf8'));
      profile.setIn(path, setting);
      writeFileSync(profilePath, profile.toString({ lineWidth: 0 }));
    },
    async stop() {
      await Promise.all([hub.end(), operations.end(), imports.end(), temporal.close()]);
      await stack.stop();
      rmSync(stack.stateDirectory, { recursive: true, force: true });
    },
  };
}

async function finalise(operations: Pool, count: number): Promise<string[]> {
  const connection = await operations.connect();
  try {
    await connection.query('begin');
    const day = { count, status: 'INV', businessDate: '2026-11-20' } as const;
    const { documentKeys } = await appendInvoices(connection, day);
    await connection.query('commit');
    return documentKeys;
  } finally {
    connection.release();
  }
}

function sameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && [...right].sort().every((code, index) => left[index] === code);
}

async function runCommand(stack: Stack, args: string[]): Promise<CommandResult> {
  let out = '';
  let err = '';
  const exitCode = await runCommandLine([...args, '--state-directory', stack.stateDirectory], {
    environment: stack.environment,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    isInteractive: false,
    width: 240,
  });
  return { exitCode, out, err };
}

async function askIntacct<Answer>(adminUrl: string, method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${adminUrl}/admin/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    signal: AbortSignal.timeout(15_000),
  });
  if (!response.ok) throw new Error(`${method} /admin/${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

async function intacctWrites(ask: RecordsCompany['intacct']): Promise<number> {
  const { transactionsByFunction } = await ask<{ transactionsByFunction: Record<string, number> }>('GET', 'statistics');
  const writing = ['create', 'update', 'delete'];
  return writing.reduce((sum, name) => sum + (transactionsByFunction[name] ?? 0), 0);
}

async function rowsTaken(imports: Pool): Promise<number> {
  const tables = ['companies', 'company_sub_addresses', 'contacts', 'terms', 'tax_rates', 'tax_groups'];
  const counts = tables.map(
    (table) => `select count(*)::integer as rows from import_${table} where import_status <> 'F'`,
  );
  const { rows } = await imports.query(
    `select sum(rows)::integer as rows from (${counts.join(' union all ')}) counted`,
  );
  return rows[0].rows as number;
}
