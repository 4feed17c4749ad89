import { proxyActivities } from '@temporalio/workflow';
import type { CostOfSalesActivities } from '../activities/cost-of-sales-journal';
import { sourcePolicy } from './activity-policies';

/** Posts what waits in the pool of a company, one journal per entity, branch and day. */
export interface DailyCostOfSalesInput {
  company: string;
}

/** Workflow id of a company's collection; the schedule appends the time. */
export function dailyCostOfSalesWorkflowId(company: string): string {
  return `daily-cost-of-sales/${company}`;
}

/** Gathers the pool of the days before into journals and starts the flow of each; they go on by themselves. */
export async function dailyCostOfSales(input: DailyCostOfSalesInput): Promise<{ journals: string[] }> {
  const { startCostOfSalesJournals } = proxyActivities<CostOfSalesActivities>(sourcePolicy);
  return { journals: await startCostOfSalesJournals(input.company) };
}
