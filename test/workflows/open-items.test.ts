import { until } from '../../cli/start/until';
import { openItems, openItemsWorkflowId } from '../../workflows/open-items';
import { abandonUpdate, retrySignal, statusQuery } from '../../workflows/parking';
import { pollReceivables, pollReceivablesWorkflowId } from '../../workflows/poll-receivables';
import { company, type ReceivablesFlowUnderTest, startReceivablesFlowUnderTest } from './receivables-flow-under-test';

let flow: ReceivablesFlowUnderTest;
beforeAll(async () => {
  flow = await startReceivablesFlowUnderTest();
});
afterAll(() => flow?.close());

const untilParked = (customerId: string) => until('it is parked', 20_000, () => flow.isParked(customerId));

test('200 payments in a burst cost at most three refreshes, and the last one is shown', async () => {
  for (let first = 1; first <= 200; first += 20) {
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        flow.intacct.set('C200', Math.max(flow.intacct.get('C200') ?? 0, first + index));
        await flow.touch('C200', `ARPYMT ${first + index}`);
      }),
    );
  }
  expect(await flow.flowOf('C200').result()).toEqual({ outcome: 'told', asOf: 'payment 200' });
  expect(flow.imetal.get('C200')).toBe(200);
  expect(flow.readingsOf('C200').length).toBeGreaterThan(0);
  expect(flow.readingsOf('C200').length).toBeLessThanOrEqual(3);
});

test('what comes while Intacct is read is read once more', async () => {
  flow.intacct.set('C1', 1);
  flow.duringReading.set('C1', async () => {
    if (flow.intacct.get('C1') === 2) return;
    flow.intacct.set('C1', 2);
    await flow.touch('C1');
  });
  await flow.touch('C1');
  expect(await flow.flowOf('C1').result()).toEqual({ outcome: 'told', asOf: 'payment 2' });
  expect(flow.readingsOf('C1')).toHaveLength(2);
});

test('who waits for an answer does not wait for quiet, and gets a reading that began after the question', async () => {
  flow.intacct.set('C2', 1);
  let asked: ReturnType<typeof flow.askFresh> | null = null;
  flow.duringReading.set('C2', async () => {
    if (asked !== null) return;
    flow.intacct.set('C2', 2);
    asked = flow.askFresh('C2');
    await until('the question is in', 10_000, async () => {
      const { events } = await flow.flowOf('C2').fetchHistory();
      return events?.some((event) => event.workflowExecutionUpdateAcceptedEventAttributes != null);
    });
  });
  await flow.touch('C2');
  await flow.flowOf('C2').result();
  expect(await asked).toEqual({ outcome: 'read', asOf: 'payment 2' });
  expect(flow.readingsOf('C2').map(({ membersSince }) => membersSince)).toEqual([
    null,
    '2026-11-21T10:00:00.000Z',
    null,
  ]);
});

test('who asks while iMetal is told is answered from a reading of Intacct, which is told after', async () => {
  flow.intacct.set('C6', 1);
  let answer: unknown = null;
  flow.duringTelling.set('C6', async () => {
    if (answer !== null) return;
    flow.intacct.set('C6', 2);
    // iMetal's importer takes as long as that.
    answer = await flow.askFresh('C6');
  });
  await flow.touch('C6');
  expect(await flow.flowOf('C6').result()).toEqual({ outcome: 'told', asOf: 'payment 2' });
  expect(answer).toEqual({ outcome: 'read', asOf: 'payment 2' });
  expect(flow.readingsOf('C6').map(({ asLastRead }) => asLastRead === true)).toEqual([false, false, true]);
});

test('where only orders moved Intacct is not read again; it is, when a payment came too', async () => {
  flow.intacct.set('C7', 1);
  await flow.touch('C7');
  await flow.flowOf('C7').result();
  await flow.touch('C7', 'orders', true);
  await flow.flowOf('C7').result();
  await flow.touch('C7');
  await flow.touch('C7', 'orders', true);
  await flow.flowOf('C7').result();
  expect(flow.readingsOf('C7').map(({ asLastRead }) => asLastRead === true)).toEqual([false, true, false]);
});

test('what moves while a customer is given up is read and told', async () => {
  flow.intacct.set('C8', 1);
  flow.refused.add('C8');
  await flow.touch('C8');
  await untilParked('C8');
  flow.duringAbandonment.set('C8', async () => {
    flow.intacct.set('C8', 2);
    flow.refused.delete('C8');
    await flow.touch('C8');
  });
  await flow.flowOf('C8').executeUpdate(abandonUpdate, { args: [{ actor: 'Ann', reason: 'not for operations' }] });
  expect(await flow.flowOf('C8').result()).toEqual({ outcome: 'told', asOf: 'payment 2' });
});

