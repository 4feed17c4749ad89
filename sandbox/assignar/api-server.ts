import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type ApiAnswer, type ApiRequest, answerApi, callName } from './api';
import type { ApiCalls } from './api-calls';
import { COLLECTION_NAMES } from './collections';
import type { Fault, Faults, FaultTarget } from './faults';
import type { Json } from './row';
import type { Tokens } from './tokens';
import type { Tenant } from './write-row';

export const TOKEN_PATH = '/oauth2/token';

// Longer than a client would wait, when the fault does not say.
const SLOW_MS = 60_000;
const PAGE_SHIFT_ROWS = 3;

export interface ApiServerDependencies {
  readonly tenant: Tenant;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly calls: ApiCalls;
  readonly random: () => number;
  /** Resolves after the time, or at once when the sandbox stops. */
  readonly wait: (delayMs: number) => Promise<void>;
}

/** A body of null is none at all; a text is sent as it is. */
interface WireAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Token endpoint and API of both regions over HTTP; not listening yet. */
export function createApiServer(deps: ApiServerDependencies): FastifyInstance {
  const app = fastify({ bodyLimit: 20_000_000, forceCloseConnections: true, routerOptions: { maxParamLength: 2000 } });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.all('/*', async (request, reply) => {
    const url = new URL(request.url, 'http://sandbox');
    if (url.pathname === TOKEN_PATH) return onToken(deps, request, reply);
    const [, region, path] = /^\/(au|us)\/v2(\/.*)$/.exec(url.pathname) ?? [];
    if (region === undefined || path === undefined) return send(deps, reply, json(404, { message: '[404] Not Found' }));
    return onApi(deps, reply, request, { region, path, query: url.searchParams });
  });
  return app;
}

async function onToken(
  deps: ApiServerDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  deps.calls.count(`${request.method} ${TOKEN_PATH}`);
  if (request.method !== 'POST') return send(deps, reply, bare(405));
  const text = typeof request.body === 'string' ? request.body : '';
  const fault = deps.faults.draw({ text: `POST ${TOKEN_PATH} ${text}`, requests: 'token', shape: 'other' });
  return answered(deps, reply, fault, () => {
    const { status, body } = deps.tokens.issue(request.headers.authorization, new URLSearchParams(text));
    return body === null ? bare(status) : json(status, body);
  });
}

async function onApi(
  deps: ApiServerDependencies,
  reply: FastifyReply,
  request: FastifyRequest,
  asked: { region: string; path: string; query: URLSearchParams },
): Promise<FastifyReply> {
  const { method } = request;
  deps.calls.count(callName({ method, path: asked.path }));
  const bodyText = typeof request.body === 'string' ? request.body : '';
  const fault = deps.faults.draw(faultTarget(method, asked.path, asked.query, bodyText));
  if (fault?.kind === 'token-expiry') deps.tokens.expireAll();
  const { region } = deps.tenant.settings();
  if (asked.region !== region || !deps.tokens.accepts(request.headers.authorization))
    return send(deps, reply, bare(401));
  const body = parsedBody(bodyText);
  if (body === undefined) return send(deps, reply, json(400, { message: '[400] Invalid JSON' }));
  await deps.wait(deps.tenant.settings().latencyMs);
  const call: ApiRequest = { method, path: asked.path, query: asked.query, body };
  return answered(deps, reply, fault, () => {
    // Somebody else sends the same at the same time, and is first.
    if (fault?.kind === 'unique-race') answerApi(deps.tenant, call);
    const answer = wire(answerApi(deps.tenant, call));
    if (fault?.kind === 'page-shift') shiftPages(deps, asked.path, fault);
    return answer;
  });
}

