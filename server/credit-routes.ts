import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { CreditOutcome } from '../activities/receivables/credit-answer';
import { HttpRefusal } from './http-refusal';

const question = z.object({
  company: z.string().regex(/^[a-z0-9-]{1,40}$/, 'expected a company key, such as gulf-metals'),
  customer: z.string().regex(/^[^\p{C}/]{1,40}$/u, "expected a customer's code in iMetal or its id in Intacct"),
  order: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,2})?$/, 'expected an amount such as 12500.00')
    .optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'expected a currency such as USD')
    .optional(),
});

/** What sales asks of a customer; null is an order that is not there. */
export interface CreditRequest {
  company: string;
  customer: string;
  order: { amount: string; currency: string | null } | null;
}

export interface CreditRoutesDeps {
  /** Decides by the Authorization header. */
  authorise(authorizationHeader: string | undefined): boolean;
  answer(request: CreditRequest): Promise<CreditOutcome | { kind: 'no-such-company' }>;
}

/**
 * `GET /credit/{customer}?company=…&order=…&currency=…`: whether sales may take the order, and why not. 200 with the positions and their
 * age; 400 malformed, 401 without the token, 404 no such customer or company, 503 where no answer is as fresh as the profile asks.
 */
export function registerCreditRoutes(server: FastifyInstance, deps: CreditRoutesDeps): void {
  server.get('/credit/:customer', async (request, reply) => {
    if (!deps.authorise(request.headers.authorization)) {
      throw new HttpRefusal(401, 'not-authorised', 'expected an Authorization header that may ask about credit');
    }
    const asked = parseQuestion({ ...(request.query as object), ...(request.params as object) });
    const outcome = await deps.answer(asked);
    request.log.info({ company: asked.company, customer: asked.customer, outcome: outcome.kind }, 'credit asked');
    switch (outcome.kind) {
      case 'answered':
        return outcome.answer;
      case 'no-such-company':
        throw new HttpRefusal(404, outcome.kind, `no company ${asked.company} is set up here`);
      case 'no-such-customer':
        throw new HttpRefusal(404, outcome.kind, `neither system has a customer ${asked.customer}`);
      case 'wrong-currency':
        throw new HttpRefusal(
          400,
          'malformed',
          `currency: expected ${outcome.expected}, in which the credit of ${asked.customer} is, got ${asked.order?.currency}`,
        );
      case 'not-fresh': {
        reply.header('retry-after', '5');
        const known =
          outcome.ageSeconds === null ? 'nothing is known yet' : `what is known is ${outcome.ageSeconds} s old`;
        const { ageSeconds } = outcome;
        throw new HttpRefusal(503, 'not-fresh', `${known}: ${outcome.because}`, { ageSeconds });
      }
    }
  });
}

function parseQuestion(given: object): CreditRequest {
  const parsed = question.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new HttpRefusal(400, 'malformed', faults.join('; '));
  }
  const { company, customer, order, currency } = parsed.data;
  return { company, customer, order: order === undefined ? null : { amount: order, currency: currency ?? null } };
}
