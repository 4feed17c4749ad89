import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Act, type ActName, actSchemas } from './act-schemas';
import { ACTS } from './acts';
import type { Json } from './row';
import type { Tenant } from './write-row';

const actParameters = z.strictObject({ act: z.enum(Object.keys(actSchemas) as [ActName, ...ActName[]]) });

/**
 * What a person does in Assignar, by one POST each: `POST /admin/acts/edit-worker` and so on (`act-schemas.ts`), with the same rules as
 * the API. Answers the ids of what was written; 422 with Assignar's words when it is refused.
 */
export function addActRoutes(app: FastifyInstance, tenant: Tenant): void {
  app.post('/admin/acts/:act', (request) => perform(tenant, actParameters.parse(request.params).act, request.body));
}

function perform<Name extends ActName>(tenant: Tenant, name: Name, body: unknown): Record<string, Json> {
  return ACTS[name](tenant, actSchemas[name].parse(body) as Act<Name>);
}
