import type { BookRecord, Books } from './books';
import { refuseAsInvalid } from './intacct-error';

interface Approver {
  readonly userId: string;
  readonly now: Date;
}

/** Approves a submitted timesheet, or those of its entries whose RECORDNO is given; throws FunctionRefused. */
export function approveTimesheet(
  books: Books,
  timesheet: BookRecord,
  entryKeys: readonly string[] | null,
  approver: Approver,
): BookRecord {
  return decide(books, timesheet, entryKeys, 'Approved', approver);
}

/** Declines a submitted timesheet, or some of its entries; it can be changed and submitted again. Throws FunctionRefused. */
export function declineTimesheet(
  books: Books,
  timesheet: BookRecord,
  entryKeys: readonly string[] | null,
  approver: Approver,
): BookRecord {
  return decide(books, timesheet, entryKeys, 'Declined', approver);
}

function decide(
  books: Books,
  timesheet: BookRecord,
  entryKeys: readonly string[] | null,
  verdict: 'Approved' | 'Declined',
  { userId, now }: Approver,
): BookRecord {
  const key = timesheet.RECORDNO as string;
  const entries = books.find('TIMESHEETENTRY', 'TIMESHEETKEY', key);
  const decided = entries.filter((entry) => (entryKeys?.includes(entry.RECORDNO as string) ?? true) && isOpen(entry));
  const unknown = entryKeys?.find((entryKey) => !decided.some((entry) => entry.RECORDNO === entryKey));
  if (decided.length === 0 || unknown !== undefined) {
    const what = unknown === undefined ? `Timesheet '${key}' is ${timesheet.STATE}` : `Entry '${unknown}' is not open`;
    refuseAsInvalid(`${what} and cannot be ${verdict.toLowerCase()}.`, 'SIM-TIMESHEET-STATE');
  }
  for (const entry of decided) {
    books.put('TIMESHEETENTRY', entry.RECORDNO as string, {
      ...entry,
      STATE: verdict,
      WHENMODIFIED: now.toISOString(),
      MODIFIEDBY: userId,
    });
  }
  const state = stateOf(books.find('TIMESHEETENTRY', 'TIMESHEETKEY', key));
  const after = { ...timesheet, STATE: state, WHENMODIFIED: now.toISOString(), MODIFIEDBY: userId };
  books.put('TIMESHEET', key, after);
  return after;
}

function isOpen(entry: BookRecord): boolean {
  return entry.STATE === 'Submitted';
}

// All of one verdict, or partly; what was approved weighs more than what was declined.
function stateOf(entries: readonly BookRecord[]): string {
  for (const verdict of ['Approved', 'Declined'] as const) {
    if (entries.every((entry) => entry.STATE === verdict)) return verdict;
  }
  return entries.some((entry) => entry.STATE === 'Approved') ? 'Partially Approved' : 'Partially Declined';
}
