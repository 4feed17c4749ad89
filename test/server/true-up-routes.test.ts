import type { DecisionOutcome } from '../../activities/true-up/decide-true-up';
import type { TrueUpDecision } from '../../activities/true-up/true-up-activities';
import type { TrueUpReport } from '../../activities/true-up/true-up-report';
import { createBearerCheck } from '../../server/bearer-token';
import type { HttpTrueUpRequest, TrueUpRoutesDeps } from '../../server/true-up-routes';
import { closeServers, createServerFixture } from './server-fixture';

afterEach(closeServers);

const token = 'a token of some length';
const authorization = `Bearer ${token}`;
const report = { trueUpId: 'run-1', state: 'finished', left: 0 } as unknown as TrueUpReport;

function trueUps(outcome: DecisionOutcome = { kind: 'decided', decided: ['7'] }) {
  const asked: HttpTrueUpRequest[] = [];
  const decided: { trueUpId: string; decision: string; by: TrueUpDecision }[] = [];
  const deps: TrueUpRoutesDeps = {
    authorise: createBearerCheck(token),
    async request(request) {
      asked.push(request);
      if (request.company !== 'harbor-civil') return { kind: 'no-such-company' };
      return { kind: asked.length === 1 ? 'started' : 'already-running', trueUpId: 'run-1', state: 'reading' };
    },
    report: async (trueUpId) => (trueUpId === 'run-1' ? report : null),
    async decide(trueUpId, decision, by) {
      decided.push({ trueUpId, decision, by });
      return outcome;
    },
  };
  const fixture = createServerFixture({ trueUps: deps });
  const post = (url: string, payload: object, headers: Record<string, string> = { authorization }) =>
    fixture.ask({ method: 'POST', url, payload, headers });
  const get = (url: string, headers: Record<string, string> = { authorization }) => fixture.ask({ url, headers });
  return { ...fixture, post, get, asked, decided };
}

const decision = { decision: 'approve', actor: 'Ben', reason: 'checked with payroll', entries: 'all' };

it('starts a run and answers at once; asked again, gives the one under way', async () => {
  const { post, asked } = trueUps();
  const first = await post('/true-ups', {
    company: 'harbor-civil',
    workers: ['E-7'],
    preview: true,
    requestedBy: 'Ann',
  });
  expect(first.statusCode).toBe(202);
  expect(first.json()).toEqual({ kind: 'started', trueUpId: 'run-1', state: 'reading' });
  const second = await post('/true-ups', { company: 'harbor-civil', requestedBy: ' Ben ', anew: true });
  expect(second.json()).toMatchObject({ kind: 'already-running', trueUpId: 'run-1' });
  expect(asked).toEqual([
    { company: 'harbor-civil', workers: ['E-7'], preview: true, anew: false, requestedBy: 'Ann' },
    { company: 'harbor-civil', workers: null, preview: false, anew: true, requestedBy: 'Ben' },
  ]);
});

it('gives plan and report of a run', async () => {
  const { get } = trueUps();
  expect((await get('/true-ups/run-1')).json()).toMatchObject({ trueUpId: 'run-1', left: 0 });
  const none = await get('/true-ups/run-2');
  expect([none.statusCode, none.json().code]).toEqual([404, 'no-such-true-up']);
});

it('takes a decision, with who and why', async () => {
  const { post, decided } = trueUps();
  const answer = await post('/true-ups/run-1/approvals', { ...decision, entries: ['7'] });
  expect([answer.statusCode, answer.json()]).toEqual([200, { decided: ['7'] }]);
  expect(decided).toEqual([
    { trueUpId: 'run-1', decision: 'approve', by: { actor: 'Ben', reason: 'checked with payroll', entries: ['7'] } },
  ]);
});

it('says why a decision is refused', async () => {
  const { post } = trueUps({ kind: 'refused', because: 'Ann asked for this true-up, and who asks cannot approve' });
  const answer = await post('/true-ups/run-1/approvals', decision);
  expect([answer.statusCode, answer.json()]).toEqual([
    409,
    { code: 'decision-refused', message: 'Ann asked for this true-up, and who asks cannot approve' },
  ]);
});

it.each([
  ['a company that is none', '/true-ups', { company: 'Harbor Civil' }, 'company'],
  ['somebody without a name, who could approve it too', '/true-ups', { company: 'harbor-civil' }, 'requestedBy'],
  ['a person called schedule', '/true-ups', { company: 'harbor-civil', requestedBy: 'Schedule' }, 'requestedBy'],
  ['a field that is none', '/true-ups', { company: 'harbor-civil', force: true }, 'force'],
  ['no workers at all', '/true-ups', { company: 'harbor-civil', workers: [] }, 'workers'],
  ['a decision without a reason', '/true-ups/run-1/approvals', { ...decision, reason: ' ' }, 'reason'],
  ['entries that are none', '/true-ups/run-1/approvals', { ...decision, entries: ['x'] }, 'entries'],
])('refuses %s', async (_, url, body, named) => {
  const { post, asked, decided } = trueUps();
  const answer = await post(url, body);
  expect(answer.statusCode).toBe(400);
  expect(answer.json().message).toContain(named);
  expect([...asked, ...decided]).toEqual([]);
});

it('answers nobody without the token, and has no such company', async () => {
  const { post, get, asked } = trueUps();
  expect((await post('/true-ups', { company: 'harbor-civil' }, {})).statusCode).toBe(401);
  expect((await get('/true-ups/run-1', { authorization: 'Bearer wrong' })).statusCode).toBe(401);
  expect((await post('/true-ups/run-1/approvals', decision, {})).statusCode).toBe(401);
  expect(asked).toEqual([]);
  expect((await post('/true-ups', { company: 'gulf-metals', requestedBy: 'Ann' })).json().code).toBe('no-such-company');
});

it('is not served where no token is set', async () => {
  const { ask } = createServerFixture();
  expect((await ask('/true-ups/run-1')).statusCode).toBe(404);
});
