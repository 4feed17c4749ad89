import fastify, { type FastifyInstance } from 'fastify';
import { ZodError } from 'zod';

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
