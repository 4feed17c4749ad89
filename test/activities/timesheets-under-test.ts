import type { Pool } from 'pg';
import { createDocumentActivities } from '../../activities/document-activities';
import { type ConstructionMaster, upsertConstructionMasters } from '../../db/construction-masters';
import type { AssignarProfile } from '../../domain/assignar-profile';
import type { Decision, DocumentReference, PlanResult, PostResult } from '../../domain/posting';
import type { SourceTimesheet } from '../../domain/source-timesheet';
import { buildAssignarProfile, buildKnown, buildTimesheet } from '../mappings/assignar-timesheet-builder';
import { createFakeEngine, type FakeEngine } from './fake-engine';
import type { FakeIntacct } from './fake-intacct';
import { createFakeTimesheets, type FakeTimesheets } from './fake-timesheets';
import { createPostingUnderTest, type PostingUnderTest, profilesOf, quietActivity } from './posting-under-test';

const triggeredAt = '2026-11-17T06:00:00.000Z';

export interface TimesheetsUnderTest extends Omit<PostingUnderTest, 'post'> {
  assignar: FakeTimesheets;
  engine: FakeEngine;
  profile: AssignarProfile;
  /** A sheet of another id, which the company has from now on. */
  save(id: string, changes?: Partial<SourceTimesheet>): DocumentReference;
  plan(document: DocumentReference, decision?: Decision | null): Promise<PlanResult>;
  post(document: DocumentReference): Promise<PostResult>;
  acknowledge(document: DocumentReference): Promise<PostResult>;
  goThrough(document: DocumentReference, decision?: Decision): Promise<PostResult>;
  /** A person's word to reverse and repost, after the change was shown. */
  repost(document: DocumentReference, correction?: Decision['correction']): Promise<PostResult>;
}

/** The activities of timesheets over a fake Assignar, a fake Intacct, and a real ledger that knows what the sheets name. */
export async function createTimesheetsUnderTest(
  pool: Pool,
  company: string,
  timesheets: Partial<AssignarProfile['timesheets']> = {},
  equipmentTime?: AssignarProfile['equipmentTime'],
): Promise<TimesheetsUnderTest> {
  const profile: AssignarProfile = {
    ...buildAssignarProfile({ approvedStatuses: ['APPROVED', 'PROCESSED'], ...timesheets }, equipmentTime),
    company,
  };
  const assignar = createFakeTimesheets();
  const engine = createFakeEngine();
  const posting = createPostingUnderTest(pool, 60, profile);
  const activities = createDocumentActivities({
    pool,
    profiles: profilesOf(profile),
    imetal: () => {
      throw new Error('the company does not run on iMetal');
    },
    assignar: async () => assignar.client,
    environment: 'test',
    client: engine.client,
    taskQueue: 'none',
  });
  await upsertConstructionMasters(pool, company, knownMasters());
  const under: TimesheetsUnderTest = {
    ...posting,
    assignar,
    engine,
    profile,
    save(id, changes = {}) {
      assignar.save(buildTimesheet([], { documentKey: `TS-${id}`, timesheetId: id, ...changes }));
      return { company, documentKey: `TS-${id}`, revision: 1 };
    },
    plan: (document, decision = null) =>
      quietActivity().run(activities.planDocument, {
        kind: 'timesheet' as const,
        document,
        triggeredAt,
        decision,
      }) as Promise<PlanResult>,
    acknowledge: (document) =>
      quietActivity().run(activities.acknowledgeDocument, {
        kind: 'timesheet' as const,
        document,
      }) as Promise<PostResult>,
    async goThrough(document, decision) {
      const planned = await under.plan(document, decision);
      if (planned.outcome === 'parked') throw new Error(planned.reason.message);
      const posted = planned.outcome === 'posted' ? planned : await under.post(document);
      return posted.outcome === 'posted' ? under.acknowledge(document) : posted;
    },
    async repost(document, correction = {}) {
      await under.plan(document);
      const said = { reason: 'hours were corrected', correction: { reverseAndRepost: true, ...correction } };
      return under.goThrough(document, { action: 'retry', actor: 'Ada', ...said });
    },
  };
  return under;
}

/** What the builder's sheets name, as Intacct has it. */
export function knownMasters(): ConstructionMaster[] {
  const { employee, project, tasks, items } = buildKnown();
  const common = { isActive: true, modifiedAt: '2026-11-01T08:00:00Z', recordNumber: '1' };
  const nothing = { description: null, customFields: {} };
  const noDates = { beginDate: null, endDate: null };
  return [
    {
      object: 'EMPLOYEE',
      record: {
        ...common,
        employeeId: 'E-7',
        firstName: 'Maria',
        lastName: 'Santos',
        contactName: 'Maria Santos',
        printAs: null,
        title: null,
        email: null,
        telephone: null,
        mobile: null,
        address: null,
        birthDate: null,
        startDate: employee?.startDate ?? null,
        endDate: null,
        terminationType: null,
        departmentId: employee?.departmentId ?? null,
        locationId: employee?.locationId ?? null,
        positionId: null,
        earningTypeName: employee?.earningTypeName ?? null,
        customFields: {},
      },
    },
    {
      object: 'PROJECT',
      record: {
        ...common,
        ...nothing,
        ...noDates,
        projectId: 'P-100',
        name: 'Harbor wall',
        category: null,
        projectStatus: null,
        parentId: null,
        customerId: 'C-10',
        departmentId: null,
        locationId: project?.locationId ?? null,
        purchaseOrderNumber: null,
      },
    },
    ...items.map(({ itemId }, index) => ({
      object: 'ITEM' as const,
      record: { ...common, ...nothing, recordNumber: `${index}`, itemId, name: itemId, itemType: '', glGroup: null },
    })),
    ...tasks.map(({ taskId, projectId }, index) => ({
      object: 'TASK' as const,
      record: {
        ...common,
        ...noDates,
        recordNumber: `${index}`,
        taskId,
        projectId,
        name: taskId,
        description: null,
        taskStatus: 'In Progress',
        parentRecordNumber: null,
        itemId: null,
        isBillable: false,
      },
    })),
  ];
}

/** What stands on a worker's timesheet: `2026-11-16 8.00 TS-9001`, in line order. */
export function standingLines({ timesheets }: FakeIntacct, employeeId = 'E-7'): string[] {
  return timesheets
    .filter((each) => each.employeeId === employeeId)
    .flatMap(({ entries }) => entries.map(({ date, hours, notes }) => `${date} ${hours} ${notes}`));
}

/** Makes companies of their own for a file's tests, and closes them after each: each keeps a connection that listens for free turns. */
export function useTimesheetsUnderTest(
  hub: { pool(): Pool },
  name: string,
): (
  timesheets?: Partial<AssignarProfile['timesheets']>,
  equipmentTime?: AssignarProfile['equipmentTime'],
) => Promise<TimesheetsUnderTest> {
  const open: TimesheetsUnderTest[] = [];
  let companies = 0;
  afterEach(async () => {
    await Promise.all(open.splice(0).map((under) => under.close()));
  });
  return async (timesheets = {}, equipmentTime) => {
    companies += 1;
    const under = await createTimesheetsUnderTest(hub.pool(), `${name}-${companies}`, timesheets, equipmentTime);
    open.push(under);
    return under;
  };
}
