import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { pino } from 'pino';
import { createDriftActivities } from '../../../activities/assignar-records/watch-drift';
import { createCallMeter } from '../../../activities/call-meter';
import { createFirstLoadActivities, type LoadProgress } from '../../../activities/records/first-load';
import {
  createRecordGatewayActivities,
  type LookResult,
  type RecordDeps,
} from '../../../activities/records/look-at-record';
import { recordReference } from '../../../activities/records/touch-record';
import type { AssignarCall } from '../../../clients/assignar/assignar-client';
import { createAssignarClient } from '../../../clients/assignar/create-assignar-client';
import { createIntacctClient } from '../../../clients/intacct/create-intacct-client';
import { createIntacctConstruction } from '../../../clients/intacct/create-intacct-construction';
import { createIntacctMasters } from '../../../clients/intacct/create-intacct-masters';
import { assignarProfileOf, createCompanyProfiles } from '../../../companies/company-profiles';
import { createRequestSlots } from '../../../db/request-slots';
import { type AssignarLoad, assignarLoads, type RecordObject } from '../../../domain/record-sync';
import type { MappedObject } from '../../../mappings/assignar-records/wanted-record';
import { askAdmin } from '../../../sandbox/admin-port';
import type { FaultInput } from '../../../sandbox/assignar/faults';
import type { AssignarSettingsInput } from '../../../sandbox/assignar/settings';
import { type AssignarSandbox, startAssignarSandbox } from '../../../sandbox/assignar/start-assignar-sandbox';
import { harborAssignarCompany } from '../../../sandbox/sample-construction/assignar-company';
import { harborIntacctCompany } from '../../../sandbox/sample-construction/intacct-company';
import { createOfficePort, type OfficePort } from '../../../sandbox/sample-construction/office-port';
import { harborApiKeys, harborCredentials } from '../../../sandbox/sample-construction/sign-ins';
import { type HubDatabase, useHubDatabase } from '../../db/hub-database';
import { startTestSandbox, type TestSandbox } from '../../sandbox/intacct/gateway-client';
import { absentFlow } from '../fake-engine';
import { quietActivity } from '../posting-under-test';

export const harbor = 'harbor-civil';

/** The sample construction company in both sandboxes, the product's own clients between them, and a hub database. */
export interface HarborInSandboxes {
  hub: HubDatabase;
  intacct: TestSandbox;
  /** Somebody in the site office, who works in Assignar by hand. */
  office: OfficePort;
  deps: RecordDeps;
  /** Requests to Assignar. */
  calls: AssignarCall[];
  /** Workflow ids. */
  touched: Set<string>;
  released: string[];
  look(object: RecordObject, id: string): Promise<LookResult>;
  load(object: AssignarLoad): Promise<LoadProgress>;
  loadAll(): Promise<Record<AssignarLoad, LoadProgress>>;
  sweep(object: MappedObject): Promise<number>;
  assignarFault(fault: FaultInput): Promise<void>;
  assignarSettings(settings: AssignarSettingsInput): Promise<void>;
  /** The settings of a process that works with both. */
  environment: NodeJS.ProcessEnv;
}

const run = <T>(activity: (request: never) => Promise<T>, request: object): Promise<T> =>
  quietActivity().run(activity as never, request as never) as Promise<T>;

/** Gives the test file both sandboxes; ask for them inside tests and hooks only. */
export function useHarborInSandboxes(): () => HarborInSandboxes {
  const hub = useHubDatabase();
  let systems: HarborInSandboxes | undefined;
  let assignar: AssignarSandbox | undefined;
  let closeSlots: () => Promise<void> = async () => undefined;
  hub.beforeEnd(() => closeSlots());
  beforeAll(async () => {
    const intacct = await startTestSandbox({ company: harborIntacctCompany() });
    assignar = await startAssignarSandbox({ port: 0, adminPort: 0, company: harborAssignarCompany() });
    const calls: AssignarCall[] = [];
    const touched = new Set<string>();
    const released: string[] = [];
    const deps = await depsOf(hub, intacct, assignar, { calls, touched, released });
    closeSlots = () => deps.slots.close();
    systems = {
      hub,
      intacct,
      office: createOfficePort(assignar.adminUrl),
      deps,
      calls,
      touched,
      released,
      ...actsOf(deps, assignar),
      environment: environmentOf(hub, intacct, assignar),
    };
  });
  afterAll(async () => {
    await systems?.intacct.stop();
    await assignar?.stop();
  });
  return () => {
    if (systems === undefined) throw new Error('both sandboxes are there only inside tests and hooks');
    return systems;
  };
}

