import { sumAmounts } from '../../../domain/money';
import { toSlashDate } from '../accounting-date';
import type { BookRecord } from '../books';
import type { FunctionCall } from '../function-call';
import { refuseAsInvalid } from '../intacct-error';
import { stamped } from '../masters';
import { type ObjectDefinition, objectDefinition } from '../object-definitions';
import { requireFields } from '../object-values';
import { provenanceOf, refuseClosedPeriod, refuseDuplicate } from '../posting';
import { isTimePeriodClosed, type TimePeriod, timePeriodOf } from '../time-period';
import { childOf, type XmlElement } from '../xml';
import { numberedEntries, readEntries } from './timesheet-entries';

/** Creates a TIMESHEET with its entries, or changes one that is not approved (facts/intacct.md 4.4, 8.14). */
export function writeTimesheet(
  call: FunctionCall,
  fields: BookRecord,
  element: XmlElement,
  before: BookRecord | null,
): BookRecord {
  const header: BookRecord = { ...before, ...fields };
  requireFields(objectDefinition('TIMESHEET') as ObjectDefinition, header);
  const employee = usableEmployee(call, header.EMPLOYEEID as string);
  const period = openPeriod(call, header.BEGINDATE as string);
  if (before) refuseOtherKey(before, header);
  const earlier = before ?? repeatedTimesheet(call, header);
  if (earlier) refuseSettled(call, earlier);
  const kept = earlier ? entriesOf(call, earlier) : [];
  const sent = childOf(element, 'TIMESHEETENTRIES');
  const added = sent ? readEntries(call, sent, { employee, period, kept: before ? kept : [] }) : null;
  const entries = numberedEntries(before ? (added ?? kept) : [...kept, ...(added ?? []).map(unnumbered(earlier))]);
  if (entries.length === 0) refuseAsInvalid('A timesheet needs at least one entry.', 'SIM-NO-ENTRY');
  refuseLockedPosting(call, header.GLPOSTDATE ?? '', entries);
  const record = stamped(
    call.books,
    'TIMESHEET',
    {
      ...provenanceOf(call),
      ...earlier,
      ...header,
      STATE: fields.STATE || standingState(earlier),
      ENDDATE: period.ends,
      TOTALQTY: sumAmounts(entries.map((entry) => entry.QTY as string)),
      MODIFIEDBY: call.userId,
      ...(earlier ? { RECORDNO: earlier.RECORDNO as string } : {}),
    },
    call.now,
  );
  removeEntries(call, kept);
  for (const entry of entries) writeEntry(call, record, entry);
  call.books.put('TIMESHEET', record.RECORDNO as string, record);
  return record;
}

/** Removes a TIMESHEET that is not approved, with its entries. */
export function removeTimesheet(call: FunctionCall, timesheet: BookRecord): void {
  openPeriod(call, timesheet.BEGINDATE as string);
  refuseSettled(call, timesheet);
  removeEntries(call, entriesOf(call, timesheet));
  call.books.remove('TIMESHEET', timesheet.RECORDNO as string);
}

// A timesheet that was declined is a draft again once it is changed, unless it is submitted at once.
function standingState(earlier: BookRecord | undefined): string {
  return earlier?.STATE === 'Submitted' ? 'Submitted' : 'Draft';
}

function usableEmployee(call: FunctionCall, employeeId: string): BookRecord {
  const employee = call.books.get('EMPLOYEE', employeeId);
  if (!employee) return refuseAsInvalid(`Invalid Employee '${employeeId}' specified.`, 'SIM-EMPLOYEE');
  if (employee.STATUS !== 'active') {
    refuseAsInvalid(`Employee '${employeeId}' is inactive.`, 'SIM-EMPLOYEE-INACTIVE');
  }
  return employee;
}

function openPeriod(call: FunctionCall, begins: string): TimePeriod {
  const period = timePeriodOf(call.settings, begins);
  if (period.begins !== begins) {
    refuseAsInvalid(
      `The begin date ${toSlashDate(begins)} is not the first day of a time period, ${toSlashDate(period.begins)} is.`,
      'SIM-TIME-PERIOD',
    );
  }
  if (isTimePeriodClosed(call.books, begins)) {
    refuseAsInvalid(`The time period that begins on ${toSlashDate(begins)} is closed.`, 'SIM-TIME-PERIOD-CLOSED');
  }
  return period;
}

function refuseOtherKey(before: BookRecord, header: BookRecord): void {
  if (before.EMPLOYEEID === header.EMPLOYEEID && before.BEGINDATE === header.BEGINDATE) return;
  refuseAsInvalid(
    `The employee and the begin date of timesheet '${before.RECORDNO}' cannot be changed.`,
    'SIM-TIMESHEET-KEY',
  );
}

/** The timesheet that the employee has for that period already; refused unless the setting adds to it. */
function repeatedTimesheet(call: FunctionCall, header: BookRecord): BookRecord | undefined {
  const repeated = call.books
    .find('TIMESHEET', 'EMPLOYEEID', header.EMPLOYEEID as string)
    .find((timesheet) => timesheet.BEGINDATE === header.BEGINDATE);
  if (!repeated || call.settings.timesheetRepeat === 'add-lines') return repeated;
  return refuseDuplicate('Timesheet', `${header.EMPLOYEEID}, ${toSlashDate(header.BEGINDATE as string)}`);
}

// What an approver has agreed to, or what lies in a locked period, stays as it is.
function refuseSettled(call: FunctionCall, timesheet: BookRecord): void {
  const state = timesheet.STATE as string;
  const hasApproved = entriesOf(call, timesheet).some((entry) => entry.STATE === 'Approved');
  if (state === 'Approved' || state === 'Partially Approved' || hasApproved) {
    refuseAsInvalid(`Timesheet '${timesheet.RECORDNO}' is ${state} and cannot be changed.`, 'SIM-TIMESHEET-APPROVED');
  }
  refuseLockedPosting(call, timesheet.GLPOSTDATE ?? '', entriesOf(call, timesheet));
}

function refuseLockedPosting(call: FunctionCall, postingDate: string, entries: readonly BookRecord[]): void {
  if (postingDate === '') return;
  for (const entityId of new Set(entries.map((entry) => entry['@ENTITY'] as string))) {
    refuseClosedPeriod(call, postingDate, entityId);
  }
}

function entriesOf(call: FunctionCall, timesheet: BookRecord): BookRecord[] {
  return call.books.find('TIMESHEETENTRY', 'TIMESHEETKEY', timesheet.RECORDNO as string);
}

// Lines that are added to an earlier timesheet come after its own, whatever number they were sent with.
function unnumbered(earlier: BookRecord | undefined): (entry: BookRecord) => BookRecord {
  return (entry) => (earlier ? { ...entry, LINENO: '' } : entry);
}

function writeEntry(call: FunctionCall, timesheet: BookRecord, entry: BookRecord): void {
  const owned = {
    ...entry,
    TIMESHEETKEY: timesheet.RECORDNO as string,
    EMPLOYEEID: timesheet.EMPLOYEEID as string,
    STATE: timesheet.STATE as string,
    MEGAENTITYID: timesheet.MEGAENTITYID ?? '',
    CREATEDBY: entry.CREATEDBY ?? call.userId,
    MODIFIEDBY: call.userId,
  };
  const record = stamped(call.books, 'TIMESHEETENTRY', owned, call.now);
  call.books.put('TIMESHEETENTRY', record.RECORDNO as string, record);
}

function removeEntries(call: FunctionCall, entries: readonly BookRecord[]): void {
  for (const entry of entries) call.books.remove('TIMESHEETENTRY', entry.RECORDNO as string);
}
