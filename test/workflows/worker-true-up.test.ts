import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client';
import { until } from '../../cli/start/until';
import { approveUpdate, declineUpdate, progressQuery } from '../../workflows/worker-true-up';
import { startTrueUpFlowUnderTest, type TrueUpFlowUnderTest } from './true-up-flow-under-test';

jest.setTimeout(60_000);

let flow: TrueUpFlowUnderTest;
beforeAll(async () => {
  flow = await startTrueUpFlowUnderTest();
});
afterAll(() => flow.close());
beforeEach(() => {
  flow.asked.length = 0;
  Object.assign(flow.script, { pages: 1, safe: 0, risky: 0, failNext: null, endless: false, other: null });
});

type Handle = Awaited<ReturnType<TrueUpFlowUnderTest['start']>>;
const approval = { actor: 'Ben', reason: 'looked at it', entries: 'all' as const };
const untilWaiting = () =>
  until('approvals are waited for', 20_000, async () => flow.asked.some((one) => one.startsWith('await')));
const refusalOf = async (handle: Handle, update: typeof approveUpdate, by: unknown): Promise<string> => {
  const error: unknown = await handle
    .executeUpdate(update, { args: [by as typeof approval] })
    .catch((thrown) => thrown);
  expect(error).toBeInstanceOf(WorkflowUpdateFailedError);
  return (error as WorkflowUpdateFailedError).cause?.message ?? '';
};

test('reads both sides page by page, plans, repairs in batches, and finishes', async () => {
  Object.assign(flow.script, { pages: 2, safe: 5 });
  const result = await (await flow.start({ batchSize: 3 })).result();
  expect(flow.asked).toEqual([
    'begin Ann',
    'workers 0',
    'workers 1',
    'employees 0',
    'employees 1',
    'plan',
    'repair 3',
    'repair 2',
    'finish finished',
  ]);
  expect(result).toMatchObject({ outcome: 'finished', trueUpId: 'run-1', standing: { repaired: 5, toRepair: 0 } });
});

test('a preview ends with the plan', async () => {
  flow.script.safe = 5;
  const result = await (await flow.start({ preview: true })).result();
  expect(flow.asked.slice(-2)).toEqual(['plan', 'finish previewed']);
  expect(result).toMatchObject({ outcome: 'previewed', standing: { toRepair: 5 } });
});

test('a second run gives the id of the one that is under way, and does nothing', async () => {
  flow.script.other = 'run-0';
  const result = await (await flow.start()).result();
  expect(result).toMatchObject({ outcome: 'already-running', trueUpId: 'run-0' });
  expect(flow.asked).toEqual(['begin Ann']);
});

test('a run that nobody named is called after itself', async () => {
  const handle = await flow.start();
  expect((await handle.result()).trueUpId).toBe('run-1');
  const { client, taskQueue } = flow.temporal;
  const scheduled = await client.workflow.start('workerTrueUp', {
    workflowId: 'worker-true-up/harbor-civil-2026-11-20T04:30:00Z',
    taskQueue,
    args: [{ company: 'harbor-civil', requestedBy: 'schedule', preview: false }],
  });
  expect(await scheduled.result()).toMatchObject({ trueUpId: scheduled.firstExecutionRunId });
});

test('safe repairs come first; risky ones wait for an approval, part by part, and then go on', async () => {
  Object.assign(flow.script, { safe: 2, risky: 3 });
  const handle = await flow.start();
  await untilWaiting();
  expect(flow.asked.slice(-2)).toEqual(['repair 2', 'await 3']);
  expect(await handle.executeUpdate(approveUpdate, { args: [{ ...approval, entries: ['7'] }] })).toEqual({
    decided: ['7'],
  });
  await until('it waits again', 20_000, async () => flow.asked.at(-1) === 'await 2');
  await handle.executeUpdate(declineUpdate, { args: [approval] });
  expect(await handle.result()).toMatchObject({
    outcome: 'finished',
    standing: { repaired: expect.any(Number), awaiting: 0 },
  });
  expect(flow.asked).toEqual(
    expect.arrayContaining(['approved 1 by Ben', 'repair 1', 'declined 2 by Ben', 'finish finished']),
  );
});

