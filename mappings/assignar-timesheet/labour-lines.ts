import type { AssignarProfile } from '../../domain/assignar-profile';
import { causeKey } from '../../domain/exception';
import type { KnownEmployee } from '../../domain/known-construction';
import type { TimeLeftOut } from '../../domain/posting-plan';
import type { SourceActivityTime, SourceTimesheet } from '../../domain/source-timesheet';
import type { ReportFault } from '../fault-report';
import { lookUp } from '../look-up';
import { missing } from '../required-fields';
import { inMinutes, wholeMinutes } from './check-hours';
import type { FindCodes } from './find-codes';
import { nameOfActivity, type TimeLine, withKind } from './time-line';
import { nameOnce } from './timesheet-order';

/**
 * A worker's time by activity, what no activity takes, and travel; each with its task, the role's item and an earning type,
 * or left out by the profile. `workedMinutes` is null while the shift cannot be read. Reports HOURS_MISSING, HOURS_MISMATCH,
 * ROLE_UNKNOWN, EARNING_TYPE_MISSING and what the look-ups find missing.
 */
export function listLabourLines(
  sheet: SourceTimesheet,
  workedMinutes: number | null,
  profile: AssignarProfile,
  employee: KnownEmployee | null,
  find: FindCodes,
  report: ReportFault,
): TimeLine[] {
  const lines = [
    ...travelLine(sheet, 'to', profile, report),
    ...activityLines(sheet, profile, find, report),
    ...remainderLine(sheet, workedMinutes, profile, find, report),
    ...travelLine(sheet, 'from', profile, report),
  ];
  const posted = lines.filter(({ leftOut }) => leftOut === null);
  if (posted.length === 0) return lines;
  const itemId = findRole(sheet, find, report);
  const needsEarningType = posted.some(({ timeType }) => timeType === null);
  const timeType = needsEarningType ? findEarningType(itemId, profile, employee, report) : null;
  return lines.map((line) => ({ ...line, itemId, timeType: line.timeType ?? timeType }));
}

function activityLines(
  { activities }: SourceTimesheet,
  profile: AssignarProfile,
  find: FindCodes,
  report: ReportFault,
): TimeLine[] {
  const named = nameOnce();
  return activities.map((activity) => {
    const label = nameOfActivity(activity);
    const line = withKind('activity', label);
    const minutes = wholeMinutes('time', activity.minutes, report, line);
    if (activity.minutes === null) {
      const says = 'time of an activity is missing';
      report({ code: 'HOURS_MISSING', field: `${line}: time`, expected: 'minutes', actual: 'none', says, line });
    }
    const leftOut = whyLeftOut(activity, profile);
    const taskId = leftOut === null ? find.taskOf(activity, line) : null;
    return labourLine(named(`activity:${activity.activityId}`), label, minutes ?? 0, { taskId, leftOut });
  });
}

/** Why an activity's time is not posted; null when it is. */
export function whyLeftOut({ minutes, isPayable }: SourceActivityTime, profile: AssignarProfile): TimeLeftOut | null {
  if (minutes === 0) return 'zero minutes';
  return isPayable || profile.timesheets.unpayable === 'post' ? null : 'not payable';
}

/** Worked time that no activity takes; all of it where there are none. */
function remainderLine(
  { activities }: SourceTimesheet,
  workedMinutes: number | null,
  profile: AssignarProfile,
  find: FindCodes,
  report: ReportFault,
): TimeLine[] {
  const told = activities.map(({ minutes }) => minutes).filter((minutes) => Number.isSafeInteger(minutes));
  if (workedMinutes === null || told.length < activities.length) return [];
  const sum = told.reduce<number>((total, minutes) => total + (minutes ?? 0), 0);
  const remainder = workedMinutes - sum;
  const { unallocated } = profile.timesheets;
  if (remainder < 0 || (remainder > 0 && unallocated === 'park')) {
    const more = remainder < 0 ? `${inMinutes(-remainder)} too much` : `${inMinutes(remainder)} on no activity`;
    report({
      code: 'HOURS_MISMATCH',
      field: 'activities',
      expected: inMinutes(workedMinutes),
      actual: inMinutes(sum),
      says: `activities of ${inMinutes(sum)} ≠ worked time of ${inMinutes(workedMinutes)} (${more})`,
    });
  }
  if (remainder <= 0) return [];
  const label = 'time of no activity';
  const taskId = typeof unallocated === 'string' ? null : find.task(unallocated.task, label);
  return [labourLine('remainder', label, remainder, { taskId, leftOut: null })];
}

/** Travel comes on top of worked time, on the shift's project; nothing told is no travel. */
function travelLine(
  sheet: SourceTimesheet,
  way: 'to' | 'from',
  { timesheets: { travel } }: AssignarProfile,
  report: ReportFault,
): TimeLine[] {
  const label = way === 'to' ? 'travel to work' : 'travel from work';
  const minutes = wholeMinutes(label, way === 'to' ? sheet.travelToMinutes : sheet.travelFromMinutes, report);
  if (minutes === null || minutes === 0) return [];
  const posting =
    travel === 'not-posted'
      ? { leftOut: 'travel is not posted' as const }
      : { leftOut: null, timeType: travel.timeType };
  const when = way === 'to' ? 'first-day' : 'last-day';
  return [labourLine(`travel:${way}`, label, minutes, { taskId: null, when, ...posting })];
}

function labourLine(
  sourceLineId: string,
  label: string,
  minutes: number,
  rest: Pick<TimeLine, 'taskId' | 'leftOut'> & Partial<Pick<TimeLine, 'timeType' | 'when'>>,
): TimeLine {
  return { sourceLineId, label, kind: 'labour', minutes, itemId: null, timeType: null, when: 'worked', ...rest };
}

function findRole({ role }: SourceTimesheet, find: FindCodes, report: ReportFault): string | null {
  if (role === null) return missing('role', report);
  const itemId = role.externalId?.trim() ?? '';
  if (itemId !== '') return find.item(itemId, 'role');
  report({
    code: 'ROLE_UNKNOWN',
    field: 'role',
    expected: 'an external id',
    actual: 'none',
    says: `role ${role.roleId} of Assignar has no external id, so that it is no item of Intacct's`,
    causeKey: causeKey.assignarRecord('task', role.roleId),
  });
  return null;
}

/** The profile's for the role, else the employee's own; while either is unknown there is nothing to say. */
function findEarningType(
  itemId: string | null,
  profile: AssignarProfile,
  employee: KnownEmployee | null,
  report: ReportFault,
): string | null {
  if (itemId === null || employee === null) return null;
  const { employeeId, earningTypeName } = employee;
  const timeType = lookUp(profile.timesheets.earningTypeByRole, itemId) ?? earningTypeName;
  if (timeType !== null) return timeType;
  report({
    code: 'EARNING_TYPE_MISSING',
    field: 'earning type',
    expected: 'an earning type of the employee or, in the profile, of the role',
    actual: 'none',
    says: `employee ${employeeId} has no earning type, and the company profile has none for role ${itemId}`,
    causeKey: causeKey.employee(employeeId),
  });
  return null;
}
