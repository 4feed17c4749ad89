import { z } from 'zod';
import { Authentication, Transport, UnexpectedResponse, type Verdict } from '../errors';
import type { Exchange, HttpRequest } from '../exchange-request';
import { cleaned, readJson, tooFast } from './classify-exchange';
import type { AssignarConnection } from './connection';

/** A token as it was given. */
export interface Token {
  accessToken: string;
  expiresInSeconds: number;
  /** By the caller's clock: from then on a new one is fetched before the next request. */
  renewAtMs: number;
  /** Counts up: a later one tells what the credentials may do by now. */
  number: number;
}

/** The token of one connection: fetched when needed, shared by concurrent callers, renewed before it expires. */
export interface Tokens {
  current(): Promise<Token>;
  /** The one after `refused`; a new sign-in, unless another caller has made it meanwhile. */
  after(refused: Token): Promise<Token>;
  /** Signs in whatever token there is. */
  signIn(): Promise<Token>;
}

/** Sends one request and reports it with the verdict that `judge` gives. */
export type SendSignIn = (
  request: HttpRequest,
  judge: (exchange: Exchange) => TokenAnswer | Verdict,
) => Promise<TokenAnswer | Verdict>;

// The documented life of a token (facts 4.1), for an answer that does not tell it: in OAuth it need not.
const documentedLifeSeconds = 3600;
// What is left when a new token is fetched: the slowest request must still arrive with a token that holds.
const renewalMarginMs = 60_000;

const tokenSchema = z.object({
  access_token: z.string().min(1),
  token_type: z
    .string()
    .regex(/^bearer$/i)
    .nullish(),
  expires_in: z.coerce.number().positive().nullish(),
});
interface TokenAnswer {
  accessToken: string;
  expiresInSeconds: number;
}

const oauthErrorSchema = z.object({ error: z.string(), error_description: z.string().nullish() });

/** Tokens over a sender of requests (facts/assignar.md 4.1). There are no refresh tokens: every renewal is a sign-in. */
export function createTokens(connection: AssignarConnection, send: SendSignIn, nowMs: () => number): Tokens {
  let held: Promise<Token> | null = null;
  let given = 0;

  function signIn(): Promise<Token> {
    given += 1;
    const token = fetchToken(connection, send, nowMs, given);
    held = token;
    // A failed sign-in is forgotten, so that the next caller tries again; the callers that wait on it get its error.
    token.catch(() => {
      if (held === token) held = null;
    });
    return token;
  }

  async function current(): Promise<Token> {
    const found = held ?? signIn();
    const token = await found;
    if (nowMs() < token.renewAtMs) return token;
    return after(token);
  }

  async function after(refused: Token): Promise<Token> {
    const found = held;
    if (found === null) return signIn();
    const token = await found;
    // Between the two lines another caller may have begun the renewal.
    if (token !== refused) return token;
    return held === found || held === null ? signIn() : held;
  }

  return { current, after, signIn };
}

async function fetchToken(
  connection: AssignarConnection,
  send: SendSignIn,
  nowMs: () => number,
  number: number,
): Promise<Token> {
  const askedAtMs = nowMs();
  const answer = await send(tokenRequest(connection), (exchange) => classifySignIn(exchange, connection));
  if (answer instanceof Error) throw answer;
  const lifeMs = answer.expiresInSeconds * 1000;
  // A life shorter than two margins would be renewed with every request.
  return { ...answer, number, renewAtMs: askedAtMs + Math.max(lifeMs - renewalMarginMs, lifeMs / 2) };
}

function tokenRequest({ tokenUrl, clientId, clientSecret, scope }: AssignarConnection): HttpRequest {
  return {
    method: 'POST',
    url: tokenUrl,
    headers: {
      accept: 'application/json',
      authorization: `Basic ${basicCredentials(clientId, clientSecret)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }).toString(),
  };
}

function basicCredentials(clientId: string, clientSecret: string): string {
  return Buffer.from(`${clientId}:${clientSecret}`, 'utf8').toString('base64');
}

/**
 * Judges the answer of the token endpoint. Pure. A refusal, 401 and 403 without a body among them (facts 4.1), is
 * Authentication and says what to check; nothing of the answer that could hold a secret is repeated.
 */
export function classifySignIn(exchange: Exchange, connection: AssignarConnection): TokenAnswer | Verdict {
  const operation = 'assignar sign-in';
  if (exchange.kind === 'no-answer') {
    const when = exchange.httpStatus === null ? '' : ` after HTTP ${exchange.httpStatus}`;
    return new Transport(`${operation}: ${exchange.reason}${when}`, { operation, cause: exchange.cause });
  }
  const { httpStatus } = exchange;
  if (httpStatus === 429) return tooFast('HTTP 429', exchange.retryAfter, operation);
  if (httpStatus === 408 || httpStatus >= 500) {
    return new Transport(`${operation}: HTTP ${httpStatus} from the token endpoint`, { operation });
  }
  const json = readJson(exchange.body, exchange.contentType);
  if (httpStatus >= 400) return refusedSignIn(httpStatus, 'document' in json ? json.document : null, connection);
  if ('fault' in json) return new UnexpectedResponse(`${operation}: HTTP ${httpStatus}, ${json.fault}`, { operation });
  if (oauthErrorSchema.safeParse(json.document).success) return refusedSignIn(httpStatus, json.document, connection);
  const parsed = tokenSchema.safeParse(json.document);
  if (httpStatus >= 300 || !parsed.success) {
    const faults = parsed.success ? 'sent elsewhere' : parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    return new UnexpectedResponse(`${operation}: HTTP ${httpStatus}, no token: ${faults}`, { operation });
  }
  const { access_token: accessToken, expires_in: life } = parsed.data;
  return { accessToken, expiresInSeconds: life ?? documentedLifeSeconds };
}

function refusedSignIn(httpStatus: number, document: unknown, connection: AssignarConnection): Verdict {
  const operation = 'assignar sign-in';
  const { clientId, clientSecret } = connection;
  const secrets = [basicCredentials(clientId, clientSecret), clientSecret];
  const said = oauthErrorSchema.safeParse(document);
  const code = said.success ? said.data.error : '';
  const text = said.success ? cleaned(`${code} ${said.data.error_description ?? ''}`.trim(), secrets) : '';
  if (httpStatus === 404 || httpStatus === 405) {
    const where = `${operation}: HTTP ${httpStatus}: check the address of the token endpoint`;
    return new UnexpectedResponse(where, { operation });
  }
  const isScope = httpStatus === 403 || code === 'invalid_scope';
  const advice = isScope
    ? 'the scope is refused: check it, and that API access is on for these credentials'
    : 'the credentials are refused: check the client id and secret (Settings > API Access), and that they are of this region';
  const what = `HTTP ${httpStatus}${text === '' ? '' : ` ${text}`}`;
  const systemErrors = text === '' ? [] : [{ number: String(httpStatus), description: text, correction: '' }];
  return new Authentication(`${operation}: ${what}: ${advice}`, { operation, systemErrors });
}
