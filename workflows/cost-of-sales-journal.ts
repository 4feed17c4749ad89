import { proxyActivities } from '@temporalio/workflow';
import type { CostOfSalesActivities } from '../activities/cost-of-sales-journal';
import { sourcePolicy } from './activity-policies';
import { type PostDocumentResult, postDocument } from './post-document';

/** The pooled cost of sales of one branch and day. */
export interface CostOfSalesJournalInput {
  company: string;
  /** `CGS-HOU-2026-11-20-1`: journal, branch, posting date, and a number: what comes late gets the next one. */
  documentKey: string;
  /** ISO 8601, when the pool was gathered. */
  triggeredAt: string;
}

/** Workflow id of one branch's journal of one day. */
export function costOfSalesJournalWorkflowId(company: string, documentKey: string): string {
  return `cost-of-sales-journal/${company}/${documentKey}`;
}

/** One journal entry for the cost of sales of a branch's day; nobody is told, for the invoices were acknowledged before. */
export async function costOfSalesJournal(input: CostOfSalesJournalInput): Promise<PostDocumentResult> {
  const { planCostOfSalesJournal, recordAbandonment } = proxyActivities<CostOfSalesActivities>(sourcePolicy);
  const document = { company: input.company, documentKey: input.documentKey, revision: 1 };
  return postDocument({
    document,
    plan: (decision) => planCostOfSalesJournal({ document, triggeredAt: input.triggeredAt, decision }),
    abandon: (decision) => recordAbandonment({ document, decision }),
  });
}
