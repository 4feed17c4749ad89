import { whyUnreachable } from '../../server/why-unreachable';
import { closeServers, createServerFixture, goodBody, signedRequest } from './server-fixture';

afterEach(closeServers);

const coded = (code: string | number, message = 'to 10.0.0.7 as hub'): Error =>
  Object.assign(new Error(message), { code });

test.each([
  ['a closed port', coded('ECONNREFUSED'), 'cannot be reached'],
  ['a Temporal that is away', coded(14), 'cannot be reached'],
  ["what Temporal's client wraps", new Error('Failed to start Workflow', { cause: coded(14) }), 'cannot be reached'],
  ['a broken connection', new Error('Connection terminated unexpectedly'), 'cannot be reached'],
  ['a pool that waits in vain', new Error('timeout exceeded when trying to connect'), 'does not answer in time'],
  ["gRPC's deadline", coded(4), 'does not answer in time'],
  ['a wrong password', coded('28P01'), 'refuses the sign-in'],
  ['a database that shuts down', coded('57P01'), 'takes no connections now'],
  ['a table that is missing', coded('42P01'), null],
  ['a defect', new TypeError('x is not a function'), null],
  ['a text', 'ECONNREFUSED', null],
])('%s', (_, error, reason) => {
  expect(whyUnreachable(error)).toBe(reason);
});

test('a trigger is told to come again while the database is away, and hears nothing of where that is', async () => {
  const remember = async () => {
    throw coded('ECONNREFUSED');
  };
  const { ask } = createServerFixture({ replayGuard: { remember, forget: async () => undefined } });
  const response = await ask(signedRequest(goodBody));
  expect([response.statusCode, response.json().code]).toEqual([503, 'try-again']);
  expect(response.body).not.toContain('10.0.0.7');
});
