import { z } from 'zod';
import {
  Authentication,
  OutcomeUnknown,
  RateLimited,
  Rejected,
  Transport,
  UnexpectedResponse,
  type Verdict,
} from '../errors';
import type { Exchange } from '../exchange-request';
import { type AddressedRecord, refusalOf, statusInMessage } from './refusals';

/** What was asked, so that the answer can be judged. */
export interface Expectation {
  /** For messages, for example `assignar PUT /users/41`. */
  operation: string;
  effect: 'read' | 'write';
  addressed: AddressedRecord;
  /** Of a write: whether a 200 without a body is its success. */
  mayBeBare?: boolean;
  /** Taken out of every text: the token. */
  secrets: readonly string[];
}

/** `payload` is the envelope's `data`; null for an answer that has none, as 204 has. */
export type Outcome =
  | { kind: 'success'; payload: unknown }
  /** Nothing was done; sign in again and send the same request. */
  | { kind: 'unauthorized'; verdict: Authentication }
  | { kind: 'failed'; verdict: Verdict };

const envelopeSchema = z.object({
  status: z.union([z.number().int(), z.string().regex(/^\d{3}$/)]).nullish(),
  message: z.string().nullish(),
  error: z.union([z.string(), z.object({ message: z.string() })]).nullish(),
  data: z.unknown().optional(),
});
type Envelope = z.infer<typeof envelopeSchema>;

// A server or proxy that gave up waiting does not say that the work was given up too.
const impatientStatuses: ReadonlySet<number> = new Set([408, 504, 524]);
/** Characters of Assignar's words that a message repeats. */
const wordsMax = 300;

/**
 * Judges one exchange: the only place where an answer becomes a verdict (facts/assignar.md 4.1). Pure. The HTTP status, the
 * body's status and the "[400] " of its message may differ: the worst of them counts, and none is a success alone. What leaves a
 * write in doubt is OutcomeUnknown, and a read Transport, or UnexpectedResponse where asking again will not mend it.
 */
export function classifyExchange(exchange: Exchange, expected: Expectation): Outcome {
  if (exchange.kind === 'no-answer') return failed(noAnswer(exchange, expected));
  const { httpStatus, body } = exchange;
  const byStatus = classifyStatus(httpStatus, `HTTP ${httpStatus}`, exchange.retryAfter, expected);
  if (byStatus !== null) return byStatus;
  if (httpStatus >= 300 && httpStatus < 400) return failed(misshapen(`HTTP ${httpStatus}: sent elsewhere`, expected));
  const isBare = httpStatus === 204 || (httpStatus === 200 && expected.mayBeBare === true && body === '');
  if (isBare && expected.effect === 'write') return { kind: 'success', payload: null };

  const json = readJson(body, exchange.contentType);
  if ('fault' in json) return failed(withoutEnvelope(httpStatus, json.fault, expected));
  const parsed = envelopeSchema.safeParse(json.document);
  if (!parsed.success) return failed(misshapen(`HTTP ${httpStatus}, a body that is no envelope`, expected));
  return classifyEnvelope(parsed.data, exchange, expected);
}

function classifyEnvelope(
  envelope: Envelope,
  { httpStatus, retryAfter }: Extract<Exchange, { kind: 'answer' }>,
  expected: Expectation,
): Outcome {
  const words = cleaned(wordsOf(envelope), expected.secrets);
  const bodyStatus = envelope.status === null || envelope.status === undefined ? null : Number(envelope.status);
  for (const stated of [bodyStatus, statusInMessage(words)]) {
    if (stated === null) continue;
    const byStatus = classifyStatus(stated, `HTTP ${httpStatus}, in the body ${stated} ${words}`, retryAfter, expected);
    if (byStatus !== null) return byStatus;
  }
  const worst = Math.max(httpStatus, bodyStatus ?? 0, statusInMessage(words) ?? 0);
  const hasContent = envelope.data !== undefined && envelope.data !== null;
  const saysDone = hasContent || (bodyStatus !== null && bodyStatus >= 200 && bodyStatus < 300);
  // An error under 200: it has neither content nor a status of its own, or calls itself one.
  const saysError = worst >= 400 || isPresent(envelope.error) || (!saysDone && words !== '');
  if (saysError) return failed(refused(worst, words, expected));
  if (!saysDone) return failed(misshapen(`HTTP ${httpStatus}, neither a status nor content in the body`, expected));
  if (expected.effect === 'read' && !hasContent) {
    return failed(misshapen(`HTTP ${httpStatus}, an envelope without content`, expected));
  }
  return { kind: 'success', payload: envelope.data ?? null };
}

