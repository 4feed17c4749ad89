import { ActivityFailure, ApplicationFailure, RetryState } from '@temporalio/common';
import { Authentication, OutcomeUnknown } from '../../clients/errors';
import { createLog } from '../../workers/log';

function createLines(): { log: ReturnType<typeof createLog>; text(): string; last(): Record<string, never> } {
  const lines: string[] = [];
  const log = createLog('worker', 'info', { write: (line) => void lines.push(line) });
  return { log, text: () => lines.join(''), last: () => JSON.parse(lines.at(-1) ?? '{}') };
}

const verdict = new OutcomeUnknown('no answer about 1,250.00 USD', {
  operation: 'intacct create_invoice gm:HOU-DIV-104233',
  reason: 'no-answer',
});
const inner = ApplicationFailure.create({
  type: 'OutcomeUnknown',
  message: 'no answer about 1,250.00 USD',
  details: ['HOU-DIV-104233', '1250.00', { code: 'TOTAL_MISMATCH', found: '990.00 USD' }],
  cause: verdict,
});
const failed = new ActivityFailure(
  'Activity task failed',
  'postPlan',
  '7',
  RetryState.MAXIMUM_ATTEMPTS_REACHED,
  'worker-1',
  inner,
);

describe('a failed flow', () => {
  test('is logged with type, code, document and frames down its causes, as Temporal logs it', () => {
    const { log, last } = createLines();
    log.warn({ error: failed, workflowId: 'order-to-invoice/gulf-metals/HOU-DIV-104233' }, 'Workflow failed');
    expect(last()).toMatchObject({
      msg: 'Workflow failed',
      error: {
        type: 'ActivityFailure',
        activityType: 'postPlan',
        retryState: 'MAXIMUM_ATTEMPTS_REACHED',
        cause: {
          type: 'OutcomeUnknown',
          keys: ['HOU-DIV-104233', 'TOTAL_MISMATCH'],
          stack: expect.arrayContaining([expect.stringMatching(/error-for-log\.test\.ts:\d+:\d+/)]),
          cause: {
            type: 'OutcomeUnknown',
            operation: 'intacct create_invoice gm:HOU-DIV-104233',
            reason: 'no-answer',
          },
        },
      },
    });
  });

  test('shows no amount, neither from a message, nor from details, nor from the head of a stack', () => {
    const { log, text } = createLines();
    log.warn({ error: failed }, 'Workflow failed');
    log.error({ err: inner });
    log.error(inner);
    log.error({ error: inner }, `Error while completing: ${inner.message}`);
    log.error({ error: 'lines 990.00 USD ≠ total 1,250.00 USD' }, 'not checked');
    expect(text()).toContain('OutcomeUnknown');
    expect(text()).not.toMatch(/990|250/);
  });

  test('is logged by its class and frames after it crossed a thread, where no more is left of it', () => {
    const { log, last, text } = createLines();
    log.warn({ error: structuredClone(inner) }, 'Workflow failed');
    expect(last()).toMatchObject({
      error: { type: 'ApplicationFailure', stack: expect.arrayContaining([expect.stringMatching(/^at /)]) },
    });
    // What the engine never caught has the place in front of its class.
    const uncaught = new Error('no such function');
    uncaught.stack =
      'bundle.js:7806\n        throw e;\n        ^\n\nTypeError: no such function\n    at run (bundle.js:1:2)';
    log.error({ error: uncaught }, 'Failed to process Workflow Activation');
    expect(last()).toMatchObject({ error: { type: 'TypeError', stack: ['at run (bundle.js:1:2)'] } });
    expect(text()).not.toContain('250.00');
  });

  test('shows nothing of a message that imitates frames', () => {
    const { log, text } = createLines();
    log.warn({ err: new Error('refused\n    at total (1,250.00:1:1)\n    at rest:2:2') }, 'request failed');
    expect(text()).not.toMatch(/250\.00|rest:2:2/);
    expect(text()).toMatch(/error-for-log\.test\.ts:\d+:\d+/);
  });
});

describe('an error of another system', () => {
  test("is logged with the system's own codes", () => {
    const { log, last } = createLines();
    const systemErrors = [
      { number: 'BL01001973', description: 'Customer C00112 owes 90.00', correction: '' },
      { number: 'a sentence, where a number was promised', description: '', correction: '' },
    ];
    log.error({ err: new Authentication('refused', { operation: 'intacct getAPISession', systemErrors }) }, 'failed');
    expect(last()).toMatchObject({ err: { type: 'Authentication', keys: ['BL01001973'] } });
    const refused = Object.assign(new Error('password authentication failed for user "hub"'), { code: '28P01' });
    log.error({ err: refused }, 'failed');
    expect(last()).toMatchObject({ err: { type: 'Error', code: '28P01' } });
  });

  test('does not show the password of a connection string that stands for an error', () => {
    const { log, text } = createLines();
    log.warn({ error: 'postgres://hub:hunter2@db/hub is away' }, 'connection lost');
    expect(text()).toContain('postgres://[secret]@db/hub');
    expect(text()).not.toContain('hunter2');
  });

  test('that is its own cause ends', () => {
    const { log, last } = createLines();
    const circle = new Error('round');
    circle.cause = circle;
    log.error({ err: circle }, 'failed');
    expect(last()).toMatchObject({ msg: 'failed', err: { cause: { cause: { type: 'Error' } } } });
  });
});

test('secrets are cut out of what Temporal logs with a task', () => {
  const { log, text } = createLines();
  log.warn(
    { taskToken: 'CiRm', error: failed, task: { taskToken: 'CiRm', session: { sessionId: 'hunter2' } } },
    'failed',
  );
  expect(text()).not.toMatch(/CiRm|hunter2/);
});
