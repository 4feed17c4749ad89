import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the scripted gateway does with one request: answer, or anything that a socket can do. */
export type Turn = (request: ReceivedRequest, response: ServerResponse) => void;

/** A request as it came over the wire. */
export interface ReceivedRequest {
  path: string;
  contentType: string | undefined;
  body: string;
  isSignIn: boolean;
  functionControlIds: string[];
}

/** A tiny gateway for tests: it follows a script, keeps what it received, and knows no accounting. */
export interface ScriptedGateway {
  endpoint: string;
  requests: ReceivedRequest[];
  /** How many connections were opened. */
  connections(): number;
  /** Called for every request that is no sign-in, in order; the last turn repeats. */
  turns: Turn[];
  /** Replaces the usual answer to a sign-in. */
  onSignIn: Turn | null;
  close(): Promise<void>;
}

/** Starts on a free port of the loopback address. Sign-ins answer session-1, session-2 … on `/pod`. */
export async function startScriptedGateway(): Promise<ScriptedGateway> {
  let connections = 0;
  let signIns = 0;
  let turn = 0;
  const server = createServer((message, response) => {
    void receive(message).then((request) => {
      gateway.requests.push(request);
      if (request.isSignIn) {
        signIns += 1;
        const usual = answerXml(signInBody(request, `session-${signIns}`, `${origin}/pod`));
        (gateway.onSignIn ?? usual)(request, response);
        return;
      }
      const next = gateway.turns[Math.min(turn, gateway.turns.length - 1)];
      turn += 1;
      if (next === undefined) throw new Error('the script has no turn');
      next(request, response);
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const gateway: ScriptedGateway = {
    endpoint: `${origin}/ia/xml/xmlgw.phtml`,
    requests: [],
    connections: () => connections,
    turns: [],
    onSignIn: null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return gateway;
}

/** Answers 200 with the XML. */
export function answerXml(body: string, httpStatus = 200): Turn {
  return (_request, response) => {
    response.writeHead(httpStatus, { 'content-type': 'text/xml; charset=UTF-8' });
    response.end(body);
  };
}

/** Answers each function of the request with success and a record number. */
export function answerSuccess(recordNumbers: string[]): Turn {
  return (request, response) => {
    const results = request.functionControlIds.map(
      (controlId, index) =>
        `<result><status>success</status><function>f</function><controlid>${controlId}</controlid><key>${recordNumbers[index]}</key></result>`,
    );
    answerXml(responseBody(results.join('')))(request, response);
  };
}

/** Answers a query with one page of rows, each a record number. */
export function answerPage(object: string, rows: string[], attributes: string): Turn {
  return (request, response) => {
    const controlId = request.functionControlIds[0];
    const payload = `<data listtype="${object}" ${attributes}>${rows.join('')}</data>`;
    const result = `<result><status>success</status><function>query</function><controlid>${controlId}</controlid>${payload}</result>`;
    answerXml(responseBody(result))(request, response);
  };
}

/** A response whose control and authentication succeeded. */
export function responseBody(results: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<response><control><status>success</status><senderid>gulfSender</senderid><controlid>r</controlid><uniqueid>true</uniqueid><dtdversion>3.0</dtdversion></control>
<operation><authentication><status>success</status><userid>svc_hub</userid><companyid>GULF</companyid><locationid></locationid></authentication>${results}</operation></response>`;
}

/** The refusal of a session that has expired (facts 13.2). */
export function expiredSessionBody(): string {
  return `<response><control><status>success</status><controlid>r</controlid></control><operation>
<authentication><status>failure</status><userid></userid><companyid></companyid></authentication>
<errormessage><error><errorno>XL03000006</errorno><description></description><description2>Invalid session q....</description2><correction></correction></error></errormessage></operation></response>`;
}

/** A successful sign-in; the endpoint is where the session lives. */
export function signInBody(request: ReceivedRequest, sessionId: string, endpoint: string, locationId = ''): string {
  return responseBody(
    `<result><status>success</status><function>getAPISession</function><controlid>${request.functionControlIds[0]}</controlid>
<data><api><sessionid>${sessionId}</sessionid><endpoint>${endpoint}</endpoint><locationid>${locationId}</locationid></api></data></result>`,
  );
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
  return {
    path: message.url ?? '',
    contentType: message.headers['content-type'],
    body,
    isSignIn: body.includes('<getAPISession/>'),
    functionControlIds: [...body.matchAll(/<function controlid="([^"]*)"/g)].map((match) => match[1] ?? ''),
  };
}