// What a status means whatever stands beside it; null when the body decides.
function classifyStatus(
  status: number,
  what: string,
  retryAfter: string | null,
  expected: Expectation,
): Outcome | null {
  const { operation } = expected;
  if (status === 401) {
    const advice =
      'the token is refused: check the client id and secret, and that they are of the region of the address';
    return { kind: 'unauthorized', verdict: new Authentication(`${operation}: ${what}: ${advice}`, { operation }) };
  }
  if (status === 403) {
    const advice = 'the token may not do this: check the scope, and that API access is on for these credentials';
    return failed(new Authentication(`${operation}: ${what}: ${advice}`, { operation }));
  }
  if (status === 429) return failed(tooFast(what, retryAfter, operation));
  if (status >= 500 || impatientStatuses.has(status)) {
    return failed(inDoubt(what, expected, { mayStillRun: impatientStatuses.has(status) }));
  }
  return null;
}

// 405 is known to come from read-only collections, and needs no words to be understood.
function withoutEnvelope(httpStatus: number, fault: string, expected: Expectation): Verdict {
  if (httpStatus === 405) return refused(httpStatus, '', expected);
  const what = `HTTP ${httpStatus}, ${fault}`;
  // A page of HTML under 200 is maintenance and will mend itself; a wrong address will not.
  return httpStatus < 300 ? inDoubt(what, expected) : misshapen(what, expected);
}

function refused(status: number, words: string, expected: Expectation): Verdict {
  const { operation } = expected;
  if (status === 405) {
    const what = `HTTP 405: the collection is read-only${words === '' ? '' : `: ${words}`}`;
    return rejection(what, { code: 'REFUSED_BY_ASSIGNAR' as const, subject: null }, status, words, operation);
  }
  if (words === '') return misshapen(`status ${status} without a reason`, expected);
  return rejection(`refused: ${words}`, refusalOf(words, expected.addressed), status, words, operation);
}

function rejection(
  what: string,
  refusal: ReturnType<typeof refusalOf>,
  status: number,
  words: string,
  operation: string,
): Rejected {
  return new Rejected(`${operation}: ${what}`, {
    operation,
    ...refusal,
    systemErrors: [{ number: String(status), description: words, correction: '' }],
  });
}

function noAnswer(exchange: Extract<Exchange, { kind: 'no-answer' }>, expected: Expectation): Verdict {
  const { operation } = expected;
  if (exchange.reason === 'not-sent') {
    return new Transport(`${operation}: no connection to Assignar`, { operation, cause: exchange.cause });
  }
  const when = exchange.httpStatus === null ? '' : ` after HTTP ${exchange.httpStatus}`;
  return inDoubt(`${exchange.reason}${when}`, expected, {
    cause: exchange.cause,
    mayStillRun: exchange.reason === 'timed out',
  });
}

function inDoubt(what: string, expected: Expectation, known: { cause?: unknown; mayStillRun?: boolean } = {}): Verdict {
  const { operation } = expected;
  const details = { operation, cause: known.cause, mayStillRun: known.mayStillRun ?? false };
  if (expected.effect === 'read') return new Transport(`${operation}: ${what}`, details);
  return new OutcomeUnknown(`${operation}: outcome unknown: ${what}`, { ...details, reason: 'no-answer' });
}

function misshapen(what: string, expected: Expectation): Verdict {
  if (expected.effect === 'write') return inDoubt(what, expected);
  return new UnexpectedResponse(`${expected.operation}: ${what}`, { operation: expected.operation });
}

/** RateLimited with the seconds of Retry-After; a date would need the server's clock, and is left out. */
export function tooFast(what: string, retryAfter: string | null, operation: string): RateLimited {
  const seconds = retryAfter !== null && /^\d{1,5}$/.test(retryAfter.trim()) ? Number(retryAfter) : null;
  return new RateLimited(`${operation}: ${what}: too many requests`, {
    operation,
    ...(seconds === null ? {} : { retryAfterMs: seconds * 1000 }),
  });
}

/** The JSON document of a body, or why there is none. */
export function readJson(body: string, contentType: string | null): { document: unknown } | { fault: string } {
  if (contentType !== null && /^\s*text\/html\b/i.test(contentType)) return { fault: 'the body is HTML' };
  if (body.trim() === '') return { fault: 'the body is empty' };
  try {
    return { document: JSON.parse(body) };
  } catch {
    return { fault: 'the body is cut off, or no JSON' };
  }
}

/** A text of Assignar's made fit for a message: without secrets, and not long. */
export function cleaned(text: string, secrets: readonly string[]): string {
  const masked = secrets.reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '***')), text);
  return masked.length <= wordsMax ? masked : `${masked.slice(0, wordsMax)}…`;
}

function wordsOf({ message, error }: Envelope): string {
  if (isPresent(message)) return message;
  if (!isPresent(error)) return '';
  return typeof error === 'string' ? error : error.message;
}

function isPresent<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined && value !== '';
}

function failed(verdict: Verdict): Outcome {
  return { kind: 'failed', verdict };
}
