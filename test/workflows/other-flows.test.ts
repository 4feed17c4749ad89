import { until } from '../../cli/start/until';
import { costOfSalesJournal, costOfSalesJournalWorkflowId } from '../../workflows/cost-of-sales-journal';
import { dailyCostOfSales, dailyCostOfSalesWorkflowId } from '../../workflows/daily-cost-of-sales';
import { orderToInvoiceWorkflowId } from '../../workflows/order-to-invoice';
import { abandonUpdate, retryUpdate, statusQuery } from '../../workflows/parking';
import { pollSalesInvoices, pollSalesInvoicesWorkflowId } from '../../workflows/poll-sales-invoices';
import { company, type FlowUnderTest, parked, startFlowUnderTest } from './flow-under-test';

let flow: FlowUnderTest;
beforeAll(async () => {
  flow = await startFlowUnderTest();
});
afterAll(() => flow?.close());

const startJournal = (documentKey: string) =>
  flow.temporal.client.workflow.start(costOfSalesJournal, {
    workflowId: costOfSalesJournalWorkflowId(company, documentKey),
    taskQueue: flow.temporal.taskQueue,
    args: [{ company, documentKey, triggeredAt: '2026-11-21T09:00:00.000Z' }],
  });
const decision = { actor: 'Ann', reason: 'period reopened' };

describe('the cost of sales journal of a day', () => {
  test('is planned and posted, and nobody is told', async () => {
    const handle = await startJournal('CGS-HOU-2026-11-20-1');
    expect(await handle.result()).toEqual({ outcome: 'posted', intacctKey: '9001' });
    expect(flow.callsOf('CGS-HOU-2026-11-20-1').map(({ activity }) => activity)).toEqual(['plan journal', 'post']);
  });

  test.each([
    [retryUpdate, ['plan journal', 'post', 'plan journal', 'post'], 'posted'],
    [abandonUpdate, ['plan journal', 'post', 'abandon'], 'abandoned'],
  ] as const)('is parked when Intacct refuses it, and takes %o', async (update, activities, outcome) => {
    const documentKey = `CGS-TOR-2026-11-20-${update.name}`;
    flow.script(documentKey, { posts: [parked('PERIOD_CLOSED')] });
    const handle = await startJournal(documentKey);
    await until('the journal is parked', 20_000, async () => (await handle.query(statusQuery)).status === 'parked');
    await handle.executeUpdate(update, { args: [decision] });
    expect(await handle.result()).toMatchObject({ outcome });
    expect(flow.callsOf(documentKey).map(({ activity }) => activity)).toEqual(activities);
  });
});

test('the daily collection starts the journals and names them', async () => {
  const { client, taskQueue } = flow.temporal;
  const collected = await client.workflow.execute(dailyCostOfSales, {
    workflowId: dailyCostOfSalesWorkflowId(company),
    taskQueue,
    args: [{ company }],
  });
  expect(collected).toEqual({ journals: [`CGS-HOU-2026-11-20-1 of ${company}`] });
});

describe('a look of the feed', () => {
  const look = (number: number) =>
    flow.temporal.client.workflow.execute(pollSalesInvoices, {
      workflowId: `${pollSalesInvoicesWorkflowId(company)}-${number}`,
      taskQueue: flow.temporal.taskQueue,
      args: [{ company }],
    });

  test('goes on page by page behind the last row, and adds up', async () => {
    const cursor = { modifiedAt: '2026-11-20T12:00:00.000000+00:00', headerId: '100' };
    flow.feed.pages.push(
      { seen: 100, started: 90, next: { from: 'after', cursor } },
      { seen: 7, started: 1, next: null },
    );
    expect(await look(1)).toEqual({ seen: 107, started: 91 });
    expect(flow.feed.looks).toEqual([{ from: 'cursor' }, { from: 'after', cursor }]);
  });

  test('that finds nothing is one page', async () => {
    flow.feed.looks.splice(0);
    expect(await look(2)).toEqual({ seen: 0, started: 0 });
    expect(flow.feed.looks).toHaveLength(1);
  });

  test('reaches what lies behind more than 5,000 headers of one moment: it goes on as new, to the end', async () => {
    flow.feed.looks.splice(0);
    const cursor = { modifiedAt: '2026-11-20T12:00:00.000000+00:00', headerId: '100' };
    const page = { seen: 100, started: 0, next: { from: 'after' as const, cursor } };
    const sweep = { from: 'unexported' as const, after: null, unknown: 0, oldestAgeSeconds: null };
    flow.feed.pages.push(...Array.from({ length: 52 }, () => page));
    flow.feed.pages.push({ seen: 1, started: 1, next: sweep }, { seen: 3, started: 2, next: null });
    expect(await look(3)).toEqual({ seen: 5204, started: 3 });
    expect(flow.feed.looks.slice(0, 2)).toEqual([{ from: 'cursor' }, { from: 'after', cursor }]);
    expect(flow.feed.looks).toHaveLength(54);
    expect(flow.feed.looks.at(-1)).toEqual(sweep);
  });
});

test('workflow ids name flow, company and document, and the revision only from the second on', () => {
  expect(orderToInvoiceWorkflowId('gulf-metals', 'HOU-DIV-104233')).toBe('order-to-invoice/gulf-metals/HOU-DIV-104233');
  expect(orderToInvoiceWorkflowId('gulf-metals', 'HOU-DIV-104233', 2)).toBe(
    'order-to-invoice/gulf-metals/HOU-DIV-104233/revision-2',
  );
  expect(costOfSalesJournalWorkflowId('gulf-metals', 'CGS-HOU-2026-11-20-1')).toBe(
    'cost-of-sales-journal/gulf-metals/CGS-HOU-2026-11-20-1',
  );
});
