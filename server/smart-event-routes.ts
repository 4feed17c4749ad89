import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SmartEvent, SmartEventOutcome } from '../activities/receivables/smart-event';
import { HttpRefusal } from './http-refusal';

// A few names and numbers; what finance adds to them is not looked at.
const bodyBytesMax = 16 * 1024;

const printable = (lengthMax: number) => z.string().regex(new RegExp(`^\\P{C}{1,${lengthMax}}$`, 'u'), 'expected text');

const formArguments = z
  .object({
    object: z.string().regex(/^[A-Za-z_]{1,40}$/, "expected an object's name, such as CUSTOMER"),
    key: printable(200).optional(),
    recordno: z
      .string()
      .regex(/^\d{1,18}$/, 'expected a record number')
      .optional(),
    customerid: printable(40).optional(),
    event: printable(40).optional(),
  })
  .refine(({ key, recordno, customerid }) => (key ?? recordno ?? customerid) !== undefined, {
    message: 'expected key, recordno or customerid, got none of them',
    path: ['key'],
  })
  .transform(
    ({ object, key, recordno, customerid, event }): SmartEvent => ({
      object: object.toUpperCase(),
      key: key ?? null,
      recordNumber: recordno ?? null,
      customerId: customerid ?? null,
      event: event ?? null,
    }),
  );

export interface SmartEventRoutesDeps {
  /** Tokens of a company, any of which is good, so that they can be rotated; none for a company that is not set up. */
  tokens(company: string): Promise<readonly string[]>;
  take(company: string, event: SmartEvent): Promise<SmartEventOutcome>;
}

/**
 * `POST /triggers/intacct/{company}/{token}`: a Smart Event, form arguments `object`, `key`, `recordno`, `event` and, of receivables,
 * `customerid`. 202 touched or ignored and why, 400 malformed, 401 wrong token, 413 too large. Intacct cannot sign, so the token is in
 * the address, and nothing of the event is believed: what it names is read. facts/intacct.md 9.
 */
export function registerSmartEventRoutes(server: FastifyInstance, deps: SmartEventRoutesDeps): void {
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Whether Intacct says what its form arguments are encoded in is unconfirmed; they are read as a form whatever it says.
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post('/triggers/intacct/:company/:token', { bodyLimit: bodyBytesMax }, async (request, reply) => {
      const { company = '', token = '' } = request.params as { company?: string; token?: string };
      if (!isOneOf(token, await deps.tokens(company))) {
        throw new HttpRefusal(401, 'not-authorised', 'expected a token of this company in the address');
      }
      const event = parseArguments(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
      const outcome = await deps.take(company, event);
      request.log.info({ company, object: event.object, outcome: outcome.kind }, 'smart event');
      return reply.code(202).send(outcome);
    });
  });
}

/** In a time that tells nothing about any token. */
function isOneOf(given: string, tokens: readonly string[]): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const wanted = digest(given);
  return tokens.map((token) => timingSafeEqual(digest(token), wanted)).includes(true);
}

function parseArguments(body: Buffer): SmartEvent {
  const given = Object.fromEntries([...new URLSearchParams(body.toString('utf8'))].filter(([, value]) => value !== ''));
  const parsed = formArguments.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new HttpRefusal(400, 'malformed', faults.join('; '));
}
