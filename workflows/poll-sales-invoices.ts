import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { FeedActivities, FeedPage, FeedPosition } from '../activities/sales-invoice-feed';
import { sourcePolicy } from './activity-policies';

/** One look of a company's feed at its source, started by a schedule. */
export interface PollSalesInvoicesInput {
  company: string;
  /** A look longer than one run's history goes on here; absent at its beginning. */
  goOn?: { position: FeedPosition; seen: number; started: number };
}

/** What a whole look came to. */
export interface PollSalesInvoicesResult {
  seen: number;
  started: number;
}

// About 300 events: a run's history stays small, however long the look is.
const pagesMax = 50;

/** Workflow id of a company's looks; the schedule appends the time. */
export function pollSalesInvoicesWorkflowId(company: string): string {
  return `poll-sales-invoices/${company}`;
}

/**
 * Hands every sales invoice that became final since the last look to its own flow, page by page to the end, however many there
 * are; then those that no cursor shows. The schedule starts no other look meanwhile.
 */
export async function pollSalesInvoices(input: PollSalesInvoicesInput): Promise<PollSalesInvoicesResult> {
  const { startSalesInvoicePage } = proxyActivities<FeedActivities>(sourcePolicy);
  const { company, goOn } = input;
  let position: FeedPosition = goOn?.position ?? { from: 'cursor' };
  let seen = goOn?.seen ?? 0;
  let started = goOn?.started ?? 0;
  for (let page = 0; page < pagesMax; page += 1) {
    const looked: FeedPage = await startSalesInvoicePage({ company, position });
    seen += looked.seen;
    started += looked.started;
    if (looked.next === null) return { seen, started };
    position = looked.next;
  }
  return continueAsNew<typeof pollSalesInvoices>({ company, goOn: { position, seen, started } });
}
