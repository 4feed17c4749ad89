import { z } from 'zod';
import type {
  SourceActivityTime,
  SourceAssetTime,
  SourceInstant,
  SourceTimesheet,
} from '../../domain/source-timesheet';
import { UnexpectedResponse } from '../errors';
import type { TimesheetHeader } from './assignar-client';
import { minutesField } from './durations';
import { dayInZone, toMilliseconds } from './instants';
import { flagField, idField, instantField, parseRow, referenceField, textField } from './row-fields';
import { shiftOf, shiftTimesSchema } from './shift-times';

// Published ([S:A1]): nested records without ids, which stand at the top, but for the worker's `user_id`. Not published, and read where it
// is told: nested ids, a worker's external id, a project's `timezone`, breaks, travel, the flags, the day.
const named = { id: referenceField, external_id: textField, name: textField };
const userSchema = z.object({
  user_id: referenceField,
  employee_id: textField,
  external_id: textField,
  first_name: textField,
  last_name: textField,
  full_name: textField,
});

/** What every page of timesheets is read by: a sheet whose hours cannot be read still has a name and a state. */
const headerSchema = z.object({
  ...shiftTimesSchema.shape,
  id: idField,
  status: z.string('expected a status').min(1),
  user_id: referenceField,
  user: userSchema.nullish(),
  project: z.object({ ...named, timezone: textField }).nullish(),
  completed_at: instantField,
  is_processed: flagField,
  processed_at: instantField,
  deleted_time: instantField,
  deleted_at: instantField,
  // To name the sheet by; what cannot be read is for whoever reads the sheet whole.
  total_time: minutesField.catch(null),
});

const assetSchema = z.object(named).nullish();
const activityEntrySchema = z.object({
  duration: minutesField,
  activity_id: referenceField,
  activity: z.object({ ...named, is_payable: flagField }),
  related_asset_entries: z
    .array(
      z.object({
        activity_asset_usage_minutes: minutesField,
        asset: assetSchema,
        asset_id: referenceField,
        asset_entry_id: referenceField,
      }),
    )
    .nullish(),
});
const assetEntrySchema = z.object({
  id: referenceField,
  duration: minutesField,
  uses_whole_shift: flagField,
  asset_id: referenceField,
  asset: assetSchema,
});
type AssetEntry = z.infer<typeof assetEntrySchema>;

const sheetSchema = headerSchema.extend({
  project_id: referenceField,
  task_id: referenceField,
  task: z.object(named).nullish(),
  client: z.object({ external_id: textField }).nullish(),
  job_number: textField,
  order: z.object({ job_number: textField }).nullish(),
  break_time: minutesField,
  travel_time_to: minutesField,
  travel_time_from: minutesField,
  total_time: minutesField,
  activity_entries: z.array(activityEntrySchema).nullish(),
  asset_entries: z.array(assetEntrySchema).nullish(),
});
type HeaderRow = z.infer<typeof headerSchema>;
type SheetRow = z.infer<typeof sheetSchema>;

/** How rows of timesheets are read: what is the profile's to say. */
export interface SheetSpelling {
  modifiedField: string;
  timeZone: string;
}

/** A row's header; throws UnexpectedResponse where it has no id, status or time of modification. */
export function headerFromRow(row: unknown, spelling: SheetSpelling, operation: string): TimesheetHeader {
  const sheet = parseRow(headerSchema, row, 'timesheet', operation);
  const modifiedAt = modifiedAtOf(row, sheet.id, spelling.modifiedField, operation);
  const shift = shiftOf(sheet);
  return {
    timesheetId: sheet.id,
    documentKey: `TS-${sheet.id}`,
    modifiedAt,
    version: toMilliseconds(modifiedAt).epochMs,
    userId: sheet.user?.user_id ?? sheet.user_id,
    employeeId: employeeIdOf(sheet),
    workerName: workerNameOf(sheet),
    workDate: 'fault' in shift ? null : workDateOf(shift.startsAt, sheet.project?.timezone ?? spelling.timeZone),
    totalMinutes: sheet.total_time,
    status: sheet.status,
    isCompleted: sheet.completed_at !== null,
    isProcessed: isProcessedOf(sheet),
    processedAt: sheet.processed_at,
    isDeleted: isDeletedOf(sheet),
  };
}

/**
 * A row as a timesheet; null for a deleted one. What is told and cannot be read, a duration above all, is UnexpectedResponse:
 * it would be hours too many or too few.
 */
