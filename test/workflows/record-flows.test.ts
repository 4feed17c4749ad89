import { ApplicationFailure } from '@temporalio/common';
import type { LookResult } from '../../activities/records/look-at-record';
import { recordReference } from '../../activities/records/touch-record';
import { until } from '../../cli/start/until';
import { PostingStatus, ReasonCode } from '../../clients/temporal/search-attributes';
import { firstLoad, firstLoadWorkflowId, progressQuery } from '../../workflows/first-load';
import { abandonUpdate, retrySignal, retryUpdate, statusQuery } from '../../workflows/parking';
import { pollImetalContacts } from '../../workflows/poll-imetal-contacts';
import { flowingToAssignar, pollIntacct } from '../../workflows/poll-intacct';
import { changedSignal, recordWorkflowId } from '../../workflows/sync-record';
import { watchDrift, watchDriftWorkflowId } from '../../workflows/watch-drift';
import { company, progressOf, type RecordFlowUnderTest, startRecordFlowUnderTest } from './record-flow-under-test';

let flow: RecordFlowUnderTest;
beforeAll(async () => {
  flow = await startRecordFlowUnderTest();
});
afterAll(() => flow?.close());

const decision = { actor: 'Ann', reason: 'fixed the branch' };
const refused: LookResult = {
  outcome: 'parked',
  reason: { code: 'IMPORT_REFUSED', message: 'CUSTOMER/C1: refused', causeKey: null, count: 1 },
};
type Handle = Awaited<ReturnType<RecordFlowUnderTest['touch']>>;
const untilParked = (handle: Handle) =>
  until('the record is parked', 20_000, async () => (await handle.query(statusQuery)).status === 'parked');

/** A look that stays under way until it is let go. */
function heldLook() {
  let letGo: (result: LookResult) => void = () => undefined;
  const look = new Promise<LookResult>((resolve) => {
    letGo = resolve;
  });
  return { look, letGo };
}

test('each record has one workflow id; a contact goes without its name, and two kinds of term apart', () => {
  const idOf = (object: Parameters<typeof recordReference>[1], id: string) =>
    recordWorkflowId(recordReference('gm', object, id));
  expect(idOf('CUSTOMER', 'C00123')).toBe('customers/gm/C00123');
  expect(idOf('CONTACT', 'Ana Ruiz')).toMatch(/^contacts\/gm\/[0-9a-f]{16}$/);
  expect(idOf('ARTERM', 'Net 30')).toBe('terms/gm/ARTERM/Net 30');
  expect(idOf('APTERM', 'Net 30')).toBe('terms/gm/APTERM/Net 30');
  expect(idOf('TASK', '100-200')).toBe('project-tasks/gm/100-200');
});

