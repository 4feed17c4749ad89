/** What came of one HTTP request: an answer of any kind, or none. */
export type Exchange =
  | {
      kind: 'answer';
      httpStatus: number;
      contentType: string | null;
      retryAfter: string | null;
      /** The Date header. */
      answeredAt?: string | null;
      body: string;
    }
  /** `not-sent`: no connection was made, so that the server cannot have seen the request. */
  | {
      kind: 'no-answer';
      reason: 'not-sent' | 'timed out' | 'connection lost';
      httpStatus: number | null;
      cause: unknown;
    };

/** A request, ready to be sent. */
export interface HttpRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

/** Bytes of an answer above which it is not read on: no page of either system comes near. */
const bodyBytesMax = 64 * 1024 * 1024;

// Errors of name lookup, connecting and TLS: the request had no connection to travel on.
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/**
 * Sends one request once over a kept-alive connection, within the time limit for the whole exchange. Never throws
 * for what the network does: every end is an Exchange. Redirects are not followed, as they would carry the
 * credentials elsewhere.
 */
export async function exchangeRequest(send: typeof fetch, request: HttpRequest, timeoutMs: number): Promise<Exchange> {
  let httpStatus: number | null = null;
  try {
    const response = await send(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    httpStatus = response.status;
    return {
      kind: 'answer',
      httpStatus,
      contentType: response.headers.get('content-type'),
      retryAfter: response.headers.get('retry-after'),
      answeredAt: response.headers.get('date'),
      body: await readBody(response),
    };
  } catch (cause) {
    return { kind: 'no-answer', reason: noAnswerReason(cause, httpStatus), httpStatus, cause };
  }
}

async function readBody(response: Response): Promise<string> {
  if (response.body === null) return '';
  // Bytes that are not UTF-8 are no answer: replaced characters would change names without a word.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > bodyBytesMax) throw new RangeError(`answer larger than ${bodyBytesMax} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

// Read as plain objects: fetch's errors may come from another realm, where instanceof does not hold.
function noAnswerReason(error: unknown, httpStatus: number | null): 'not-sent' | 'timed out' | 'connection lost' {
  if (textProperty(error, 'name') === 'TimeoutError') return 'timed out';
  if (httpStatus === null && beforeSending.has(errorCode(error))) return 'not-sent';
  return 'connection lost';
}

// fetch wraps the socket's error, whose code tells how far the request came.
function errorCode(error: unknown): string {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  return cause === undefined ? textProperty(error, 'code') : errorCode(cause);
}

function textProperty(error: unknown, property: 'name' | 'code'): string {
  if (typeof error !== 'object' || error === null) return '';
  const value: unknown = Reflect.get(error, property);
  return typeof value === 'string' ? value : '';
}
