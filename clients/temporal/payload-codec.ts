import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type Payload, type PayloadCodec, ValueError } from '@temporalio/common';
import { decode, encode } from '@temporalio/common/lib/encoding';
import { temporal } from '@temporalio/proto';
import { z } from 'zod';

/** One AES-256 key: its id travels beside each payload, its 32 bytes in base64 never leave the process. */
export interface PayloadKey {
  id: string;
  key: string;
}

const encryptedEncoding = 'binary/encrypted';
const algorithm = 'aes-256-gcm';
const keyBytes = 32;
// 96 bits is the nonce length that GCM is defined for; random nonces are safe for 2^32 payloads of one key.
const nonceBytes = 12;
const tagBytes = 16;

const payloadKeysSchema = z
  .array(
    z.object({
      id: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'a key id of 1 to 64 letters, digits, ".", "_" or "-"'),
      key: z.string().refine((key) => isBase64OfBytes(key, keyBytes), `base64 of exactly ${keyBytes} bytes`),
    }),
  )
  .min(1, 'at least one key')
  .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, 'key ids that differ from each other');

/**
 * Reads `id:base64,id:base64` (the environment's PAYLOAD_ENCRYPTION_KEYS): the first key encrypts, all decrypt.
 * Throws ValueError that names the faulty entry by its position and never shows key bytes.
 */
export function parsePayloadKeys(text: string): PayloadKey[] {
  const keys = text.split(',').map((entry) => {
    const colon = entry.indexOf(':');
    return { id: entry.slice(0, Math.max(colon, 0)).trim(), key: entry.slice(colon + 1).trim() };
  });
  return checkPayloadKeys(keys);
}

/**
 * A codec that encrypts every payload with AES-256-GCM under the first key and decrypts under any of the keys;
 * payloads that were never encrypted pass through decoding. Throws ValueError for bad keys, for a payload of a key
 * that is not here, and for one that was altered. facts/temporal.md 2.11.
 */
export function createPayloadCodec(keys: readonly PayloadKey[]): PayloadCodec {
  const checked = checkPayloadKeys(keys).map(({ id, key }) => ({ id, secret: Buffer.from(key, 'base64') }));
  const secrets = new Map(checked.map(({ id, secret }) => [id, secret]));
  const [first] = checked;
  if (first === undefined) throw new ValueError('payload encryption: expected at least one key, got none');
  return {
    async encode(payloads) {
      return payloads.map((payload) => encryptPayload(payload, first.id, first.secret));
    },
    async decode(payloads) {
      return payloads.map((payload) => decryptPayload(payload, secrets));
    },
  };
}

function encryptPayload(payload: Payload, keyId: string, secret: Buffer): Payload {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, secret, nonce, { authTagLength: tagBytes });
  cipher.setAAD(authenticatedText(keyId));
  const plain = temporal.api.common.v1.Payload.encode(payload).finish();
  const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return {
    metadata: { encoding: encode(encryptedEncoding), 'encryption-key-id': encode(keyId) },
    data: sealed,
  };
}

function decryptPayload(payload: Payload, secrets: ReadonlyMap<string, Buffer>): Payload {
  const encoding = payload.metadata?.encoding;
  if (!encoding || decode(encoding) !== encryptedEncoding) return payload;
  const keyIdBytes = payload.metadata?.['encryption-key-id'];
  if (!keyIdBytes) throw new ValueError('encrypted payload: expected a key id in its metadata, got none');
  const keyId = decode(keyIdBytes);
  const secret = secrets.get(keyId);
  if (!secret) {
    throw new ValueError(`encrypted payload: key ${JSON.stringify(keyId)} is not among the ${secrets.size} keys here`);
  }
  const sealed = Buffer.from(payload.data ?? new Uint8Array());
  if (sealed.length < nonceBytes + tagBytes) {
    throw new ValueError(
      `encrypted payload: expected at least ${nonceBytes + tagBytes} bytes, got ${sealed.length}: it is truncated`,
    );
  }
  const decipher = createDecipheriv(algorithm, secret, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(authenticatedText(keyId));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  try {
    const body = decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes));
    return temporal.api.common.v1.Payload.decode(Buffer.concat([body, decipher.final()]));
  } catch (error) {
    throw new ValueError(
      `encrypted payload: it does not open under key ${JSON.stringify(keyId)}: it was altered`,
      error,
    );
  }
}

/** What the tag also vouches for, so that neither key id nor encoding can be swapped. */
function authenticatedText(keyId: string): Buffer {
  return Buffer.from(`${encryptedEncoding}\n${keyId}`);
}

function checkPayloadKeys(keys: readonly PayloadKey[]): PayloadKey[] {
  const parsed = payloadKeysSchema.safeParse(keys);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => {
    const position = typeof path[0] === 'number' ? `entry ${path[0] + 1}: ` : '';
    return `${position}expected ${message}`;
  });
  throw new ValueError(`payload encryption keys (id:base64,id:base64): ${faults.join('; ')}`);
}

function isBase64OfBytes(text: string, bytes: number): boolean {
  const decoded = Buffer.from(text, 'base64');
  // Buffer skips what is not base64: only the way back shows that nothing was skipped.
  return decoded.length === bytes && decoded.toString('base64') === text;
}
