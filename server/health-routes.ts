import type { FastifyInstance } from 'fastify';
import { HttpRefusal } from './http-refusal';
import type { HttpServerDeps } from './http-server-deps';

/** `GET /healthz` (the process runs), `GET /readyz` (200 or 503, with what each check found), `GET /metrics` (Prometheus text). */
export function registerHealthRoutes(
  server: FastifyInstance,
  deps: Pick<HttpServerDeps, 'readiness' | 'metrics' | 'metricsAuthorise'>,
): void {
  server.get('/healthz', async () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const { ready, checks } = await deps.readiness();
    return reply.code(ready ? 200 : 503).send({ ready, checks });
  });
  server.get('/metrics', async (request, reply) => {
    if (deps.metricsAuthorise && !deps.metricsAuthorise(request.headers.authorization)) {
      throw new HttpRefusal(401, 'not-authorised', 'expected an Authorization header that may read metrics');
    }
    const { contentType, text } = await deps.metrics();
    return reply.header('content-type', contentType).send(text);
  });
}
