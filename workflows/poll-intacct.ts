import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { IntacctFeedActivities, IntacctFeedPage } from '../activities/records/intacct-feed';
import type { RecordObject } from '../domain/record-sync';
import { gatewayPolicy, gatewayTaskQueue } from './activity-policies';

/** One look at what changed of Intacct's masters, started by a schedule. */
export interface PollIntacctInput {
  company: string;
  /** Which objects, those first that others refer to; absent: those that flow to iMetal, and tax schedules. */
  objects?: readonly PolledObject[];
  /** A look longer than one run's history goes on here; absent at its beginning. */
  goOn?: { object: PolledObject; after: IntacctFeedPage['next']; seen: number; touched: number; taxesChanged: boolean };
}

/** Of tax schedules Intacct tells no change. */
export type PolledObject = Exclude<RecordObject, 'TAXSCHEDULE'>;

// Terms and taxes before those that refer to them.
const flowingToImetal = ['ARTERM', 'APTERM', 'TAXDETAIL', 'CUSTOMER', 'VENDOR', 'CONTACT'] as const;
/** What flows to Assignar: roles and clients before those that refer to them; contacts, which say who employees are, at last. */
export const flowingToAssignar = ['ITEM', 'CUSTOMER', 'VENDOR', 'PROJECT', 'TASK', 'EMPLOYEE', 'CONTACT'] as const;
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
  const { company, objects = flowingToImetal, goOn } = input;
  let { seen, touched, taxesChanged } = goOn ?? { seen: 0, touched: 0, taxesChanged: false };
  let after = goOn?.after ?? null;
  let pages = 0;
  for (const object of objects.slice(goOn === undefined ? 0 : objects.indexOf(goOn.object))) {
    do {
      if (pages === pagesMax) {
        return continueAsNew<typeof pollIntacct>({ ...input, goOn: { object, after, seen, touched, taxesChanged } });
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
  if (input.objects !== undefined) return { seen, touched: touched + deletions.touched };
  const schedules = await touchTaxSchedules({ company, detailsChanged: taxesChanged });
  return { seen, touched: touched + deletions.touched + schedules.touched };
}
