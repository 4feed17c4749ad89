import { Pool } from 'pg';
import { runCommandLine } from '../../cli/command-line';
import type { Stack } from '../../cli/start/stack';
import { until } from '../../cli/start/until';
import type { LoadObject } from '../../domain/record-sync';
import { createFinancePort, type FinancePort } from '../../sandbox/sample-day/finance-port';
import { firstLoad, firstLoadWorkflowId } from '../../workflows/first-load';
import { type CompanyOnStack, company, openCompanyOnStack } from './company-on-stack';

/** Long enough for a machine that many share; below jest's own limit, so that a failure says what was awaited. */
const inStepWithinMs = 110_000;

/** What a command came to. */
export interface CommandResult {
  exitCode: number;
  out: string;
  err: string;
}

/** A company whose records and receivables are kept in step by a stack of its own, Smart Events included. */
export interface RecordsCompany extends CompanyOnStack {
  /** iMetal's import database, by its owner. */
  imports: Pool;
  finance: FinancePort;
  /** Runs a command of the operator. */
  command(...args: string[]): Promise<CommandResult>;
  /** Loads a master whole, as `backfill` does. */
  load(object: LoadObject): ReturnType<typeof firstLoad>;
  untilCodes(documentKey: string, codes: string[]): Promise<void>;
  /** Waits until the condition holds; looked at a few times a second. */
  until(awaited: string, condition: () => Promise<boolean>): Promise<void>;
  /** What was written to each side so far: API functions that write, and rows that iMetal's importer did not refuse. */
  writes(): Promise<{ intacct: number; imetal: number }>;
  /** Waits until every schedule of the company looked twice more. */
  untilLookedTwice(): Promise<void>;
}

/** Brings up the stack; Intacct is looked at every two seconds, Smart Events come at once. */
export async function openRecordsCompany(): Promise<RecordsCompany> {
  const settings = [
    [['masters', 'pollIntervalSeconds'], 2],
    // A sandbox commits at once: what a look of a minute back would find again was seen.
    [['masters', 'overlapSeconds'], 5],
    [['release', 'lookEverySeconds'], 2],
    [['openItems', 'quietSeconds'], 1],
  ] as const;
  const onStack = await openCompanyOnStack(settings);
  const { stack, client, intacct, openCodes } = onStack;
  const imports = new Pool({ connectionString: stack.addresses.imetalImports, max: 2 });
  const untilSo = async (awaited: string, condition: () => Promise<boolean>) => {
    await until(awaited, inStepWithinMs, condition, 200);
  };
  return {
    ...onStack,
    imports,
    finance: createFinancePort(stack.addresses.intacctAdmin),
    command: (...args) => runCommand(stack, args),
    load: (object) =>
      client.workflow.execute(firstLoad, {
        workflowId: firstLoadWorkflowId(company, object),
        taskQueue: 'intacct-pipelines',
        args: [{ company, object }],
      }),
    untilCodes: (documentKey, codes) =>
      untilSo(
        `${documentKey} waits for ${codes.join(', ') || 'nothing'}`,
        async () => (await openCodes(documentKey)).join() === [...codes].sort().join(),
      ),
    until: untilSo,
    writes: async () => ({ intacct: await intacctWrites(intacct), imetal: await rowsTaken(imports) }),
    async untilLookedTwice() {
      const handles = ['poll-intacct', 'poll-imetal-contacts', 'poll-receivables'].map((schedule) =>
        client.schedule.getHandle(`${schedule}/${company}`),
      );
      const looks = () => Promise.all(handles.map(async (handle) => (await handle.describe()).info.numActionsTaken));
      const before = await looks();
      // The third to begin says that two have ended since: one runs at a time.
      await untilSo('every feed looked twice', async () =>
        (await looks()).every((taken, index) => taken >= (before[index] ?? 0) + 3),
      );
    },
    async stop() {
      await imports.end();
      await onStack.stop();
    },
  };
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
