import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { scheduled } from '../activities/true-up/begin-true-up';
import type { DecisionOutcome } from '../activities/true-up/decide-true-up';
import type { TrueUpDecision } from '../activities/true-up/true-up-activities';
import type { TrueUpReport } from '../activities/true-up/true-up-report';
import { HttpRefusal } from './http-refusal';

const person = z
  .string('expected a name')
  .trim()
  .min(1, 'expected a name')
  .max(100)
  .refine((name) => name.toLowerCase() !== scheduled, `expected a person, came ${scheduled}`);
const id = z.string().regex(/^[A-Za-z0-9-]{1,64}$/, 'expected the id of a true-up');
const requestBody = z.strictObject({
  company: z.string().regex(/^[a-z0-9-]{1,40}$/, 'expected a company key, such as harbor-civil'),
  /** Employee ids, or user ids of Assignar; absent: everybody. */
  workers: z.array(z.string().min(1).max(100)).min(1).max(500).optional(),
  preview: z.boolean().optional(),
  /** Takes the place of one that only waits for approvals. */
  anew: z.boolean().optional(),
  /** Who asks, and so may not approve; the caller answers for it. */
  requestedBy: person,
});
const decisionBody = z.strictObject({
  decision: z.enum(['approve', 'decline']),
  actor: person,
  reason: z.string().trim().min(1, 'expected a few words').max(500),
  entries: z.union([
    z.literal('all'),
    z
      .array(z.string().regex(/^\d{1,18}$/))
      .min(1)
      .max(500),
  ]),
});

/** A true-up as it is asked for over HTTP. */
export interface HttpTrueUpRequest {
  company: string;
  workers: string[] | null;
  preview: boolean;
  anew: boolean;
  requestedBy: string;
}

export interface TrueUpRoutesDeps {
  /** Decides by the Authorization header. */
  authorise(authorizationHeader: string | undefined): boolean;
  request(
    request: HttpTrueUpRequest,
  ): Promise<{ kind: 'started' | 'already-running'; trueUpId: string; state: string } | { kind: 'no-such-company' }>;
  /** Null when there is no such run. */
  report(trueUpId: string): Promise<TrueUpReport | null>;
  decide(trueUpId: string, decision: 'approve' | 'decline', by: TrueUpDecision): Promise<DecisionOutcome>;
}

/**
 * `POST /true-ups` starts a worker true-up, or finds the one under way (202 with its id and standing); `GET /true-ups/{id}` gives plan and
 * report; `POST /true-ups/{id}/approvals` decides on what waits. 400 malformed, 401 without the token, 404 no such company or run, 409 a
 * decision that is refused. Safe to repeat.
 */
export function registerTrueUpRoutes(server: FastifyInstance, deps: TrueUpRoutesDeps): void {
  const authorise = ({ headers }: FastifyRequest) => {
    if (deps.authorise(headers.authorization)) return;
    throw new HttpRefusal(401, 'not-authorised', 'expected an Authorization header that may true up workers');
  };
  server.post('/true-ups', async (request, reply) => {
    authorise(request);
    const { company, workers = null, preview = false, anew = false, requestedBy } = parsed(requestBody, request.body);
    const outcome = await deps.request({ company, workers, preview, anew, requestedBy });
    request.log.info({ company, outcome: outcome.kind }, 'true-up asked for');
    if (outcome.kind === 'no-such-company') {
      throw new HttpRefusal(404, outcome.kind, `no company ${company} that runs on Assignar is set up here`);
    }
    return reply.code(202).send(outcome);
  });
  server.get('/true-ups/:id', async (request) => {
    authorise(request);
    const { id: trueUpId } = parsed(z.object({ id }), request.params);
    const report = await deps.report(trueUpId);
    if (report === null) throw noSuchTrueUp(trueUpId);
    return report;
  });
  server.post('/true-ups/:id/approvals', async (request) => {
    authorise(request);
    const { id: trueUpId } = parsed(z.object({ id }), request.params);
    const { decision, ...by } = parsed(decisionBody, request.body);
    const outcome = await deps.decide(trueUpId, decision, by);
    request.log.info({ trueUpId, decision, actor: by.actor, outcome: outcome.kind }, 'true-up decided on');
    if (outcome.kind === 'no-such-true-up') throw noSuchTrueUp(trueUpId);
    if (outcome.kind === 'refused') throw new HttpRefusal(409, 'decision-refused', outcome.because);
    return { decided: outcome.decided };
  });
}

function noSuchTrueUp(trueUpId: string): HttpRefusal {
  return new HttpRefusal(404, 'no-such-true-up', `there is no true-up ${trueUpId}`);
}

function parsed<T>(schema: z.ZodType<T>, given: unknown): T {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new HttpRefusal(400, 'malformed', faults.join('; '));
}
