import type { AssignarCall, AssignarClient } from '../../clients/assignar/assignar-client';
import type { AssignarConnection, AssignarOptions } from '../../clients/assignar/connection';
import { createAssignarClient } from '../../clients/assignar/create-assignar-client';
import { assignarExtraFields } from '../../domain/assignar-profile';
import { askAdmin } from '../../sandbox/admin-port';
import type { AssignarCompanyInput } from '../../sandbox/assignar/company-file';
import type { FaultInput } from '../../sandbox/assignar/faults';
import type { AssignarSettingsInput } from '../../sandbox/assignar/settings';
import { startAssignarSandbox } from '../../sandbox/assignar/start-assignar-sandbox';

/** A small builder in Boston: two roles, a machine, a client with a project, a supplier, one worker. User 1 is the office. */
export const builder: AssignarCompanyInput = {
  tenant: 'pier',
  credentials: [{ clientId: 'hub', clientSecret: 'hub-secret' }],
  roles: [
    { name: 'Carpenter', externalId: 'LAB-CARP', integrationId: '71' },
    { name: 'Operator', externalId: 'LAB-OPER', integrationId: '72' },
  ],
  assets: [{ name: 'Digger', externalId: 'EQ-5', integrationId: '75' }],
  clients: [{ name: 'Port Authority', externalId: 'C-1', integrationId: '81' }],
  activities: [
    { name: 'Footings', externalId: '100-200', integrationId: '100-200' },
    { name: 'Rest', externalId: '900', payable: false },
  ],
  projects: [{ name: 'Pier', externalId: 'P-100', client: 'C-1', timezone: 'America/New_York' }],
  workers: [
    {
      firstName: 'Ruth',
      lastName: 'Okafor',
      employeeId: 'E-7',
      externalId: 'E-7',
      integrationId: '7',
      email: 'ruth@harbor.example',
      roles: ['LAB-CARP'],
    },
  ],
};

export interface AssignarInSandbox {
  readonly client: AssignarClient;
  /** Every request of the client of this test. */
  readonly calls: AssignarCall[];
  /** Another client of the same sandbox. */
  clientWith(connection: Partial<AssignarConnection>, options?: Partial<AssignarOptions>): AssignarClient;
  /** A request to the admin port, below `/admin`. */
  admin(method: string, path: string, body?: unknown): Promise<unknown>;
  act(name: string, body: unknown): Promise<Record<string, number>>;
  fault(fault: FaultInput): Promise<unknown>;
}

/** Gives every test of the file a sandbox of its own, with the builder in it, and a client that talks to it. */
export function useAssignarInSandbox(settings: AssignarSettingsInput = {}): AssignarInSandbox {
  let sandbox: Awaited<ReturnType<typeof startAssignarSandbox>>;
  let calls: AssignarCall[];
  let client: AssignarClient;
  const clientWith: AssignarInSandbox['clientWith'] = (connection, options = {}) =>
    createAssignarClient(
      {
        tokenUrl: sandbox.tokenUrl,
        apiUrl: sandbox.apiUrl,
        clientId: 'hub',
        clientSecret: 'hub-secret',
        scope: 'target-entity:b816a5d3-40c3-477f-a551-1d066d7211cc:api_access',
        requestTimeoutMs: 10_000,
        ...connection,
      },
      {
        pageSize: 100,
        modifiedField: 'modified_time',
        workerFields: { department: 'department', earningType: null },
        extraFields: assignarExtraFields,
        timeZone: 'America/New_York',
        onCall: (call) => calls.push(call),
        ...options,
      },
    );
  const admin: AssignarInSandbox['admin'] = (method, path, body) =>
    askAdmin(sandbox.adminUrl, method, path.slice(1), body);
  beforeEach(async () => {
    sandbox = await startAssignarSandbox({ port: 0, adminPort: 0, company: builder, settings });
    calls = [];
    client = clientWith({});
  });
  afterEach(() => sandbox.stop());
  return {
    get client() {
      return client;
    },
    get calls() {
      return calls;
    },
    clientWith,
    admin,
    act: async (name, body) => (await admin('POST', `/acts/${name}`, body)) as Record<string, number>,
    fault: (fault) => admin('POST', '/faults', fault),
  };
}
