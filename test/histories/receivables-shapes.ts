import { until } from '../../cli/start/until';
import { abandonUpdate, retryUpdate } from '../../workflows/parking';
import { pollReceivables } from '../../workflows/poll-receivables';
import { company, type ReceivablesFlowUnderTest } from '../workflows/receivables-flow-under-test';

const decision = { actor: 'Ann', reason: 'fixed the cause' };

async function parkedCustomer(flow: ReceivablesFlowUnderTest, customerId: string) {
  flow.intacct.set(customerId, 1);
  flow.refused.add(customerId);
  await flow.touch(customerId);
  await until('the customer is parked', 20_000, () => flow.isParked(customerId));
  return flow.flowOf(customerId);
}

/** Every shape of the receivables' flows whose history is kept; the name is the file's, for ever. */
export const receivablesShapes: Record<string, (flow: ReceivablesFlowUnderTest) => Promise<string>> = {
  async 'open-items.told'(flow) {
    flow.intacct.set('C1', 1);
    await flow.touch('C1');
    await flow.touch('C1');
    await flow.flowOf('C1').result();
    return flow.flowOf('C1').workflowId;
  },
  async 'open-items.asked-while-read'(flow) {
    flow.intacct.set('C2', 1);
    let asked: Promise<unknown> | null = null;
    flow.duringReading.set('C2', async () => {
      if (asked !== null) return;
      asked = flow.askFresh('C2');
      await until('the question is in', 10_000, async () => {
        const { events } = await flow.flowOf('C2').fetchHistory();
        return events?.some((event) => event.workflowExecutionUpdateAcceptedEventAttributes != null);
      });
    });
    await flow.touch('C2');
    await flow.flowOf('C2').result();
    await asked;
    return flow.flowOf('C2').workflowId;
  },
  async 'open-items.parked-and-retried'(flow) {
    const handle = await parkedCustomer(flow, 'C3');
    flow.refused.delete('C3');
    await handle.executeUpdate(retryUpdate, { args: [decision] });
    await handle.result();
    return handle.workflowId;
  },
  async 'open-items.parked-touched-and-abandoned'(flow) {
    const handle = await parkedCustomer(flow, 'C4');
    await flow.touch('C4');
    await until('it was read again', 20_000, () => flow.readingsOf('C4').length === 2);
    await until('the customer is parked again', 20_000, () => flow.isParked('C4'));
    await handle.executeUpdate(abandonUpdate, { args: [decision] });
    await handle.result();
    return handle.workflowId;
  },
  async 'open-items.still-parked'(flow) {
    return (await parkedCustomer(flow, 'C5')).workflowId;
  },
  async 'open-items.asked-while-told'(flow) {
    flow.intacct.set('C6', 1);
    let isAsked = false;
    flow.duringTelling.set('C6', async () => {
      if (isAsked) return;
      isAsked = true;
      await flow.askFresh('C6');
    });
    await flow.touch('C6');
    await flow.flowOf('C6').result();
    return flow.flowOf('C6').workflowId;
  },
  async 'open-items.touched-while-given-up'(flow) {
    const handle = await parkedCustomer(flow, 'C7');
    flow.refused.delete('C7');
    flow.duringAbandonment.set('C7', () => flow.touch('C7').then(() => undefined));
    await handle.executeUpdate(abandonUpdate, { args: [decision] });
    await handle.result();
    return handle.workflowId;
  },
  // Of a time before the sweep.
  'poll-receivables': look,
  'poll-receivables.swept': look,
};

async function look(flow: ReceivablesFlowUnderTest): Promise<string> {
  const next = { modifiedAt: '2026-11-20T12:00:00Z', recordNumber: '7' };
  flow.feed.pages.push({ seen: 200, touched: 30, next }, { seen: 3, touched: 2, next: null });
  const { client, taskQueue } = flow.temporal;
  const workflowId = `poll-receivables/${company}`;
  await client.workflow.execute(pollReceivables, { workflowId, taskQueue, args: [{ company }] });
  return workflowId;
}
