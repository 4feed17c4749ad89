import { Worker } from '@temporalio/worker';
import type { CostOfSalesActivities } from '../../activities/cost-of-sales-journal';
import type { CreditApplicationActivities } from '../../activities/credit-application';
import type { DocumentActivities } from '../../activities/document-activities';
import type { FeedActivities, FeedPage } from '../../activities/document-feed';
import type { PostingActivities } from '../../activities/post-plan';
import type { Releasable, ReleaseActivities } from '../../activities/release';
import type { ReleaseSearchActivities } from '../../activities/release-search';
import { startDocumentFlow } from '../../clients/temporal/start-document-flow';
import type { DocumentHeader, DocumentKind } from '../../domain/document-source';
import type { Decision, DocumentReference, DocumentSummary, PlanResult, PostResult } from '../../domain/posting';
import { gatewayTaskQueue } from '../../workflows/activity-policies';
import type { orderToInvoice } from '../../workflows/order-to-invoice';
import { connectTestTemporal, type TestTemporal } from '../temporal';
import { quietRuntime, workflowBundle } from './workflow-bundle';

/** No other test file's: all share one engine, in which a workflow id is taken once. */
export const company = 'flow-metals';

/** What each step of a document's flow gives, one after the other; the good outcome when it runs out. */
export interface DocumentScript {
  plans?: (PlanResult | Error)[];
  posts?: (PostResult | Error)[];
  acknowledgements?: (PostResult | Error)[];
}

/** One call of an activity, as the fakes saw it. */
export interface ActivityCall {
  activity: string;
  documentKey: string;
  decision: Decision | null;
}

export interface FlowUnderTest {
  temporal: TestTemporal;
  script(documentKey: string, script: DocumentScript): void;
  feed: { pages: FeedPage[]; looks: unknown[]; releasable: Releasable[] };
  /** Calls for one document, in order. */
  callsOf(documentKey: string): ActivityCall[];
  /** Starts the document's flow as every trigger does; the flow's handle. */
  start(documentKey: string, kind?: DocumentKind): Promise<ReturnType<typeof flowOf>>;
  close(): Promise<void>;
}

/** The few words about a document that the fakes give. */
export function summaryOf(documentKey: string): DocumentSummary {
  return { documentKey, party: 'C00123', partyName: 'Gulf Steel', entityId: '100', currency: 'USD', amount: '100.00' };
}

/** A refusal, as an activity gives it. */
export function parked(
  code: string,
  changes: { causeKey?: string; count?: number } = {},
): PostResult & { outcome: 'parked' } {
  return {
    outcome: 'parked',
    reason: { code, message: `refused: ${code}`, causeKey: changes.causeKey ?? null, count: changes.count ?? 1 },
  };
}

/** The header by which a trigger knows a document. */
export function headerOf(documentKey: string): DocumentHeader {
  return {
    headerId: '1',
    modifiedAt: '2026-11-20T12:00:00.000000+00:00',
    documentKey,
    version: 1,
    branchCode: 'HOU',
    partyCode: 'C00123',
    partyName: 'Gulf Steel',
    currency: 'USD',
    grossTotal: '12340.55',
    // Of a shift there are hours instead.
    ...(documentKey.startsWith('TS-') ? { hours: '8.00' } : {}),
    documentDate: '2026-11-20',
    exportedAt: null,
  };
}

/** The flow of a document, by its id. */
export function flowOf(temporal: TestTemporal, workflowId: string) {
  return temporal.client.workflow.getHandle<typeof orderToInvoice>(workflowId);
}

