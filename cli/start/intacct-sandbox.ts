import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sampleCompany } from '../../sandbox/sample-day/sample-company';
import { type RunningProgram, startProgram } from './program';
import type { LedgerBalance } from './tie-out';

const readySchema = z.looseObject({ ready: z.literal(true), gateway: z.url(), admin: z.url() });
const OPENING_BALANCES = 'opening-balances.json';
const ledgerSchema = z.object({
  rows: z.array(
    z.object({
      account: z.string(),
      entity: z.string(),
      currency: z.string(),
      documentAmount: z.string(),
      baseAmount: z.string(),
    }),
  ),
});
/** Loading a company is instant; anything longer is a sandbox that hangs. */
const ADMIN_TIMEOUT_MS = 15_000;

export interface RunningIntacctSandbox extends RunningProgram {
  /** The XML gateway's endpoint. */
  gateway: string;
  /** Base of the admin API: masters, periods, faults, ledger. */
  admin: string;
}

/** Starts the Intacct sandbox as a process of its own; what it has committed stands in the state directory. */
export async function startIntacctSandboxProgram(options: {
  stateDirectory: string;
  port: number;
  adminPort: number;
}): Promise<RunningIntacctSandbox> {
  const { stateDirectory, port, adminPort } = options;
  const program = await startProgram({
    name: 'intacct-sandbox',
    script: 'sandbox/intacct/main.ts',
    args: ['--port', String(port), '--admin-port', String(adminPort), '--state-dir', join(stateDirectory, 'intacct')],
    environment: process.env,
    logFile: join(stateDirectory, 'logs', 'intacct-sandbox.log'),
    pidDirectory: join(stateDirectory, 'run'),
  });
  const { gateway, admin } = readySchema.parse(program.readyLine);
  return { ...program, gateway, admin };
}

async function ask(url: string, request: RequestInit = {}): Promise<unknown> {
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(ADMIN_TIMEOUT_MS) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${request.method ?? 'GET'} ${url}: ${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/**
 * Gives the sandbox the sample company in place of whatever it holds, and keeps its opening balances in the state directory: what the day
 * adds is told from them. Throws with the sandbox's answer when it refuses.
 */
export async function loadSampleCompany(adminUrl: string, stateDirectory: string): Promise<void> {
  const body = JSON.stringify(sampleCompany());
  await ask(`${adminUrl}/admin/company`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
  writeFileSync(join(stateDirectory, OPENING_BALANCES), JSON.stringify(await readLedger(adminUrl)));
}

/** The ledger's balances by account, entity and currency, debit positive. */
export async function readLedger(adminUrl: string): Promise<LedgerBalance[]> {
  return ledgerSchema.parse(await ask(`${adminUrl}/admin/ledger?by=account,entity,currency`)).rows;
}

/** The balances that `loadSampleCompany` found after loading. */
export function readOpeningBalances(stateDirectory: string): LedgerBalance[] {
  return ledgerSchema.shape.rows.parse(JSON.parse(readFileSync(join(stateDirectory, OPENING_BALANCES), 'utf8')));
}
