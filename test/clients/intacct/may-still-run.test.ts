import type { Exchange } from '../../../clients/exchange-request';
import { classifyExchange } from '../../../clients/intacct/classify-exchange';

function answer(httpStatus: number): Exchange {
  return { kind: 'answer', httpStatus, contentType: 'text/html', retryAfter: null, body: '<html></html>' };
}

function noAnswer(reason: 'not-sent' | 'timed out' | 'connection lost'): Exchange {
  return { kind: 'no-answer', reason, httpStatus: null, cause: new Error(reason) };
}

describe.each(['read', 'write'] as const)('after a %s', (effect) => {
  test.each([
    ['our own patience ended', noAnswer('timed out'), true],
    ['a proxy lost patience: 504', answer(504), true],
    ['a proxy lost patience: 524', answer(524), true],
    ['the gateway itself failed: 500', answer(500), false],
    ['no gateway behind the proxy: 502', answer(502), false],
    ['the connection was lost', noAnswer('connection lost'), false],
    ['there never was a connection', noAnswer('not-sent'), false],
  ])('it is known whether the gateway may still be at work: %s', (_, exchange, mayStillRun) => {
    const outcome = classifyExchange(exchange, {
      operation: 'intacct',
      controlIds: ['a'],
      functionNames: ['create_invoice'],
      effect,
      secrets: [],
    });
    expect(outcome).toMatchObject({ kind: 'failed', verdict: { mayStillRun } });
  });
});