/** Workers on the run's Temporal server, with the real workflows and plain fake activities. */
export async function startFlowUnderTest(): Promise<FlowUnderTest> {
  quietRuntime();
  const temporal = await connectTestTemporal();
  const scripts = new Map<string, DocumentScript>();
  const calls: ActivityCall[] = [];
  const feed: FlowUnderTest['feed'] = { pages: [], looks: [], releasable: [] };
  const { codePath } = await workflowBundle();
  const shared = { connection: temporal.nativeConnection, namespace: temporal.namespace, shutdownGraceTime: 1000 };
  const fakes = createFakes(scripts, calls, feed);
  const flows = await Worker.create({
    ...shared,
    taskQueue: temporal.taskQueue,
    workflowBundle: { codePath },
    activities: fakes.source,
  });
  const gateway = await Worker.create({
    ...shared,
    taskQueue: gatewayTaskQueue(temporal.taskQueue),
    activities: fakes.gateway,
  });
  const running = Promise.all([flows.run(), gateway.run()]);
  return {
    temporal,
    feed,
    script: (documentKey, script) => void scripts.set(documentKey, script),
    callsOf: (documentKey) => calls.filter((call) => call.documentKey === documentKey),
    async start(documentKey, kind = 'sales-invoice') {
      const { workflowId } = await startDocumentFlow(temporal.client, temporal.taskQueue, {
        company,
        kind,
        header: headerOf(documentKey),
        revision: 1,
      });
      return flowOf(temporal, workflowId);
    },
    async close() {
      flows.shutdown();
      gateway.shutdown();
      await running;
      await temporal.close();
    },
  };
}

function createFakes(scripts: Map<string, DocumentScript>, calls: ActivityCall[], feed: FlowUnderTest['feed']) {
  const note = (activity: string, { documentKey }: DocumentReference, decision: Decision | null = null) =>
    void calls.push({ activity, documentKey, decision });
  const next = <T>(answers: (T | Error)[] | undefined, otherwise: T): T => {
    const answer = answers?.shift() ?? otherwise;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const scriptOf = ({ documentKey }: DocumentReference) => scripts.get(documentKey) ?? {};
  const plan = (document: DocumentReference) =>
    next<PlanResult>(scriptOf(document).plans, { outcome: 'planned', summary: summaryOf(document.documentKey) });
  const source: DocumentActivities & CostOfSalesActivities & FeedActivities & ReleaseActivities = {
    async planDocument({ document, decision }) {
      note('plan', document, decision);
      return plan(document);
    },
    async acknowledgeDocument({ document }) {
      note('acknowledge', document);
      return next<PostResult>(scriptOf(document).acknowledgements, { outcome: 'posted', intacctKey: '9001' });
    },
    async planSalesInvoice({ document, decision }) {
      note('plan', document, decision);
      return plan(document);
    },
    async acknowledgeSalesInvoice(document) {
      note('acknowledge', document);
      return next<PostResult>(scriptOf(document).acknowledgements, { outcome: 'posted', intacctKey: '9001' });
    },
    async recordAbandonment({ document, decision }) {
      note('abandon', document, decision);
    },
    async startCostOfSalesJournals(ofCompany) {
      return [`CGS-HOU-2026-11-20-1 of ${ofCompany}`];
    },
    async planCostOfSalesJournal({ document, decision }) {
      note('plan journal', document, decision);
      return plan(document);
    },
    async startSalesInvoicePage({ position }) {
      feed.looks.push(position);
      return feed.pages.shift() ?? { seen: 0, started: 0, next: null };
    },
    async startDocumentPage({ kind, position }) {
      feed.looks.push({ kind, ...position });
      return feed.pages.shift() ?? { seen: 0, started: 0, next: null };
    },
    releaseDocuments: async ({ documents }) => documents.length,
  };
  const gateway: PostingActivities & CreditApplicationActivities & ReleaseSearchActivities = {
    async planCreditApplication({ document, decision }) {
      note('plan application', document, decision);
      return plan(document);
    },
    findReleasable: async () => feed.releasable,
    async postPlan(document) {
      note('post', document);
      return next<PostResult>(scriptOf(document).posts, { outcome: 'posted', intacctKey: '9001' });
    },
  };
  return { source, gateway };
}
