import { proxyActivities } from '@temporalio/workflow';
import type { FeedActivities, FeedPage, FeedPosition } from '../activities/sales-invoice-feed';
import { sourcePolicy } from './activity-policies';

/** One look of a company's feed at its source, started by a schedule. */
export interface PollSalesInvoicesInput {
  company: string;
}

// 100 headers a page: one look takes in a backlog of 5,000; the next, an interval later, goes on from the cursor.
const pagesMax = 50;

/** Workflow id of a company's looks; the schedule appends the time. */
export function pollSalesInvoicesWorkflowId(company: string): string {
  return `poll-sales-invoices/${company}`;
}

/** Hands every sales invoice that became final since the last look to its own flow, page by page. */
export async function pollSalesInvoices(input: PollSalesInvoicesInput): Promise<{ seen: number; started: number }> {
  const { startSalesInvoicePage } = proxyActivities<FeedActivities>(sourcePolicy);
  let position: FeedPosition = { from: 'cursor' };
  let seen = 0;
  let started = 0;
  for (let page = 0; page < pagesMax; page += 1) {
    const looked: FeedPage = await startSalesInvoicePage({ company: input.company, position });
    seen += looked.seen;
    started += looked.started;
    if (looked.next === null) break;
    position = looked.next;
  }
  return { seen, started };
}
