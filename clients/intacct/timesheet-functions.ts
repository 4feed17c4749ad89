import type { PostedTimesheet, PostedTimesheetEntry, TimesheetAddition, TimesheetEntry } from '../../domain/timesheet';
import { genericDate } from './gateway-dates';
import type { GatewayFunction } from './gateway-request';
import { element, optionalElement, type XmlElement } from './xml-writer';

/**
 * Generic create of TIMESHEET with its entries, or, where the employee has one for the period, its update (facts 4.4, 8.14). An update
 * holds every line that is to stay: the standing ones come first, as they were read, and the new ones after them, LINENO going on. State
 * and description of a standing timesheet are left as they are. Answers RECORDNO. One API transaction. Throws RangeError when the standing
 * timesheet is not the addition's, or an entry is of a day before its period.
 */
export function addTimesheetEntriesFunction(
  controlId: string,
  addition: TimesheetAddition,
  standing: PostedTimesheet | null,
): GatewayFunction {
  const early = addition.entries.find(({ date }) => date < addition.beginDate);
  if (early !== undefined) {
    throw new RangeError(
      `${addition.reference}: an entry of ${early.date}, expected none before ${addition.beginDate}`,
    );
  }
  if (standing === null) {
    return timesheetFunction('create', controlId, [
      element('EMPLOYEEID', addition.employeeId),
      element('BEGINDATE', genericDate(addition.beginDate)),
      element('DESCRIPTION', addition.description),
      element('STATE', addition.state),
      element('TIMESHEETENTRIES', additionElements(addition, 0)),
    ]);
  }
  assertSameTimesheet(addition, standing);
  const lastLineNumber = Math.max(0, ...standing.entries.map(({ lineNumber }) => lineNumber));
  return timesheetFunction('update', controlId, [
    element('RECORDNO', standing.recordNumber),
    element('TIMESHEETENTRIES', [
      ...standing.entries.map(standingElement),
      ...additionElements(addition, lastLineNumber),
    ]),
  ]);
}

function timesheetFunction(verb: 'create' | 'update', controlId: string, fields: XmlElement[]): GatewayFunction {
  const body = element(verb, [element('TIMESHEET', fields)]);
  return { name: `${verb} TIMESHEET`, controlId, body, transactions: 1 };
}

function additionElements({ entries, reference }: TimesheetAddition, lastLineNumber: number): XmlElement[] {
  return entries.map((entry, index) =>
    element('TIMESHEETENTRY', [
      ...entryElements(entry, lastLineNumber + index + 1),
      element('DESCRIPTION', entry.description),
      element('NOTES', entry.reference ?? reference),
    ]),
  );
}

// A line of somebody else's keeps what the hub knows nothing of, too.
function standingElement(entry: PostedTimesheetEntry): XmlElement {
  const others = Object.entries(entry.otherFields ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return element('TIMESHEETENTRY', [
    element('RECORDNO', entry.recordNumber),
    ...entryElements(entry, entry.lineNumber),
    ...optionalElement('DESCRIPTION', entry.description),
    ...optionalElement('NOTES', entry.notes),
    ...others.map(([name, value]) => element(name, value)),
  ]);
}

function entryElements(entry: TimesheetEntry | PostedTimesheetEntry, lineNumber: number): XmlElement[] {
  return [
    element('LINENO', String(lineNumber)),
    element('ENTRYDATE', genericDate(entry.date)),
    element('QTY', entry.hours),
    ...optionalElement('PROJECTID', entry.projectId),
    ...optionalElement('TASKID', entry.taskId),
    ...optionalElement('ITEMID', entry.itemId),
    ...optionalElement('TIMETYPE', entry.timeType),
    ...optionalElement('LOCATIONID', entry.locationId),
    ...optionalElement('DEPARTMENTID', entry.departmentId),
    ...(entry.isBillable === null ? [] : [element('BILLABLE', String(entry.isBillable))]),
  ];
}

function assertSameTimesheet(addition: TimesheetAddition, standing: PostedTimesheet): void {
  if (standing.employeeId === addition.employeeId && standing.beginDate === addition.beginDate) return;
  throw new RangeError(
    `${addition.reference}: timesheet ${standing.recordNumber} is that of employee ${standing.employeeId} from ` +
      `${standing.beginDate}, expected employee ${addition.employeeId} from ${addition.beginDate}`,
  );
}
