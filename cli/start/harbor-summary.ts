import type { HarborDayResult } from './harbor-day';
import {
  driftTable,
  harborFlowsTable,
  hoursTable,
  machinesTable,
  planTable,
  timesheetsTable,
  trueUpTable,
} from './harbor-tables';
import { exceptionsTable } from './summary-tables';

/** The summary of Harbor Civil's day as text: flows, hours and equipment on both sides, the true-up's plan and report, drift, what waits. */
export function harborSummaryText(result: HarborDayResult): string {
  return [
    timesheetsTable(result),
    harborFlowsTable(result),
    hoursTable(result),
    machinesTable(result),
    planTable(result),
    trueUpTable(result),
    driftTable(result),
    exceptionsTable(result.exceptions),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
