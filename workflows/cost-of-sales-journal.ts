import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { CostOfSalesActivities } from '../activities/cost-of-sales-journal';
import type { Decision } from '../domain/posting';
import { sourcePolicy } from './activity-policies';
import { type Continuation, type PostDocumentResult, postDocument } from './post-document';

/** The pooled cost of sales of one entity, branch and day. */
export interface CostOfSalesJournalInput extends Continuation {
  company: string;
  /** `CGS-100-HOU-2026-11-20-1`: journal, entity, branch, posting date, and a number: what comes late gets the next one. */
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
  const steps = {
    document,
    plan: (decision: Decision | null) => planCostOfSalesJournal({ document, triggeredAt: input.triggeredAt, decision }),
    abandon: (decision: Decision) => recordAbandonment({ document, decision }),
    continueAsNew: (decision: Decision) => continueAsNew<typeof costOfSalesJournal>({ ...input, decision }),
  };
  return postDocument(steps, input);
}
