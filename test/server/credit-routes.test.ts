import type { CreditOutcome } from '../../activities/receivables/credit-answer';
import { createBearerCheck } from '../../server/bearer-token';
import type { CreditRequest } from '../../server/credit-routes';
import { closeServers, createServerFixture } from './server-fixture';

afterEach(closeServers);

const token = 'a token of some length';
const authorization = `Bearer ${token}`;
const position = {
  customerId: 'C00123',
  currency: 'USD',
  limit: '500.00',
  balanceDue: '100.00',
  openOrders: '0.00',
  unexportedInvoices: '0.00',
  exposure: '100.00',
  available: '400.00',
  isOverExtended: false,
  reasons: [],
  asOf: '2026-11-21T10:00:00.000Z',
};
const answer: CreditOutcome = {
  kind: 'answered',
  answer: {
    company: 'gulf-metals',
    customerId: 'C00123',
    customerCode: 'C00123',
    asOf: position.asOf,
    ageSeconds: 12,
    isOverExtended: false,
    wouldBeOverExtended: true,
    reasons: ['over the limit of 500.00 USD by 0.01 USD'],
    order: { amount: '400.01', currency: 'USD' },
    customer: { level: 'customer', ...position },
    group: null,
  },
};

function credit(outcome: CreditOutcome | { kind: 'no-such-company' } = answer) {
  const asked: CreditRequest[] = [];
  const fixture = createServerFixture({
    credit: {
      authorise: createBearerCheck(token),
      async answer(request) {
        asked.push(request);
        return outcome;
      },
    },
  });
  const ask = (url: string, headers: Record<string, string> = { authorization }) => fixture.ask({ url, headers });
  return { ...fixture, ask, asked };
}

it('tells of an order with age, positions and reasons', async () => {
  const { ask, asked } = credit();
  const response = await ask('/credit/C00123?company=gulf-metals&order=400.01&currency=USD');
  expect(response.statusCode).toBe(200);
  expect(response.json()).toMatchObject({
    ageSeconds: 12,
    wouldBeOverExtended: true,
    customer: { available: '400.00' },
  });
  expect(asked).toEqual([{ company: 'gulf-metals', customer: 'C00123', order: { amount: '400.01', currency: 'USD' } }]);
});

it('asks for a token, and nothing is answered without', async () => {
  const { ask, asked } = credit();
  for (const headers of [{}, { authorization: 'Bearer another one' }] as Record<string, string>[]) {
    const response = await ask('/credit/C00123?company=gulf-metals', headers);
    expect([response.statusCode, response.json().code]).toEqual([401, 'not-authorised']);
  }
  expect(asked).toEqual([]);
});

it('is not there at all where no token is set', async () => {
  const { ask } = createServerFixture();
  expect((await ask('/credit/C00123?company=gulf-metals')).statusCode).toBe(404);
});

it.each([
  ['/credit/C00123', /company/],
  ['/credit/C00123?company=Gulf%20Metals', /company/],
  ['/credit/C00123?company=gulf-metals&order=-5', /order/],
  ['/credit/C00123?company=gulf-metals&order=1e9', /order/],
  ['/credit/C00123?company=gulf-metals&order=5&currency=dollars', /currency/],
  [`/credit/${'C'.repeat(41)}?company=gulf-metals`, /customer/],
])('refuses %s by what is wrong', async (url, fault) => {
  const { ask, asked } = credit();
  const response = await ask(url);
  expect([response.statusCode, response.json().code]).toEqual([400, 'malformed']);
  expect(response.json().message).toMatch(fault);
  expect(asked).toEqual([]);
});

it.each([
  [{ kind: 'no-such-customer' as const }, 404, 'no-such-customer'],
  [{ kind: 'no-such-company' as const }, 404, 'no-such-company'],
  [{ kind: 'wrong-currency' as const, expected: 'USD' }, 400, 'malformed'],
])('answers %j in its own words', async (outcome, status, code) => {
  const { ask } = credit(outcome);
  const response = await ask('/credit/C00123?company=gulf-metals');
  expect([response.statusCode, response.json().code]).toEqual([status, code]);
});

it('says how old what it knows is, when that is too old', async () => {
  const { ask } = credit({ kind: 'not-fresh', ageSeconds: 900, because: 'Intacct was not read within 8000 ms' });
  const response = await ask('/credit/C00123?company=gulf-metals');
  expect(response.statusCode).toBe(503);
  expect(response.json()).toEqual({
    code: 'not-fresh',
    message: 'what is known is 900 s old: Intacct was not read within 8000 ms',
    ageSeconds: 900,
  });
  expect(response.headers['retry-after']).toBe('5');
});
