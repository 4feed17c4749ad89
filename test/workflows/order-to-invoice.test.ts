import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { until } from '../../cli/start/until';
import { PostingStatus, ReasonCode } from '../../clients/temporal/search-attributes';
import { orderToInvoice, orderToInvoiceWorkflowId } from '../../workflows/order-to-invoice';
import { abandonUpdate, retrySignal, retryUpdate, statusQuery } from '../../workflows/parking';
import { company, type FlowUnderTest, flowOf, parked, startFlowUnderTest, summaryOf } from './flow-under-test';

let flow: FlowUnderTest;
beforeAll(async () => {
  flow = await startFlowUnderTest();
});
afterAll(() => flow?.close());

type Handle = ReturnType<typeof flowOf>;

const stepsOf = (documentKey: string) => flow.callsOf(documentKey).map(({ activity }) => activity);
const untilParked = (handle: Handle, code?: string) =>
  until('the document is parked', 20_000, async () => {
    const { status, reason } = await handle.query(statusQuery);
    return status === 'parked' && (code === undefined || reason?.code === code);
  });
const decision = { actor: 'Ann', reason: 'fixed the customer' };

/** How many flows a list query finds of the document; lists follow a moment behind. */
const untilListed = (documentKey: string, query: string) =>
  until(`${documentKey} is listed by ${query}`, 20_000, async () => {
    const { count } = await flow.temporal.client.workflow.count(`DocumentNumber = "${documentKey}" and ${query}`);
    return count === 1;
  });

async function detailsOf(handle: Handle): Promise<string> {
  const metadata = await handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
  return metadata.currentDetails ?? '';
}

async function refusalOf(update: Promise<unknown>): Promise<string> {
  const error = await update.then(
    () => {
      throw new Error('expected the update to be refused');
    },
    (refused: unknown) => refused,
  );
  if (error instanceof WorkflowUpdateFailedError) return String(error.cause?.message);
  throw error;
}

describe('an invoice that goes through', () => {
  test('is planned, posted and acknowledged, and its flow gives the record number', async () => {
    const handle = await flow.start('HOU-DIV-1');
    expect(await handle.result()).toEqual({ outcome: 'posted', intacctKey: '9001' });
    expect(stepsOf('HOU-DIV-1')).toEqual(['plan', 'post', 'acknowledge']);
    await untilListed(
      'HOU-DIV-1',
      'PostingStatus = "posted" and ReasonCode is null and Party = "C00123" and Entity = "100"',
    );
    expect(await detailsOf(handle)).toBe('Posted to Intacct as record 9001, and acknowledged');
    expect(await handle.query(statusQuery)).toEqual({ status: 'posted', reason: null });
  });

  test('is named to a person by document, customer and money', async () => {
    const handle = await flow.start('HOU-DIV-2');
    await handle.result();
    const described = await handle.describe();
    expect(await described.staticSummary()).toBe('SI HOU-DIV-2 · Gulf Steel · 12,340.55 USD');
    expect(await described.staticDetails()).toContain('npx intacct-pipelines show HOU-DIV-2');
  });

  test('costs a history of 24 events and a few kilobytes', async () => {
    const handle = await flow.start('HOU-DIV-3');
    await handle.result();
    const { historyLength, historySize } = await handle.describe();
    expect(historyLength).toBeLessThanOrEqual(24);
    expect(historySize).toBeLessThanOrEqual(5000);
  });

  test('needs nothing sent when the ledger calls it posted already', async () => {
    flow.script('HOU-DIV-4', { plans: [{ outcome: 'posted', intacctKey: '77', summary: summaryOf('HOU-DIV-4') }] });
    const handle = await flow.start('HOU-DIV-4');
    await handle.result();
    expect(stepsOf('HOU-DIV-4')).toEqual(['plan', 'acknowledge']);
  });

  test('survives a failure that is worth another attempt', async () => {
    flow.script('HOU-DIV-5', {
      posts: [ApplicationFailure.create({ type: 'Transport', message: 'connection refused', nextRetryDelay: 10 })],
    });
    const handle = await flow.start('HOU-DIV-5');
    expect(await handle.result()).toMatchObject({ outcome: 'posted' });
    expect(stepsOf('HOU-DIV-5')).toEqual(['plan', 'post', 'post', 'acknowledge']);
  });
});