export function timesheetFromRow(row: unknown, spelling: SheetSpelling, operation: string): SourceTimesheet | null {
  const sheet = parseRow(sheetSchema, row, 'timesheet', operation);
  if (isDeletedOf(sheet)) return null;
  const fail = faultOf(sheet.id, operation);
  const shift = shiftOf(sheet);
  if ('fault' in shift) throw fail(`${shift.fault}: expected a date and time`);
  const { project } = sheet;
  const projectId = project?.id ?? sheet.project_id;
  const roleId = sheet.task?.id ?? sheet.task_id;
  if (project && projectId === null) throw fail('project_id: expected an id');
  if (sheet.task && roleId === null) throw fail('task_id: expected an id');
  return {
    documentKey: `TS-${sheet.id}`,
    timesheetId: sheet.id,
    version: toMilliseconds(modifiedAtOf(row, sheet.id, spelling.modifiedField, operation)).epochMs,
    status: sheet.status,
    isCompleted: sheet.completed_at !== null,
    isProcessed: isProcessedOf(sheet),
    worker: {
      userId: sheet.user?.user_id ?? sheet.user_id ?? must(fail, 'user_id'),
      employeeId: employeeIdOf(sheet),
      name: workerNameOf(sheet),
    },
    clientExternalId: sheet.client?.external_id ?? null,
    project:
      projectId === null
        ? null
        : {
            projectId,
            externalId: project?.external_id ?? null,
            name: project?.name ?? null,
            timeZone: project?.timezone ?? null,
          },
    role:
      roleId === null ? null : { roleId, externalId: sheet.task?.external_id ?? null, name: sheet.task?.name ?? null },
    orderNumber: sheet.order?.job_number ?? sheet.job_number,
    startsAt: shift.startsAt,
    endsAt: shift.endsAt,
    breakMinutes: sheet.break_time,
    travelToMinutes: sheet.travel_time_to,
    travelFromMinutes: sheet.travel_time_from,
    totalMinutes: sheet.total_time,
    activities: activitiesOf(sheet, fail),
    assets: (sheet.asset_entries ?? []).map((entry, index) => assetTimeOf(entry, index, fail)),
  };
}

type Fail = (what: string) => UnexpectedResponse;

function faultOf(id: string, operation: string): Fail {
  return (what) => new UnexpectedResponse(`${operation}: timesheet ${id}: ${what}`, { operation });
}

function must(fail: Fail, field: string): never {
  throw fail(`${field}: expected an id`);
}

function activitiesOf(sheet: SheetRow, fail: Fail): SourceActivityTime[] {
  const onSheet = sheet.asset_entries ?? [];
  return (sheet.activity_entries ?? []).map((entry, index) => {
    const where = `activity_entries.${index}`;
    const { activity } = entry;
    // Whether somebody is paid is not guessed.
    if (activity.is_payable === null) throw fail(`${where}.activity.is_payable: expected true or false`);
    return {
      activityId: activity.id ?? entry.activity_id ?? must(fail, `${where}.activity.id`),
      activityExternalId: activity.external_id,
      activityName: activity.name,
      minutes: entry.duration,
      isPayable: activity.is_payable,
      assets: (entry.related_asset_entries ?? []).map((related, at) => {
        const asset = related.asset ?? assetOnSheet(onSheet, related);
        const relatedAt = `${where}.related_asset_entries.${at}`;
        return {
          assetId: asset?.id ?? related.asset_id ?? must(fail, `${relatedAt}.asset.id`),
          assetExternalId: asset?.external_id ?? null,
          assetName: asset?.name ?? null,
          minutes: related.activity_asset_usage_minutes,
          usesWholeShift: false,
        };
      }),
    };
  });
}

// The facts' example shows minutes of an asset beside an activity without saying which asset: by `asset_entry_id` of the sheet's entries, or,
// where the sheet has one asset only, that one.
function assetOnSheet(
  entries: readonly AssetEntry[],
  related: { asset_id: string | null; asset_entry_id: string | null },
): { id: string | null; external_id: string | null; name: string | null } | null {
  const idOf = (entry: AssetEntry) => entry.asset?.id ?? entry.asset_id;
  const found =
    related.asset_id !== null
      ? entries.find((entry) => idOf(entry) === related.asset_id)
      : related.asset_entry_id !== null
        ? entries.find((entry) => entry.id === related.asset_entry_id)
        : entries.length === 1
          ? entries[0]
          : undefined;
  if (found === undefined) return null;
  return { id: idOf(found), external_id: found.asset?.external_id ?? null, name: found.asset?.name ?? null };
}

function assetTimeOf(entry: AssetEntry, index: number, fail: Fail): SourceAssetTime {
  const where = `asset_entries.${index}`;
  const usesWholeShift = entry.uses_whole_shift ?? false;
  return {
    assetId: entry.asset?.id ?? entry.asset_id ?? must(fail, `${where}.asset.id`),
    assetExternalId: entry.asset?.external_id ?? null,
    assetName: entry.asset?.name ?? null,
    minutes: usesWholeShift ? null : entry.duration,
    usesWholeShift,
  };
}

function modifiedAtOf(row: unknown, id: string, modifiedField: string, operation: string): string {
  const written: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, modifiedField) : undefined;
  const parsed = instantField.safeParse(written);
  if (parsed.success && parsed.data !== null) return parsed.data;
  throw faultOf(id, operation)(`${modifiedField}: expected a date and time`);
}

// Both hold Intacct's employee id (facts 4.4); what differs is for the worker true-up to find.
function employeeIdOf({ user }: HeaderRow): string | null {
  return user?.employee_id ?? user?.external_id ?? null;
}

function workerNameOf({ user }: HeaderRow): string | null {
  const name = [user?.first_name, user?.last_name].filter((part) => part !== null && part !== undefined).join(' ');
  return name === '' ? (user?.full_name ?? null) : name;
}

function isProcessedOf({ is_processed: flag, processed_at: processedAt }: HeaderRow): boolean {
  return flag ?? processedAt !== null;
}

function isDeletedOf({ deleted_time: deletedTime, deleted_at: deletedAt }: HeaderRow): boolean {
  return deletedTime !== null || deletedAt !== null;
}

// A zone that nobody knows gives no day: the mapping, which reads the sheet whole, says so to a person.
function workDateOf(startsAt: SourceInstant | null, timeZone: string): string | null {
  if (startsAt === null) return null;
  return startsAt.kind === 'naive' ? startsAt.local.slice(0, 10) : dayInZone(startsAt.at, timeZone);
}
