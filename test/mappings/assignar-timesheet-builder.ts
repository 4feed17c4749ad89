import { type AssignarProfile, assignarProfileSchema } from '../../domain/assignar-profile';
import type { KnownConstruction } from '../../domain/known-construction';
import type { TimesheetPlan } from '../../domain/posting-plan';
import type { SourceActivityTime, SourceAssetTime, SourceTimesheet } from '../../domain/source-timesheet';
import { mapAssignarTimesheetToIntacct, type TimesheetCorrection } from '../../mappings/assignar-timesheet-to-intacct';

const drift = { workers: 'report', roles: 'report', assets: 'report', clients: 'report' } as const;

/** A company in Chicago: unpaid breaks, no split at midnight, the remainder on the project, equipment as quantities. */
export function buildAssignarProfile(
  timesheets: Partial<AssignarProfile['timesheets']> = {},
  equipmentTime: AssignarProfile['equipmentTime'] = {
    postAs: 'statistical-journal',
    journal: 'EQH',
    account: '9100',
  },
): AssignarProfile {
  return assignarProfileSchema.parse({
    company: 'harbor-civil',
    name: 'Harbor Civil',
    source: 'assignar',
    intacct: { requestsInFlightMax: 2, requestTimeoutMs: 60_000 },
    release: { lookEverySeconds: 60, documentsPerSecond: 20 },
    feed: { startFrom: '2026-01-01', pollIntervalSeconds: 60, overlapSeconds: 60, incompleteGraceSeconds: 60 },
    entity: '',
    baseCurrency: 'USD',
    location: '100',
    assignar: {
      requestTimeoutMs: 30_000,
      pageSize: 100,
      modifiedField: 'modified_time',
      workerFields: { department: null, earningType: null },
    },
    items: { equipmentGroups: ['Equipment'], labourGroups: ['Labor'] },
    filters: { employees: {}, items: {}, projects: {}, tasks: {}, customers: {}, vendors: {} },
    workers: { employmentType: 'Full Time', roleByPosition: {} },
    projects: {
      orderOwner: '1',
      timeZone: 'America/Chicago',
      timeZoneByLocation: { '500': 'Australia/Sydney' },
      openEndedDays: 365,
    },
    timesheets: {
      approvedStatuses: ['APPROVED'],
      complete: true,
      period: { days: 7, beginsOn: '2026-01-05' },
      state: 'Submitted',
      earningTypeByRole: {},
      overnight: 'start-day',
      breaks: 'unpaid',
      travel: 'not-posted',
      unallocated: 'project',
      unpayable: 'leave-out',
      ...timesheets,
    },
    equipmentTime,
    trueUp: { risky: [], schedule: null },
    drift: {
      ...drift,
      suppliers: 'report',
      projects: 'report',
      workOrders: 'report',
      activities: 'report',
      everySeconds: 300,
    },
    masters: { pollIntervalSeconds: 60, overlapSeconds: 30 },
  });
}

export const byRate: AssignarProfile['equipmentTime'] = {
  postAs: 'journal',
  journal: 'EQJ',
  debitAccount: '5300',
  creditAccount: '5390',
  ratePerHour: { 'EQ-5': '145.00', 'EQ-6': '62.25' },
};
export const onTimesheet: AssignarProfile['equipmentTime'] = { postAs: 'timesheet-entries', timeType: 'Plant' };

/** An activity by its cost code. */
export function buildActivity(
  taskId: string,
  minutes: number | null,
  changes: Partial<SourceActivityTime> = {},
): SourceActivityTime {
  const names: Record<string, string> = { '100-200': '100-200 Footings', '100-300': 'Slab', '900-100': 'Toolbox talk' };
  return {
    activityId: taskId.replace('-', ''),
    activityExternalId: taskId,
    activityName: names[taskId] ?? null,
    minutes,
    isPayable: true,
    assets: [],
    ...changes,
  };
}

