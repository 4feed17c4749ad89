import type { HarborDayResult } from './harbor-day';
import {
  driftTable,
  harborFlowsTable,
  hoursTable,
  machinesTable,
  planTable,
  timesheetsTable,
  trueUpTable,
  waitingTable,
} from './harbor-tables';

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
    waitingTable(result),
    mastersText(result),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function mastersText({ masters: { compared, differences } }: HarborDayResult): string {
  const all = differences.length === 0 ? 'all' : `all but ${differences.length}, which wait for a person or are drift,`;
  return `Workers, roles, assets, projects, activities, clients, suppliers: of ${compared} compared in both systems ${all} say the same.`;
}
