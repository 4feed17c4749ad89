import {
  Authentication,
  OutcomeUnknown,
  RateLimited,
  Rejected,
  type SystemError,
  Transport,
  UnexpectedResponse,
  type Verdict,
} from '../errors';
import type { Exchange } from '../exchange-request';
import { type FunctionResult, type GatewayResponse, payloadCount, readGatewayResponse } from './gateway-response';
import { plainWords, refusalOf } from './refusals';
import { readXml } from './xml-reader';

/** What was asked, so that the answer can be judged. */
export interface Expectation {
  /** For messages, for example `intacct create_invoice gm:HOU-DIV-104233`. */
  operation: string;
  /** Function control ids in request order. */
  controlIds: readonly string[];
  /** What each function is called, for example `create APBILL`, in the same order. */
  functionNames: readonly string[];
  effect: 'read' | 'write';
  /** Taken out of every text: passwords and session ids. */
  secrets: readonly string[];
}

/** `results` stand in the order of the expected control ids, and all of them succeeded. */
export type Outcome =
  | { kind: 'success'; results: FunctionResult[] }
  /** Nothing ran; sign in again and send the same bytes. */
  | { kind: 'session-expired'; verdict: Authentication }
  | { kind: 'failed'; verdict: Verdict };

const alreadyRecorded = /already been recorded/i;
const inProcess = /concurrent request in process/i;
const rateLimited = /\bAPI rate limit exceeded\b/i;
const rateLimitedNumber = /^GW-0010$/i;
const temporarilyOff = /please try again later|temporarily off-?line/i;
const contention = /currently, we can't create the transaction/i;
const invalidSession = /invalid session|session (?:has |is )?(?:expired|timed out|no longer valid)/i;
const signInRefused =
  /sign-in information is incorrect|incorrect intacct xml partner id|invalid web services authorization|not authorized to make web services requests|demo company and has expired|company title does not exist/i;
// At the control level this number always means the sender, the policy or the session (facts 6.3).
const signInNumber = 'XL03000006';
// A proxy lost patience with the gateway, which goes on with the request (facts 4.7).
const impatientStatuses: ReadonlySet<number> = new Set([504, 524]);
const rollbackNumber = 'XL03000009';
const rollback = /transaction in this operation has been rolled back/i;

/**
 * Judges one exchange with the gateway: the only place where an answer becomes a verdict (facts 3, 5, 6, 13).
 * Pure. Only `success` under every expected control id is success; whatever leaves a write in doubt is
 * OutcomeUnknown, whatever leaves a read in doubt is Transport.
 */
export function classifyExchange(exchange: Exchange, expected: Expectation): Outcome {
  if (exchange.kind === 'no-answer') return failed(noAnswer(exchange, expected));
  const { httpStatus } = exchange;
  const where = `HTTP ${httpStatus}`;
  if (httpStatus === 429) return failed(tooFast(`${where}: too many requests`, exchange.retryAfter, expected));
  if (httpStatus >= 500) {
    return failed(inDoubt(`${where} from the gateway`, expected, { mayStillRun: impatientStatuses.has(httpStatus) }));
  }

  const xml = isHtml(exchange.contentType) ? { fault: 'the body is HTML' } : readXml(exchange.body);
  if ('fault' in xml) {
    if (httpStatus === 401) return failed(signInFailed(`${where}: unauthorized`, [], expected));
    // A wrong path or a redirect will not mend itself; a page of HTML under 200 is maintenance and will.
    const isElsewhere = httpStatus >= 300;
    return failed((isElsewhere ? misshapen : inDoubt)(`${where}, ${xml.fault}`, expected));
  }
  const response = readGatewayResponse(xml.root);
  if (response === null)
    return failed(misshapen(`${where}, a document <${xml.root.name}>, expected <response>`, expected));
  return classifyResponse(withoutSecrets(response, expected.secrets), exchange, expected);
}

