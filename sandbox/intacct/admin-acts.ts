import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Act, type ActName, actSchemas } from './act-schemas';
import { ACTS, type ActStep } from './acts';
import type { AdminDependencies } from './admin-server';
import { runFunction } from './function-table';
import { FunctionRefused } from './intacct-error';
import { keyedCall } from './keyed-call';
import { FINANCE_USER } from './masters';
import { receivablesStatement } from './receivables-statement';
import { textOf } from './xml';

const actParameters = z.strictObject({ act: z.enum(Object.keys(actSchemas) as [ActName, ...ActName[]]) });
const statementQuery = z.strictObject({ customerId: z.string().min(1).optional() });

/**
 * What a person in finance does in Intacct, by one POST each: `POST /admin/acts/payment` and so on (`act-schemas.ts`), through the same
 * functions as the gateway, all or nothing. Answers the RECORDNO of what was written; 422 with Intacct's words when it is refused.
 * `GET /admin/receivables?customerId=` is the customer's statement, worked out from the books.
 */
export function addActRoutes(app: FastifyInstance, deps: AdminDependencies): void {
  app.post('/admin/acts/:act', (request, reply) => {
    const { act } = actParameters.parse(request.params);
    return answerAct(reply, () => perform(deps, act, request.body));
  });
  app.get('/admin/receivables', (request) => {
    const { customerId } = statementQuery.parse(request.query);
    return receivablesStatement(deps.books, customerId);
  });
}

/** Answers what an act wrote; 422 with Intacct's words when it is refused. */
export function answerAct(reply: FastifyReply, act: () => Record<string, unknown>): FastifyReply {
  try {
    return reply.send(act());
  } catch (error) {
    if (!(error instanceof FunctionRefused)) throw error;
    const refusals = error.errors.map(({ number, description2 }) => ({ number, text: description2 }));
    return reply.status(422).send({ error: error.message, refusals });
  }
}

function perform<Name extends ActName>(deps: AdminDependencies, name: Name, body: unknown): Record<string, string> {
  const act = actSchemas[name].parse(body) as Act<Name>;
  const mark = deps.books.mark();
  const written: Record<string, string> = {};
  try {
    for (const next of ACTS[name](act)) {
      const step = next(deps.books);
      written[`${step.name}Key`] = performStep(deps, step);
    }
  } catch (error) {
    deps.books.rollback(mark);
    throw error;
  }
  deps.commit(FINANCE_USER);
  return written;
}

function performStep(deps: AdminDependencies, step: ActStep): string {
  const call = keyedCall(deps.books, deps.settings(), {
    element: step.element,
    entityId: step.entityId,
    userId: FINANCE_USER,
    now: deps.now(),
  });
  const [first] = runFunction(call).elements;
  const key = first && (first.name === 'key' ? first.text : textOf(first.children[0] ?? first, 'RECORDNO'));
  if (!key) throw new Error(`${step.element.name} answered no key`);
  return key;
}
