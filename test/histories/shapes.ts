import { until } from '../../cli/start/until';
import type { DocumentKind } from '../../domain/document-source';
import { startCreditApplication } from '../../clients/temporal/start-document-flow';
import { costOfSalesJournal } from '../../workflows/cost-of-sales-journal';
import { creditApplicationWorkflowId } from '../../workflows/credit-application';
import { abandonUpdate, retrySignal, retryUpdate, statusQuery } from '../../workflows/parking';
import { pollDocuments, pollDocumentsWorkflowId } from '../../workflows/poll-documents';
import { releaseParked, releaseParkedWorkflowId } from '../../workflows/release-parked';
import { pollSalesInvoices } from '../../workflows/poll-sales-invoices';
import { company, type FlowUnderTest, flowOf, parked } from '../workflows/flow-under-test';

/** Runs one shape of a flow to its end, and gives its workflow id. */
export type Shape = (flow: FlowUnderTest) => Promise<string>;

const decision = { actor: 'Ann', reason: 'fixed the cause' };

async function parkedInvoice(flow: FlowUnderTest, documentKey: string) {
  flow.script(documentKey, { posts: [parked('PERIOD_CLOSED', { causeKey: 'period:2026-10' })] });
  const handle = await flow.start(documentKey);
  await untilParked(flow, handle.workflowId);
  return handle;
}

function untilParked(flow: FlowUnderTest, workflowId: string): Promise<true> {
  const handle = flowOf(flow.temporal, workflowId);
  return until('the document is parked', 20_000, async () => (await handle.query(statusQuery)).status === 'parked');
}

async function parkedAndRetried(flow: FlowUnderTest, kind: DocumentKind, documentKey: string): Promise<string> {
  flow.script(documentKey, { posts: [parked('PERIOD_CLOSED', { causeKey: 'period:2026-10' })] });
  const handle = await flow.start(documentKey, kind);
  await untilParked(flow, handle.workflowId);
  await handle.executeUpdate(retryUpdate, { args: [decision] });
  await handle.result();
  return handle.workflowId;
}

/** Every shape whose history is kept; the name is the file's, for ever. */
export const shapes: Record<string, Shape> = {
  async 'order-to-invoice.posted'(flow) {
    const handle = await flow.start('HOU-DIV-1');
    await handle.result();
    return handle.workflowId;
  },
  async 'order-to-invoice.parked-and-retried'(flow) {
    const handle = await parkedInvoice(flow, 'HOU-DIV-2');
    const correction = { postingDate: '2026-11-01' };
    await handle.executeUpdate(retryUpdate, { args: [{ ...decision, correction }] });
    await handle.result();
    return handle.workflowId;
  },
  async 'order-to-invoice.parked-and-retried-by-signal'(flow) {
    const handle = await parkedInvoice(flow, 'HOU-DIV-3');
    await handle.signal(retrySignal, decision);
    await handle.result();
    return handle.workflowId;
  },
  async 'order-to-invoice.abandoned'(flow) {
    const handle = await parkedInvoice(flow, 'HOU-DIV-4');
    await handle.executeUpdate(abandonUpdate, { args: [decision] });
    await handle.result();
    return handle.workflowId;
  },
  async 'order-to-invoice.still-parked'(flow) {
    return (await parkedInvoice(flow, 'HOU-DIV-5')).workflowId;
  },
  async 'poll-sales-invoices'(flow) {
    const cursor = { modifiedAt: '2026-11-20T12:00:00.000000+00:00', headerId: '100' };
    flow.feed.pages.push(
      { seen: 100, started: 90, next: { from: 'after', cursor } },
      { seen: 7, started: 1, next: { from: 'unexported', after: null, unknown: 0, oldestAgeSeconds: null } },
    );
    const { client, taskQueue } = flow.temporal;
    const workflowId = `poll-sales-invoices/${company}`;
    await client.workflow.execute(pollSalesInvoices, { workflowId, taskQueue, args: [{ company }] });
    return workflowId;
  },
  async 'cost-of-sales-journal.parked-and-retried'(flow) {
    const documentKey = 'CGS-HOU-2026-11-20-1';
    flow.script(documentKey, { posts: [parked('PERIOD_CLOSED')] });
    const { client, taskQueue } = flow.temporal;
    const handle = await client.workflow.start(costOfSalesJournal, {
      workflowId: `cost-of-sales-journal/${company}/${documentKey}`,
      taskQueue,
      args: [{ company, documentKey, triggeredAt: '2026-11-21T09:00:00.000Z' }],
    });
    await untilParked(flow, handle.workflowId);
    await handle.executeUpdate(retryUpdate, { args: [decision] });
    await handle.result();
    return handle.workflowId;
  },
  'sales-credit.parked-and-retried': (flow) => parkedAndRetried(flow, 'sales-credit', 'HOU-CRN-1'),
  'purchase-invoice.parked-and-retried': (flow) => parkedAndRetried(flow, 'supplier-document', 'HOU-PIN-1'),
  'ledger-entry.parked-and-retried': (flow) => parkedAndRetried(flow, 'stock-movement', 'HOU-WOF-1'),
  'labour-time.parked-and-retried': (flow) => parkedAndRetried(flow, 'timesheet', 'TS-9001'),
  async 'credit-application.parked-and-abandoned'(flow) {
    const creditKey = 'HOU-CRN-2';
    flow.script(`${creditKey}/application`, { posts: [parked('PERIOD_CLOSED')] });
    const { client, taskQueue } = flow.temporal;
    const triggeredAt = '2026-11-21T09:00:00.000Z';
    await startCreditApplication(client, taskQueue, { company, creditKey, revision: 1, triggeredAt, party: 'C00123' });
    const workflowId = creditApplicationWorkflowId(company, creditKey);
    await untilParked(flow, workflowId);
    const handle = flowOf(flow.temporal, workflowId);
    await handle.executeUpdate(abandonUpdate, { args: [decision] });
    await handle.result();
    return workflowId;
  },
  async 'poll-documents'(flow) {
    const cursor = { modifiedAt: '2026-11-20T12:00:00.000000+00:00', headerId: '100' };
    flow.feed.pages.push(
      { seen: 100, started: 90, next: { from: 'after', cursor } },
      { seen: 7, started: 1, next: null },
    );
    const { client, taskQueue } = flow.temporal;
    const kind = 'stock-movement';
    const workflowId = pollDocumentsWorkflowId(company, kind);
    await client.workflow.execute(pollDocuments, { workflowId, taskQueue, args: [{ company, kind }] });
    return workflowId;
  },
  async 'release-parked'(flow) {
    flow.feed.releasable = [{ workflowId: 'one', reason: 'customer:C00123: what it waited for is there' }];
    const { client, taskQueue } = flow.temporal;
    const workflowId = releaseParkedWorkflowId(company);
    await client.workflow.execute(releaseParked, { workflowId, taskQueue, args: [{ company }] });
    return workflowId;
  },
};