function classifyResponse(
  response: GatewayResponse,
  answer: Extract<Exchange, { kind: 'answer' }>,
  expected: Expectation,
): Outcome {
  const errors = [
    ...response.controlErrors,
    ...response.authenticationErrors,
    ...response.results.flatMap((result) => result.errors),
  ];
  const says = (words: RegExp) => errors.some((error) => words.test(textOf(error)));
  const succeeded = resultsInOrder(response, expected);
  const allSucceeded = response.controlStatus === 'success' && response.authenticationStatus === 'success';
  if (allSucceeded && succeeded !== null) return { kind: 'success', results: succeeded };

  if (partlyDone(response)) {
    return failed(inDoubt(`a failure that created records all the same: ${textsOf(errors)}`, expected));
  }
  if (says(alreadyRecorded)) return failed(repeated('already-recorded', errors, expected));
  if (says(inProcess)) return failed(repeated('in-process', errors, expected));
  if (says(rateLimited) || errors.some((error) => rateLimitedNumber.test(error.number))) {
    return failed(tooFast(textsOf(errors), answer.retryAfter, expected));
  }
  if (says(temporarilyOff)) return failed(inDoubt(textsOf(errors), expected));
  return classifyRefusal(response, answer.httpStatus, errors, expected);
}

function classifyRefusal(
  response: GatewayResponse,
  httpStatus: number,
  errors: readonly SystemError[],
  expected: Expectation,
): Outcome {
  const signInErrors = [...response.controlErrors, ...response.authenticationErrors];
  if (response.controlStatus === 'failure' || response.authenticationStatus === 'failure') {
    if (signInErrors.some((error) => invalidSession.test(textOf(error)))) {
      return { kind: 'session-expired', verdict: signInFailed(textsOf(errors), errors, expected) };
    }
    if (response.authenticationStatus === 'failure' || httpStatus === 401) {
      return failed(signInFailed(textsOf(errors), errors, expected));
    }
  }
  const isSenderRefused = response.controlErrors.some((error) => error.number === signInNumber);
  if (isSenderRefused || errors.some((error) => signInRefused.test(plainWords(textOf(error))))) {
    return failed(signInFailed(textsOf(errors), errors, expected));
  }
  if (response.controlStatus === 'failure') return failed(refused(errors, null, expected));
  return failed(refusedFunction(response, expected));
}

// One or more functions did not succeed, or are missing.
function refusedFunction(response: GatewayResponse, expected: Expectation): Verdict {
  const { results } = response;
  const known = results.every((result) => ['success', 'failure', 'aborted'].includes(result.status));
  const identified = expected.controlIds.every((id) => results.filter((each) => each.controlId === id).length === 1);
  if (!known || !identified || results.length !== expected.controlIds.length) {
    const came = results.map((result) => `${result.controlId} ${result.status || 'without status'}`).join(', ');
    return misshapen(`expected results for ${expected.controlIds.join(', ')}, came: ${came || 'none'}`, expected);
  }
  if (results.some((result) => result.status === 'success')) {
    return inDoubt('some functions of one transaction succeeded and others did not', expected);
  }
  // The function that says why goes before those that were only rolled back with it.
  const culprit =
    results.find((result) => result.status === 'failure' && ownErrors(result).length > 0) ??
    results.find((result) => ownErrors(result).length > 0);
  if (culprit === undefined) return inDoubt('the operation was refused or rolled back without a reason', expected);
  return refused(ownErrors(culprit), culprit.controlId, expected);
}

function refused(errors: readonly SystemError[], controlId: string | null, expected: Expectation): Verdict {
  const stated = errors.filter((error) => error.number !== '' || textOf(error) !== '');
  if (stated.length === 0) return inDoubt('refused without a reason', expected);
  const refusal = refusalOf(stated, refusedName(controlId, expected));
  // Contention for a number or a lock, says field evidence (facts 6.3): the same bytes go through a little later.
  // Only when nothing more specific stands beside it.
  if (refusal.code === 'REFUSED_BY_INTACCT' && stated.some((error) => contention.test(plainWords(textOf(error))))) {
    return inDoubt(textsOf(stated), expected);
  }
  return new Rejected(`${expected.operation}: refused: ${textsOf(stated)}`, {
    operation: expected.operation,
    systemErrors: stated,
    code: refusal.code,
    subject: refusal.subject,
    controlId,
  });
}

