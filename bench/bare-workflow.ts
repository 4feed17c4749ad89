import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import { gatewayPolicy, gatewayTaskQueue, sourcePolicy } from '../workflows/activity-policies';
import type { BareActivities } from './bare-activities';

/** What Temporal alone costs: three activities on the two queues of a posting, with its policies, that do nothing. */
export async function bare(documentKey: string): Promise<string> {
  const source = proxyActivities<BareActivities>(sourcePolicy);
  const gateway = proxyActivities<BareActivities>({
    ...gatewayPolicy,
    taskQueue: gatewayTaskQueue(workflowInfo().taskQueue),
  });
  await source.nothing(documentKey);
  await gateway.nothing(documentKey);
  return source.nothing(documentKey);
}
