import type { Shift } from './company-file';
import { findRow } from './find-row';
import { badRequest, type Json, type Row } from './row';
import { changeTimesheet, createTimesheet } from './timesheet-states';
import { rowOf, type Tenant } from './write-row';

/** A worker submits a shift; answers the sheet. */
export function submitTimesheet(tenant: Tenant, shift: Shift): Row {
  const { row } = createTimesheet(tenant, sheetFields(tenant, shift));
  return tenant.store.change('timesheets', row.id, entryFields(tenant, row.id, shift));
}

/** Somebody writes a sheet anew in its place: its states stay (see `changeTimesheet`), its modified time moves. */
export function rewriteTimesheet(tenant: Tenant, id: number, shift: Shift): Row {
  const before = rowOf(tenant, 'timesheets', id);
  if (before.deleted_time !== null) throw badRequest(`Timesheet ${id} is deleted`);
  changeTimesheet(tenant, id, sheetFields(tenant, shift));
  return tenant.store.change('timesheets', id, entryFields(tenant, id, shift));
}

function sheetFields(tenant: Tenant, shift: Shift): Record<string, Json> {
  const { store } = tenant;
  const worker = findRow(store, 'users', shift.worker);
  const project = shift.project === undefined ? null : findRow(store, 'projects', shift.project);
  const client = shift.client === undefined ? (project?.client_id ?? null) : findRow(store, 'clients', shift.client).id;
  const [firstRole] = Array.isArray(worker.tasks) ? worker.tasks : [];
  const role = shift.role === undefined ? firstRole : findRow(store, 'tasks', shift.role).id;
  const naive = shift.start === undefined;
  if (naive && (shift.date === undefined || shift.startTime === undefined || shift.endTime === undefined))
    throw badRequest('a shift needs start and end, or date, startTime and endTime');
  return {
    user_id: worker.id,
    project_id: project?.id ?? null,
    client_id: client,
    task_id: role ?? null,
    order_id: shift.order ?? null,
    job_number: shift.jobNumber ?? null,
    start_datetime: shift.start ?? null,
    end_datetime: shift.end ?? null,
    ...(naive
      ? { submitted_date: shift.date ?? null, start_time: shift.startTime ?? null, end_time: shift.endTime ?? null }
      : {}),
    break_time: shift.breakMinutes,
    travel_time_to: shift.travelToMinutes,
    travel_time_from: shift.travelFromMinutes,
    comments: shift.comments,
  };
}

function entryFields(tenant: Tenant, sheetId: number, shift: Shift): Record<string, Json> {
  // Ids of entries are told from those of other sheets by the sheet's own.
  let last = sheetId * 1000;
  const nextId = (): number => {
    last += 1;
    return last;
  };
  const assetId = (reference: number | string): number => findRow(tenant.store, 'assets', reference).id;
  const assets = shift.assets.map((entry) => ({
    id: nextId(),
    assetId: assetId(entry.asset),
    minutes: entry.minutes ?? null,
    wholeShift: entry.minutes === undefined,
  }));
  const entryOf = (id: number, minutes: number): number => {
    const found = assets.find((entry) => entry.assetId === id);
    if (found) return found.id;
    // Used for an activity only: it has an entry of its own on the sheet too.
    assets.push({ id: nextId(), assetId: id, minutes, wholeShift: false });
    return last;
  };
  const activities = shift.activities.map((entry) => ({
    id: nextId(),
    activityId: findRow(tenant.store, 'activities', entry.activity).id,
    minutes: entry.minutes,
    assets: entry.assets.map((used) => {
      const id = assetId(used.asset);
      return { assetEntryId: entryOf(id, used.minutes), id: nextId(), assetId: id, minutes: used.minutes };
    }),
  }));
  return {
    activity_entries: activities,
    asset_entries: assets,
    leave_entries: shift.leave.map((entry) => ({ id: nextId(), ...entry })),
    allowance_entries: shift.allowances.map((entry) => ({ id: nextId(), ...entry })),
  };
}
