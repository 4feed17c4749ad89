import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came over the wire. */
export interface ReceivedRequest {
  method: string;
  path: string;
  /** Query parameters in order, decoded. */
  query: [string, string][];
  headers: IncomingMessage['headers'];
  body: string;
}

/** What the scripted API does with one request: answer, or anything that a socket can do. */
export type Turn = (request: ReceivedRequest, response: ServerResponse) => void;

/** A tiny API for tests: it follows a script, keeps what it received, and knows nothing of construction. */
export interface ScriptedApi {
  tokenUrl: string;
  apiUrl: string;
  /** All but the sign-ins and the employment types. */
  requests: ReceivedRequest[];
  signIns: ReceivedRequest[];
  /** Called for every one of `requests`, in order; the last turn repeats. */
  turns: Turn[];
  /** Requests of the employment types, which no turn answers: there are 1 Full Time and 4 Casual. */
  employmentTypeReads: ReceivedRequest[];
  /** Replaces the usual answer to a sign-in, which gives token-1, token-2 … for an hour. */
  onSignIn: Turn | null;
  close(): Promise<void>;
}

/** Starts on a free port of the loopback address. */
export async function startScriptedApi(): Promise<ScriptedApi> {
  let turn = 0;
  const server = createServer((message, response) => {
    void receive(message).then((request) => {
      if (request.path === '/oauth2/token') {
        api.signIns.push(request);
        const token = { access_token: `token-${api.signIns.length}`, token_type: 'Bearer', expires_in: 3600 };
        (api.onSignIn ?? answerJson(token))(request, response);
        return;
      }
      if (request.path === '/v2/employment-types') {
        api.employmentTypeReads.push(request);
        answerRows({ id: 1, name: 'Full Time' }, { id: 4, name: 'Casual' })(request, response);
        return;
      }
      api.requests.push(request);
      const next = api.turns[Math.min(turn, api.turns.length - 1)];
      turn += 1;
      if (next === undefined) throw new Error('the script has no turn');
      next(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const api: ScriptedApi = {
    tokenUrl: `${origin}/oauth2/token`,
    apiUrl: `${origin}/v2`,
    requests: [],
    signIns: [],
    employmentTypeReads: [],
    turns: [],
    onSignIn: null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return api;
}

/** Answers with a JSON document. */
export function answerJson(document: unknown, httpStatus = 200, headers: Record<string, string> = {}): Turn {
  return (_request, response) => {
    response.writeHead(httpStatus, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(document));
  };
}

/** Answers with nothing but a status. */
export function answerEmpty(httpStatus: number, headers: Record<string, string> = {}): Turn {
  return (_request, response) => {
    response.writeHead(httpStatus, headers);
    response.end();
  };
}

/** Answers with rows in the usual envelope, without a count. */
export function answerRows(...rows: unknown[]): Turn {
  return answerJson({ status: 200, data: rows });
}

/** Answers with rows in the envelope of timesheets-expanded. */
export function answerSheets(...rows: unknown[]): Turn {
  return answerJson({ status: 200, data: { count: rows.length, rows } });
}

/** Closes the connection without an answer. */
export const hangUp: Turn = (_request, response) => {
  response.destroy();
};

/** Lists rows by `id__gt` and `page_size`, never more than `largestPage` of them, as a server that caps pages in silence does. */
export function answerListById(rows: readonly { id: number }[], largestPage: number): Turn {
  return (request, response) => {
    const asked = new Map(request.query);
    const behind = Number(asked.get('id__gt'));
    const size = Math.min(Number(asked.get('page_size')), largestPage);
    answerRows(...rows.filter(({ id }) => id > behind).slice(0, size))(request, response);
  };
}

/** The error that a call ends with; fails the test when it succeeds. */
export async function verdictOf(promise: Promise<unknown>): Promise<Error> {
  const settled = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(settled instanceof Error)) throw new Error('expected a verdict, came a success');
  return settled;
}

async function receive(message: IncomingMessage): Promise<ReceivedRequest> {
  let body = '';
  message.setEncoding('utf8');
  for await (const chunk of message) body += chunk;
  const url = new URL(message.url ?? '', 'http://localhost');
  return {
    method: message.method ?? '',
    path: url.pathname,
    query: [...url.searchParams],
    headers: message.headers,
    body,
  };
}
