import { z } from 'zod';
import type { HarborAddresses } from '../cli/start/harbor-sandboxes';
import type { Stack } from '../cli/start/stack';
import type { AssignarClient } from '../clients/assignar/assignar-client';
import type { IntacctConstruction } from '../clients/intacct/intacct-construction';
import type { CompanyProfiles } from '../companies/company-profiles';
import { askAdmin } from '../sandbox/admin-port';
import { createOfficePort, type OfficePort } from '../sandbox/sample-construction/office-port';
import { createCompanyClients } from '../workers/company-clients';
import { createLog } from '../workers/log';
import { constructionAssignar, constructionCompany, constructionIntacct } from './construction-company';

const callsSchema = z.looseObject({ total: z.number(), byName: z.record(z.string(), z.number()) });
/** The sandbox would take more at once than any cap under test. */
const SANDBOX_CAPACITY = 50;

/** Requests to Assignar: all, and by method and path. */
export type AssignarUse = z.infer<typeof callsSchema>;

/** How long one request takes, ms. */
export interface RequestTimes {
  intacctMs: number;
  assignarMs: number;
}

/** The construction company of the bench: its systems, and clients of the bench's own, which the hub's limits do not hold. */
export interface ConstructionStack {
  workers: number;
  assignar: AssignarClient;
  intacct: IntacctConstruction;
  /** What people do in Assignar. */
  office: OfficePort;
  setRequestTimes(times: RequestTimes): Promise<void>;
  clearAssignarUse(): Promise<void>;
  readAssignarUse(): Promise<AssignarUse>;
  close(): Promise<void>;
}

/** Gives the sandboxes of a stack a construction company with so many workers. Throws when the stack has none. */
export async function equipConstruction(
  { addresses, environment }: Stack,
  profiles: CompanyProfiles,
  workers: number,
): Promise<ConstructionStack> {
  const { harbor } = addresses;
  if (harbor === null) throw new Error('the stack has no construction company');
  await askAdmin(harbor.intacctAdmin, 'PUT', 'company', constructionIntacct(workers));
  await askAdmin(harbor.assignarAdmin, 'PUT', 'company', constructionAssignar());
  const log = createLog('bench', 'fatal');
  const clients = createCompanyClients({ environment, profiles, log, onIntacctCall: () => undefined });
  return {
    workers,
    assignar: await clients.assignar(constructionCompany),
    intacct: await clients.intacctConstruction(constructionCompany),
    office: createOfficePort(harbor.assignarAdmin),
    setRequestTimes: (times) => setRequestTimes(harbor, times),
    clearAssignarUse: () => askAdmin(harbor.assignarAdmin, 'DELETE', 'calls').then(() => undefined),
    readAssignarUse: async () => callsSchema.parse(await askAdmin(harbor.assignarAdmin, 'GET', 'calls')),
    close: () => clients.close(),
  };
}

async function setRequestTimes(harbor: HarborAddresses, { intacctMs, assignarMs }: RequestTimes): Promise<void> {
  const requestsInFlightMax = SANDBOX_CAPACITY;
  await askAdmin(harbor.intacctAdmin, 'PATCH', 'settings', { latencyMs: intacctMs, requestsInFlightMax });
  await askAdmin(harbor.assignarAdmin, 'PATCH', 'settings', { latencyMs: assignarMs });
}
