import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { InvoiceActivities } from '../activities/order-to-invoice';
import type { PostingActivities } from '../activities/post-plan';
import type { Decision, PostResult } from '../domain/posting';
import { gatewayPolicy, gatewayTaskQueue, sourcePolicy } from './activity-policies';
import { openParking } from './parking';

/** One sales invoice to post. */
export interface OrderToInvoiceInput {
  company: string;
  /** Branch, type and number: `HOU-DIV-104233`. */
  documentKey: string;
  /** 1; one more for each time that the document changed after it was posted. */
  revision: number;
  /** ISO 8601: when the source was seen to say that the invoice is final. */
  triggeredAt: string;
}

export type OrderToInvoiceResult = { outcome: 'posted'; intacctKey: string } | { outcome: 'abandoned'; reason: string };

/** Workflow id of a sales invoice: the same document is always the same workflow. */
export function orderToInvoiceWorkflowId(company: string, documentKey: string, revision = 1): string {
  const id = `order-to-invoice/${company}/${documentKey}`;
  return revision === 1 ? id : `${id}/revision-${revision}`;
}

/** An iMetal sales invoice becomes one Intacct invoice with its cost of sales: plan, post, acknowledge; or it is parked until a person decides. */
export async function orderToInvoice(input: OrderToInvoiceInput): Promise<OrderToInvoiceResult> {
  const { planSalesInvoice, acknowledgeSalesInvoice, recordAbandonment } =
    proxyActivities<InvoiceActivities>(sourcePolicy);
  const { postPlan } = proxyActivities<PostingActivities>({
    ...gatewayPolicy,
    taskQueue: gatewayTaskQueue(workflowInfo().taskQueue),
  });
  const document = { company: input.company, documentKey: input.documentKey, revision: input.revision };
  const parking = openParking();
  let decision: Decision | null = null;

  for (;;) {
    const plan = await planSalesInvoice({ document, triggeredAt: input.triggeredAt, decision });
    let result: PostResult = plan.outcome === 'planned' ? await postPlan(document) : plan;
    if (result.outcome === 'posted') result = await acknowledgeSalesInvoice(document);
    if (result.outcome === 'posted') {
      parking.markPosted(plan.summary, result.intacctKey);
      return { outcome: 'posted', intacctKey: result.intacctKey };
    }
    decision = await parking.untilDecided(plan.summary, result.reason);
    if (decision.action === 'abandon') {
      await recordAbandonment({ document, decision });
      parking.markAbandoned(decision);
      return { outcome: 'abandoned', reason: decision.reason };
    }
  }
}
