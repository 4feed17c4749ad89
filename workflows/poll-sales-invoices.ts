import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { FeedActivities } from '../activities/document-feed';
import { sourcePolicy } from './activity-policies';
import { type LookSoFar, lookToTheEnd, type PollResult } from './poll-documents';

/** One look of a company's feed at its sales invoices, started by a schedule. */
export interface PollSalesInvoicesInput {
  company: string;
  /** A look longer than one run's history goes on here; absent at its beginning. */
  goOn?: LookSoFar;
}

/** Workflow id of a company's looks; the schedule appends the time. */
export function pollSalesInvoicesWorkflowId(company: string): string {
  return `poll-sales-invoices/${company}`;
}

/**
 * Hands every sales invoice that became final since the last look to its own flow. A name of its own for `pollDocuments`, under
 * which histories were recorded. The schedule starts no other look meanwhile.
 */
export async function pollSalesInvoices(input: PollSalesInvoicesInput): Promise<PollResult> {
  const { startSalesInvoicePage } = proxyActivities<FeedActivities>(sourcePolicy);
  const { company, goOn } = input;
  return lookToTheEnd(
    goOn,
    (position) => startSalesInvoicePage({ company, position }),
    (soFar) => continueAsNew<typeof pollSalesInvoices>({ company, goOn: soFar }),
  );
}
