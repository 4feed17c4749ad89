import fastify, { type FastifyInstance } from 'fastify';
import { ZodError, type z } from 'zod';
import type { FaultList } from './fault-list';

/** An admin port without routes: bodies of a whole company, a status for every error; `statusOf` knows those of the sandbox's own rules. */
export function createAdminApp(statusOf: (error: unknown) => number | null = () => null): FastifyInstance {
  const app = fastify({ bodyLimit: 50_000_000, forceCloseConnections: true });
  app.setErrorHandler((error, _request, reply) => {
    const usual = error instanceof ZodError ? 400 : ((error as { statusCode?: number }).statusCode ?? 500);
    const status = statusOf(error) ?? usual;
    return reply.status(status).send({ error: error instanceof Error ? error.message : String(error) });
  });
  // A POST without a body may still say application/json.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? null : JSON.parse(body as string));
    } catch (error) {
      done(Object.assign(error as Error, { statusCode: 400 }));
    }
  });
  return app;
}

/** Switches faults on by POST, lists them with how often each has fired, and takes all off by DELETE. */
export function addFaultRoutes<Fault>(
  app: FastifyInstance,
  faults: Pick<FaultList<Fault, never>, 'add' | 'list' | 'clear'>,
  schema: z.ZodType<Fault>,
): void {
  app.post('/admin/faults', (request) => faults.add(schema.parse(request.body)));
  app.get('/admin/faults', () => faults.list());
  app.delete('/admin/faults', () => {
    faults.clear();
    return { faults: 0 };
  });
}
