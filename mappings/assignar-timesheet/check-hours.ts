import type { AssignarProfile } from '../../domain/assignar-profile';
import { causeKey } from '../../domain/exception';
import type { KnownSheet } from '../../domain/known-construction';
import { readUtcInstant } from '../../domain/local-time';
import type { SourceTimesheet } from '../../domain/source-timesheet';
import type { ReportFault } from '../fault-report';
import type { Shift } from './read-shift';

// A longer sheet is a forgotten end: Intacct takes no more than a day's hours in an entry either.
const shiftMinutesMax = 24 * 60;

/** Minutes of the source when they are whole and not negative, null without a word when it has none; else HOURS_MISMATCH. */
export function wholeMinutes(field: string, minutes: number | null, report: ReportFault, line?: string): number | null {
  if (minutes === null || (Number.isSafeInteger(minutes) && minutes >= 0)) return minutes;
  report({
    code: 'HOURS_MISMATCH',
    field: line === undefined ? field : `${line}: ${field}`,
    expected: 'whole minutes, not negative',
    actual: String(minutes),
    says: `${field} of ${minutes} minutes is not whole minutes from zero up`,
    ...(line === undefined ? {} : { line }),
  });
  return null;
}

/** Elapsed minutes less breaks, which the profile may say are paid. */
export function workedMinutesOf(
  elapsedMinutes: number,
  { breakMinutes }: SourceTimesheet,
  profile: AssignarProfile,
): number {
  return elapsedMinutes - (profile.timesheets.breaks === 'paid' ? 0 : (breakMinutes ?? 0));
}

/** Whether the worked minutes are such as can be posted and the source's own total; reported when they are not. */
export function checkWorkedMinutes(
  elapsedMinutes: number,
  sheet: SourceTimesheet,
  profile: AssignarProfile,
  report: ReportFault,
): boolean {
  const worked = workedMinutesOf(elapsedMinutes, sheet, profile);
  const field = 'total time';
  const breaks = profile.timesheets.breaks === 'paid' ? '' : ` less ${sheet.breakMinutes ?? 0} of break`;
  const counted = `${inMinutes(elapsedMinutes)} from beginning to end${breaks}`;
  const told = inMinutes(sheet.totalMinutes ?? 0);
  if (elapsedMinutes < 0) {
    const says = `it ends ${inMinutes(-elapsedMinutes)} before it begins`;
    report({ code: 'HOURS_MISMATCH', field: 'end', expected: 'after the beginning', actual: 'before it', says });
  } else if (elapsedMinutes > shiftMinutesMax) {
    const says = `it is ${inMinutes(elapsedMinutes)} from beginning to end, more than 24 hours`;
    const actual = inMinutes(elapsedMinutes);
    report({ code: 'TIMESHEET_TOO_LONG', field: 'end', expected: 'at most 24 hours', actual, says });
  } else if (worked !== sheet.totalMinutes) {
    const says = `${counted} is ${inMinutes(worked)} ≠ total time ${told}`;
    report({ code: 'HOURS_MISMATCH', field, expected: inMinutes(worked), actual: told, says });
  } else if (worked === 0) {
    report({ code: 'HOURS_MISSING', field, expected: 'minutes', actual: told, says: 'it has no minutes' });
  } else return true;
  return false;
}

/** Reports every other sheet of the worker whose time is also this one's: TIMESHEET_OVERLAPS. */
export function checkOverlaps(
  { documentKey }: SourceTimesheet,
  { startsAt, endsAt }: Shift,
  otherSheets: readonly KnownSheet[],
  report: ReportFault,
): void {
  for (const other of otherSheets) {
    const [start, end] = [readUtcInstant(other.startsAtUtc), readUtcInstant(other.endsAtUtc)];
    if (other.documentKey === documentKey || start === null || end === null) continue;
    const minutes = Math.min(end, endsAt) - Math.max(start, startsAt);
    if (minutes <= 0) continue;
    report({
      code: 'TIMESHEET_OVERLAPS',
      field: 'beginning',
      expected: 'time of no other timesheet',
      actual: `${inMinutes(minutes)} of ${other.documentKey}`,
      says: `${inMinutes(minutes)} of it are in timesheet ${other.documentKey} too (${other.startsAtUtc} to ${other.endsAtUtc})`,
      causeKey: causeKey.document(other.documentKey),
    });
  }
}

/** `440 min`. */
export function inMinutes(minutes: number): string {
  return `${minutes} min`;
}
