import { AssignarRefusal, badRequest, type Json, numberOf, objectNotFound, type Row, textOf } from './row';
import { hoursAndMinutes, localTime, totalMinutes } from './timesheet-times';
import { type Created, changeRow, createRow, rowOf, type Tenant } from './write-row';

export type TimesheetState = 'submitted' | 'approved' | 'rated' | 'completed' | 'processed' | 'deleted';

/** Adds a submitted sheet from a body of the API, with its total. */
export function createTimesheet(tenant: Tenant, body: unknown): Created {
  const created = createRow(tenant, 'timesheets', body);
  const { id } = created.row;
  try {
    const row = tenant.store.change('timesheets', id, {
      ...timesOf(tenant, created.row),
      ...stateFields(tenant, 'submitted'),
      completed_at: null,
      is_processed: false,
      processed_at: null,
    });
    return { row, answer: { ...created.answer, total_time: row.total_time ?? null } };
  } catch (error) {
    // Refused for its times: it was never there.
    tenant.store.remove('timesheets', id);
    throw error;
  }
}

/** Changes a sheet; a processed one only where the settings allow, and it stays processed, so that the change is seen by its modified time alone. */
export function changeTimesheet(tenant: Tenant, id: number, body: unknown): Row {
  const before = liveTimesheet(tenant, id);
  if (before.is_processed === true && !tenant.settings().processedMayChange) throw badRequest('Timesheet is locked');
  const changed = changeRow(tenant, 'timesheets', id, body);
  return tenant.store.change('timesheets', id, timesOf(tenant, changed));
}

/** Approves a submitted sheet; `rated` says whether pay and charge rates were found. */
export function approveTimesheet(tenant: Tenant, id: number, rated = tenant.settings().approvalIsRated): Row {
  const row = liveTimesheet(tenant, id);
  if (row.state !== 'submitted') throw badRequest('Timesheet already approved');
  return tenant.store.change('timesheets', id, stateFields(tenant, rated ? 'rated' : 'approved'));
}

/** Completes an approved sheet. */
export function completeTimesheet(tenant: Tenant, id: number): Row {
  const row = liveTimesheet(tenant, id);
  if (row.state === 'submitted') throw badRequest('Timesheet must be approved before completing');
  if (row.completed_at !== null) throw badRequest('Timesheet already completed');
  return tenant.store.change('timesheets', id, {
    ...stateFields(tenant, 'completed'),
    completed_at: tenant.now().toISOString(),
  });
}

/** Marks a completed sheet as processed, once (facts/assignar.md 4.3). */
export function processTimesheet(tenant: Tenant, id: number): Row {
  const row = liveTimesheet(tenant, id);
  const prefix = tenant.settings().processRefusalPrefix;
  if (row.is_processed === true) throw new AssignarRefusal(400, `${prefix}Timesheet already processed`);
  if (row.completed_at === null)
    throw new AssignarRefusal(400, `${prefix}Timesheet must be completed before processing`);
  return tenant.store.change('timesheets', id, {
    ...stateFields(tenant, 'processed'),
    is_processed: true,
    processed_at: tenant.now().toISOString(),
  });
}

/** Takes a sheet back to approved, as if it had neither been completed nor processed. */
export function reopenTimesheet(tenant: Tenant, id: number): Row {
  const row = liveTimesheet(tenant, id);
  if (row.state === 'submitted') throw badRequest('Timesheet must be approved before reopening');
  return tenant.store.change('timesheets', id, {
    ...stateFields(tenant, tenant.settings().approvalIsRated ? 'rated' : 'approved'),
    completed_at: null,
    is_processed: false,
    processed_at: null,
  });
}

/** Deletes a sheet softly; what it was before stays on it. */
export function deleteTimesheet(tenant: Tenant, id: number): void {
  liveTimesheet(tenant, id);
  tenant.store.change('timesheets', id, {
    ...stateFields(tenant, 'deleted'),
    deleted_time: tenant.now().toISOString(),
  });
}

function stateFields(tenant: Tenant, state: TimesheetState): Record<string, Json> {
  return { state, status: tenant.settings().statusWords[state], modified_by: tenant.user };
}

function liveTimesheet(tenant: Tenant, id: number): Row {
  const row = rowOf(tenant, 'timesheets', id);
  if (row.deleted_time !== null) throw objectNotFound('Timesheet', id);
  return row;
}

/** Local times and date by the project's zone where instants are known, and the total. */
function timesOf(tenant: Tenant, row: Row): Record<string, Json> {
  const zone = textOf(tenant.store.get('projects', numberOf(row.project_id) ?? 0)?.timezone) ?? 'UTC';
  const [start, end] = [textOf(row.start_datetime), textOf(row.end_datetime)];
  if (start !== null && end !== null && end < start) throw badRequest('Invalid value - end_datetime');
  const total = totalMinutes(row, tenant.settings());
  return {
    ...(start === null ? {} : { start_time: localTime(start, zone).time, submitted_date: localTime(start, zone).date }),
    ...(end === null ? {} : { end_time: localTime(end, zone).time }),
    total_time: total === null ? null : hoursAndMinutes(total),
  };
}
