import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { IntacctFeedActivities, IntacctFeedPage } from '../activities/records/intacct-feed';
import { gatewayPolicy, gatewayTaskQueue } from './activity-policies';

/** One look at what changed of Intacct's masters, started by a schedule. */
export interface PollIntacctInput {
  company: string;
  /** A look longer than one run's history goes on here; absent at its beginning. */
  goOn?: { object: PolledObject; after: IntacctFeedPage['next']; seen: number; touched: number; taxesChanged: boolean };
}

export type PolledObject = (typeof polledObjects)[number];

// Terms and taxes before those that refer to them.
const polledObjects = ['ARTERM', 'APTERM', 'TAXDETAIL', 'CUSTOMER', 'VENDOR', 'CONTACT'] as const;
// About 300 events: a run's history stays small, however long the look is.
const pagesMax = 50;

/** Workflow id of a company's looks at its masters; the schedule appends the time. */
export function pollIntacctWorkflowId(company: string): string {
  return `poll-intacct/${company}`;
}

/** Lets every record be looked at that changed in Intacct since the last look, page by page; then what was deleted, and tax schedules. */
export async function pollIntacct(input: PollIntacctInput): Promise<{ seen: number; touched: number }> {
  const { touchIntacctPage, touchIntacctDeletions, touchTaxSchedules } = proxyActivities<IntacctFeedActivities>({
    ...gatewayPolicy,
    taskQueue: gatewayTaskQueue(workflowInfo().taskQueue),
  });
  const { company, goOn } = input;
  let { seen, touched, taxesChanged } = goOn ?? { seen: 0, touched: 0, taxesChanged: false };
  let after = goOn?.after ?? null;
  let pages = 0;
  for (const object of polledObjects.slice(goOn === undefined ? 0 : polledObjects.indexOf(goOn.object))) {
    do {
      if (pages === pagesMax) {
        return continueAsNew<typeof pollIntacct>({ company, goOn: { object, after, seen, touched, taxesChanged } });
      }
      const page: IntacctFeedPage = await touchIntacctPage({ company, object, after });
      pages += 1;
      seen += page.seen;
      touched += page.touched;
      taxesChanged ||= object === 'TAXDETAIL' && page.touched > 0;
      after = page.next;
    } while (after !== null);
  }
  const deletions = await touchIntacctDeletions(company);
  const schedules = await touchTaxSchedules({ company, detailsChanged: taxesChanged });
  return { seen, touched: touched + deletions.touched + schedules.touched };
}
