import type { Client } from '@temporalio/client';
import { TypedSearchAttributes, WorkflowNotFoundError } from '@temporalio/common';
import { formatCents } from '../../domain/money';
import { type OrderToInvoiceInput, orderToInvoice, orderToInvoiceWorkflowId } from '../../workflows/order-to-invoice';
import { type DecisionRequest, retrySignal } from '../../workflows/parking';
import type { SalesInvoiceHeader } from '../imetal/imetal-client';
import { Company, DocumentNumber, Flow, Party, PostingStatus, SourceSystem } from './search-attributes';
import { startOnce, startOncePolicies } from './start-once';

export interface StartOrderToInvoice {
  company: string;
  header: SalesInvoiceHeader;
  revision: number;
}

/** Starts a sales invoice's flow, or finds it running; false when it ran and is finished. Its summary names customer and money. */
export async function startOrderToInvoice(
  client: Client,
  taskQueue: string,
  { company, header, revision }: StartOrderToInvoice,
): Promise<{ workflowId: string; isOpen: boolean }> {
  const workflowId = orderToInvoiceWorkflowId(company, header.documentKey, revision);
  const input: OrderToInvoiceInput = {
    company,
    documentKey: header.documentKey,
    revision,
    triggeredAt: new Date().toISOString(),
  };
  const isOpen = await startOnce(() =>
    client.workflow.start(orderToInvoice, {
      ...startOncePolicies,
      workflowId,
      taskQueue,
      args: [input],
      staticSummary: summaryOf(header),
      staticDetails: detailsOf(company, header),
      typedSearchAttributes: new TypedSearchAttributes([
        { key: Company, value: company },
        { key: Flow, value: 'order-to-invoice' },
        { key: SourceSystem, value: 'imetal' },
        { key: DocumentNumber, value: header.documentKey },
        { key: PostingStatus, value: 'posting' },
        ...(header.customerCode === null ? [] : [{ key: Party, value: header.customerCode }]),
      ]),
    }),
  );
  return { workflowId, isOpen };
}

/**
 * Tells a parked document's flow to try again; false when there is no flow, or none that is parked. A flow that is trying already
 * would only pile up what it is told: the engine refuses a run more than 10,000 signals.
 */
export async function retryParkedOrderToInvoice(
  client: Client,
  document: { company: string; documentKey: string; revision: number },
  decision: DecisionRequest,
): Promise<boolean> {
  const workflowId = orderToInvoiceWorkflowId(document.company, document.documentKey, document.revision);
  const flow = client.workflow.getHandle(workflowId);
  try {
    const { typedSearchAttributes } = await flow.describe();
    if (typedSearchAttributes.get(PostingStatus) !== 'parked') return false;
    await flow.signal(retrySignal, decision);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

function summaryOf(header: SalesInvoiceHeader): string {
  // The engine cuts summaries at 200 bytes.
  return `SI ${header.documentKey} · ${header.customerName ?? 'customer missing'} · ${moneyOf(header)}`.slice(0, 150);
}

function detailsOf(company: string, header: SalesInvoiceHeader): string {
  return [
    `Sales invoice **${header.documentKey}** of ${company}`,
    '',
    `- customer ${header.customerCode ?? 'missing'} ${header.customerName ?? ''}`,
    `- gross ${moneyOf(header)}`,
    '',
    `The whole story: \`npx intacct-pipelines show ${header.documentKey}\``,
  ].join('\n');
}

function moneyOf(header: SalesInvoiceHeader): string {
  if (header.grossTotal === null) return 'total missing';
  const [whole = '', cents = ''] = formatCents(header.grossTotal).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents} ${header.currency ?? ''}`.trim();
}
