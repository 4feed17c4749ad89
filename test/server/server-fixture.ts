import type { FastifyInstance } from 'fastify';
import { Webhook } from 'standardwebhooks';
import type { SmartEvent, SmartEventOutcome } from '../../activities/receivables/smart-event';
import { createHttpServer } from '../../server/create-http-server';
import type { HttpServerDeps, TriggerOutcome } from '../../server/http-server-deps';
import { createLog } from '../../workers/log';

export const secret = `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}`;
export const nextSecret = `whsec_${Buffer.from('another secret, after a rotation').toString('base64')}`;

export const smartEventToken = 'a token of thirty-two characters';
export const nextSmartEventToken = 'another one, after a rotation ..';

export interface Request {
  method?: 'GET' | 'POST' | 'OPTIONS';
  url: string;
  headers?: Record<string, string>;
  payload?: string | object;
}

export interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  json<Body = Record<string, unknown>>(): Body;
}

export interface ServerFixture {
  server: FastifyInstance;
  /** One request over a real socket. */
  ask(request: string | Request): Promise<Answer>;
  triggered: { company: string; documentKey: string }[];
  smartEvents: { taken: { company: string; event: SmartEvent }[]; next: SmartEventOutcome | Error };
  /** Everything that was logged, as one text. */
  logged(): string;
  /** What the next triggers give; an Error is thrown. */
  outcome: { next: TriggerOutcome | Error };
}

const servers: FastifyInstance[] = [];

/** For afterEach: no server outlives its test. */
export async function closeServers(): Promise<void> {
  await Promise.all(servers.splice(0).map((server) => server.close()));
}

/** A server over fakes: triggers that note what they are asked, a replay guard in memory, all healthy. */
export function createServerFixture(changes: Partial<HttpServerDeps> = {}): ServerFixture {
  const lines: string[] = [];
  const seen = new Set<string>();
  const triggered: ServerFixture['triggered'] = [];
  const outcome: ServerFixture['outcome'] = { next: { kind: 'started', workflowId: 'orderToInvoice/gulf-metals/x' } };
  const smartEvents: ServerFixture['smartEvents'] = {
    taken: [],
    next: { kind: 'touched', workflowId: 'customers/x/C1' },
  };
  const server = createHttpServer({
    log: createLog('server', 'debug', { write: (line) => void lines.push(line) }),
    triggers: {
      async document(_kind, request) {
        triggered.push(request);
        if (outcome.next instanceof Error) throw outcome.next;
        return outcome.next;
      },
    },
    webhookSecrets: [secret],
    replayGuard: {
      async remember(messageId) {
        if (seen.has(messageId)) return false;
        seen.add(messageId);
        return true;
      },
      async forget(messageId) {
        seen.delete(messageId);
      },
    },
    smartEvents: {
      tokens: async (company) => (company === 'gulf-metals' ? [smartEventToken, nextSmartEventToken] : []),
      async take(company, event) {
        smartEvents.taken.push({ company, event });
        if (smartEvents.next instanceof Error) throw smartEvents.next;
        return smartEvents.next;
      },
    },
    readiness: async () => ({ ready: true, checks: { database: 'ok' } }),
    metrics: async () => ({ contentType: 'text/plain; version=0.0.4', text: 'documents_total 1\n' }),
    codecAllowedOrigins: [],
    ...changes,
  });
  servers.push(server);
  return {
    server,
    ask: (request) => ask(server, request),
    triggered,
    smartEvents,
    logged: () => lines.join(''),
    outcome,
  };
}

async function ask(server: FastifyInstance, request: string | Request): Promise<Answer> {
  const { method = 'GET', url, headers = {}, payload } = typeof request === 'string' ? { url: request } : request;
  if (!server.server.listening) await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as { port: number };
  const isObject = typeof payload === 'object';
  const response = await fetch(`http://127.0.0.1:${port}${url}`, {
    method,
    headers: isObject ? { 'content-type': 'application/json', ...headers } : headers,
    ...(payload === undefined ? {} : { body: isObject ? JSON.stringify(payload) : payload }),
  });
  const body = await response.text();
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body,
    json: () => JSON.parse(body),
  };
}

/** A request of the sender, signed. */
export function signedRequest(
  body: string,
  {
    messageId = 'msg_1',
    signedAt = new Date(),
    by = secret,
  }: { messageId?: string; signedAt?: Date; by?: string } = {},
): Request & { payload: string; headers: Record<string, string> } {
  return {
    method: 'POST',
    url: '/triggers/imetal/sales-invoice',
    payload: body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': messageId,
      'webhook-timestamp': String(Math.floor(signedAt.getTime() / 1000)),
      'webhook-signature': new Webhook(by).sign(messageId, signedAt, body),
    },
  };
}

export const goodBody = JSON.stringify({ company: 'gulf-metals', documentKey: 'HOU-DIV-104233' });
