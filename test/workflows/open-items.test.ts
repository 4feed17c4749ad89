import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type {
  OpenItemsGatewayActivities,
  ReadOpenItemsRequest,
  ReadResult,
} from '../../activities/receivables/read-open-items';
import type { OpenItemsSourceActivities, TellResult } from '../../activities/receivables/tell-open-items';
import { touchOpenItems } from '../../activities/receivables/touch-open-items';
import { until } from '../../cli/start/until';
import { gatewayTaskQueue } from '../../workflows/activity-policies';
import { openItems, openItemsWorkflowId, refreshUpdate } from '../../workflows/open-items';
import { abandonUpdate, retrySignal, statusQuery } from '../../workflows/parking';
import { profilesOf } from '../activities/posting-under-test';
import { buildProfile } from '../mappings/source-invoice-builder';
import { connectTestTemporal, type TestTemporal } from '../temporal';
import { quietRuntime, workflowBundle } from './workflow-bundle';

const company = 'open-items-metals';
const profile = buildProfile({ company, openItems: { quietSeconds: 0.3, quietSecondsMax: 2, overdueDays: [30] } });

/** What Intacct has and iMetal shows of each customer: the number of its last payment. */
const intacct = new Map<string, number>();
const imetal = new Map<string, number>();
const readings: ReadOpenItemsRequest[] = [];
const refusals = new Map<string, TellResult & { outcome: 'parked' }>();
/** Lets a test do something while a reading is under way. */
let duringReading: ((request: ReadOpenItemsRequest) => Promise<void>) | null = null;

let temporal: TestTemporal;
let stop: () => Promise<void>;
beforeAll(async () => {
  quietRuntime();
  temporal = await connectTestTemporal();
  const { codePath } = await workflowBundle();
  const shared = { connection: temporal.nativeConnection, namespace: temporal.namespace };
  const { taskQueue } = temporal;
  const flows = await Worker.create({ ...shared, taskQueue, workflowBundle: { codePath }, activities: createSource() });
  const gateway = await Worker.create({
    ...shared,
    taskQueue: gatewayTaskQueue(taskQueue),
    activities: createGateway(),
  });
  const running = Promise.all([flows.run(), gateway.run()]);
  stop = async () => {
    flows.shutdown();
    gateway.shutdown();
    await running;
    await temporal.close();
  };
});
afterAll(() => stop?.());

const read = new Map<string, number>();

function createGateway(): OpenItemsGatewayActivities & Record<string, (request: never) => Promise<unknown>> {
  return {
    async readOpenItems(request): Promise<ReadResult> {
      readings.push(request);
      const state = intacct.get(request.customerId);
      await duringReading?.(request);
      if (state === undefined) return { outcome: 'no-such-customer' };
      read.set(request.customerId, state);
      return { outcome: 'read', asOf: `state ${state}`, batchNumber: readings.length, alsoTell: [] };
    },
  };
}

function createSource(): OpenItemsSourceActivities & Record<string, (request: never) => Promise<unknown>> {
  return {
    async tellOpenItems({ customerId, asOf }) {
      const refusal = refusals.get(customerId);
      if (refusal !== undefined) return refusal;
      imetal.set(customerId, read.get(customerId) ?? -1);
      return { outcome: 'told', asOf };
    },
    async abandonOpenItems() {},
  };
}

const deps = () => ({ client: temporal.client, taskQueue: temporal.taskQueue, profiles: profilesOf(profile) });
const touch = (customerId: string, what = 'ARPYMT 1') => touchOpenItems(deps(), company, customerId, what);
const flowOf = (customerId: string) =>
  temporal.client.workflow.getHandle<typeof openItems>(openItemsWorkflowId(company, customerId));
const readingsOf = (customerId: string) => readings.filter((request) => request.customerId === customerId);
const isParked = (customerId: string) => async () =>
  (await flowOf(customerId).query(statusQuery)).status === 'parked' && readingsOf(customerId).length;

function refuse(customerId: string) {
  refusals.set(customerId, {
    outcome: 'parked',
    reason: {
      code: 'CUSTOMER_NOT_IN_IMETAL',
      message: `iMetal does not know customer ${customerId}`,
      causeKey: `customer:${customerId}`,
      count: 1,
    },
  });
}

