import { compareAmounts } from '../../domain/money';
import type { TimesheetPlan } from '../../domain/posting-plan';
import type { SourceTimesheet } from '../../domain/source-timesheet';
import type { ReportFault } from '../fault-report';
import { proveTimesheetTrace } from './prove-time-trace';

// Intacct takes no entry of more than a day (facts/intacct.md 8.14 does not say so; its sandbox assumes it).
const entryHoursMax = '24.00';

/** Asserts on the plan as it will be sent that it touches two periods at most, that no entry is over 24 hours, and that its trace is a partition. */
export function checkTimePlan(plan: TimesheetPlan, sheet: SourceTimesheet, report: ReportFault): void {
  if (plan.additions.length > 2) {
    const actual = plan.additions.map(({ beginDate }) => beginDate).join(', ');
    const says = `it lies in ${plan.additions.length} time periods (${actual})`;
    report({ code: 'TIMESHEET_TOO_LONG', field: 'end', expected: 'at most two time periods', actual, says });
    // Its third addition has no name for a trace to lead to.
    return;
  }
  for (const { lineNumber, hours, date } of plan.additions.flatMap(({ entries }) => entries)) {
    if (compareAmounts(hours, entryHoursMax) <= 0) continue;
    report({
      code: 'TIMESHEET_TOO_LONG',
      field: `entry ${lineNumber}`,
      expected: `at most ${entryHoursMax} hours a day`,
      actual: hours,
      says: `entry ${lineNumber} on ${date} has ${hours} hours`,
    });
  }
  for (const difference of proveTimesheetTrace(plan, sheet).differences) {
    report({
      code: 'HOURS_MISMATCH',
      field: 'trace',
      expected: 'every source line in exactly the lines it went into',
      actual: difference,
      says: `the trace does not prove the hours: ${difference}`,
    });
  }
}
