import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { askAdmin } from '../../sandbox/admin-port';
import { harborAssignarCompany } from '../../sandbox/sample-construction/assignar-company';
import { harborIntacctCompany } from '../../sandbox/sample-construction/intacct-company';
import { type RunningIntacctSandbox, startIntacctSandboxProgram } from './intacct-sandbox';
import { type RunningProgram, startProgram } from './program';
import type { StackPorts } from './stack-ports';
import type { Supervisor } from './supervisor';

const readySchema = z.looseObject({ ready: z.literal(true), tokenUrl: z.url(), apiUrl: z.url(), admin: z.url() });
const SAMPLE_CONSTRUCTION = 'sample-construction.json';
const seededSchema = z.strictObject({ seed: z.number() });

/** Where Harbor Civil's systems answer. */
export interface HarborAddresses {
  intacctGateway: string;
  intacctAdmin: string;
  assignarTokenUrl: string;
  assignarApi: string;
  assignarAdmin: string;
}

interface RunningAssignarSandbox extends RunningProgram {
  tokenUrl: string;
  apiUrl: string;
  admin: string;
}

/** Brings up the sandboxes of Harbor Civil, `intacct-sandbox-harbor` and `assignar-sandbox`, as they stood when they were last stopped or killed. */
export async function startHarborSandboxes(
  supervisor: Supervisor,
  stateDirectory: string,
  ports: StackPorts,
): Promise<HarborAddresses> {
  const name = 'intacct-sandbox-harbor';
  const [intacct, assignar] = await Promise.all([
    supervisor.start<RunningIntacctSandbox>({
      name,
      restarts: true,
      start: () =>
        startIntacctSandboxProgram({
          ...{ name, stateDirectory, port: ports.harborIntacctGateway, adminPort: ports.harborIntacctAdmin },
        }),
    }),
    supervisor.start<RunningAssignarSandbox>({
      name: 'assignar-sandbox',
      restarts: true,
      start: () => startAssignar(stateDirectory, ports),
    }),
  ]);
  return {
    intacctGateway: intacct.gateway,
    intacctAdmin: intacct.admin,
    assignarTokenUrl: assignar.tokenUrl,
    assignarApi: assignar.apiUrl,
    assignarAdmin: assignar.admin,
  };
}

async function startAssignar(stateDirectory: string, ports: StackPorts): Promise<RunningAssignarSandbox> {
  const program = await startProgram({
    name: 'assignar-sandbox',
    script: 'sandbox/assignar/main.ts',
    args: [
      ...['--region', 'us', '--port', String(ports.assignar), '--admin-port', String(ports.assignarAdmin)],
      ...['--state-dir', join(stateDirectory, 'assignar')],
    ],
    environment: process.env,
    logFile: join(stateDirectory, 'logs', 'assignar-sandbox.log'),
    pidDirectory: join(stateDirectory, 'run'),
  });
  const { tokenUrl, apiUrl, admin } = readySchema.parse(program.readyLine);
  return { ...program, tokenUrl, apiUrl, admin };
}

/**
 * Gives both sandboxes Harbor Civil in place of whatever they hold, once for each state directory; Intacct tells `smartEventUrl` of
 * changes when it is given. False when they hold it already; throws when they hold that of another seed.
 */
export async function loadHarborCivil(
  stateDirectory: string,
  addresses: HarborAddresses,
  seed: number,
  smartEventUrl: string | undefined,
): Promise<boolean> {
  const marker = join(stateDirectory, SAMPLE_CONSTRUCTION);
  if (existsSync(marker)) {
    const before = seededSchema.parse(JSON.parse(readFileSync(marker, 'utf8')));
    if (before.seed === seed) return false;
    throw new Error(`${stateDirectory} holds Harbor Civil of --seed ${before.seed}: ask for the same, or name another`);
  }
  await Promise.all([
    askAdmin(addresses.intacctAdmin, 'PUT', 'company', harborIntacctCompany(smartEventUrl)),
    askAdmin(addresses.assignarAdmin, 'PUT', 'company', harborAssignarCompany()),
  ]);
  writeFileSync(marker, `${JSON.stringify({ seed })}\n`);
  return true;
}