test('a question alone starts the flow, and a customer that is not in Intacct is an answer', async () => {
  expect(await flow.askFresh('C404')).toEqual({ outcome: 'no-such-customer' });
  expect(await flow.flowOf('C404').result()).toEqual({ outcome: 'no-such-customer' });
});

test('a customer that iMetal does not know is parked, and goes through when iMetal has it', async () => {
  flow.intacct.set('C3', 1);
  flow.refused.add('C3');
  await flow.touch('C3');
  await untilParked('C3');
  expect(await flow.flowOf('C3').query(statusQuery)).toMatchObject({ reason: { causeKey: 'customer:C3' } });
  flow.refused.delete('C3');
  await flow.flowOf('C3').signal(retrySignal, { actor: 'release', reason: 'customer:C3 is there' });
  expect(await flow.flowOf('C3').result()).toEqual({ outcome: 'told', asOf: 'payment 1' });
});

test('a parked customer is read again by the next event, and answers who asks', async () => {
  flow.intacct.set('C4', 1);
  flow.refused.add('C4');
  await flow.touch('C4');
  await untilParked('C4');
  flow.intacct.set('C4', 2);
  expect(await flow.askFresh('C4')).toEqual({ outcome: 'read', asOf: 'payment 2' });
  await untilParked('C4');
  await flow.flowOf('C4').executeUpdate(abandonUpdate, { args: [{ actor: 'Ann', reason: 'not for operations' }] });
  expect(await flow.flowOf('C4').result()).toEqual({ outcome: 'abandoned', reason: 'not for operations' });
});

test('a flow as long as a run may be goes on as new, and loses nothing', async () => {
  flow.intacct.set('C5', 1);
  flow.duringReading.set('C5', async () => {
    const payment = flow.intacct.get('C5') ?? 0;
    if (payment >= 4) return;
    flow.intacct.set('C5', payment + 1);
    await flow.touch('C5');
  });
  await flow.temporal.client.workflow.start(openItems, {
    workflowId: openItemsWorkflowId(company, 'C5'),
    taskQueue: flow.temporal.taskQueue,
    args: [{ company, customerId: 'C5', quietSeconds: 0, quietSecondsMax: 0, roundsMax: 2 }],
  });
  expect(await flow.flowOf('C5').result()).toEqual({ outcome: 'told', asOf: 'payment 4' });
  expect(flow.readingsOf('C5')).toHaveLength(4);
});

describe('a look at receivables', () => {
  const look = (record?: { object: 'ARPYMT'; recordNumber: string }) =>
    flow.temporal.client.workflow.execute(pollReceivables, {
      workflowId: pollReceivablesWorkflowId(company, record),
      taskQueue: flow.temporal.taskQueue,
      args: [{ company, ...(record === undefined ? {} : { record }) }],
    });

  test('goes through every object page by page, then to what grew older, or went away', async () => {
    const next = { modifiedAt: '2026-11-20T12:00:00Z', recordNumber: '7' };
    flow.feed.pages.push({ seen: 200, touched: 30, next }, { seen: 3, touched: 2, next: null });
    expect(await look()).toEqual({ seen: 203, touched: 34 });
    expect(flow.feed.looks).toEqual([
      { object: 'ARINVOICE', position: null },
      { object: 'ARINVOICE', position: next },
      { object: 'ARADJUSTMENT', position: null },
      { object: 'ARPYMT', position: null },
      { object: 'ARADVANCE', position: null },
    ]);
  });

  test('longer than one run goes on as new where it was', async () => {
    flow.feed.looks.splice(0);
    const next = { modifiedAt: '2026-11-20T12:00:00Z', recordNumber: '7' };
    flow.feed.pages.push(...Array.from({ length: 55 }, () => ({ seen: 1, touched: 1, next })));
    expect(await look()).toEqual({ seen: 55, touched: 57 });
    expect(flow.feed.looks).toHaveLength(59);
  });

  test('at one record finds whose it is; one that is gone does no harm', async () => {
    expect(await look({ object: 'ARPYMT', recordNumber: '7' })).toEqual({ seen: 1, touched: 1 });
    expect(await look({ object: 'ARPYMT', recordNumber: '404' })).toEqual({ seen: 1, touched: 0 });
  });
});