describe('an approval is refused', () => {
  let handle: Handle;
  beforeEach(async () => {
    flow.script.risky = 1;
    handle = await flow.start();
    await untilWaiting();
  });
  afterEach(async () => {
    await handle.executeUpdate(declineUpdate, { args: [approval] });
    await handle.result();
  });

  test('to whoever asked for the run, however the name is spelt; they may decline', async () => {
    expect(await refusalOf(handle, approveUpdate, { ...approval, actor: ' ann ' })).toContain(
      'who asks cannot approve',
    );
    expect(flow.asked.some((one) => one.startsWith('approved'))).toBe(false);
  });

  test.each([
    ['nobody', { ...approval, actor: ' ' }, 'actor'],
    ['no reason', { ...approval, reason: '' }, 'reason'],
    ['entries that are none', { ...approval, entries: ['x'] }, 'entries'],
  ])('with %s', async (_, by, field) => {
    expect(await refusalOf(handle, approveUpdate, by)).toContain(`${field}: expected`);
  });
});

test('before the plan is made nothing can be approved', async () => {
  flow.script.pages = 400;
  const handle = await flow.start({ stepsMax: 50 });
  expect(await refusalOf(handle, approveUpdate, approval)).toContain('nothing waits for a decision');
  flow.script.pages = 1;
  await handle.result();
});

test('a long run continues as new, in its reading, its repairs and its waiting, and loses nothing', async () => {
  Object.assign(flow.script, { pages: 3, safe: 7, risky: 2 });
  const handle = await flow.start({ stepsMax: 2, batchSize: 2 });
  await until('it waits', 30_000, async () => flow.asked.at(-1) === 'await 2');
  await handle.executeUpdate(approveUpdate, { args: [approval] });
  await flow.temporal.client.workflow.getHandle(handle.workflowId).result();
  expect(flow.asked.filter((one) => one.startsWith('workers'))).toEqual(['workers 0', 'workers 1', 'workers 2']);
  expect(flow.asked.filter((one) => one === 'plan')).toHaveLength(1);
  expect(flow.asked.filter((one) => one.startsWith('begin'))).toHaveLength(1);
  const repaired = flow.asked.filter((one) => one.startsWith('repair')).map((one) => Number(one.split(' ')[1]));
  expect(repaired.reduce((sum, some) => sum + some, 0)).toBe(9);
  const { runId } = await flow.temporal.client.workflow.getHandle(handle.workflowId).describe();
  expect(runId).not.toBe(handle.firstExecutionRunId);
});

test('a batch that fails is tried again', async () => {
  flow.script.safe = 1;
  flow.script.failNext = ApplicationFailure.create({ type: 'Transport', message: 'reset', nextRetryDelay: 1 });
  await (await flow.start()).result();
  expect(flow.asked.slice(-2)).toEqual(['repair 1', 'finish finished']);
});

test('cancelled, it leaves what is undecided to the next run', async () => {
  flow.script.risky = 1;
  const handle = await flow.start();
  await untilWaiting();
  await handle.cancel();
  await expect(handle.result()).rejects.toThrow();
  expect(flow.asked.at(-1)).toBe('finish stopped: the run was stopped');
});

test('cancelled in the midst of a batch, it is written down as stopped when the batch has ended', async () => {
  Object.assign(flow.script, { safe: 1, endless: true });
  const handle = await flow.start();
  await until('it repairs', 20_000, async () => flow.asked.at(-1) === 'repairing');
  await handle.cancel();
  await expect(handle.result()).rejects.toThrow();
  expect(flow.asked.slice(-2)).toEqual(['repair ended', 'finish stopped: the run was stopped']);
});

test('tells how far it is', async () => {
  Object.assign(flow.script, { safe: 1, risky: 1 });
  const handle = await flow.start();
  await untilWaiting();
  await until('it is told', 20_000, async () => (await handle.query(progressQuery))?.standing.awaiting === 1);
  expect(await handle.query(progressQuery)).toMatchObject({ phase: 'repair', workersRead: 10, employeesRead: 10 });
  await handle.executeUpdate(declineUpdate, { args: [approval] });
  await handle.result();
});
