import { Authentication, Rejected } from '../errors';
import { type Exchange, exchangeRequest, type HttpRequest } from '../exchange-request';
import type { AssignarCall } from './assignar-client';
import { classifyExchange, type Expectation, type Outcome } from './classify-exchange';
import type { AssignarAccess, AssignarConnection, AssignarOptions } from './connection';
import { createTokens, type Token, type Tokens } from './tokens';

/** One request to the API. */
export interface ApiCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** From the table of paths; `{id}` stands for `recordId`. */
  path: string;
  recordId: string | null;
  /** What the record is called in refusals; null where no single one is addressed. */
  noun: string | null;
  query: readonly (readonly [string, string])[];
  /** Sent as JSON; null: no body. */
  body: Record<string, unknown> | null;
  /** A write whose success may be a 200 that says nothing. */
  mayBeBare?: boolean;
}

/** What a request brought: `data` of the envelope, and the API's clock. */
export interface ApiAnswer {
  payload: unknown;
  answeredAt: string | null;
}

export interface Api {
  /** Sends once, and once more behind a new sign-in when the token was refused; throws the verdict of what failed. */
  call(call: ApiCall): Promise<ApiAnswer>;
  signIn(): Promise<Token>;
}

// A path that refuses a new token too refuses not the token: thousands may wait for it, and must not sign in for each try.
const renewalRestMs = 5_000;

/** The API of one connection; every HTTP request, a sign-in too, is reported to `onCall`, and what it shows of rights to `onAccess`. */
export function createApi(connection: AssignarConnection, options: AssignarOptions): Api {
  const fetchWith = options.fetch ?? fetch;
  const onCall = options.onCall ?? (() => {});
  const onAccess = options.onAccess ?? (async () => {});
  const nowMs = options.nowMs ?? (() => performance.now());
  const timeoutMs = connection.requestTimeoutMs;

  async function exchange<Judged>(
    request: HttpRequest,
    path: string,
    judge: (exchange: Exchange) => Judged,
    verdictOf: (judged: Judged) => AssignarCall['verdict'],
  ): Promise<{ exchange: Exchange; judged: Judged }> {
    const startedAt = new Date();
    const started = performance.now();
    const answer = await exchangeRequest(fetchWith, request, timeoutMs);
    const judged = judge(answer);
    const durationMs = Math.round(performance.now() - started);
    const { method } = request;
    onCall({ method, path, startedAt, durationMs, httpStatus: answer.httpStatus, verdict: verdictOf(judged) });
    return { exchange: answer, judged };
  }

  const tokenPath = new URL(connection.tokenUrl).pathname;
  const tokens = createTokens(
    connection,
    async (request, judge) => {
      const { judged } = await exchange(request, tokenPath, judge, (answer) =>
        answer instanceof Error ? answer.name : 'success',
      );
      if (judged instanceof Authentication) await onAccess({ kind: 'sign-in-refused', refusal: judged });
      return judged;
    },
    nowMs,
  );

  async function send(token: Token, call: ApiCall): Promise<Answered> {
    const request = requestOf(connection.apiUrl, token, call);
    const expected = expectationOf(token, call);
    const done = await exchange(request, call.path, (each) => classifyExchange(each, expected), outcomeName);
    const answeredAt = (done.exchange.kind === 'answer' ? done.exchange.answeredAt : null) ?? null;
    return { token, outcome: done.judged, answeredAt };
  }

  const sendWithRenewal = createRenewal(tokens, send, nowMs);
  return {
    async call(call) {
      const { token, outcome, answeredAt } = await sendWithRenewal(call);
      const access = accessOf(call, token, outcome);
      if (access !== null) await onAccess(access);
      if (outcome.kind !== 'success') throw outcome.verdict;
      return { payload: outcome.payload, answeredAt };
    },
    signIn: tokens.signIn,
  };
}

interface Answered {
  token: Token;
  outcome: Outcome;
  answeredAt: string | null;
}

// A refused token is the one thing that is retried: nothing was done, and a token may be withdrawn before its hour.
function createRenewal(
  tokens: Tokens,
  send: (token: Token, call: ApiCall) => Promise<Answered>,
  nowMs: () => number,
): (call: ApiCall) => Promise<Answered> {
  const restsUntilMs = new Map<string, number>();
  return async (call) => {
    const first = await send(await tokens.current(), call);
    if (first.outcome.kind !== 'unauthorized') return first;
    const restUntilMs = restsUntilMs.get(askedOf(call));
    if (restUntilMs !== undefined && nowMs() < restUntilMs) return first;
    const second = await send(await tokens.after(first.token), call);
    if (second.outcome.kind === 'unauthorized') restsUntilMs.set(askedOf(call), nowMs() + renewalRestMs);
    return second;
  };
}

// What was answered or refused for its content was allowed; an answer that did not come shows nothing.
function accessOf(call: ApiCall, { number: tokenNumber }: Token, outcome: Outcome): AssignarAccess | null {
  const verdict = outcome.kind === 'success' ? null : outcome.verdict;
  const isAllowed = verdict === null || verdict instanceof Rejected;
  if (!isAllowed && !(verdict instanceof Authentication)) return null;
  return { kind: 'asked', asked: askedOf(call), tokenNumber, refusal: isAllowed ? null : verdict };
}

function askedOf({ method, path }: ApiCall): string {
  return `${method} ${path}`;
}

function requestOf(apiUrl: string, token: Token, { method, path, recordId, query, body }: ApiCall): HttpRequest {
  return {
    method,
    url: `${apiUrl.replace(/\/+$/, '')}${withId(path, recordId)}${queryText(query)}`,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${token.accessToken}`,
      ...(body === null ? {} : { 'content-type': 'application/json' }),
    },
    body: body === null ? null : JSON.stringify(body),
  };
}

function expectationOf(token: Token, { method, path, recordId, noun, mayBeBare = false }: ApiCall): Expectation {
  return {
    operation: `assignar ${method} ${withId(path, recordId)}`,
    effect: method === 'GET' ? 'read' : 'write',
    addressed: { noun, id: recordId },
    mayBeBare,
    secrets: [token.accessToken],
  };
}

function withId(path: string, recordId: string | null): string {
  return recordId === null ? path : path.replace('{id}', encodeURIComponent(recordId));
}

// Spaces as %20: a plus sign is a space only to those who read queries as forms.
function queryText(query: ApiCall['query']): string {
  if (query.length === 0) return '';
  return `?${query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')}`;
}

function outcomeName(outcome: Outcome): AssignarCall['verdict'] {
  return outcome.kind === 'success' ? 'success' : outcome.verdict.name;
}