function environmentOf(hub: HubDatabase, intacct: TestSandbox, assignar: AssignarSandbox): NodeJS.ProcessEnv {
  return {
    ENVIRONMENT: 'test',
    DATABASE_URL: hub.url(),
    COMPANIES_DIRECTORY: join(__dirname, '../../../companies'),
    HARBOR_CIVIL_INTACCT_ENDPOINT: intacct.gatewayUrl,
    HARBOR_CIVIL_INTACCT_SENDER_ID: harborCredentials.senderId,
    HARBOR_CIVIL_INTACCT_SENDER_PASSWORD: harborCredentials.senderPassword,
    HARBOR_CIVIL_INTACCT_COMPANY_ID: harborCredentials.companyId,
    HARBOR_CIVIL_INTACCT_USER_ID: harborCredentials.userId,
    HARBOR_CIVIL_INTACCT_USER_PASSWORD: harborCredentials.userPassword,
    HARBOR_CIVIL_ASSIGNAR_TOKEN_URL: assignar.tokenUrl,
    HARBOR_CIVIL_ASSIGNAR_API_URL: assignar.apiUrl,
    HARBOR_CIVIL_ASSIGNAR_CLIENT_ID: harborApiKeys.clientId,
    HARBOR_CIVIL_ASSIGNAR_CLIENT_SECRET: harborApiKeys.clientSecret,
  };
}

async function depsOf(
  hub: HubDatabase,
  intacct: TestSandbox,
  assignar: AssignarSandbox,
  seen: Pick<HarborInSandboxes, 'calls' | 'touched' | 'released'>,
) {
  const pool = hub.pool();
  const profiles = createCompanyProfiles(join(__dirname, '../../../companies'));
  const profile = await assignarProfileOf(profiles, harbor);
  const meter = createCallMeter(pool, pino({ level: 'silent' }));
  const client = createIntacctClient(
    { endpoint: intacct.gatewayUrl, ...harborCredentials, requestTimeoutMs: 5000 },
    { onCall: meter.record },
  );
  const { clientId, clientSecret } = harborApiKeys;
  const { tokenUrl, apiUrl } = assignar;
  const scope = 'target-entity:b816a5d3-40c3-477f-a551-1d066d7211cc:api_access';
  const assignarClient = createAssignarClient(
    { tokenUrl, apiUrl, clientId, clientSecret, scope, requestTimeoutMs: 5000 },
    { ...profile.assignar, timeZone: profile.projects.timeZone, onCall: (call) => void seen.calls.push(call) },
  );
  const signalWithStart = async (_workflow: unknown, { workflowId }: { workflowId: string }) =>
    void seen.touched.add(workflowId);
  const none = () => {
    throw new Error('an Assignar company has no iMetal');
  };
  const deps: RecordDeps = {
    pool,
    slots: createRequestSlots(pool),
    profiles,
    meter,
    signInProbeSeconds: 60,
    environment: 'test',
    client: { workflow: { signalWithStart, getHandle: absentFlow } } as unknown as Client,
    taskQueue: 'none',
    intacctMasters: async () => createIntacctMasters(client),
    intacctConstruction: async () => createIntacctConstruction(client, { employees: [], items: [], projects: [] }),
    assignar: async () => assignarClient,
    imetalMasters: none,
    imports: none,
    releaseCause: async (_company, causeKey) => void seen.released.push(causeKey),
  };
  return deps;
}

function actsOf(deps: RecordDeps, assignar: AssignarSandbox) {
  const { lookAtRecord } = createRecordGatewayActivities(deps);
  const { compareAssignarPage } = createDriftActivities(deps);
  const loads = createFirstLoadActivities(deps);
  const load = async (object: AssignarLoad): Promise<LoadProgress> => {
    let { after } = await run(loads.beginLoad, { company: harbor, object, workflowId: `first-load/${object}` });
    for (;;) {
      const page = await run(loads.loadPage, { company: harbor, object, after, pageSize: 50 });
      after = page.after;
      if (page.isLastPage) break;
    }
    while ((await run(loads.loadRefused, { company: harbor, object })) > 0);
    return run(loads.finishLoad, { company: harbor, object });
  };
  return {
    look: (object: RecordObject, id: string) =>
      run(lookAtRecord, { record: recordReference(harbor, object, id), hint: {} }),
    load,
    async loadAll() {
      const loaded = {} as Record<AssignarLoad, LoadProgress>;
      for (const object of assignarLoads) loaded[object] = await load(object);
      return loaded;
    },
    async sweep(object: MappedObject) {
      let drifting = 0;
      for (let afterId: string | null = '0'; afterId !== null; ) {
        const page: Awaited<ReturnType<typeof compareAssignarPage>> = await run(compareAssignarPage, {
          company: harbor,
          object,
          afterId,
        });
        drifting += page.drifting;
        afterId = page.next;
      }
      return drifting;
    },
    async assignarFault(fault: FaultInput) {
      await askAdmin(assignar.adminUrl, 'POST', 'faults', fault);
    },
    async assignarSettings(settings: AssignarSettingsInput) {
      await askAdmin(assignar.adminUrl, 'PATCH', 'settings', settings);
    },
  };
}