describe('one document is one flow', () => {
  test('started twice while it runs, it is one run; after its end a start is refused', async () => {
    flow.script('HOU-DIV-10', { posts: [parked('PERIOD_CLOSED')] });
    const first = await flow.start('HOU-DIV-10');
    await untilParked(first);
    const { runId } = await first.describe();
    const second = await flow.start('HOU-DIV-10');
    expect((await second.describe()).runId).toBe(runId);
    await first.executeUpdate(retryUpdate, { args: [decision] });
    await first.result();
    const third = await flow.start('HOU-DIV-10');
    expect((await third.describe()).runId).toBe(runId);
    expect(stepsOf('HOU-DIV-10')).toEqual(['plan', 'post', 'plan', 'post', 'acknowledge']);
  });
});

describe('a parked invoice', () => {
  test('that is retried over and over goes on as a new run, with the last decision', async () => {
    flow.script('HOU-DIV-70', { posts: [parked('PERIOD_CLOSED'), parked('PERIOD_CLOSED')] });
    const { client, taskQueue } = flow.temporal;
    const input = {
      company,
      documentKey: 'HOU-DIV-70',
      revision: 1,
      triggeredAt: '2026-11-20T12:00:00Z',
      roundsMax: 1,
    };
    const workflowId = orderToInvoiceWorkflowId(company, 'HOU-DIV-70');
    const started = await client.workflow.start(orderToInvoice, { workflowId, taskQueue, args: [input] });
    const handle = flowOf(flow.temporal, workflowId);
    await untilParked(handle);
    await handle.executeUpdate(retryUpdate, { args: [{ ...decision, correction: { postingDate: '2026-12-01' } }] });
    const plans = () => flow.callsOf('HOU-DIV-70').filter(({ activity }) => activity === 'plan');
    await until('it was planned again', 20_000, async () => plans().length === 2);
    expect(plans()[1]?.decision).toMatchObject({ correction: { postingDate: '2026-12-01' } });
    await untilParked(handle);
    expect((await handle.describe()).runId).not.toBe(started.firstExecutionRunId);
    await handle.executeUpdate(retryUpdate, { args: [decision] });
    expect(await handle.result()).toMatchObject({ outcome: 'posted' });
    const { typedSearchAttributes } = await handle.describe();
    expect(typedSearchAttributes.get(PostingStatus)).toBe('posted');
    expect(typedSearchAttributes.get(ReasonCode)).toBeUndefined();
  });

  test('shows in lists under its reason, and tells what it waits for', async () => {
    flow.script('HOU-DIV-20', { posts: [parked('CUSTOMER_ON_HOLD', { causeKey: 'customer:C00107', count: 3 })] });
    const handle = await flow.start('HOU-DIV-20');
    await untilParked(handle);
    await untilListed('HOU-DIV-20', 'PostingStatus = "parked" and ReasonCode = "CUSTOMER_ON_HOLD" and Entity = "100"');
    const details = await detailsOf(handle);
    expect(details).toContain('**Parked: CUSTOMER_ON_HOLD**');
    expect(details).toContain('refused: CUSTOMER_ON_HOLD');
    expect(details).toContain('and 2 more reasons');
    expect(details).toContain('waits for `customer:C00107`');
    await handle.executeUpdate(abandonUpdate, { args: [decision] });
  });

  test('goes through after a retry, whose posting date reaches the plan, and its reason is cleared', async () => {
    flow.script('HOU-DIV-21', { posts: [parked('PERIOD_CLOSED', { causeKey: 'period:2026-10' })] });
    const handle = await flow.start('HOU-DIV-21');
    await untilParked(handle);
    const correction = { postingDate: '2026-11-01' };
    const answer = await handle.executeUpdate(retryUpdate, { args: [{ ...decision, correction }] });
    expect(answer).toMatchObject({ status: 'posting' });
    expect(await handle.result()).toEqual({ outcome: 'posted', intacctKey: '9001' });
    expect(flow.callsOf('HOU-DIV-21')).toEqual([
      { activity: 'plan', documentKey: 'HOU-DIV-21', decision: null },
      { activity: 'post', documentKey: 'HOU-DIV-21', decision: null },
      { activity: 'plan', documentKey: 'HOU-DIV-21', decision: { action: 'retry', ...decision, correction } },
      { activity: 'post', documentKey: 'HOU-DIV-21', decision: null },
      { activity: 'acknowledge', documentKey: 'HOU-DIV-21', decision: null },
    ]);
    await untilListed('HOU-DIV-21', 'PostingStatus = "posted" and ReasonCode is null');
  });

  test('is posting, not parked, in lists while it is tried again, and parked under the next reason', async () => {
    const away = ApplicationFailure.create({ type: 'Transport', message: 'away', nextRetryDelay: 3000 });
    flow.script('HOU-DIV-22', { posts: [parked('ACCOUNT_INACTIVE'), away, parked('PERIOD_CLOSED')] });
    const handle = await flow.start('HOU-DIV-22');
    await untilParked(handle, 'ACCOUNT_INACTIVE');
    await handle.executeUpdate(retryUpdate, { args: [decision] });
    expect(await detailsOf(handle)).toBe('Trying again');
    await untilListed('HOU-DIV-22', 'PostingStatus = "posting" and ReasonCode = "ACCOUNT_INACTIVE"');
    await untilParked(handle, 'PERIOD_CLOSED');
    await untilListed('HOU-DIV-22', 'PostingStatus = "parked" and ReasonCode = "PERIOD_CLOSED"');
    await handle.executeUpdate(abandonUpdate, { args: [decision] });
  });

  test('that could not be planned is not posted', async () => {
    flow.script('HOU-DIV-23', { plans: [{ ...parked('TOTAL_MISMATCH'), summary: summaryOf('HOU-DIV-23') }] });
    const handle = await flow.start('HOU-DIV-23');
    await untilParked(handle, 'TOTAL_MISMATCH');
    expect(stepsOf('HOU-DIV-23')).toEqual(['plan']);
    await handle.executeUpdate(retryUpdate, { args: [decision] });
    expect(await handle.result()).toMatchObject({ outcome: 'posted' });
  });

  test('by its acknowledgement is not posted again: only the acknowledgement is', async () => {
    flow.script('HOU-DIV-24', {
      plans: [
        { outcome: 'planned', summary: summaryOf('HOU-DIV-24') },
        { outcome: 'posted', intacctKey: '9001', summary: summaryOf('HOU-DIV-24') },
      ],
      acknowledgements: [parked('OUTCOME_CONFLICT')],
    });
    const handle = await flow.start('HOU-DIV-24');
    await untilParked(handle, 'OUTCOME_CONFLICT');
    await handle.executeUpdate(retryUpdate, { args: [decision] });
    expect(await handle.result()).toMatchObject({ outcome: 'posted' });
    expect(stepsOf('HOU-DIV-24')).toEqual(['plan', 'post', 'acknowledge', 'plan', 'acknowledge']);
  });

  test('can be abandoned with a reason, which ends its flow', async () => {
    flow.script('HOU-DIV-25', { posts: [parked('INVOICE_NUMBER_TAKEN')] });
    const handle = await flow.start('HOU-DIV-25');
    await untilParked(handle);
    await handle.executeUpdate(abandonUpdate, { args: [{ actor: 'Ann', reason: 'keyed by hand' }] });
    expect(await handle.result()).toEqual({ outcome: 'abandoned', reason: 'keyed by hand' });
    expect(flow.callsOf('HOU-DIV-25').at(-1)).toEqual({
      activity: 'abandon',
      documentKey: 'HOU-DIV-25',
      decision: { action: 'abandon', actor: 'Ann', reason: 'keyed by hand', correction: {} },
    });
    await untilListed('HOU-DIV-25', 'PostingStatus = "abandoned" and ReasonCode = "INVOICE_NUMBER_TAKEN"');
    expect(await detailsOf(handle)).toBe('Abandoned by Ann: keyed by hand');
  });

  test('is retried by signal too, which batches can send', async () => {
    flow.script('HOU-DIV-26', { posts: [parked('PERIOD_CLOSED')] });
    const handle = await flow.start('HOU-DIV-26');
    await untilParked(handle);
    await handle.signal(retrySignal, { actor: 'Bob', reason: 'period reopened' });
    expect(await handle.result()).toMatchObject({ outcome: 'posted' });
    expect(flow.callsOf('HOU-DIV-26')[2]?.decision).toMatchObject({ action: 'retry', actor: 'Bob' });
  });

  test('takes one decision at a time: a second signal of the same moment changes nothing', async () => {
    flow.script('HOU-DIV-27', { posts: [parked('PERIOD_CLOSED'), parked('ACCOUNT_INACTIVE')] });
    const handle = await flow.start('HOU-DIV-27');
    await untilParked(handle, 'PERIOD_CLOSED');
    await Promise.all([1, 2, 3].map(() => handle.signal(retrySignal, decision)));
    await untilParked(handle, 'ACCOUNT_INACTIVE');
    expect(stepsOf('HOU-DIV-27').filter((step) => step === 'plan').length).toBeLessThanOrEqual(3);
    await handle.executeUpdate(abandonUpdate, { args: [decision] });
    await handle.result();
  });
});

