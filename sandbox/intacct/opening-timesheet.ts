import { toSlashDate } from './accounting-date';
import type { Books } from './books';
import type { TimesheetItem } from './company-file-time';
import { writeTimesheet } from './functions/write-timesheet';
import { keyedCall, textElements } from './keyed-call';
import { objectDefinition } from './object-definitions';
import { readFields } from './object-values';
import type { SandboxSettings } from './settings';
import { approveTimesheet } from './timesheet-approval';
import { xmlElement } from './xml';

const OPENING_USER = 'opening-balances';

/** Keys in a timesheet of the company file, with the same checks as at the gateway; approves it where its state says so. */
export function postOpeningTimesheet(
  books: Books,
  settings: SandboxSettings,
  timesheet: TimesheetItem,
  now: Date,
): void {
  const { employeeId, beginDate, glPostDate, description, state, entries } = timesheet;
  const element = xmlElement('TIMESHEET', [
    ...textElements({
      EMPLOYEEID: employeeId,
      BEGINDATE: toSlashDate(beginDate),
      GLPOSTDATE: glPostDate && toSlashDate(glPostDate),
      DESCRIPTION: description,
      STATE: state === 'Draft' ? 'Draft' : 'Submitted',
    }),
    xmlElement(
      'TIMESHEETENTRIES',
      entries.map(({ entryDate, quantity, timeType, ...entry }) =>
        xmlElement(
          'TIMESHEETENTRY',
          textElements({
            ENTRYDATE: toSlashDate(entryDate),
            QTY: quantity,
            PROJECTID: entry.projectId,
            TASKID: entry.taskId,
            ITEMID: entry.itemId,
            TIMETYPE: timeType,
            LOCATIONID: entry.locationId,
            DESCRIPTION: entry.description,
          }),
        ),
      ),
    ),
  ]);
  const call = keyedCall(books, settings, { element, entityId: '', userId: OPENING_USER, now });
  const definition = objectDefinition('TIMESHEET');
  if (!definition) throw new Error('there is no object TIMESHEET');
  const record = writeTimesheet(call, readFields(call, definition, element), element, null);
  if (state === 'Approved') approveTimesheet(books, record, null, { userId: OPENING_USER, now });
}
