import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { HttpRefusal } from './http-refusal';

/** A message whose signature holds. */
export interface SignedMessage {
  messageId: string;
  /** From then on the signature is stale, so that the id need not be remembered any longer. */
  expiresAt: Date;
}

/** Throws HttpRefusal 401 for a message that is unsigned, stale, or signed by nobody we know; 503 when no secret is set. */
export type SignatureCheck = (body: Buffer, headers: Record<string, string | string[] | undefined>) => SignedMessage;

// The library accepts five minutes to either side; a minute more covers clocks of several processes.
const rememberedMs = 6 * 60_000;
const messageIdCharactersMax = 255;
const stale = /too (old|new)/;

/** Checks Standard Webhooks signatures by any of the secrets. Throws RangeError, without showing it, for a secret that is none. */
export function createSignatureCheck(secrets: readonly string[]): SignatureCheck {
  const verifiers = secrets.map(createVerifier);
  return (body, headers) => {
    if (verifiers.length === 0) {
      throw new HttpRefusal(503, 'triggers-off', 'no webhook secret is set (WEBHOOK_SECRETS): signed triggers are off');
    }
    const signed = {
      'webhook-id': single(headers['webhook-id']),
      'webhook-timestamp': single(headers['webhook-timestamp']),
      'webhook-signature': single(headers['webhook-signature']),
    };
    const missing = Object.entries(signed).filter(([, value]) => value === '');
    if (missing.length > 0) {
      throw new HttpRefusal(401, 'unsigned', `expected the header ${missing.map(([name]) => name).join(', ')}`);
    }
    const messageId = signed['webhook-id'];
    if (messageId.length > messageIdCharactersMax) {
      throw new HttpRefusal(401, 'unsigned', `expected a webhook-id of ${messageIdCharactersMax} characters at most`);
    }
    const failures = verifiers.map((verifier) => failureOf(() => verifier.verify(body, signed, { jsonParse: false })));
    if (!failures.includes(null)) throw refusalOf(failures);
    return { messageId, expiresAt: new Date(Number.parseInt(signed['webhook-timestamp'], 10) * 1000 + rememberedMs) };
  };
}

function createVerifier(secret: string, index: number): Webhook {
  try {
    return new Webhook(secret);
  } catch {
    // The cause is left out: it may quote the secret.
    throw new RangeError(`webhook secret ${index + 1}: expected whsec_ and base64`);
  }
}

/** Null when the signature holds. */
function failureOf(verify: () => unknown): string | null {
  try {
    verify();
    return null;
  } catch (error) {
    // Whatever else a hostile header provokes is no good signature either.
    return error instanceof WebhookVerificationError ? error.message : 'No matching signature found';
  }
}

function refusalOf(failures: readonly (string | null)[]): HttpRefusal {
  if (failures.some((failure) => failure !== null && stale.test(failure))) {
    return new HttpRefusal(401, 'stale', 'expected a webhook-timestamp within five minutes of now');
  }
  return new HttpRefusal(
    401,
    'bad-signature',
    'the webhook-signature is not one of this body, id and timestamp by a known secret',
  );
}

function single(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : '';
}
