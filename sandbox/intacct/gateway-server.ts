import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Fault, Faults } from './faults';
import type { BegunRequest, Gateway } from './gateway';
import { intacctError } from './intacct-error';
import type { RequestSlots } from './request-slots';
import { controlFailure } from './response-document';
import type { SandboxSettings } from './settings';
import { count, type GatewayStatistics } from './statistics';
import { writeXml } from './xml';

/** Where a login may go, and where a session lives. */
export const LOGIN_PATH = '/ia/xml/xmlgw.phtml';
export const SESSION_PATH = '/pod1/ia/xml/xmlgw.phtml';
const CONTENT_TYPES: ReadonlySet<string> = new Set([
  'application/xml',
  'x-intacct-xml-request',
  'application/x-intacct-xml-request',
]);

// Longer than a client would wait, when the fault does not say.
const SLOW_COMMIT_MS = 60_000;

export interface GatewayServerDependencies {
  readonly gateway: Gateway;
  readonly faults: Faults;
  readonly slots: RequestSlots;
  readonly statistics: GatewayStatistics;
  readonly settings: () => SandboxSettings;
  /** Resolves after the time, or at once when the sandbox stops. */
  readonly wait: (delayMs: number) => Promise<void>;
}

/** The XML gateway over HTTP; not listening yet. */
export function createGatewayServer(deps: GatewayServerDependencies): Server {
  return createServer((request, response) => {
    answer(deps, request, response).catch((error: unknown) => {
      // The caller hung up before the request was whole: nothing ran, and nobody is left to answer.
      if (request.destroyed && !request.complete) return;
      // A defect of the sandbox itself must look like one, not like Intacct.
      response.destroy(error instanceof Error ? error : new Error(String(error)));
      process.stderr.write(`intacct sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
    });
  });
}

async function answer(
  deps: GatewayServerDependencies,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { statistics } = deps;
  const path = (request.url ?? '').split('?')[0] ?? '';
  if (path !== LOGIN_PATH && path !== SESSION_PATH)
    return send(response, 404, 'text/html', '<html><body>Not Found</body></html>');
  if (request.method !== 'POST')
    return send(response, 405, 'text/html', '<html><body>Method Not Allowed</body></html>');
  statistics.requests += 1;
  const requestNumber = statistics.requests;
  const body = await readBody(request, deps.settings().requestBytesMax);
  const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (body === null || !CONTENT_TYPES.has(contentType)) {
    return sendGatewayError(deps, response, 400, 'GW-0011', `Invalid Request [Request ID: ${requestNumber}]`);
  }
  statistics.openNow += 1;
  statistics.openMaxObserved = Math.max(statistics.openMaxObserved, statistics.openNow);
  try {
    await takeTurn(deps, body, path, response);
  } finally {
    statistics.openNow -= 1;
  }
}

async function takeTurn(
  deps: GatewayServerDependencies,
  body: string,
  path: string,
  response: ServerResponse,
): Promise<void> {
  if (!(await deps.slots.acquire())) return refuseTooMany(deps, response);
  const begun = deps.gateway.begin(body, path);
  try {
    const fault = deps.faults.draw(begun.faultTarget);
    if (await refuseBefore(deps, fault, response)) return;
    await deps.wait(deps.settings().latencyMs);
    if (fault?.kind === 'slow-commit' && fault.params.commitAtEnd)
      await deps.wait(fault.params.delayMs ?? SLOW_COMMIT_MS);
    await commitAndAnswer(deps, begun, fault, response);
  } finally {
    begun.end();
    deps.slots.release();
  }
}

/** Faults that keep the request from being carried out; true when it has been answered (or dropped). */
async function refuseBefore(
  deps: GatewayServerDependencies,
  fault: Fault | null,
  response: ServerResponse,
): Promise<boolean> {
  if (!fault) return false;
  if (fault.kind === 'drop-before-commit') response.destroy();
  else if (fault.kind === 'rate-limit-429' || fault.kind === 'concurrency') refuseTooMany(deps, response);
  else if (fault.kind === 'rate-limit-200') sendText(response, 'API rate limit exceeded', '');
  else if (fault.kind === 'offline')
    sendText(response, 'The Service is Temporarily Off-line', 'Please Try Again Later');
  else if (fault.kind === 'http-status' && fault.params.commit !== true) sendHtml(response, fault);
  else return false;
  return true;
}

async function commitAndAnswer(
  deps: GatewayServerDependencies,
  begun: BegunRequest,
  fault: Fault | null,
  response: ServerResponse,
): Promise<void> {
  const document = begun.execute(fault);
  if (fault?.kind === 'commit-then-drop') {
    response.destroy();
  } else if (fault?.kind === 'http-status') {
    sendHtml(response, fault);
  } else if (fault?.kind === 'truncated-body') {
    send(
      response,
      200,
      'text/xml; charset=UTF-8',
      document.slice(0, Math.floor(document.length * (fault.params.share ?? 0.5))),
    );
  } else {
    if (fault?.kind === 'slow-commit' && !fault.params.commitAtEnd)
      await deps.wait(fault.params.delayMs ?? SLOW_COMMIT_MS);
    send(response, 200, 'text/xml; charset=UTF-8', document);
  }
}

/** The whole body as UTF-8, or null when it is longer than allowed or not UTF-8. */
async function readBody(request: IncomingMessage, bytesMax: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= bytesMax) chunks.push(chunk);
  }
  if (length > bytesMax) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    // Not UTF-8: the gateway reads nothing else.
    return null;
  }
}

function refuseTooMany(deps: GatewayServerDependencies, response: ServerResponse): void {
  sendGatewayError(deps, response, 429, 'GW-0010', 'Too many requests');
}

function sendGatewayError(
  deps: GatewayServerDependencies,
  response: ServerResponse,
  status: number,
  number: string,
  text: string,
): void {
  count(deps.statistics.refusalsByNumber, number);
  const refusal = {
    errors: [intacctError(number, text)],
    echo: { senderId: '', controlId: '', uniqueId: '', dtdVersion: '' },
  };
  send(response, status, 'text/xml; charset=UTF-8', writeXml(controlFailure(refusal, false), false));
}

// Both are seen as a control failure with HTTP 200 whose number is free text or empty (facts/intacct.md 6.3).
function sendText(response: ServerResponse, text: string, correction: string): void {
  const refusal = {
    errors: [intacctError('', text, { correction })],
    echo: { senderId: '', controlId: '', uniqueId: '', dtdVersion: '' },
  };
  send(response, 200, 'text/xml; charset=UTF-8', writeXml(controlFailure(refusal, false), false));
}

function sendHtml(response: ServerResponse, fault: Fault): void {
  const status = fault.params.status ?? 502;
  if (fault.params.emptyBody) {
    send(response, status, 'text/html; charset=UTF-8', '');
    return;
  }
  const details =
    status === 524 ? '<div id="cf-error-details">Error 524: A timeout occurred</div>' : `<h1>${status}</h1>`;
  send(response, status, 'text/html; charset=UTF-8', `<!DOCTYPE html><html><body>${details}</body></html>`);
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