/** Carries out the request and answers it, or does what the fault says instead. */
async function answered(
  deps: ApiServerDependencies,
  reply: FastifyReply,
  fault: Fault | null,
  carryOut: () => WireAnswer,
): Promise<FastifyReply> {
  const params = fault?.params;
  if (fault?.kind === 'drop-before-commit') return drop(deps, reply);
  if (fault?.kind === 'rate-limit-429') return send(deps, reply, tooMany(fault));
  if (fault?.kind === 'http-status' || fault?.kind === 'html-body') {
    if (params?.commit === true) carryOut();
    return send(deps, reply, page(fault));
  }
  if (fault?.kind === 'slow' && params?.commitAtEnd === true) await deps.wait(params.delayMs ?? SLOW_MS);
  const answer = carryOut();
  if (fault?.kind === 'commit-then-drop') return drop(deps, reply);
  if (fault?.kind === 'truncated-body' && answer.body !== null)
    return truncate(deps, reply, answer, params?.share ?? 0.5);
  if (fault?.kind === 'slow' && params?.commitAtEnd !== true) await deps.wait(params?.delayMs ?? SLOW_MS);
  return send(deps, reply, answer);
}

function faultTarget(method: string, path: string, query: URLSearchParams, body: string): FaultTarget {
  const isList = /^\/[a-z-]+\/?$/.test(path);
  const shape = !isList ? 'other' : method === 'GET' ? 'list' : method === 'POST' ? 'create' : 'other';
  const search = query.size > 0 ? `?${decodeURIComponent(query.toString())}` : '';
  return { text: `${method} ${path}${search} ${body}`, requests: method === 'GET' ? 'reads' : 'writes', shape };
}

/** Somebody saves a few rows of the list while it is read. */
function shiftPages(deps: ApiServerDependencies, path: string, fault: Fault): void {
  const asked = path.replaceAll('/', '');
  const name = COLLECTION_NAMES.find((known) => known === (asked === 'timesheets-expanded' ? 'timesheets' : asked));
  if (name === undefined) return;
  const rows = deps.tenant.store.rows(name);
  for (let touched = 0; touched < (fault.params.rows ?? PAGE_SHIFT_ROWS); touched += 1) {
    const row = rows[Math.floor(deps.random() * rows.length)];
    if (row) deps.tenant.store.change(name, row.id, {});
  }
}

/** The JSON of a body, null for none, undefined for what is no JSON. */
function parsedBody(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON: the caller refuses it.
    return undefined;
  }
}

function wire({ status, body }: ApiAnswer): WireAnswer {
  return body === null ? bare(status) : json(status, body);
}

function json(status: number, body: Json): WireAnswer {
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(body) };
}

function bare(status: number): WireAnswer {
  return { status, contentType: '', body: null };
}

function tooMany({ params }: Fault): WireAnswer {
  const headers = params.retryAfterSeconds === undefined ? {} : { 'retry-after': String(params.retryAfterSeconds) };
  return { ...json(429, { message: 'Too Many Requests' }), headers };
}

function page({ kind, params }: Fault): WireAnswer {
  const status = params.status ?? (kind === 'html-body' ? 200 : 502);
  if (params.emptyBody === true) return bare(status);
  return {
    status,
    contentType: 'text/html; charset=utf-8',
    body: `<!DOCTYPE html><html><body>${status}</body></html>`,
  };
}

function send(deps: ApiServerDependencies, reply: FastifyReply, answer: WireAnswer): FastifyReply {
  deps.calls.countAnswer(answer.status);
  reply.status(answer.status).headers(answer.headers ?? {});
  return answer.body === null ? reply.send() : reply.header('content-type', answer.contentType).send(answer.body);
}

function drop(deps: ApiServerDependencies, reply: FastifyReply): FastifyReply {
  deps.calls.countAnswer('dropped');
  reply.hijack();
  reply.raw.destroy();
  return reply;
}

/** Promises the whole body, and hangs up after a share of it. */
function truncate(deps: ApiServerDependencies, reply: FastifyReply, answer: WireAnswer, share: number): FastifyReply {
  deps.calls.countAnswer('dropped');
  const body = Buffer.from(answer.body ?? '');
  reply.hijack();
  reply.raw.writeHead(answer.status, { 'content-type': answer.contentType, 'content-length': body.length });
  reply.raw.write(body.subarray(0, Math.floor(body.length * share)), () => reply.raw.destroy());
  return reply;
}
