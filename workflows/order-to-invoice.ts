import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { DocumentActivities } from '../activities/document-activities';
import type { Decision } from '../domain/posting';
import { sourcePolicy } from './activity-policies';
import { type PostDocumentResult, postDocument } from './post-document';
import { type SourceDocumentInput, sourceDocumentWorkflowId } from './source-document';

/** Workflow id of a sales invoice: the same document is always the same workflow. */
export function orderToInvoiceWorkflowId(company: string, documentKey: string, revision = 1): string {
  return sourceDocumentWorkflowId('order-to-invoice', company, documentKey, revision);
}

/**
 * An iMetal sales invoice becomes one Intacct invoice with its cost of sales; iMetal gets Intacct's reference. Its activities have
 * names of their own, under which histories were recorded before there were other kinds of documents.
 */
export async function orderToInvoice(input: SourceDocumentInput): Promise<PostDocumentResult> {
  const { planSalesInvoice, acknowledgeSalesInvoice, recordAbandonment } =
    proxyActivities<DocumentActivities>(sourcePolicy);
  const document = { company: input.company, documentKey: input.documentKey, revision: input.revision };
  const steps = {
    document,
    plan: (decision: Decision | null) => planSalesInvoice({ document, triggeredAt: input.triggeredAt, decision }),
    acknowledge: () => acknowledgeSalesInvoice(document),
    abandon: (decision: Decision) => recordAbandonment({ document, decision }),
    continueAsNew: (decision: Decision) => continueAsNew<typeof orderToInvoice>({ ...input, decision }),
  };
  return postDocument(steps, input);
}
