import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { InvoiceActivities } from '../activities/order-to-invoice';
import type { Decision } from '../domain/posting';
import { sourcePolicy } from './activity-policies';
import { type Continuation, type PostDocumentResult, postDocument } from './post-document';

/** One sales invoice to post. */
export interface OrderToInvoiceInput extends Continuation {
  company: string;
  /** Branch, type and number: `HOU-DIV-104233`. */
  documentKey: string;
  /** 1; one more for each time that the document changed after it was posted. */
  revision: number;
  /** ISO 8601: when the source was seen to say that the invoice is final. */
  triggeredAt: string;
}

/** Workflow id of a sales invoice: the same document is always the same workflow. */
export function orderToInvoiceWorkflowId(company: string, documentKey: string, revision = 1): string {
  const id = `order-to-invoice/${company}/${documentKey}`;
  return revision === 1 ? id : `${id}/revision-${revision}`;
}

/** An iMetal sales invoice becomes one Intacct invoice with its cost of sales; iMetal gets Intacct's reference. */
export async function orderToInvoice(input: OrderToInvoiceInput): Promise<PostDocumentResult> {
  const { planSalesInvoice, acknowledgeSalesInvoice, recordAbandonment } =
    proxyActivities<InvoiceActivities>(sourcePolicy);
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
