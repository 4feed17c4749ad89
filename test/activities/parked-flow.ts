import { TypedSearchAttributes } from '@temporalio/common';
import { PostingStatus } from '../../clients/temporal/search-attributes';
import { orderToInvoiceWorkflowId } from '../../workflows/order-to-invoice';
import { company } from '../db/planned-document';
import type { TestTemporal } from '../temporal';

/** Starts a document's flow as one that says that it is parked; no worker runs it. */
export async function startParkedFlow(temporal: TestTemporal, documentKey: string, revision = 1): Promise<void> {
  await temporal.client.workflow.start('orderToInvoice', {
    workflowId: orderToInvoiceWorkflowId(company, documentKey, revision),
    taskQueue: temporal.taskQueue,
    typedSearchAttributes: new TypedSearchAttributes([{ key: PostingStatus, value: 'parked' }]),
  });
}

/** How often a document's flow was told something. */
export async function countSignals(temporal: TestTemporal, documentKey: string, revision = 1): Promise<number> {
  const workflowId = orderToInvoiceWorkflowId(company, documentKey, revision);
  const { events } = await temporal.client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes != null).length;
}
