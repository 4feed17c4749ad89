/** Hours as a decimal string with two decimals, signed: "7.50", "-0.25". */
export type Hours = string;

/** One line of a worker's Intacct timesheet (facts/intacct.md 8.14). Absent dimensions are null and not sent. */
export interface TimesheetEntry {
  /** From 1, in the order sent. */
  lineNumber: number;
  /** YYYY-MM-DD, within the timesheet's period. */
  date: string;
  hours: Hours;
  projectId: string;
  taskId: string | null;
  /** The role's item, or the equipment's. */
  itemId: string | null;
  /** TIMETYPE: the name of an earning type. */
  timeType: string | null;
  locationId: string | null;
  departmentId: string | null;
  isBillable: boolean | null;
  description: string;
  /** Where it is not the addition's: what takes an earlier revision back travels with what replaces it, for an update holds all lines. */
  reference?: string;
}

/**
 * Entries that one source timesheet adds to its worker's Intacct timesheet of a period. Intacct keeps one timesheet per employee
 * and period, so that a shift creates it or adds to it; each entry's NOTES is the reference by which it is found again.
 */
export interface TimesheetAddition {
  employeeId: string;
  /** YYYY-MM-DD: first day of the time period, BEGINDATE. */
  beginDate: string;
  /** In which state a timesheet is created; an existing one keeps its own. */
  state: 'Draft' | 'Submitted';
  /** Of the timesheet when it is created. */
  description: string;
  /** `TS-9001`, `TS-9001-2` for a revision, `TS-9001-2R` for what takes one back: NOTES of every entry. */
  reference: string;
  entries: TimesheetEntry[];
  /** Of what takes entries back: where they stand. */
  takesBack?: { beginDate: string; reference: string };
}

/** A worker's timesheet as Intacct holds it; entries in line order. */
export interface PostedTimesheet {
  recordNumber: string;
  employeeId: string;
  beginDate: string;
  /** Draft, Submitted, Approved, Partially Approved, Declined …: as Intacct says it. */
  state: string;
  entries: PostedTimesheetEntry[];
}

/** An entry of it; `notes` holds the reference of whoever wrote it. */
export interface PostedTimesheetEntry extends Omit<TimesheetEntry, 'projectId' | 'description' | 'reference'> {
  recordNumber: string;
  projectId: string | null;
  description: string | null;
  notes: string | null;
  /** What else is filled on it, under Intacct's field names: sent back as it is, so that who adds to a timesheet takes nothing from it. */
  otherFields?: Record<string, string>;
}

/** The words by which a worker's timesheet of a period is one: whoever adds to it waits until another's addition is settled. */
export function timesheetSerialKey({
  employeeId,
  beginDate,
}: Pick<TimesheetAddition, 'employeeId' | 'beginDate'>): string {
  return `timesheet:${employeeId}/${beginDate}`;
}
