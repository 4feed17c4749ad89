import { pino } from 'pino';
import { createCallMeter } from '../../activities/call-meter';
import { createDocumentActivities } from '../../activities/document-activities';
import {
  createFeedActivities,
  type DocumentPageRequest,
  type FeedPage,
  type FeedPosition,
} from '../../activities/document-feed';
import { createPostingActivities } from '../../activities/post-plan';
import type { Releasable } from '../../activities/release';
import { createReleaseSearchActivities } from '../../activities/release-search';
import { createAssignarClient } from '../../clients/assignar/create-assignar-client';
import { createIntacctClient } from '../../clients/intacct/create-intacct-client';
import { createIntacctConstruction } from '../../clients/intacct/create-intacct-construction';
import { upsertConstructionMasters } from '../../db/construction-masters';
import { createRequestSlots } from '../../db/request-slots';
import type { AssignarProfile } from '../../domain/assignar-profile';
import type { Decision, DocumentReference, PlanResult, PostResult } from '../../domain/posting';
import type { AssignarCompanyInput, ShiftInput } from '../../sandbox/assignar/company-file';
import type { HubDatabase } from '../db/hub-database';
import { buildAssignarProfile } from '../mappings/assignar-timesheet-builder';
import {
  SCOPE,
  startTestSandbox as startAssignar,
  type TestSandbox as TestAssignar,
} from '../sandbox/assignar/api-client';
import { startTestSandbox as startIntacct, type TestSandbox as TestIntacct } from '../sandbox/intacct/gateway-client';
import { TIME_COMPANY } from '../sandbox/intacct/time-company';
import { createFakeEngine, type FakeEngine } from './fake-engine';
import { profilesOf, quietActivity } from './posting-under-test';

/** Assignar's side of the company whose Intacct is TIME_COMPANY: the same ids, on the clock of Houston. */
const ASSIGNAR_COMPANY: AssignarCompanyInput = {
  tenant: 'harbor',
  credentials: [{ clientId: 'hub', clientSecret: 'hub-secret' }],
  roles: [{ name: 'Carpenter', externalId: 'CARP' }],
  assets: [{ name: 'Excavator 1', externalId: 'EXC-1' }],
  clients: [{ name: 'Port Authority', externalId: 'C1' }],
  activities: [
    { name: 'Formwork', externalId: 'T1' },
    { name: 'Rebar', externalId: 'T2' },
  ],
  projects: [
    { name: 'Quay wall', externalId: 'P1', client: 'C1', timezone: 'America/Chicago' },
    { name: 'Old pier', externalId: 'P-OLD', client: 'C1', timezone: 'America/Chicago' },
  ],
  workers: [
    { firstName: 'Ana', lastName: 'Silva', employeeId: 'E1', externalId: 'E1', roles: ['CARP'] },
    { firstName: 'Ben', lastName: 'Ode', employeeId: 'E2', externalId: 'E2', roles: ['CARP'] },
  ],
};

/** Both sandboxes, the real clients, and the activities over a real ledger. */
export interface TimeSystems {
  company: string;
  profile: AssignarProfile;
  intacct: TestIntacct;
  assignar: TestAssignar;
  engine: FakeEngine;
  /** A shift of eight hours that is submitted and approved: 07:00 to 15:30 in Houston. Returns its document. */
  approveShift(day: string, changes?: Partial<ShiftInput>): Promise<DocumentReference>;
  /** One look of the feed, to its end. */
  look(): Promise<void>;
  plan(document: DocumentReference, decision?: Decision | null): Promise<PlanResult>;
  post(document: DocumentReference): Promise<PostResult>;
  acknowledge(document: DocumentReference): Promise<PostResult>;
  /** All three; attempts that fail are made again, as Temporal does. */
  goThrough(document: DocumentReference, decision?: Decision | null): Promise<PostResult>;
  /** Reads all that Intacct has of construction, as a first load does. */
  readMasters(): Promise<void>;
  findReleasable(): Promise<Releasable[]>;
  /** Hours in Intacct: `E1 2026-11-16 P1 T1 8.00`. */
  hours(): Promise<string[]>;
}

/** Starts both for a test file, and ends them after its last test. */
export function useTimeSystems(
  hub: HubDatabase,
  timesheets: Partial<AssignarProfile['timesheets']> = {},
  equipmentTime: AssignarProfile['equipmentTime'] = { postAs: 'timesheet-entries', timeType: 'Overtime' },
): () => TimeSystems {
  let systems: TimeSystems | undefined;
  let closeSlots: () => Promise<void> = async () => undefined;
  hub.beforeEnd(() => closeSlots());
  beforeAll(async () => {
    const intacct = await startIntacct({ company: TIME_COMPANY });
    const assignar = await startAssignar({ company: ASSIGNAR_COMPANY });
    const made = createSystems(hub, intacct, assignar, { timesheets, equipmentTime });
    closeSlots = made.close;
    systems = made.systems;
    await systems.readMasters();
  });
  afterAll(async () => {
    await systems?.intacct.stop();
    await systems?.assignar.stop();
  });
  return () => {
    if (systems === undefined) throw new Error('both systems are there only inside tests and hooks');
    return systems;
  };
}

