import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Authentication, Transport, UnexpectedResponse, type Verdict } from '../errors';
import { type CallGateway, type GatewayCall, operationOf } from './gateway-call';
import type { FunctionResult } from './gateway-response';
import type { IntacctConnection } from './intacct-client';
import { childNamed, childText } from './xml-reader';
import { element } from './xml-writer';

/** A session of one entity, bound to the endpoint that the sign-in returned (facts 1). */
interface Session {
  sessionId: string;
  endpoint: string;
}

/** Sessions by entity: signs in when needed, shares one sign-in among concurrent callers, renews an expired one. */
export interface Sessions {
  /** Sends the call on the entity's session; throws the verdict of what did not succeed. Results in call order. */
  send(call: GatewayCall): Promise<FunctionResult[]>;
  /** Signs in afresh whatever session there is. */
  signIn(entityId: string | null): Promise<Session>;
}

const sessionSchema = z.object({ sessionId: z.string().min(1), endpoint: z.url({ protocol: /^https?$/ }) });

/**
 * Sessions over a gateway sender (facts 4.1). An expired session is the one thing that is retried: one sign-in, then
 * the same bytes but for the session id. Refused again right after, nothing ran: Transport.
 */
export function createSessions(connection: IntacctConnection, callGateway: CallGateway): Sessions {
  // Keyed by entity; the top level is the empty text, which is no entity id.
  const byEntity = new Map<string, Promise<Session>>();

  function signIn(entityId: string | null): Promise<Session> {
    const key = entityId ?? '';
    const session = openSession(connection, callGateway, entityId);
    byEntity.set(key, session);
    // A failed sign-in is forgotten, so that the next caller tries again; the callers that wait on it get its error.
    session.catch(() => {
      if (byEntity.get(key) === session) byEntity.delete(key);
    });
    return session;
  }

  async function send(call: GatewayCall): Promise<FunctionResult[]> {
    const key = call.entityId ?? '';
    const current = byEntity.get(key) ?? signIn(call.entityId);
    const first = await sendOn(await current, call);
    if (first !== 'session-expired') return first;
    // Another caller may have renewed it meanwhile.
    const known = byEntity.get(key);
    const renewed = known === undefined || known === current ? signIn(call.entityId) : known;
    const second = await sendOn(await renewed, call);
    if (second !== 'session-expired') return second;
    const operation = operationOf(call);
    throw new Transport(`${operation}: the session was refused again right after signing in`, { operation });
  }

  async function sendOn(session: Session, call: GatewayCall): Promise<FunctionResult[] | 'session-expired'> {
    const outcome = await callGateway(session.endpoint, { kind: 'session', sessionId: session.sessionId }, call);
    if (outcome.kind === 'success') return outcome.results;
    if (outcome.kind === 'session-expired') return 'session-expired';
    throw outcome.verdict;
  }

  return { send, signIn };
}

// getAPISession travels alone: the switch of session affects other functions of its request in undefined ways.
async function openSession(
  connection: IntacctConnection,
  callGateway: CallGateway,
  entityId: string | null,
): Promise<Session> {
  const controlId = `sign-in-${randomUUID()}`;
  const signInFunction = { name: 'getAPISession', controlId, body: element('getAPISession', ''), transactions: 0 };
  const call: GatewayCall = { entityId, requestControlId: controlId, functions: [signInFunction], effect: 'read' };
  const outcome = await callGateway(connection.endpoint, { kind: 'login', entityId }, call);
  if (outcome.kind !== 'success') throw signInVerdict(outcome.verdict);
  return sessionFrom(outcome.results, connection, entityId, operationOf(call));
}

// What refuses a sign-in refuses the whole company, whatever its words: it must not look like one document's fault.
function signInVerdict(verdict: Verdict): Verdict {
  if (verdict.name !== 'Rejected') return verdict;
  const { message, operation, systemErrors } = verdict;
  return new Authentication(message, { operation, systemErrors, cause: verdict });
}

function sessionFrom(
  results: readonly FunctionResult[],
  connection: IntacctConnection,
  entityId: string | null,
  operation: string,
): Session {
  const payload = results[0]?.payload ?? null;
  const api = payload === null ? null : childNamed(payload, 'api');
  const parsed = sessionSchema.safeParse({
    sessionId: api === null ? null : childText(api, 'sessionid'),
    endpoint: api === null ? null : childText(api, 'endpoint'),
  });
  if (api === null || !parsed.success) {
    throw new UnexpectedResponse(`${operation}: the answer has no session id or no endpoint`, { operation });
  }
  // A session of another entity would post there without a word; the answer may leave the entity out (facts 3.1).
  const answeredEntity = childText(api, 'locationid') ?? '';
  if (answeredEntity !== '' && answeredEntity !== (entityId ?? '')) {
    const what = `asked for ${entityId ?? 'the top level'}, got a session of ${answeredEntity}`;
    throw new UnexpectedResponse(`${operation}: ${what}`, { operation });
  }
  if (!isTrustedEndpoint(parsed.data.endpoint, connection.endpoint)) {
    const host = new URL(parsed.data.endpoint).host;
    throw new UnexpectedResponse(`${operation}: the answer names an endpoint that is not trusted: ${host}`, {
      operation,
    });
  }
  return parsed.data;
}

// The sender's password travels with every request: never to plain HTTP from HTTPS, nor out of the vendor's domain.
function isTrustedEndpoint(returned: string, configured: string): boolean {
  const from = new URL(configured);
  const to = new URL(returned);
  if (from.protocol === 'https:' && to.protocol !== 'https:') return false;
  return !from.hostname.endsWith('.intacct.com') || to.hostname.endsWith('.intacct.com');
}
