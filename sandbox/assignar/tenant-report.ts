import { divideAmount } from '../../domain/money';
import { COLLECTION_NAMES, deletedFieldOf } from './collections';
import { type Json, numberOf, type Row } from './row';
import { activityEntriesOf, assetEntriesOf } from './timesheet-entries';
import { totalMinutes } from './timesheet-times';
import type { Tenant } from './write-row';

export interface ReportedTimesheet {
  readonly id: number;
  readonly state: Json;
  readonly isProcessed: boolean;
  readonly userId: number;
  readonly employeeId: Json;
  readonly workerExternalId: Json;
  readonly projectExternalId: Json;
  readonly roleExternalId: Json;
  readonly date: Json;
  readonly totalMinutes: number;
  /** Decimal text, unrounded to 40 digits. */
  readonly totalHours: string;
  readonly activities: readonly { activityExternalId: Json; minutes: number; payable: boolean }[];
  readonly assets: readonly { assetExternalId: Json; minutes: number; wholeShift: boolean }[];
  readonly modifiedTime: Json;
}

export interface ReportedHours {
  readonly employeeId: Json;
  readonly projectExternalId: Json;
  readonly date: Json;
  readonly state: Json;
  readonly minutes: number;
  readonly hours: string;
}

export interface TenantReport {
  readonly counts: Readonly<Record<string, { live: number; deleted: number }>>;
  readonly timesheets: readonly ReportedTimesheet[];
  /** Minutes of sheets by worker, project, day and state, deleted ones with the state `deleted`. */
  readonly hours: readonly ReportedHours[];
}

/** What the tenant holds, worked out from its rows and not from what the API answers, for comparing books at the end. */
export function tenantReport(tenant: Tenant): TenantReport {
  const counts = COLLECTION_NAMES.map((name): [string, { live: number; deleted: number }] => {
    const rows = tenant.store.rows(name);
    const live = rows.filter((row) => row[deletedFieldOf(name)] === null).length;
    return [name, { live, deleted: rows.length - live }];
  });
  const timesheets = tenant.store
    .rows('timesheets')
    .map((row) => reported(tenant, row))
    .sort((left, right) => left.id - right.id);
  return { counts: Object.fromEntries(counts), timesheets, hours: hoursBy(timesheets) };
}

function reported(tenant: Tenant, row: Row): ReportedTimesheet {
  const { store } = tenant;
  const worker = store.get('users', numberOf(row.user_id) ?? 0);
  const total = totalMinutes(row, tenant.settings()) ?? 0;
  return {
    id: row.id,
    state: row.state ?? null,
    isProcessed: row.is_processed === true,
    userId: numberOf(row.user_id) ?? 0,
    employeeId: worker?.employee_id ?? null,
    workerExternalId: worker?.external_id ?? null,
    projectExternalId: store.get('projects', numberOf(row.project_id) ?? 0)?.external_id ?? null,
    roleExternalId: store.get('tasks', numberOf(row.task_id) ?? 0)?.external_id ?? null,
    date: row.submitted_date ?? null,
    totalMinutes: total,
    totalHours: hoursOf(total),
    activities: activityEntriesOf(row).map(({ activityId, minutes }) => {
      const activity = store.get('activities', activityId);
      return { activityExternalId: activity?.external_id ?? null, minutes, payable: activity?.is_payable !== false };
    }),
    assets: assetEntriesOf(row).map(({ assetId, minutes, wholeShift }) => ({
      assetExternalId: store.get('assets', assetId)?.external_id ?? null,
      minutes: minutes ?? total,
      wholeShift,
    })),
    modifiedTime: row.modified_time ?? null,
  };
}

function hoursBy(timesheets: readonly ReportedTimesheet[]): ReportedHours[] {
  const groups = new Map<string, ReportedTimesheet[]>();
  for (const sheet of timesheets) {
    const key = JSON.stringify([sheet.employeeId, sheet.projectExternalId, sheet.date, sheet.state]);
    groups.set(key, [...(groups.get(key) ?? []), sheet]);
  }
  return [...groups.values()].flatMap((sheets) => {
    const [first] = sheets;
    if (!first) return [];
    const { employeeId, projectExternalId, date, state } = first;
    const minutes = sheets.reduce((sum, sheet) => sum + sheet.totalMinutes, 0);
    return [{ employeeId, projectExternalId, date, state, minutes, hours: hoursOf(minutes) }];
  });
}

function hoursOf(minutes: number): string {
  return divideAmount(String(minutes), '60');
}