function createSystems(
  hub: HubDatabase,
  intacct: TestIntacct,
  assignar: TestAssignar,
  {
    timesheets,
    equipmentTime,
  }: { timesheets: Partial<AssignarProfile['timesheets']>; equipmentTime: AssignarProfile['equipmentTime'] },
) {
  const pool = hub.pool();
  const statuses = ['APPROVED', 'APPROVED_WITH_PAY_AND_CHARGE_RATES', 'COMPLETED', 'PROCESSED'];
  const profile: AssignarProfile = {
    ...buildAssignarProfile({ approvedStatuses: statuses, ...timesheets }, equipmentTime),
    location: 'HOU',
  };
  const { company } = profile;
  const intacctClient = createIntacctClient(
    {
      endpoint: intacct.gatewayUrl,
      senderId: 'hub',
      senderPassword: 'hub-secret',
      companyId: 'GULF',
      userId: 'svc',
      userPassword: 'svc-secret',
      requestTimeoutMs: 5000,
    },
    { onCall: () => undefined },
  );
  const assignarClient = createAssignarClient(
    {
      tokenUrl: assignar.tokenUrl,
      apiUrl: assignar.apiUrl,
      clientId: 'hub',
      clientSecret: 'hub-secret',
      scope: SCOPE,
      requestTimeoutMs: 5000,
    },
    { ...profile.assignar, timeZone: profile.projects.timeZone },
  );
  const construction = createIntacctConstruction(intacctClient);
  const slots = createRequestSlots(pool);
  const engine = createFakeEngine();
  const gateway = {
    pool,
    profiles: profilesOf(profile),
    slots,
    meter: createCallMeter(pool, pino({ level: 'silent' })),
    signInProbeSeconds: 60,
    intacct: async () => intacctClient,
    intacctConstruction: async () => construction,
  };
  const source = {
    pool,
    profiles: profilesOf(profile),
    imetal: () => {
      throw new Error('the company does not run on iMetal');
    },
    assignar: async () => assignarClient,
    client: engine.client,
    taskQueue: 'none',
    environment: 'test',
  };
  const documents = createDocumentActivities(source);
  const { startDocumentPage } = createFeedActivities(source);
  const { postPlan } = createPostingActivities(gateway);
  const { findReleasable } = createReleaseSearchActivities(gateway);
  const kind = 'timesheet' as const;
  const systems: TimeSystems = {
    company,
    profile,
    intacct,
    assignar,
    engine,
    async approveShift(day, changes = {}) {
      const { timesheetId } = await assignar.act('submit-timesheet', {
        worker: 'E1',
        project: 'P1',
        role: 'CARP',
        start: `${day}T13:00:00Z`,
        end: `${day}T21:30:00Z`,
        breakMinutes: 30,
        activities: [{ activity: 'T1', minutes: 480 }],
        ...changes,
      });
      await assignar.act('approve-timesheet', { timesheetId });
      return { company, documentKey: `TS-${timesheetId}`, revision: 1 };
    },
    async look() {
      let position: FeedPosition | null = { from: 'cursor' };
      while (position !== null) {
        const request: DocumentPageRequest = { company, kind, position };
        const page = (await quietActivity().run(startDocumentPage, request)) as FeedPage;
        position = page.next;
      }
    },
    plan: (document, decision = null) =>
      quietActivity().run(documents.planDocument, {
        kind,
        document,
        triggeredAt: '2026-11-17T06:00:00.000Z',
        decision,
      }) as Promise<PlanResult>,
    post: (document) => quietActivity().run(postPlan, document) as Promise<PostResult>,
    acknowledge: (document) =>
      quietActivity().run(documents.acknowledgeDocument, { kind, document }) as Promise<PostResult>,
    async goThrough(document, decision = null) {
      const planned = await untilDone(() => systems.plan(document, decision));
      const posted = planned.outcome === 'planned' ? await untilDone(() => systems.post(document)) : planned;
      return posted.outcome === 'posted' ? untilDone(() => systems.acknowledge(document)) : posted;
    },
    async readMasters() {
      await upsertConstructionMasters(pool, company, [
        ...(await construction.listEmployees('0', 100)).map((record) => ({ object: 'EMPLOYEE' as const, record })),
        ...(await construction.listItems('0', 100)).map((record) => ({ object: 'ITEM' as const, record })),
        ...(await construction.listProjects('0', 100)).map((record) => ({ object: 'PROJECT' as const, record })),
        ...(await construction.listTasks('0', 100)).map((record) => ({ object: 'TASK' as const, record })),
      ]);
    },
    findReleasable: () => quietActivity().run(findReleasable, { company }) as Promise<Releasable[]>,
    async hours() {
      const { rows } = (await intacct.admin('GET', '/time-report?by=employee,day,project,task')) as {
        rows: Record<string, string>[];
      };
      return rows.map(({ employee, day, project, task, hours }) => [employee, day, project, task, hours].join(' '));
    },
  };
  return { systems, close: () => slots.close() };
}

// One sheet of a worker asks again and again while another's is on its way: each time costs a statement.
const attemptsMax = 200;

async function untilDone<T>(attempt: () => Promise<T>): Promise<T> {
  for (let number = 1; ; number += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (number >= attemptsMax) throw error;
    }
  }
}
