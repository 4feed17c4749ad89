import { continueAsNew, patched, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { ReceivablesFeedActivities, ReceivablesPosition } from '../activities/receivables/receivables-feed';
import { gatewayPolicy, gatewayTaskQueue } from './activity-policies';

/** Everything whose change moves a customer's open items. */
export const receivablesObjects = ['ARINVOICE', 'ARADJUSTMENT', 'ARPYMT', 'ARADVANCE'] as const;
type ReceivablesObject = (typeof receivablesObjects)[number];

/** One look of a company's receivables, started by a schedule; or at one record, when somebody says that it changed. */
export interface PollReceivablesInput {
  company: string;
  record?: { object: ReceivablesObject; recordNumber: string };
  /** Where a look that is longer than one run's history goes on. */
  goOn?: { object: ReceivablesObject; position: ReceivablesPosition; seen: number; touched: number };
}

/** What a whole look came to. */
export interface PollReceivablesResult {
  seen: number;
  touched: number;
}

// About 300 events: a run's history stays small, however long the look is.
const pagesMax = 50;

/** Workflow id of a company's looks; the schedule appends the time. Of a look at one record, its own. */
export function pollReceivablesWorkflowId(company: string, record?: PollReceivablesInput['record']): string {
  const ofRecord = record === undefined ? '' : `/${record.object}/${record.recordNumber}`;
  return `poll-receivables/${company}${ofRecord}`;
}

/** Touches the open items of every customer whose receivables changed in Intacct since the last look, grew older, or went away. */
export async function pollReceivables(input: PollReceivablesInput): Promise<PollReceivablesResult> {
  const { company, record, goOn } = input;
  const { touchChangedReceivables, touchReceivable, touchAged, sweepOpenItems } =
    proxyActivities<ReceivablesFeedActivities>({
      ...gatewayPolicy,
      taskQueue: gatewayTaskQueue(workflowInfo().taskQueue),
    });
  if (record !== undefined) return { seen: 1, touched: (await touchReceivable({ company, ...record })) ? 1 : 0 };

  let { seen, touched } = goOn ?? { seen: 0, touched: 0 };
  let position: ReceivablesPosition = goOn?.position ?? null;
  const objects = receivablesObjects.slice(goOn === undefined ? 0 : receivablesObjects.indexOf(goOn.object));
  let pages = 0;
  for (const object of objects) {
    do {
      if (pages >= pagesMax) {
        return continueAsNew<typeof pollReceivables>({ company, goOn: { object, position, seen, touched } });
      }
      const page = await touchChangedReceivables({ company, object, position });
      seen += page.seen;
      touched += page.touched;
      position = page.next;
      pages += 1;
    } while (position !== null);
  }
  touched += await touchAged({ company });
  if (patched('sweep of open items')) touched += await sweepOpenItems({ company });
  return { seen, touched };
}