describe('a decision is refused', () => {
  test('when the document is not parked', async () => {
    const away = ApplicationFailure.create({ type: 'Transport', message: 'away', nextRetryDelay: 2000 });
    flow.script('HOU-DIV-30', { posts: [away] });
    const handle = await flow.start('HOU-DIV-30');
    expect(await refusalOf(handle.executeUpdate(retryUpdate, { args: [decision] }))).toBe(
      'the document is not parked but posting',
    );
    await handle.signal(retrySignal, decision);
    expect(await handle.result()).toMatchObject({ outcome: 'posted' });
    expect(stepsOf('HOU-DIV-30')).toEqual(['plan', 'post', 'post', 'acknowledge']);
  });

  test.each([
    ['nobody is named', retryUpdate, { actor: ' ', reason: 'x' }, 'actor: expected the name'],
    ['an abandonment has no reason', abandonUpdate, { actor: 'Ann', reason: '' }, 'reason: expected why'],
    [
      'the posting date is no date',
      retryUpdate,
      { ...decision, correction: { postingDate: 'tomorrow' } },
      'postingDate: expected YYYY-MM-DD, came "tomorrow"',
    ],
    [
      'the posting date is not in the calendar',
      retryUpdate,
      { ...decision, correction: { postingDate: '2026-02-30' } },
      'postingDate: expected YYYY-MM-DD, came "2026-02-30"',
    ],
  ])('when %s, and the document stays parked', async (_, update, request, refusal) => {
    const documentKey = `HOU-DIV-31${refusal.length}`;
    flow.script(documentKey, { posts: [parked('PERIOD_CLOSED')] });
    const handle = await flow.start(documentKey);
    await untilParked(handle);
    expect(await refusalOf(handle.executeUpdate(update, { args: [request] }))).toContain(refusal);
    if (update === retryUpdate) await handle.signal(retrySignal, request);
    expect(await handle.query(statusQuery)).toMatchObject({ status: 'parked' });
    expect(stepsOf(documentKey)).toEqual(['plan', 'post']);
    await handle.executeUpdate(abandonUpdate, { args: [decision] });
  });
});

