import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { CreditApplicationActivities } from '../activities/credit-application';
import type { DocumentActivities } from '../activities/document-activities';
import type { Decision } from '../domain/posting';
import { gatewayPolicy, gatewayTaskQueue, sourcePolicy } from './activity-policies';
import { type Continuation, type PostDocumentResult, postDocument } from './post-document';

/** A posted credit memo to apply to the invoice that it corrects. */
export interface CreditApplicationInput extends Continuation {
  company: string;
  /** Key of the credit note: `HOU-CRN-700123`. */
  creditKey: string;
  /** The credit's revision whose memo is applied. */
  revision: number;
  /** ISO 8601: when the credit was posted. */
  triggeredAt: string;
}

/** Document key under which the ledger holds the application of a credit. */
export function creditApplicationKey(creditKey: string): string {
  return `${creditKey}/application`;
}

/** Workflow id of a credit's application. */
export function creditApplicationWorkflowId(company: string, creditKey: string, revision = 1): string {
  const id = `credit-application/${company}/${creditApplicationKey(creditKey)}`;
  return revision === 1 ? id : `${id}/revision-${revision}`;
}

/** A posted credit memo is applied to its invoice, as far as both are open; nobody is told. */
export async function creditApplication(input: CreditApplicationInput): Promise<PostDocumentResult> {
  const { recordAbandonment } = proxyActivities<DocumentActivities>(sourcePolicy);
  const { planCreditApplication } = proxyActivities<CreditApplicationActivities>({
    ...gatewayPolicy,
    taskQueue: gatewayTaskQueue(workflowInfo().taskQueue),
  });
  const { company, creditKey, revision, triggeredAt } = input;
  const document = { company, documentKey: creditApplicationKey(creditKey), revision };
  const steps = {
    document,
    plan: (decision: Decision | null) => planCreditApplication({ document, creditKey, triggeredAt, decision }),
    abandon: (decision: Decision) => recordAbandonment({ document, decision }),
    continueAsNew: (decision: Decision) => continueAsNew<typeof creditApplication>({ ...input, decision }),
  };
  return postDocument(steps, input);
}
