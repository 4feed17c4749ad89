import { absoluteAmount, compareAmounts, isZeroAmount, roundToPlaces } from '../../../domain/money';
import { toSlashDate } from '../accounting-date';
import type { BookRecord } from '../books';
import { checkDimensions } from '../dimensions';
import type { FunctionCall } from '../function-call';
import { refuseAsInvalid, refuseFormat } from '../intacct-error';
import { type ObjectDefinition, objectDefinition } from '../object-definitions';
import { readFields, requireFields } from '../object-values';
import { locationOfLine } from '../posting';
import type { TimePeriod } from '../time-period';
import type { XmlElement } from '../xml';
import { withTask } from './timesheet-task';

const HOURS_MAX = '24';

/** Whose time it is, when it must lie, and the entries that stand already. */
export interface TimesheetFrame {
  readonly employee: BookRecord;
  readonly period: TimePeriod;
  readonly kept: readonly BookRecord[];
}

/** Reads and checks TIMESHEETENTRIES: an entry with RECORDNO changes the one that stands, others are new (facts/intacct.md 4.4). */
export function readEntries(call: FunctionCall, wrapper: XmlElement, frame: TimesheetFrame): BookRecord[] {
  const definition = objectDefinition('TIMESHEETENTRY') as ObjectDefinition;
  const seen = new Set<string>();
  return wrapper.children.map((element) => {
    if (element.name !== 'TIMESHEETENTRY') {
      return refuseFormat(`Illegal format for Timesheet : TIMESHEETENTRIES cannot hold ${element.name}`);
    }
    const fields = readFields(call, definition, element);
    const before = standingEntry(frame, fields.RECORDNO ?? '', seen);
    return checkedEntry(call, definition, withTask(call, fields, before), frame);
  });
}

function standingEntry(frame: TimesheetFrame, recordNo: string, seen: Set<string>): BookRecord | null {
  if (recordNo === '') return null;
  const before = frame.kept.find((entry) => entry.RECORDNO === recordNo);
  if (!before) return refuseAsInvalid(`Cannot find timesheetentry with key '${recordNo}' to update.`, 'SIM-NOT-FOUND');
  if (seen.has(recordNo)) refuseAsInvalid(`The timesheet entry '${recordNo}' is sent twice.`, 'SIM-ENTRY-TWICE');
  seen.add(recordNo);
  return before;
}

function checkedEntry(
  call: FunctionCall,
  definition: ObjectDefinition,
  sent: BookRecord,
  frame: TimesheetFrame,
): BookRecord {
  requireFields(definition, sent);
  checkDay(sent.ENTRYDATE as string, frame);
  const project = openProject(call, sent.PROJECTID ?? '');
  const { locationId, entityId } = locationOfLine(call, sent.LOCATIONID || (frame.employee.LOCATIONID ?? ''));
  const entry: BookRecord = {
    BILLABLE: 'false',
    ...sent,
    ...(sent.RECORDNO ? {} : { RECORDNO: '' }),
    QTY: checkedQuantity(call, sent.QTY as string),
    TIMETYPE: timeTypeOf(call, sent.TIMETYPE ?? '', frame.employee),
    LOCATIONID: locationId,
    DEPARTMENTID: sent.DEPARTMENTID || (frame.employee.DEPARTMENTID ?? ''),
    EMPPOSITIONID: sent.EMPPOSITIONID || (frame.employee.EMPPOSITIONID ?? ''),
    CUSTOMERID: sent.CUSTOMERID || (project?.CUSTOMERID ?? ''),
    '@ENTITY': entityId,
  };
  checkEntryDimensions(call, entry);
  const position = entry.EMPPOSITIONID as string;
  if (position !== '' && call.books.get('EMPLOYEEPOSITION', position)?.STATUS !== 'active') {
    refuseAsInvalid(`Invalid employee position '${position}' specified.`, 'SIM-POSITION');
  }
  return withoutBlankKey(entry);
}

// A new entry gets its RECORDNO when it is written.
function withoutBlankKey(entry: BookRecord): BookRecord {
  return entry.RECORDNO === ''
    ? Object.fromEntries(Object.entries(entry).filter(([name]) => name !== 'RECORDNO'))
    : entry;
}

