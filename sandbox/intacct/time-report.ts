import { sumAmounts } from '../../domain/money';
import type { BookRecord, Books } from './books';

/** What hours can be asked by, and the field of TIMESHEETENTRY that says it. */
const FIELDS = {
  employee: 'EMPLOYEEID',
  project: 'PROJECTID',
  task: 'TASKID',
  day: 'ENTRYDATE',
  item: 'ITEMID',
  state: 'STATE',
  timeType: 'TIMETYPE',
  location: 'LOCATIONID',
  department: 'DEPARTMENTID',
  customer: 'CUSTOMERID',
  position: 'EMPPOSITIONID',
  timesheet: 'TIMESHEETKEY',
} as const;
export type TimeKey = keyof typeof FIELDS;
/** The keys of FIELDS. */
export const TIME_KEYS = Object.keys(FIELDS) as [TimeKey, ...TimeKey[]];

/** Hours of all timesheet entries by the keys asked for, with their number and the total: what time in must equal. */
export function hoursBy(
  books: Books,
  keys: readonly TimeKey[],
): { rows: Record<string, string | number>[]; totalHours: string; entries: number } {
  const entries = books.rows('TIMESHEETENTRY');
  const groups = new Map<string, { values: Record<string, string>; quantities: string[] }>();
  for (const entry of entries) {
    const values = Object.fromEntries(keys.map((key) => [key, entry[FIELDS[key]] ?? '']));
    const id = JSON.stringify(values);
    const group = groups.get(id) ?? { values, quantities: [] };
    groups.set(id, group);
    group.quantities.push(entry.QTY as string);
  }
  const rows = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { values, quantities }]) => ({ ...values, hours: sumAmounts(quantities), entries: quantities.length }));
  return { rows, totalHours: sumAmounts(entries.map((entry) => entry.QTY as string)), entries: entries.length };
}

/** All timesheets with their entries, as the books keep them; dates ISO. */
export function timesheetDocuments(books: Books): Record<string, unknown>[] {
  return books.rows('TIMESHEET').map((timesheet) => ({
    ...withoutOwn(timesheet),
    controlId: timesheet['@CONTROLID'] ?? '',
    requestControlId: timesheet['@REQUESTCONTROLID'] ?? '',
    requestNumber: Number(timesheet['@REQUESTNUMBER'] ?? '0'),
    entries: books.find('TIMESHEETENTRY', 'TIMESHEETKEY', timesheet.RECORDNO as string).map((entry) => ({
      ...withoutOwn(entry),
      entity: entry['@ENTITY'] ?? '',
    })),
  }));
}

function withoutOwn(record: BookRecord): Record<string, string> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !name.startsWith('@')));
}
