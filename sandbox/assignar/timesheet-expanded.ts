import type { CollectionName } from './collections';
import { type Json, numberOf, type Row, textOf } from './row';
import {
  type ActivityEntry,
  type AssetEntry,
  activityEntriesOf,
  allowanceEntriesOf,
  assetEntriesOf,
  leaveEntriesOf,
} from './timesheet-entries';
import { minutesText, namedRow, timesheetStates, workerOf } from './timesheet-fields';
import { totalMinutes } from './timesheet-times';
import type { Tenant } from './write-row';

/** A row of `/timesheets-expanded` (facts/assignar.md 4.3): a sheet with all that hangs on it. */
export function expandedTimesheet(tenant: Tenant, row: Row): Record<string, Json> {
  const settings = tenant.settings();
  const naive = textOf(row.start_datetime) === null;
  const shiftMinutes = totalMinutes(row, settings) ?? 0;
  const stamped = {
    is_naive_datetime: naive,
    created_at: row.created_at ?? null,
    modified_at: row.modified_time ?? null,
  };
  const { is_processed, ...states } = timesheetStates(row);
  const published = {
    id: row.id,
    ...picked(row, ['client_id', 'user_id', 'project_id', 'task_id', 'order_id', 'supplier_id', 'job_number']),
    ...picked(row, ['start_time', 'start_datetime', 'end_time', 'end_datetime', 'comments', 'submitted_date']),
    integration_id: row.integration_id ?? null,
    date_of_creation: row.created_at ?? null,
    [settings.modifiedField]: row.modified_time ?? null,
    modified_by: row.modified_by ?? null,
    ...states,
    client: namedRow(tenant, 'clients', row.client_id),
    project: namedRow(tenant, 'projects', row.project_id),
    task: namedRow(tenant, 'tasks', row.task_id),
    supplier: namedRow(tenant, 'suppliers', row.supplier_id),
    user: expandedWorker(tenant, row),
    order: orderOf(tenant, row),
    activity_entries: activityEntriesOf(row).map((entry) => ({ ...activityFields(tenant, entry), ...stamped })),
    asset_entries: assetEntriesOf(row).map((entry) => ({ ...assetFields(tenant, entry, shiftMinutes), ...stamped })),
    leave_request_entries: leaveEntriesOf(row).map(({ id, minutes, type, label, code }) => ({
      id,
      duration: minutes,
      leave_type: { type, label, code },
      ...stamped,
    })),
    allowances: allowanceEntriesOf(row).map(({ id, name, code, quantity }) => ({
      id,
      timesheet_id: row.id,
      quantity,
      allowance: { name, code, active: true },
    })),
  };
  if (!settings.expandedExtras) return published;
  return {
    ...published,
    is_processed: is_processed ?? false,
    is_naive_datetime: naive,
    date: row.submitted_date ?? null,
    break_time: minutesText(row.break_time, settings),
    travel_time_to: minutesText(row.travel_time_to, settings),
    travel_time_from: minutesText(row.travel_time_from, settings),
    client: withId(tenant, 'clients', row.client_id),
    project: projectWithZone(tenant, row),
    task: withId(tenant, 'tasks', row.task_id),
    user: workerWithIds(tenant, row),
  };
}

function picked(row: Row, fields: readonly string[]): Record<string, Json> {
  return Object.fromEntries(fields.map((field) => [field, row[field] ?? null]));
}

function expandedWorker(tenant: Tenant, row: Row): Record<string, Json> | null {
  const worker = workerOf(tenant, row);
  const user = tenant.store.get('users', numberOf(row.user_id) ?? 0);
  return worker && user
    ? { user_id: user.id, ...worker, employment_type_id: user.employment_type ?? null, email: user.email ?? null }
    : null;
}

function workerWithIds(tenant: Tenant, row: Row): Record<string, Json> | null {
  const worker = expandedWorker(tenant, row);
  const user = tenant.store.get('users', numberOf(row.user_id) ?? 0);
  return worker && user ? { ...worker, id: user.id, external_id: user.external_id ?? null } : null;
}

function orderOf(tenant: Tenant, row: Row): Record<string, Json> | null {
  const order = tenant.store.get('orders', numberOf(row.order_id) ?? 0);
  if (!order) return null;
  return { id: order.id, job_number: order.job_number ?? null, job_description: order.job_description ?? null };
}

function withId(tenant: Tenant, name: CollectionName, id: Json | undefined): Record<string, Json> | null {
  const found = namedRow(tenant, name, id);
  return found ? { id: id ?? null, ...found } : null;
}

function projectWithZone(tenant: Tenant, row: Row): Record<string, Json> | null {
  const project = withId(tenant, 'projects', row.project_id);
  const timezone = tenant.store.get('projects', numberOf(row.project_id) ?? 0)?.timezone ?? null;
  return project ? { ...project, timezone } : null;
}

function activityFields(tenant: Tenant, entry: ActivityEntry): Record<string, Json> {
  const activity = tenant.store.get('activities', entry.activityId);
  return {
    id: entry.id,
    ...NO_TIMES,
    duration: entry.minutes,
    activity: activity && {
      id: activity.id,
      name: activity.name ?? null,
      external_id: activity.external_id ?? null,
      is_payable: activity.is_payable ?? null,
    },
    related_asset_entries: entry.assets.map((asset) => ({
      id: asset.id,
      asset_entry_id: asset.assetEntryId,
      activity_asset_usage_minutes: asset.minutes,
      asset: assetOf(tenant, asset.assetId),
    })),
  };
}

/** An asset that was there for the whole shift lasts as long as the shift counts. */
function assetFields(tenant: Tenant, entry: AssetEntry, shiftMinutes: number): Record<string, Json> {
  return {
    id: entry.id,
    ...NO_TIMES,
    duration: entry.minutes ?? shiftMinutes,
    uses_whole_shift: entry.wholeShift,
    asset: assetOf(tenant, entry.assetId),
  };
}

// Entries are kept by duration here; the published schema allows their times to be empty.
const NO_TIMES = { start_at: null, start_at_tz: null, end_at: null, end_at_tz: null };

function assetOf(tenant: Tenant, assetId: number): Record<string, Json> | null {
  const asset = tenant.store.get('assets', assetId);
  if (!asset) return null;
  const assetClass = tenant.store.get('asset-classes', numberOf(asset.asset_class_id) ?? 0);
  return {
    id: asset.id,
    name: asset.name ?? null,
    external_id: asset.external_id ?? null,
    assetClass: assetClass && {
      id: assetClass.id,
      name: assetClass.name ?? null,
      code: assetClass.code ?? null,
    },
  };
}