function checkDay(day: string, { employee, period }: TimesheetFrame): void {
  if (day < period.begins || day > period.ends) {
    refuseAsInvalid(
      `The entry date ${toSlashDate(day)} is outside the time period ${toSlashDate(period.begins)} to ${toSlashDate(period.ends)}.`,
      'SIM-ENTRY-DATE',
    );
  }
  const last = employee.ENDDATE ?? '';
  if (last !== '' && day > last) {
    refuseAsInvalid(
      `Employee '${employee.EMPLOYEEID}' left on ${toSlashDate(last)} and has no time on ${toSlashDate(day)}.`,
      'SIM-EMPLOYEE-TERMINATED',
    );
  }
}

function openProject(call: FunctionCall, projectId: string): BookRecord | undefined {
  const project = call.books.get('PROJECT', projectId);
  const projectStatus = project?.PROJECTSTATUS ?? '';
  if (call.settings.closedProjectStatuses.includes(projectStatus)) {
    refuseAsInvalid(`Project '${projectId}' is ${projectStatus} and takes no time.`, 'SIM-PROJECT-CLOSED');
  }
  return project;
}

function checkedQuantity(call: FunctionCall, text: string): string {
  const quantity = roundToPlaces(text, call.settings.timesheetQuantityDecimals);
  if (isZeroAmount(quantity)) refuseAsInvalid('The quantity of a timesheet entry must not be 0.', 'SIM-QUANTITY');
  if (compareAmounts(absoluteAmount(quantity), HOURS_MAX) > 0) {
    refuseAsInvalid(`The quantity ${text} of a timesheet entry is more than ${HOURS_MAX} hours.`, 'SIM-QUANTITY');
  }
  if (compareAmounts(quantity, '0') < 0 && !call.settings.negativeTimesheetQuantities) {
    refuseAsInvalid(`The quantity ${text} of a timesheet entry must not be negative.`, 'SIM-QUANTITY');
  }
  return quantity;
}

function timeTypeOf(call: FunctionCall, sent: string, employee: BookRecord): string {
  const timeType = sent || (employee.EARNINGTYPENAME ?? '');
  if (timeType === '') {
    if (!call.settings.timesheetTimeTypeRequired) return '';
    return refuseAsInvalid(
      `A time type is required: Employee '${employee.EMPLOYEEID}' has no earning type.`,
      'SIM-TIME-TYPE-MISSING',
    );
  }
  if (call.books.get('EARNINGTYPE', timeType)?.STATUS !== 'active') {
    refuseAsInvalid(`Invalid time type '${timeType}' specified.`, 'SIM-TIME-TYPE');
  }
  return timeType;
}

function checkEntryDimensions(call: FunctionCall, entry: BookRecord): void {
  checkDimensions(call, {
    LOCATION: entry.LOCATIONID as string,
    DEPARTMENT: entry.DEPARTMENTID as string,
    CUSTOMER: entry.CUSTOMERID as string,
    ITEM: entry.ITEMID ?? '',
    CLASS: entry.CLASSID ?? '',
    PROJECT: entry.PROJECTID ?? '',
    OTHERS: [
      ['Task', entry.TASKID ?? ''],
      ['Cost type', entry.COSTTYPEID ?? ''],
      ['Vendor', entry.VENDORID ?? ''],
      ['Contract', entry.CONTRACTID ?? ''],
      ['Warehouse', entry.WAREHOUSEID ?? ''],
    ],
  });
}

/** Entries in the order of their line numbers; those without one come after the others as they were sent; a number twice is refused. */
export function numberedEntries(entries: readonly BookRecord[]): BookRecord[] {
  const given = entries.map((entry) => entry.LINENO ?? '').filter((lineNo) => lineNo !== '');
  const twice = given.find((lineNo, index) => given.indexOf(lineNo) !== index);
  if (twice !== undefined) refuseAsInvalid(`The line number ${twice} is used twice.`, 'SIM-LINE-NUMBER');
  const last = Math.max(0, ...given.map(Number));
  const byNumber = entries.filter((entry) => entry.LINENO).sort((a, b) => Number(a.LINENO) - Number(b.LINENO));
  const others = entries.filter((entry) => !entry.LINENO);
  return [...byNumber, ...others.map((entry, index) => ({ ...entry, LINENO: String(last + index + 1) }))];
}
