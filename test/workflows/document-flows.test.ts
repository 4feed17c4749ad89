import { until } from '../../cli/start/until';
import { documentFlows } from '../../clients/temporal/document-flows';
import { startCreditApplication } from '../../clients/temporal/start-document-flow';
import { creditApplicationWorkflowId } from '../../workflows/credit-application';
import { abandonUpdate, retryUpdate, statusQuery } from '../../workflows/parking';
import { pollDocuments, pollDocumentsWorkflowId } from '../../workflows/poll-documents';
import { releaseParked, releaseParkedWorkflowId } from '../../workflows/release-parked';
import { company, type FlowUnderTest, flowOf, parked, startFlowUnderTest } from './flow-under-test';

let flow: FlowUnderTest;
beforeAll(async () => {
  flow = await startFlowUnderTest();
});
afterAll(() => flow?.close());

const decision = { actor: 'Ann', reason: 'fixed the cause' };
const stepsOf = (documentKey: string) => flow.callsOf(documentKey).map(({ activity }) => activity);
const untilParked = (handle: ReturnType<typeof flowOf>) =>
  until('the document is parked', 20_000, async () => (await handle.query(statusQuery)).status === 'parked');

describe.each([
  ['sales-credit', 'HOU-CRN-1', 'SC HOU-CRN-1 · Gulf Steel · 12,340.55 USD'],
  ['supplier-document', 'HOU-PIN-1', 'PI HOU-PIN-1 · Gulf Steel · 12,340.55 USD'],
  ['stock-movement', 'HOU-WOF-1', 'SM HOU-WOF-1 · 12,340.55 USD'],
  ['timesheet', 'TS-9001', 'TS-9001 · Gulf Steel · 2026-11-20, 8.00 h'],
] as const)('the flow of a %s', (kind, documentKey, summary) => {
  test('plans, posts and tells the source, and is named to a person', async () => {
    const handle = await flow.start(documentKey, kind);
    expect(await handle.result()).toEqual({ outcome: 'posted', intacctKey: '9001' });
    expect(stepsOf(documentKey)).toEqual(['plan', 'post', 'acknowledge']);
    const described = await handle.describe();
    expect(await described.staticSummary()).toBe(summary);
    expect(handle.workflowId).toBe(`${documentFlows[kind].flow}/${company}/${documentKey}`);
  });

  test('waits when it is refused, and goes on or ends as a person says', async () => {
    flow.script(`${documentKey}1`, { posts: [parked('PERIOD_CLOSED')] });
    const handle = await flow.start(`${documentKey}1`, kind);
    await untilParked(handle);
    await handle.executeUpdate(retryUpdate, { args: [decision] });
    expect(await handle.result()).toMatchObject({ outcome: 'posted' });
    flow.script(`${documentKey}2`, { posts: [parked('PERIOD_CLOSED')] });
    const other = await flow.start(`${documentKey}2`, kind);
    await untilParked(other);
    await other.executeUpdate(abandonUpdate, { args: [decision] });
    expect(await other.result()).toMatchObject({ outcome: 'abandoned' });
  });
});

describe('the application of a credit', () => {
  const start = async (creditKey: string) => {
    const { client, taskQueue } = flow.temporal;
    const triggeredAt = '2026-11-21T09:00:00.000Z';
    await startCreditApplication(client, taskQueue, { company, creditKey, revision: 1, triggeredAt, party: 'C00123' });
    return flowOf(flow.temporal, creditApplicationWorkflowId(company, creditKey));
  };

  test('is planned where the gateway is asked, posted, and nobody is told', async () => {
    const handle = await start('HOU-CRN-7');
    expect(await handle.result()).toMatchObject({ outcome: 'posted' });
    expect(stepsOf('HOU-CRN-7/application')).toEqual(['plan application', 'post']);
  });

  test('left on account by a person ends', async () => {
    const key = 'HOU-CRN-8/application';
    const summary = { documentKey: key, party: null, partyName: null, entityId: '', currency: 'USD', amount: '1.00' };
    flow.script(key, { plans: [{ ...parked('CREDIT_INVOICE_PAID'), summary }] });
    const handle = await start('HOU-CRN-8');
    await untilParked(handle);
    await handle.executeUpdate(abandonUpdate, { args: [{ ...decision, reason: 'left on account' }] });
    expect(await handle.result()).toEqual({ outcome: 'abandoned', reason: 'left on account' });
  });
});

test('a look of a kind goes on page by page, and asks for its kind', async () => {
  const cursor = { modifiedAt: '2026-11-20T12:00:00.000000+00:00', headerId: '100' };
  flow.feed.pages.push(
    { seen: 100, started: 90, next: { from: 'after', cursor } },
    { seen: 7, started: 1, next: null },
  );
  const { client, taskQueue } = flow.temporal;
  const looked = await client.workflow.execute(pollDocuments, {
    workflowId: pollDocumentsWorkflowId(company, 'sales-credit'),
    taskQueue,
    args: [{ company, kind: 'sales-credit' }],
  });
  expect(looked).toEqual({ seen: 107, started: 91 });
  expect(flow.feed.looks).toEqual([
    { kind: 'sales-credit', from: 'cursor' },
    { kind: 'sales-credit', from: 'after', cursor },
  ]);
});

test('a look at the causes lets through what it finds, and does nothing where it finds nothing', async () => {
  const { client, taskQueue } = flow.temporal;
  const look = (number: number) =>
    client.workflow.execute(releaseParked, {
      workflowId: `${releaseParkedWorkflowId(company)}-${number}`,
      taskQueue,
      args: [{ company }],
    });
  expect(await look(1)).toEqual({ released: 0 });
  flow.feed.releasable = [{ workflowId: 'one', reason: 'customer:C1: there' }];
  expect(await look(2)).toEqual({ released: 1 });
});
