import { type CollectionName, deletedFieldOf } from './collections';
import { type Json, numberOf, type Row } from './row';
import type { AssignarSettings } from './settings';
import { assetEntriesOf } from './timesheet-entries';
import { hoursAndMinutes } from './timesheet-times';
import type { Tenant } from './write-row';

/** What `/timesheets` shows of a sheet besides its own fields: states, total, and whom it names. */
export function timesheetFields(tenant: Tenant, row: Row): Record<string, Json> {
  const settings = tenant.settings();
  return {
    break_time: minutesText(row.break_time, settings),
    travel_time_to: minutesText(row.travel_time_to, settings),
    travel_time_from: minutesText(row.travel_time_from, settings),
    ...timesheetStates(row),
    date_of_creation: row.created_at ?? null,
    client: namedRow(tenant, 'clients', row.client_id),
    project: namedRow(tenant, 'projects', row.project_id),
    task: namedRow(tenant, 'tasks', row.task_id),
    supplier: namedRow(tenant, 'suppliers', row.supplier_id),
    user: workerOf(tenant, row),
    assets: assetEntriesOf(row).map(({ assetId }) => ({ asset_id: assetId })),
    asset_times: assetEntriesOf(row).map((entry) => ({
      id: entry.id,
      asset_id: entry.assetId,
      asset_uses_timesheet_duration: entry.wholeShift,
      start_at: null,
      end_at: null,
    })),
  };
}

/** What a sheet says of its way through approval. */
export function timesheetStates(row: Row): Record<string, Json> {
  return {
    status: row.status ?? null,
    total_time: row.total_time ?? null,
    completed_at: row.completed_at ?? null,
    is_processed: row.is_processed ?? false,
    processed_at: row.processed_at ?? null,
    [deletedFieldOf('timesheets')]: row.deleted_time ?? null,
  };
}

/** Minutes as the settings write them: a number, a text, or `HH:MM`. */
export function minutesText(minutes: Json | undefined, settings: AssignarSettings): Json {
  const count = numberOf(minutes) ?? 0;
  if (settings.minutesShape === 'number') return count;
  return settings.minutesShape === 'text' ? String(count) : hoursAndMinutes(count);
}

/** Name and external id of a row that a sheet names; null when it names none. */
export function namedRow(tenant: Tenant, name: CollectionName, id: Json | undefined): Record<string, Json> | null {
  const found = typeof id === 'number' ? tenant.store.get(name, id) : null;
  return found ? { name: found.name ?? null, external_id: found.external_id ?? null } : null;
}

/** The worker of a sheet, deleted or not. */
export function workerOf(tenant: Tenant, row: Row): Record<string, Json> | null {
  const worker = typeof row.user_id === 'number' ? tenant.store.get('users', row.user_id) : null;
  if (!worker) return null;
  const { first_name, last_name, username, email, employee_id } = worker;
  return {
    full_name: `${first_name ?? ''} ${last_name ?? ''}`.trim(),
    username: username ?? email ?? null,
    first_name: first_name ?? null,
    last_name: last_name ?? null,
    employee_id: employee_id ?? null,
  };
}
