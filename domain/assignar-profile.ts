import { z } from 'zod';
import { baseProfile, code } from './profile-parts';

const amount = z.string().regex(/^\d+(\.\d{1,4})?$/, 'an amount such as 85.00, in quotes');
const isoDate = z.iso.date();

/** Which of Intacct's active records are pulled, each object by what it has: every condition named must hold; the others are filtered out, and `backfill --preview` says why. */
const filter = z.strictObject({
  ids: z.array(code).min(1).optional(),
  departments: z.array(code).min(1).optional(),
  locations: z.array(code).min(1).optional(),
  /** Employees only. */
  earningTypes: z.array(code).min(1).optional(),
  /** Projects only: PROJECTSTATUS. Tasks: TASKSTATUS. */
  progress: z.array(code).min(1).optional(),
  customField: z.strictObject({ field: code, values: z.array(code).min(1) }).optional(),
});

// A condition on what an object does not have would let everything through, in silence: it is refused.
const filters = z.strictObject({
  employees: filter.omit({ progress: true }).prefault({}),
  items: filter.pick({ ids: true, customField: true }).prefault({}),
  projects: filter.omit({ earningTypes: true }).prefault({}),
  tasks: filter.pick({ ids: true, progress: true }).prefault({}),
  customers: filter.pick({ ids: true, customField: true }).prefault({}),
  vendors: filter.pick({ ids: true, customField: true }).prefault({}),
});

/** How hours of equipment reach the ledger. */
const equipmentTime = z.discriminatedUnion('postAs', [
  /** Entries with the equipment's item on the timesheet of whoever ran it. */
  z.strictObject({ postAs: z.literal('timesheet-entries'), timeType: code }),
  /** Hours as quantities, by project, task and item. */
  z.strictObject({ postAs: z.literal('statistical-journal'), journal: code, account: code }),
  /** Hours × rate: charged to the project, credited to what the equipment recovers. */
  z.strictObject({
    postAs: z.literal('journal'),
    journal: code,
    debitAccount: code,
    creditAccount: code,
    /** Equipment item → rate per hour, base currency; an item without one is parked. */
    ratePerHour: z.record(code, amount),
  }),
  z.strictObject({ postAs: z.literal('nothing') }),
]);

/** Repairs of the worker true-up that wait for a person's approval where the profile says so; `gone` always does. */
export const riskyRepairs = ['merge', 'deactivate-with-unposted-time', 'relink', 'adopt', 'recreate', 'gone'] as const;

/** What stands in Assignar and differs by somebody's hand: only told, or put back as Intacct says. */
const drift = z.enum(['report', 'restore']);

/** Fields of Assignar that its published API does not show, though its own link to Intacct, or a tenant, has them. */
export const assignarExtraFields = [
  'worker.externalId',
  'worker.mobile',
  'supplier.integrationId',
  'project.timeZone',
  'work-order.externalId',
] as const;
export type AssignarExtraField = (typeof assignarExtraFields)[number];

/** A company that runs on Assignar. `companies/<company>.yaml`. */
export const assignarProfileSchema = z.strictObject({
  ...baseProfile,
  source: z.literal('assignar'),
  /** Intacct entity in which time is posted; empty: the top level. */
  entity: z.string(),
  baseCurrency: z.string().regex(/^[A-Z]{3}$/),
  /** Intacct location of lines that no project gives one. */
  location: code,
  assignar: z.strictObject({
    requestTimeoutMs: z.number().int().min(1000).max(120_000),
    /** Rows a page; the maximum is unconfirmed (facts/assignar.md 4.1). */
    pageSize: z.number().int().min(1).max(500),
    /** Field by which rows tell their last modification; unconfirmed. */
    modifiedField: code,
    /** Field names of a worker that are unconfirmed; null: not sent. */
    workerFields: z.strictObject({ department: code.nullable(), earningType: code.nullable() }),
    /** Those of the unpublished fields that the tenant has; the others are neither sent nor read. Unconfirmed: all, unless it refuses one. */
    extraFields: z.array(z.enum(assignarExtraFields)).default([...assignarExtraFields]),
    /** Whether a record under the same external id and name is taken over from an earlier integration, whose integration id it still bears. */
    takesOverLinked: z.boolean().default(false),
  }),
  items: z.strictObject({
    /** Names of the item GL groups whose items are assets, and those whose items are roles. */
    equipmentGroups: z.array(code).min(1),
    labourGroups: z.array(code).min(1),
  }),
  filters,
  workers: z.strictObject({
    employmentType: code,
    /** Intacct position → item of the role; a position not named must be a role's item itself. */
    roleByPosition: z.record(code, code),
  }),
  projects: z.strictObject({
    /** Assignar user who owns the work orders. */
    orderOwner: code,
    /** IANA; for projects whose location names none. */
    timeZone: code,
    timeZoneByLocation: z.record(code, code),
    /** A work order needs an end: so many days after its beginning where the project has none. */
    openEndedDays: z.number().int().min(1),
  }),
  timesheets: z.strictObject({
    /** Statuses of a sheet that may be posted. */
    approvedStatuses: z.array(code).min(1),
    /** Whether the hub completes an approved sheet, which Assignar demands before it is processed. */
    complete: z.boolean(),
    /** Intacct's time periods: so many days each, one of which begins on this day. */
    period: z.strictObject({ days: z.number().int().min(1).max(31), beginsOn: isoDate }),
    state: z.enum(['Draft', 'Submitted']),
    /** Role item → earning type, where it is not the employee's own. */
    earningTypeByRole: z.record(code, code),
    /** Hours after midnight belong to the day on which the shift began, or to their own. */
    overnight: z.enum(['start-day', 'split-at-midnight']),
    breaks: z.enum(['unpaid', 'paid']),
    /** Travel: not posted, or hours of the shift's project under an earning type. */
    travel: z.union([z.literal('not-posted'), z.strictObject({ timeType: code })]),
    /** Hours of a shift that no activity takes: on the project without a task, on one task, or parked. */
    unallocated: z.union([z.enum(['project', 'park']), z.strictObject({ task: code })]),
    /** Activities that are not payable. */
    unpayable: z.enum(['leave-out', 'post']),
  }),
  equipmentTime,
  trueUp: z.strictObject({
    /** What waits for an approval; everything else is repaired at once. */
    risky: z.array(z.enum(riskyRepairs)),
    /** A cron expression in the projects' time zone; null: only when somebody asks. */
    schedule: code.nullable(),
  }),
  drift: z.strictObject({
    workers: drift,
    roles: drift,
    assets: drift,
    clients: drift,
    suppliers: drift,
    projects: drift,
    workOrders: drift,
    activities: drift,
    /** How often Assignar is read for what was changed there by hand. */
    everySeconds: z.number().int().min(1),
  }),
  masters: z.strictObject({
    pollIntervalSeconds: z.number().int().min(1),
    overlapSeconds: z.number().int().min(0),
  }),
});

export type AssignarProfile = z.infer<typeof assignarProfileSchema>;
export type RecordFilter = z.infer<typeof filter>;
export type RiskyRepair = (typeof riskyRepairs)[number];
