import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { ReleaseActivities } from '../activities/release';
import type { ReleaseSearchActivities } from '../activities/release-search';
import { gatewayPolicy, gatewayTaskQueue, sourcePolicy } from './activity-policies';

/** One look at the causes for which a company's documents wait, started by a schedule. */
export interface ReleaseParkedInput {
  company: string;
}

/** Workflow id of a company's looks; the schedule appends the time. */
export function releaseParkedWorkflowId(company: string): string {
  return `release-parked/${company}`;
}

/**
 * Lets go through what waits for a cause that is gone: the customer is there, the period was reopened, the mapping mended. What a
 * look finds is let through at the profile's pace; the next look finds the rest.
 */
export async function releaseParked(input: ReleaseParkedInput): Promise<{ released: number }> {
  const { findReleasable } = proxyActivities<ReleaseSearchActivities>({
    ...gatewayPolicy,
    taskQueue: gatewayTaskQueue(workflowInfo().taskQueue),
  });
  const { releaseDocuments } = proxyActivities<ReleaseActivities>(sourcePolicy);
  const documents = await findReleasable(input);
  if (documents.length === 0) return { released: 0 };
  return { released: await releaseDocuments({ company: input.company, documents }) };
}