describe('a record that changed', () => {
  test('is looked at, imported, and its flow ends', async () => {
    flow.script('C1', [{ outcome: 'importing', batchNumber: 7 }]);
    const handle = await flow.touch('CUSTOMER', 'C1');
    expect(await handle.result()).toEqual({ outcome: 'in-step' });
    expect(flow.asked('C1')).toEqual(['import 7']);
    expect((await handle.describe()).typedSearchAttributes.get(PostingStatus)).toBe('posted');
  });

  test('and was changed in Assignar by hand too ends its flow, and says so', async () => {
    const because = 'worker 311 was edited in Assignar: mobile';
    flow.script('E-7', [{ outcome: 'drifted', because }]);
    const handle = await flow.touch('EMPLOYEE', 'E-7');
    expect(await handle.result()).toEqual({ outcome: 'drifted', because });
  });

  test('200 times while it is looked at is looked at once more, not 200 times', async () => {
    const { look, letGo } = heldLook();
    flow.script('C2', [look]);
    const handle = await flow.touch('CUSTOMER', 'C2');
    await until('the first look is under way', 20_000, async () => flow.looksAt('C2').length === 1);
    for (let change = 0; change < 200; change += 1) await handle.signal(changedSignal, {});
    letGo({ outcome: 'in-step' });
    await handle.result();
    expect(flow.looksAt('C2')).toHaveLength(2);
  });

  test('after its flow ended is a new run of the same flow', async () => {
    await (await flow.touch('CUSTOMER', 'C3')).result();
    await (await flow.touch('CUSTOMER', 'C3')).result();
    expect(flow.looksAt('C3')).toHaveLength(2);
  });

  test('carries on what is known of it from every touch', async () => {
    const { look, letGo } = heldLook();
    flow.script('Dock 2', [look]);
    const party = { kind: 'customer' as const, id: 'C1', category: 'Ship to' };
    const handle = await flow.touch('CONTACT', 'Dock 2', { party });
    await until('the first look is under way', 20_000, async () => flow.looksAt('Dock 2').length === 1);
    const imetal = { kind: 'ship-to' as const, contactId: '55' };
    await flow.touch('CONTACT', 'Dock 2', { imetal });
    letGo({ outcome: 'in-step' });
    await handle.result();
    expect(flow.looksAt('Dock 2')).toEqual([{ party }, { party, imetal }]);
  });

  test('on both sides at once is looked at again', async () => {
    flow.script('C4', [{ outcome: 'look-again' }, { outcome: 'look-again' }]);
    await (await flow.touch('CUSTOMER', 'C4')).result();
    expect(flow.looksAt('C4')).toHaveLength(3);
  });

  test('survives a failure that is worth another attempt', async () => {
    flow.script('C5', [ApplicationFailure.create({ type: 'Transport', message: 'away', nextRetryDelay: 10 })]);
    expect(await (await flow.touch('CUSTOMER', 'C5')).result()).toEqual({ outcome: 'in-step' });
  });
});

describe('a record that cannot be brought in step', () => {
  test('is parked under its reason, and goes on by the update', async () => {
    flow.script('C10', [refused]);
    const handle = await flow.touch('CUSTOMER', 'C10');
    await untilParked(handle);
    const { typedSearchAttributes } = await handle.describe();
    expect(typedSearchAttributes.get(PostingStatus)).toBe('parked');
    expect(typedSearchAttributes.get(ReasonCode)).toBe('IMPORT_REFUSED');
    await handle.executeUpdate(retryUpdate, { args: [decision] });
    expect(await handle.result()).toEqual({ outcome: 'in-step' });
    expect((await handle.describe()).typedSearchAttributes.get(ReasonCode)).toBeUndefined();
  });

  test('goes on by the signal of a release, and by itself when it changes', async () => {
    flow.script('C11', [refused, refused]);
    const handle = await flow.touch('CUSTOMER', 'C11');
    await untilParked(handle);
    await handle.signal(retrySignal, decision);
    await until('it was looked at again', 20_000, async () => flow.looksAt('C11').length === 2);
    await untilParked(handle);
    await flow.touch('CUSTOMER', 'C11');
    expect(await handle.result()).toEqual({ outcome: 'in-step' });
  });

  test('may be given up, until it changes', async () => {
    flow.script('C12', [refused]);
    const handle = await flow.touch('CUSTOMER', 'C12');
    await untilParked(handle);
    await handle.executeUpdate(abandonUpdate, { args: [decision] });
    expect(await handle.result()).toEqual({ outcome: 'abandoned', reason: 'fixed the branch' });
    expect(flow.asked('C12')).toEqual(['abandon Ann']);
    expect(await (await flow.touch('CUSTOMER', 'C12')).result()).toEqual({ outcome: 'in-step' });
  });

  test('over and over goes on as a new run', async () => {
    flow.script('C13', [refused]);
    const { client, taskQueue } = flow.temporal;
    const record = recordReference(company, 'CUSTOMER', 'C13');
    const handle = await client.workflow.start('customers', {
      workflowId: recordWorkflowId(record),
      taskQueue,
      args: [{ record, roundsMax: 1 }],
    });
    await untilParked(handle as unknown as Handle);
    await handle.signal(changedSignal, { party: { kind: 'customer', id: 'C13', category: 'Ship to' } });
    expect(await flow.temporal.client.workflow.getHandle(handle.workflowId).result()).toEqual({ outcome: 'in-step' });
    const { runId } = await client.workflow.getHandle(handle.workflowId).describe();
    expect(runId).not.toBe(handle.firstExecutionRunId);
    expect(flow.looksAt('C13').at(-1)).toEqual({ party: { kind: 'customer', id: 'C13', category: 'Ship to' } });
  });
});