// Refused as a whole, a request of one function names that one.
function refusedName(controlId: string | null, { controlIds, functionNames }: Expectation): string | null {
  if (controlId !== null) return functionNames[controlIds.indexOf(controlId)] ?? null;
  return functionNames.length === 1 ? (functionNames[0] ?? null) : null;
}

function noAnswer(exchange: Extract<Exchange, { kind: 'no-answer' }>, expected: Expectation): Verdict {
  const details = { operation: expected.operation, cause: exchange.cause };
  if (exchange.reason === 'not-sent') {
    return new Transport(`${expected.operation}: no connection to the gateway`, details);
  }
  const when = exchange.httpStatus === null ? '' : ` after HTTP ${exchange.httpStatus}`;
  const mayStillRun = exchange.reason === 'timed out';
  return inDoubt(`${exchange.reason}${when}`, expected, { cause: exchange.cause, mayStillRun });
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

function repeated(
  reason: 'already-recorded' | 'in-process',
  errors: readonly SystemError[],
  expected: Expectation,
): Verdict {
  if (expected.effect === 'read') return inDoubt(textsOf(errors), expected);
  const { operation } = expected;
  return new OutcomeUnknown(`${operation}: ${textsOf(errors)}`, { operation, systemErrors: errors, reason });
}

// Only seconds are read: a date would need the gateway's clock.
function tooFast(what: string, retryAfter: string | null, expected: Expectation): Verdict {
  const seconds = retryAfter !== null && /^\d{1,5}$/.test(retryAfter.trim()) ? Number(retryAfter) : null;
  return new RateLimited(`${expected.operation}: ${what}`, {
    operation: expected.operation,
    ...(seconds === null ? {} : { retryAfterMs: seconds * 1000 }),
  });
}

function signInFailed(what: string, errors: readonly SystemError[], expected: Expectation): Authentication {
  const { operation } = expected;
  return new Authentication(`${operation}: sign-in refused: ${what}`, { operation, systemErrors: errors });
}

function failed(verdict: Verdict): Outcome {
  return { kind: 'failed', verdict };
}

function resultsInOrder(response: GatewayResponse, expected: Expectation): FunctionResult[] | null {
  if (response.results.length !== expected.controlIds.length) return null;
  const ordered: FunctionResult[] = [];
  for (const controlId of expected.controlIds) {
    const found = response.results.filter((result) => result.controlId === controlId);
    const only = found[0];
    if (only === undefined || found.length !== 1 || only.status !== 'success') return null;
    ordered.push(only);
  }
  return ordered;
}

// A failure does not prove that nothing was created (facts 4.4).
function partlyDone(response: GatewayResponse): boolean {
  return response.results.some((result) => result.status !== 'success' && payloadCount(result.payload) > 0);
}

function ownErrors(result: FunctionResult): SystemError[] {
  return result.errors.filter((error) => error.number !== rollbackNumber || !rollback.test(textOf(error)));
}

function textOf(error: SystemError): string {
  return `${error.description} ${error.correction}`.trim();
}

function textsOf(errors: readonly SystemError[]): string {
  const texts = errors.map((error) => [error.number, textOf(error)].filter((part) => part !== '').join(' '));
  return texts.filter((text) => text !== '').join(' | ') || 'no reason given';
}

function isHtml(contentType: string | null): boolean {
  return contentType !== null && /^\s*text\/html\b/i.test(contentType);
}

function withoutSecrets(response: GatewayResponse, secrets: readonly string[]): GatewayResponse {
  const clean = (errors: SystemError[]): SystemError[] =>
    errors.map((error) => ({
      ...error,
      number: redact(error.number, secrets),
      description: redact(error.description, secrets),
      correction: redact(error.correction, secrets),
    }));
  return {
    ...response,
    controlErrors: clean(response.controlErrors),
    authenticationErrors: clean(response.authenticationErrors),
    results: response.results.map((result) => ({ ...result, errors: clean(result.errors) })),
  };
}

function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '***')), text);
}
