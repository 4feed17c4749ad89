import { Worker } from '@temporalio/worker';
import type { DriftActivities } from '../../activities/assignar-records/watch-drift';
import type { MovedCreditActivities } from '../../activities/receivables/moved-credit';
import type { FirstLoadActivities, LoadProgress } from '../../activities/records/first-load';
import type { ContactFeedActivities } from '../../activities/records/imetal-contact-feed';
import type { IntacctFeedActivities } from '../../activities/records/intacct-feed';
import type {
  LookResult,
  RecordGatewayActivities,
  RecordSourceActivities,
} from '../../activities/records/look-at-record';
import { touchRecord } from '../../activities/records/touch-record';
import type { RecordHint, RecordObject } from '../../domain/record-sync';
import { gatewayTaskQueue } from '../../workflows/activity-policies';
import type { customers } from '../../workflows/customers';
import { connectTestTemporal, type TestTemporal } from '../temporal';
import { quietRuntime, workflowBundle } from './workflow-bundle';

/** No other test file's: all share one engine. */
export const company = 'record-metals';

export interface RecordFlowUnderTest {
  temporal: TestTemporal;
  /** What each look at a record gives, one after the other; in step when they run out. */
  script(id: string, looks: (LookResult | Promise<LookResult> | Error)[]): void;
  looksAt(id: string): RecordHint[];
  /** What a first load comes to. */
  loadEnds: LoadProgress;
  /** What was asked of a record besides looks: `import 7`, `abandon Ann`. */
  asked(id: string): string[];
  pages: {
    intacct: Parameters<IntacctFeedActivities['touchIntacctPage']>[0][];
    load: (LoadProgress & { isLastPage: boolean })[];
    drift: Parameters<DriftActivities['compareAssignarPage']>[0][];
  };
  touch(object: RecordObject, id: string, hint?: RecordHint): Promise<ReturnType<typeof recordFlowOf>>;
  close(): Promise<void>;
}

/** The flow of a record, by its id. */
export function recordFlowOf(temporal: TestTemporal, workflowId: string) {
  return temporal.client.workflow.getHandle<typeof customers>(workflowId);
}

/** Workers on the run's Temporal server, with the real workflows of records and plain fake activities. */
export async function startRecordFlowUnderTest(): Promise<RecordFlowUnderTest> {
  quietRuntime();
  const temporal = await connectTestTemporal();
  const { codePath } = await workflowBundle();
  const scripts = new Map<string, (LookResult | Promise<LookResult> | Error)[]>();
  const looks: { id: string; hint: RecordHint }[] = [];
  const asked: { id: string; what: string }[] = [];
  const pages: RecordFlowUnderTest['pages'] = { intacct: [], load: [], drift: [] };
  const shared = { connection: temporal.nativeConnection, namespace: temporal.namespace, shutdownGraceTime: 1000 };
  const source: RecordSourceActivities & ContactFeedActivities & MovedCreditActivities & DriftActivities = {
    async importRecord({ record, batchNumber }) {
      asked.push({ id: record.id, what: `import ${batchNumber}` });
      return { outcome: 'in-step' };
    },
    async abandonRecord({ record, decision }) {
      asked.push({ id: record.id, what: `abandon ${decision.actor}` });
    },
    async touchImetalContactPage({ kind, after }) {
      const cursor = { modifiedAt: '2026-11-20T12:00:00.000000Z', headerId: '5' };
      return { seen: 1, touched: 1, next: kind === 'ship-to' && after === null ? cursor : null };
    },
    touchMovedCredit: async () => 0,
    async compareAssignarPage(request) {
      pages.drift.push(request);
      // Two pages and an empty one of workers, one empty page of everything else.
      const next =
        request.object === 'worker' && request.afterId !== '200' ? String(Number(request.afterId) + 100) : null;
      return { seen: next === null ? 0 : 100, drifting: next === null ? 0 : 1, next };
    },
    touchEndingRecords: async () => ({ touched: 0 }),
  };
  const gateway: RecordGatewayActivities & IntacctFeedActivities & FirstLoadActivities = {
    async lookAtRecord({ record, hint }) {
      looks.push({ id: record.id, hint });
      const next = scripts.get(record.id)?.shift() ?? { outcome: 'in-step' };
      if (next instanceof Error) throw next;
      return next;
    },
    async touchIntacctPage(request) {
      pages.intacct.push(request);
      const cursor = { modifiedAt: '2026-11-20T12:00:00Z', recordNumber: '5' };
      const more = request.object === 'CUSTOMER' && request.after === null;
      return { seen: 1, touched: 1, next: more ? cursor : null };
    },
    touchIntacctDeletions: async () => ({ touched: 2 }),
    touchTaxSchedules: async ({ detailsChanged }) => ({ touched: detailsChanged ? 3 : 0 }),
    beginLoad: async () => progressOf({ after: '0' }),
    loadPage: async () => pages.load.shift() ?? { ...progressOf({ after: '9' }), isLastPage: true },
    loadRefused: async () => 0,
    finishLoad: async () => underTest.loadEnds,
  };
  const flows = await Worker.create({
    ...shared,
    taskQueue: temporal.taskQueue,
    workflowBundle: { codePath },
    activities: source,
  });
  const gatewayWorker = await Worker.create({
    ...shared,
    taskQueue: gatewayTaskQueue(temporal.taskQueue),
    activities: gateway,
  });
  const running = Promise.all([flows.run(), gatewayWorker.run()]);
  const underTest: RecordFlowUnderTest = {
    temporal,
    loadEnds: progressOf({ after: '9', isFinished: true, read: 3, written: 3 }),
    pages,
    script: (id, answers) => void scripts.set(id, answers),
    looksAt: (id) => looks.filter((look) => look.id === id).map(({ hint }) => hint),
    asked: (id) => asked.filter((one) => one.id === id).map(({ what }) => what),
    async touch(object, id, hint) {
      const { client, taskQueue } = temporal;
      return recordFlowOf(temporal, await touchRecord({ client, taskQueue }, company, object, id, hint));
    },
    async close() {
      flows.shutdown();
      gatewayWorker.shutdown();
      await running;
      await temporal.close();
    },
  };
  return underTest;
}

/** How far a first load is. */
export function progressOf(changes: Partial<LoadProgress>): LoadProgress {
  return { after: '0', isFinished: false, read: 0, written: 0, unchanged: 0, filtered: 0, refused: 0, ...changes };
}