describe('polls', () => {
  test('look at every object to its last page, terms and taxes before those that refer to them', async () => {
    const { client, taskQueue } = flow.temporal;
    const result = await client.workflow.execute(pollIntacct, {
      workflowId: `poll-intacct/${company}`,
      taskQueue,
      args: [{ company }],
    });
    expect(flow.pages.intacct.map(({ object }) => object)).toEqual([
      'ARTERM',
      'APTERM',
      'TAXDETAIL',
      'CUSTOMER',
      'CUSTOMER',
      'VENDOR',
      'CONTACT',
    ]);
    // Seven pages, two deletions, three schedules: a detail changed.
    expect(result).toEqual({ seen: 7, touched: 12 });
  });

  test('look at what flows to Assignar where the schedule says so, and at no tax schedule', async () => {
    const { client, taskQueue } = flow.temporal;
    flow.pages.intacct.length = 0;
    const result = await client.workflow.execute(pollIntacct, {
      workflowId: `poll-intacct/${company}-assignar`,
      taskQueue,
      args: [{ company, objects: flowingToAssignar }],
    });
    const asked = [...new Set(flow.pages.intacct.map(({ object }) => object))];
    expect(asked).toEqual([...flowingToAssignar]);
    expect(result).toEqual({ seen: 8, touched: 10 });
  });

  test('look for drift in every object of Assignar to its last page, over runs', async () => {
    const { client, taskQueue } = flow.temporal;
    const workflowId = watchDriftWorkflowId(company);
    const input = { company, pagesMax: 4 };
    const handle = await client.workflow.start(watchDrift, { workflowId, taskQueue, args: [input] });
    expect(await client.workflow.getHandle<typeof watchDrift>(workflowId).result()).toEqual({ seen: 200, drifting: 2 });
    const { runId } = await client.workflow.getHandle(workflowId).describe();
    expect(runId).not.toBe(handle.firstExecutionRunId);
    const objects = flow.pages.drift.map(({ object, afterId }) => `${object} ${afterId}`);
    expect(objects.slice(-3)).toEqual(['worker 0', 'worker 100', 'worker 200']);
    expect(new Set(objects).size).toBe(10);
  });

  test('look at ship-tos, then persons, then companies', async () => {
    const { client, taskQueue } = flow.temporal;
    const workflowId = `poll-imetal-contacts/${company}`;
    const result = await client.workflow.execute(pollImetalContacts, { workflowId, taskQueue, args: [{ company }] });
    expect(result).toEqual({ seen: 4, touched: 4 });
  });
});

test('a first load goes page by page, over runs, tells how far it is, and ends with its counts', async () => {
  flow.pages.load.push(
    { ...progressOf({ after: '100', read: 100, written: 100 }), isLastPage: false },
    { ...progressOf({ after: '200', read: 200, written: 199, refused: 1 }), isLastPage: false },
    { ...progressOf({ after: '250', read: 250, written: 249, refused: 1 }), isLastPage: true },
  );
  const { client, taskQueue } = flow.temporal;
  const workflowId = firstLoadWorkflowId(company, 'customers');
  const input = { company, object: 'customers' as const, pagesMax: 2 };
  const handle = await client.workflow.start(firstLoad, { workflowId, taskQueue, args: [input] });
  expect(await client.workflow.getHandle(workflowId).result()).toMatchObject({ isFinished: true });
  const { runId } = await client.workflow.getHandle(workflowId).describe();
  expect(runId).not.toBe(handle.firstExecutionRunId);
  expect(await client.workflow.getHandle(workflowId).query(progressQuery)).toMatchObject({ isFinished: true });
});
