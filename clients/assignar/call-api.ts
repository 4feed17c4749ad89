import type { Verdict } from '../errors';
import { type Exchange, exchangeRequest, type HttpRequest } from '../exchange-request';
import type { AssignarCall } from './assignar-client';
import { classifyExchange, type Expectation, type Outcome } from './classify-exchange';
import type { AssignarConnection, AssignarOptions } from './connection';
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

/** The API of one connection; every HTTP request, a sign-in too, is reported to `onCall`. */
export function createApi(connection: AssignarConnection, options: AssignarOptions): Api {
  const send = options.fetch ?? fetch;
  const onCall = options.onCall ?? (() => {});
  const timeoutMs = connection.requestTimeoutMs;

  async function exchange<Judged>(
    request: HttpRequest,
    path: string,
    judge: (exchange: Exchange) => Judged,
    verdictOf: (judged: Judged) => AssignarCall['verdict'],
  ): Promise<{ exchange: Exchange; judged: Judged }> {
    const startedAt = new Date();
    const started = performance.now();
    const answer = await exchangeRequest(send, request, timeoutMs);
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
      return judged;
    },
    options.nowMs ?? (() => performance.now()),
  );

  async function callWith(token: Token, call: ApiCall): Promise<ApiAnswer | { unauthorized: Verdict }> {
    const request = requestOf(connection.apiUrl, token, call);
    const expected = expectationOf(token, call);
    const done = await exchange(request, call.path, (each) => classifyExchange(each, expected), outcomeName);
    const outcome = done.judged;
    if (outcome.kind === 'unauthorized') return { unauthorized: outcome.verdict };
    if (outcome.kind === 'failed') throw outcome.verdict;
    return {
      payload: outcome.payload,
      answeredAt: (done.exchange.kind === 'answer' ? done.exchange.answeredAt : null) ?? null,
    };
  }

  return { call: (call) => withRenewal(tokens, (token) => callWith(token, call)), signIn: tokens.signIn };
}

// A refused token is the one thing that is retried: nothing was done, and a token may be withdrawn before its hour.
async function withRenewal(
  tokens: Tokens,
  callWith: (token: Token) => Promise<ApiAnswer | { unauthorized: Verdict }>,
): Promise<ApiAnswer> {
  const token = await tokens.current();
  const first = await callWith(token);
  if (!('unauthorized' in first)) return first;
  const second = await callWith(await tokens.after(token));
  if ('unauthorized' in second) throw second.unauthorized;
  return second;
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