/** Equipment EQ-5, an excavator, or another; null minutes are the whole shift or activity. */
export function buildAsset(
  minutes: number | null,
  changes: Partial<SourceAssetTime> = {},
  itemId = 'EQ-5',
): SourceAssetTime {
  return {
    assetId: itemId.replace('EQ-', ''),
    assetExternalId: itemId,
    assetName: itemId === 'EQ-5' ? 'Excavator 20 t' : 'Compactor',
    minutes,
    usesWholeShift: minutes === null,
    ...changes,
  };
}

/** Maria Santos on Monday 16 November 2026 in Chicago, 07:00 to 15:30 with half an hour of break: 480 minutes. */
export function buildTimesheet(
  activities: SourceActivityTime[] = [],
  changes: Partial<SourceTimesheet> = {},
): SourceTimesheet {
  return {
    documentKey: 'TS-9001',
    timesheetId: '9001',
    version: 1_795_000_000_000,
    status: 'APPROVED',
    isCompleted: true,
    isProcessed: false,
    worker: { userId: '40', employeeId: 'E-7', name: 'Maria Santos' },
    clientExternalId: 'C-10',
    project: { projectId: '311', externalId: 'P-100', name: 'Harbor wall', timeZone: null },
    role: { roleId: '12', externalId: 'LAB-CARP', name: 'Carpenter' },
    orderNumber: 'WO-17',
    startsAt: { kind: 'utc', at: '2026-11-16T13:00:00Z' },
    endsAt: { kind: 'utc', at: '2026-11-16T21:30:00Z' },
    breakMinutes: 30,
    travelToMinutes: null,
    travelFromMinutes: null,
    totalMinutes: 480,
    activities,
    assets: [],
    ...changes,
  };
}

/** A shift by clocks of a place, without a break unless one is given. */
export function onClock(
  start: string,
  end: string,
  totalMinutes: number,
  changes: Partial<SourceTimesheet> = {},
): Partial<SourceTimesheet> {
  return {
    startsAt: { kind: 'naive', local: start },
    endsAt: { kind: 'naive', local: end },
    breakMinutes: null,
    totalMinutes,
    ...changes,
  };
}

/** The project in a place that has its own clock. */
export function inZone(timeZone: string): Partial<SourceTimesheet> {
  return { project: { projectId: '311', externalId: 'P-100', name: 'Harbor wall', timeZone } };
}

/** What Intacct has of what the sheet above names: three tasks of the project, two roles, two machines. */
export function buildKnown(changes: Partial<KnownConstruction> = {}): KnownConstruction {
  return {
    employee: {
      employeeId: 'E-7',
      earningTypeName: 'Regular',
      isActive: true,
      startDate: '2020-01-01',
      endDate: null,
      departmentId: 'FIELD',
      locationId: '100',
    },
    project: { projectId: 'P-100', isActive: true, locationId: '200' },
    tasks: ['100-200', '100-300', '900-100'].map((taskId) => ({
      taskId,
      projectId: 'P-100',
      isActive: true,
    })),
    items: ['LAB-CARP', 'LAB-OPER', 'EQ-5', 'EQ-6'].map((itemId) => ({ itemId, isActive: true })),
    linkedEmployeeId: null,
    otherSheets: [],
    ...changes,
  };
}

/** The plan of a sheet that has one; throws what it has instead. */
export function planTime(
  sheet: SourceTimesheet,
  profile: AssignarProfile = buildAssignarProfile(),
  known: KnownConstruction = buildKnown(),
  correction: TimesheetCorrection = { revision: 1 },
): TimesheetPlan {
  const mapped = mapAssignarTimesheetToIntacct(sheet, profile, known, correction);
  if (mapped.kind !== 'plan') throw new Error(JSON.stringify(mapped, null, 2));
  return mapped.plan;
}

/** Entries in a line each: `2026-11-16 8.00 P-100 100-200 LAB-CARP Regular`. */
export function entriesOf({ additions }: TimesheetPlan): string[] {
  return additions.flatMap(({ entries }) =>
    entries.map(({ date, hours, projectId, taskId, itemId, timeType }) =>
      [date, hours, projectId, taskId ?? '-', itemId, timeType].join(' '),
    ),
  );
}
