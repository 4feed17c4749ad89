import type { Exchange } from '../../../clients/exchange-request';
import { classifyExchange, type Expectation } from '../../../clients/intacct/classify-exchange';

/** The control block of a response that came through. */
export const control = '<control><status>success</status><senderid>s</senderid><controlid>r</controlid></control>';

/** One answer of the table, and what it means to a write and to a read. */
export interface Shape {
  answer: Exchange;
  write: object | 'success' | 'session-expired';
  /** Of the same answer to a read; absent where the table says nothing of reads. */
  read?: object | 'success' | 'session-expired';
  controlIds?: string[];
}

export const inDoubt = { name: 'OutcomeUnknown', reason: 'no-answer' };
export const alreadyRecorded = { name: 'OutcomeUnknown', reason: 'already-recorded' };
export const stillRunning = { name: 'OutcomeUnknown', reason: 'in-process' };
export const signInRefused = { name: 'Authentication' };
export const askAgain = { name: 'Transport' };
export const slowDown = { name: 'RateLimited' };
/** The verdict on a definite refusal. */
export const refusedAs = (code: string, subject: string | null = null) => ({ name: 'Rejected', code, subject });

export const rolledBack = 'The entire transaction in this operation has been rolled back due to an error.';
export const duplicateText = 'A successful transaction has already been recorded with the control id c1';
export const runningText = 'There is a concurrent request in process for this control id';

/** Makes one test for each verdict of each shape of the table. */
export function judge(shapes: Record<string, Shape>): void {
  for (const [name, shape] of Object.entries(shapes)) {
    for (const effect of ['write', 'read'] as const) {
      const verdict = shape[effect];
      if (verdict === undefined) continue;
      const title = typeof verdict === 'string' ? verdict : Object.values(verdict).filter(Boolean).join(' ');
      it(`${name}: to a ${effect} it means ${title}`, () => {
        const outcome = classifyExchange(shape.answer, expected(effect, shape.controlIds ?? ['c1']));
        if (typeof verdict === 'string') expect(outcome.kind).toBe(verdict);
        else expect(outcome).toMatchObject({ kind: 'failed', verdict });
      });
    }
  }
}

/** What was asked, without secrets. */
export function expected(effect: 'read' | 'write', controlIds: string[]): Expectation {
  const functionNames = controlIds.map(() => 'create_invoice');
  return { operation: 'intacct create_invoice r1', controlIds, functionNames, effect, secrets: [] };
}

/** An answer over HTTP, XML unless said otherwise. */
export function http(
  httpStatus: number,
  body: string,
  contentType: string | null = 'text/xml',
  retryAfter: string | null = null,
): Exchange {
  return { kind: 'answer', httpStatus, contentType, retryAfter, body };
}

/** One `<error>` with its text in description2, as Intacct mostly has it. */
export function error(number: string, description: string, correction = ''): string {
  return `<error><errorno>${number}</errorno><description></description><description2>${description}</description2><correction>${correction}</correction></error>`;
}

/** A response refused at the control level. */
export function controlFailure(errors: string): string {
  return `<response><control><status>failure</status><senderid></senderid><controlid></controlid></control><errormessage>${errors}</errormessage></response>`;
}

/** The result of a function that succeeded. */
export function done(controlId: string): string {
  return `<result><status>success</status><function>create_invoice</function><controlid>${controlId}</controlid><key>1234</key></result>`;
}

/** The result of a function that failed, most specific error first. */
export function failure(controlId: string, ...errors: string[]): string {
  return `<result><status>failure</status><function>create_invoice</function><controlid>${controlId}</controlid><errormessage>${errors.join('')}</errormessage></result>`;
}

/** The result of a function that was rolled back. */
export function aborted(controlId: string, ...errors: string[]): string {
  return failure(controlId, ...errors).replace('failure', 'aborted');
}

/** The result of a function that failed with one text. */
export function refusal(controlId: string, text: string): string {
  return failure(controlId, error('BL01001973', text));
}
