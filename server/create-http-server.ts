import Fastify, { type FastifyBaseLogger, type FastifyError, type FastifyInstance, LogController } from 'fastify';
import { registerCodecRoutes } from './codec-routes';
import { registerCreditRoutes } from './credit-routes';
import { registerHealthRoutes } from './health-routes';
import { HttpRefusal, type RefusalAnswer, type RefusalCode } from './http-refusal';
import type { HttpServerDeps } from './http-server-deps';
import { registerSmartEventRoutes } from './smart-event-routes';
import { registerTriggerRoutes } from './trigger-routes';
import { registerTrueUpRoutes } from './true-up-routes';
import { createSignatureCheck } from './webhook-signature';
import { whyUnreachable } from './why-unreachable';

// A trigger is a hundred bytes: whoever takes longer to send one is broken or hostile.
const requestTimeoutMs = 10_000;
// A start of a workflow takes tens of milliseconds; after this the sender should hear 503 and come again.
const answerTimeoutMs = 10_000;
const idleConnectionTimeoutMs = 30_000;
// Other routes set their own; none may be open-ended.
const bodyBytesMax = 16 * 1024;

/**
 * The HTTP process without its wiring: triggers in, health, metrics and the payload codec. Throws RangeError for a
 * webhook secret that is none. design.md sections 8 and 12.
 */
export function createHttpServer(deps: HttpServerDeps): FastifyInstance {
  const server: FastifyInstance = Fastify({
    loggerInstance: deps.log as FastifyBaseLogger,
    // Every route says in its own words what happened; a line per probe of /healthz would bury them.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyBytesMax,
    requestTimeout: requestTimeoutMs,
    handlerTimeout: answerTimeoutMs,
    connectionTimeout: idleConnectionTimeoutMs,
    keepAliveTimeout: idleConnectionTimeoutMs,
  });
  server.setErrorHandler(answerError);
  server.setNotFoundHandler((request, reply) =>
    reply.code(404).send(refusal('no-such-route', `${request.method} ${request.url.slice(0, 200)} does not exist`)),
  );
  server.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  });
  registerHealthRoutes(server, deps);
  registerTriggerRoutes(server, deps, createSignatureCheck(deps.webhookSecrets));
  registerSmartEventRoutes(server, deps.smartEvents);
  if (deps.credit) registerCreditRoutes(server, deps.credit);
  if (deps.trueUps) registerTrueUpRoutes(server, deps.trueUps);
  if (deps.codec) registerCodecRoutes(server, { ...deps, codec: deps.codec });
  return server;
}

/** A refusal is answered in its own words; of a fault the caller hears only that there was one. */
function answerError(
  error: FastifyError | HttpRefusal | Error,
  request: { log: FastifyBaseLogger; routeOptions: { url?: string | undefined } },
  reply: { code(status: number): { send(body: object): unknown } },
): void {
  if (error instanceof HttpRefusal) {
    reply.code(error.status).send({ code: error.code, message: error.message, ...error.details });
    return;
  }
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (status >= 400 && status < 500) {
    reply.code(status).send(refusal(clientFaults[status] ?? 'bad-request', error.message));
    return;
  }
  const away =
    status === 503 || error.name === 'Transport' || error.name === 'RateLimited' || whyUnreachable(error) !== null;
  // The route, not the address as it came: a Smart Event's holds its token.
  request.log.error({ err: error, route: request.routeOptions.url }, 'request failed');
  reply
    .code(away ? 503 : 500)
    .send(
      away
        ? refusal('try-again', 'a system that is needed for this does not answer: send it again later')
        : refusal('internal-error', 'the request failed; the log says why'),
    );
}

function refusal(code: RefusalCode, message: string): RefusalAnswer {
  return { code, message };
}

const clientFaults: Readonly<Record<number, RefusalCode>> = {
  408: 'too-slow',
  413: 'too-large',
  415: 'not-json',
};
