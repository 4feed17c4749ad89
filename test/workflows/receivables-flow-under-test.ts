import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type {
  OpenItemsGatewayActivities,
  ReadOpenItemsRequest,
  ReadResult,
} from '../../activities/receivables/read-open-items';
import type { ReceivablesFeedActivities, ReceivablesPage } from '../../activities/receivables/receivables-feed';
import type { OpenItemsSourceActivities, TellResult } from '../../activities/receivables/tell-open-items';
import { touchOpenItems } from '../../activities/receivables/touch-open-items';
import { gatewayTaskQueue } from '../../workflows/activity-policies';
import { openItems, openItemsWorkflowId } from '../../workflows/open-items';
import { refreshUpdate } from '../../workflows/open-items-bell';
import { statusQuery } from '../../workflows/parking';
import { profilesOf } from '../activities/posting-under-test';
import { buildProfile } from '../mappings/source-invoice-builder';
import { connectTestTemporal, type TestTemporal } from '../temporal';
import { quietRuntime, workflowBundle } from './workflow-bundle';

/** No other test file's: all share one engine. */
export const company = 'open-items-metals';
const profile = buildProfile({ company, openItems: { quietSeconds: 0.3, quietSecondsMax: 2, overdueDays: [30] } });

export interface ReceivablesFlowUnderTest {
  temporal: TestTemporal;
  /** What Intacct has of each customer, and iMetal shows: the number of its last payment. */
  intacct: Map<string, number>;
  imetal: Map<string, number>;
  /** Customers of whom iMetal cannot be told. */
  refused: Set<string>;
  feed: { pages: ReceivablesPage[]; looks: unknown[] };
  /** Done while a reading of the customer is under way, after Intacct was looked at; while iMetal is told; while it is given up. */
  duringReading: Map<string, () => Promise<void>>;
  duringTelling: Map<string, () => Promise<void>>;
  duringAbandonment: Map<string, () => Promise<void>>;
  readingsOf(customerId: string): ReadOpenItemsRequest[];
  touch(customerId: string, what?: string, asLastRead?: boolean): Promise<string>;
  flowOf(customerId: string): ReturnType<typeof flowHandleOf>;
  /** Starts the flow or finds it, and waits for a fresh reading. */
  askFresh(customerId: string): ReturnType<typeof askFresh>;
  isParked(customerId: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Workers on the run's Temporal server, with the real flows of receivables and plain fake activities. */
export async function startReceivablesFlowUnderTest(): Promise<ReceivablesFlowUnderTest> {
  quietRuntime();
  const temporal = await connectTestTemporal();
  const readings: ReadOpenItemsRequest[] = [];
  const state = {
    temporal,
    intacct: new Map<string, number>(),
    imetal: new Map<string, number>(),
    refused: new Set<string>(),
    feed: { pages: [], looks: [] } as ReceivablesFlowUnderTest['feed'],
    duringReading: new Map<string, () => Promise<void>>(),
    duringTelling: new Map<string, () => Promise<void>>(),
    duringAbandonment: new Map<string, () => Promise<void>>(),
  };
  const { codePath } = await workflowBundle();
  const shared = { connection: temporal.nativeConnection, namespace: temporal.namespace };
  const { taskQueue } = temporal;
  const fakes = createFakes(state, readings);
  const flows = await Worker.create({
    ...shared,
    taskQueue,
    workflowBundle: { codePath },
    activities: { ...fakes.source },
  });
  const gateway = await Worker.create({
    ...shared,
    taskQueue: gatewayTaskQueue(taskQueue),
    activities: { ...fakes.gateway },
  });
  const running = Promise.all([flows.run(), gateway.run()]);
  const deps = { client: temporal.client, taskQueue, profiles: profilesOf(profile) };
  const flowOf = (customerId: string) => flowHandleOf(temporal, customerId);
  return {
    ...state,
    readingsOf: (customerId) => readings.filter((request) => request.customerId === customerId),
    touch: (customerId, what = 'ARPYMT 1', asLastRead = false) =>
      touchOpenItems(deps, company, customerId, what, { asLastRead }),
    flowOf,
    askFresh: (customerId) => askFresh(temporal, customerId),
    isParked: async (customerId) => (await flowOf(customerId).query(statusQuery)).status === 'parked',
    async close() {
      flows.shutdown();
      gateway.shutdown();
      await running;
      await temporal.close();
    },
  };
}

function flowHandleOf(temporal: TestTemporal, customerId: string) {
  return temporal.client.workflow.getHandle<typeof openItems>(openItemsWorkflowId(company, customerId));
}

function askFresh({ client, taskQueue }: TestTemporal, customerId: string) {
  const { quietSeconds, quietSecondsMax } = profile.openItems;
  const startWorkflowOperation = new WithStartWorkflowOperation(openItems, {
    workflowId: openItemsWorkflowId(company, customerId),
    taskQueue,
    args: [{ company, customerId, quietSeconds, quietSecondsMax }],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  return client.workflow.executeUpdateWithStart(refreshUpdate, {
    args: [{ membersSince: '2026-11-21T10:00:00.000Z' }],
    updateId: randomUUID(),
    startWorkflowOperation,
  });
}

function createFakes(
  state: Pick<
    ReceivablesFlowUnderTest,
    'intacct' | 'imetal' | 'refused' | 'feed' | 'duringReading' | 'duringTelling' | 'duringAbandonment'
  >,
  readings: ReadOpenItemsRequest[],
) {
  const read = new Map<string, number>();
  const gateway: OpenItemsGatewayActivities & ReceivablesFeedActivities = {
    async readOpenItems(request): Promise<ReadResult> {
      const { customerId } = request;
      readings.push(request);
      const payment = request.asLastRead === true ? read.get(customerId) : state.intacct.get(customerId);
      await state.duringReading.get(customerId)?.();
      if (payment === undefined) return { outcome: 'no-such-customer' };
      read.set(customerId, payment);
      return { outcome: 'read', asOf: `payment ${payment}`, batchNumber: readings.length, alsoTell: [] };
    },
    async touchChangedReceivables({ object, position }) {
      state.feed.looks.push({ object, position });
      return state.feed.pages.shift() ?? { seen: 0, touched: 0, next: null };
    },
    touchReceivable: async ({ recordNumber }) => recordNumber !== '404',
    touchAged: async () => 1,
    sweepOpenItems: async () => 1,
  };
  const source: OpenItemsSourceActivities = {
    async tellOpenItems({ customerId, asOf }): Promise<TellResult> {
      await state.duringTelling.get(customerId)?.();
      if (state.refused.has(customerId)) return { outcome: 'parked', reason: unknownToImetal(customerId) };
      state.imetal.set(customerId, read.get(customerId) ?? -1);
      return { outcome: 'told', asOf };
    },
    async abandonOpenItems({ customerId }) {
      await state.duringAbandonment.get(customerId)?.();
    },
  };
  return { gateway, source };
}

function unknownToImetal(customerId: string) {
  return {
    code: 'CUSTOMER_NOT_IN_IMETAL',
    message: `iMetal does not know customer ${customerId}`,
    causeKey: `customer:${customerId}`,
    count: 1,
  };
}