test('a reset of a finished flow asks the ledger, and sends nothing when the ledger says posted', async () => {
  const summary = summaryOf('HOU-DIV-40');
  flow.script('HOU-DIV-40', {
    plans: [
      { outcome: 'planned', summary },
      { outcome: 'posted', intacctKey: '9001', summary },
    ],
  });
  const handle = await flow.start('HOU-DIV-40');
  await handle.result();
  const { runId } = await handle.describe();
  const { events } = await handle.fetchHistory();
  const firstTask = events?.find((event) => event.workflowTaskCompletedEventAttributes != null);
  if (firstTask?.eventId == null) throw new Error('the flow has no finished task to go back to');
  const { client, namespace } = flow.temporal;
  await client.workflowService.resetWorkflowExecution({
    namespace,
    workflowExecution: { workflowId: handle.workflowId, runId },
    reason: 'test',
    workflowTaskFinishEventId: firstTask.eventId,
    requestId: 'reset-1',
  });
  const again = flowOf(flow.temporal, handle.workflowId);
  expect(await again.result()).toEqual({ outcome: 'posted', intacctKey: '9001' });
  expect((await again.describe()).runId).not.toBe(runId);
  expect(stepsOf('HOU-DIV-40')).toEqual(['plan', 'post', 'acknowledge', 'plan', 'acknowledge']);
});

test('search attributes name what the list queries use', () => {
  expect([PostingStatus.name, ReasonCode.name]).toEqual(['PostingStatus', 'ReasonCode']);
});