/** Starts the flow or finds it, and waits for a fresh reading. */
function askFresh(customerId: string) {
  const { quietSeconds, quietSecondsMax } = profile.openItems;
  const startWorkflowOperation = new WithStartWorkflowOperation(openItems, {
    workflowId: openItemsWorkflowId(company, customerId),
    taskQueue: temporal.taskQueue,
    args: [{ company, customerId, quietSeconds, quietSecondsMax }],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  return temporal.client.workflow.executeUpdateWithStart(refreshUpdate, {
    args: [{ membersSince: '2026-11-21T10:00:00.000Z' }],
    updateId: randomUUID(),
    startWorkflowOperation,
  });
}

test('200 payments in a burst cost at most three refreshes, and the last one is shown', async () => {
  for (let first = 1; first <= 200; first += 20) {
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        intacct.set('C200', Math.max(intacct.get('C200') ?? 0, first + index));
        await touch('C200', `ARPYMT ${first + index}`);
      }),
    );
  }
  expect(await flowOf('C200').result()).toEqual({ outcome: 'told', asOf: 'state 200' });
  expect(imetal.get('C200')).toBe(200);
  expect(readingsOf('C200').length).toBeGreaterThan(0);
  expect(readingsOf('C200').length).toBeLessThanOrEqual(3);
});

test('what comes while Intacct is read is read once more', async () => {
  intacct.set('C1', 1);
  duringReading = async ({ customerId }) => {
    if (customerId !== 'C1' || intacct.get('C1') === 2) return;
    intacct.set('C1', 2);
    await touch('C1');
  };
  await touch('C1');
  expect(await flowOf('C1').result()).toEqual({ outcome: 'told', asOf: 'state 2' });
  expect(readingsOf('C1')).toHaveLength(2);
  duringReading = null;
});

test('who waits for an answer does not wait for quiet, and gets a reading that began after the question', async () => {
  intacct.set('C2', 1);
  let asked: ReturnType<typeof askFresh> | null = null;
  duringReading = async ({ customerId }) => {
    if (customerId !== 'C2' || asked !== null) return;
    intacct.set('C2', 2);
    asked = askFresh('C2');
    await until('the question is in', 10_000, async () => {
      const { events } = await flowOf('C2').fetchHistory();
      return events?.some((event) => event.workflowExecutionUpdateAcceptedEventAttributes != null);
    });
  };
  await touch('C2');
  await flowOf('C2').result();
  duringReading = null;
  expect(await asked).toEqual({ outcome: 'read', asOf: 'state 2' });
  expect(readingsOf('C2').map(({ membersSince }) => membersSince)).toEqual([null, '2026-11-21T10:00:00.000Z']);
});

test('a question alone starts the flow, and a customer that is not in Intacct is an answer', async () => {
  expect(await askFresh('C404')).toEqual({ outcome: 'no-such-customer' });
  expect(await flowOf('C404').result()).toEqual({ outcome: 'no-such-customer' });
});

test('a customer that iMetal does not know is parked, and goes through when it is told of it', async () => {
  intacct.set('C3', 1);
  refuse('C3');
  await touch('C3');
  await until('it is parked', 20_000, isParked('C3'));
  expect(await flowOf('C3').query(statusQuery)).toMatchObject({ reason: { causeKey: 'customer:C3' } });
  refusals.delete('C3');
  await flowOf('C3').signal(retrySignal, { actor: 'release', reason: 'customer:C3 is there' });
  expect(await flowOf('C3').result()).toEqual({ outcome: 'told', asOf: 'state 1' });
});

test('a parked customer is read again by the next event, and answers who asks', async () => {
  intacct.set('C4', 1);
  refuse('C4');
  await touch('C4');
  await until('it is parked', 20_000, isParked('C4'));
  intacct.set('C4', 2);
  expect(await askFresh('C4')).toEqual({ outcome: 'read', asOf: 'state 2' });
  await until('it is parked again', 20_000, isParked('C4'));
  await flowOf('C4').executeUpdate(abandonUpdate, { args: [{ actor: 'Ann', reason: 'not for operations' }] });
  expect(await flowOf('C4').result()).toEqual({ outcome: 'abandoned', reason: 'not for operations' });
});

test('a flow as long as a run may be goes on as new, and loses nothing', async () => {
  intacct.set('C5', 1);
  duringReading = async ({ customerId }) => {
    const state = intacct.get('C5') ?? 0;
    if (customerId !== 'C5' || state >= 4) return;
    intacct.set('C5', state + 1);
    await touch('C5');
  };
  await temporal.client.workflow.start(openItems, {
    workflowId: openItemsWorkflowId(company, 'C5'),
    taskQueue: temporal.taskQueue,
    args: [{ company, customerId: 'C5', quietSeconds: 0, quietSecondsMax: 0, roundsMax: 2 }],
  });
  expect(await flowOf('C5').result()).toEqual({ outcome: 'told', asOf: 'state 4' });
  expect(readingsOf('C5')).toHaveLength(4);
  duringReading = null;
});
