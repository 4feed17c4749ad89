import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { AssignarSettings } from './settings';

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** An answer of the token endpoint; null is no body at all. */
export interface TokenAnswer {
  readonly status: 200 | 400 | 401 | 403;
  readonly body: Record<string, string | number> | null;
}

export interface Tokens {
  /** Client credentials for a token of so many seconds (facts/assignar.md 4.1); 401 and 403 without a body. */
  issue(authorization: string | undefined, form: URLSearchParams): TokenAnswer;
  /** Whether an Authorization header holds a token of this tenant and region that is alive. */
  accepts(authorization: string | undefined): boolean;
  /** Ends every token that was given out, before its time. */
  expireAll(): void;
}

const BEARER = /^Bearer ([\w-]+\.([\w-]+))\.([\w-]+)$/;

const claimsSchema = z.strictObject({
  tenant: z.string(),
  region: z.string(),
  generation: z.number(),
  exp: z.number(),
  jti: z.string(),
});

/** Signs with a key of its own, so that no other sandbox takes these tokens. */
export function createTokens(deps: {
  readonly tenantName: () => string;
  readonly credentials: () => readonly Credentials[];
  readonly settings: () => AssignarSettings;
  readonly now: () => Date;
}): Tokens {
  const key = randomBytes(32);
  let generation = 1;
  let issued = 0;
  const signatureOf = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const write = (): string => {
    issued += 1;
    const exp = Math.floor(deps.now().getTime() / 1000) + deps.settings().tokenSeconds;
    const claims = { tenant: deps.tenantName(), region: deps.settings().region, generation, exp, jti: String(issued) };
    const text = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
    return `${text}.${signatureOf(text).toString('base64url')}`;
  };
  return {
    issue(authorization, form) {
      const known = deps.credentials().some((client) => authorization === basic(client));
      if (!known) return { status: 401, body: null };
      if (form.get('grant_type') !== 'client_credentials')
        return { status: 400, body: { error: 'unsupported_grant_type' } };
      if (form.get('scope') !== deps.settings().scope) return { status: 403, body: null };
      const { tokenSeconds } = deps.settings();
      return { status: 200, body: { access_token: write(), token_type: 'Bearer', expires_in: tokenSeconds } };
    },
    accepts(authorization) {
      const [, text, claimsText, signature] = BEARER.exec(authorization ?? '') ?? [];
      if (text === undefined || claimsText === undefined || signature === undefined) return false;
      const [given, right] = [Buffer.from(signature, 'base64url'), signatureOf(text)];
      if (given.length !== right.length || !timingSafeEqual(given, right)) return false;
      const claims = claimsSchema.parse(JSON.parse(Buffer.from(claimsText, 'base64url').toString()));
      return (
        claims.generation === generation &&
        claims.tenant === deps.tenantName() &&
        claims.region === deps.settings().region &&
        claims.exp > deps.now().getTime() / 1000
      );
    },
    expireAll() {
      generation += 1;
    },
  };
}

function basic({ clientId, clientSecret }: Credentials): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
