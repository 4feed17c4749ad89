import { join } from 'node:path';
import { z } from 'zod';
import { sampleCompany } from '../../sandbox/sample-day/sample-company';
import { type RunningProgram, startProgram } from './program';

const readySchema = z.looseObject({ ready: z.literal(true), gateway: z.url(), admin: z.url() });
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

/** Gives the sandbox the sample company in place of whatever it holds. Throws with the sandbox's answer when it refuses. */
export async function loadSampleCompany(adminUrl: string): Promise<void> {
  const response = await fetch(`${adminUrl}/admin/company`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(sampleCompany()),
    signal: AbortSignal.timeout(ADMIN_TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`the Intacct sandbox refuses the sample company: ${await response.text()}`);
}
