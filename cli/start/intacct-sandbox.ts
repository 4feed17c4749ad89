import { join } from 'node:path';
import { z } from 'zod';
import { askAdmin } from '../../sandbox/admin-port';
import { sampleCompany, sampleDailyRates } from '../../sandbox/sample-day/sample-company';
import { type RunningProgram, startProgram } from './program';

const readySchema = z.looseObject({ ready: z.literal(true), gateway: z.url(), admin: z.url() });

export interface RunningIntacctSandbox extends RunningProgram {
  /** The XML gateway's endpoint. */
  gateway: string;
  /** Base of the admin API: masters, periods, faults, ledger. */
  admin: string;
}

/** Starts the Intacct sandbox as a process of its own; what it has committed stands in the state directory. */
export async function startIntacctSandboxProgram(options: {
  /** `intacct-sandbox`, or that with a company's name after it: its books are in a directory of that name. */
  name: string;
  stateDirectory: string;
  port: number;
  adminPort: number;
}): Promise<RunningIntacctSandbox> {
  const { name, stateDirectory, port, adminPort } = options;
  const books = join(stateDirectory, name.replace('-sandbox', ''));
  const program = await startProgram({
    name,
    script: 'sandbox/intacct/main.ts',
    args: ['--port', String(port), '--admin-port', String(adminPort), '--state-dir', books],
    environment: process.env,
    logFile: join(stateDirectory, 'logs', `${name}.log`),
    pidDirectory: join(stateDirectory, 'run'),
  });
  const { gateway, admin } = readySchema.parse(program.readyLine);
  return { ...program, gateway, admin };
}

/**
 * Gives the sandbox the sample company in place of whatever it holds, with its daily rates; `smartEventUrl` is told of changes when it is
 * given. Throws with the sandbox's answer when it refuses.
 */
export async function loadSampleCompany(adminUrl: string, smartEventUrl?: string): Promise<void> {
  await askAdmin(adminUrl, 'PATCH', 'settings', { dailyRates: sampleDailyRates });
  await askAdmin(adminUrl, 'PUT', 'company', sampleCompany(smartEventUrl));
}
