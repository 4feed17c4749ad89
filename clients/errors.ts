import type { ExceptionCode } from '../domain/exception';

/** What one system said about one error, in its own words. */
export interface SystemError {
  /** The system's own number or code, for example `BL01001973`; may be free text or empty. */
  number: string;
  /** Stable machine code where the system has one (Intacct additionalinfo/errorid). */
  errorId?: string;
  description: string;
  correction: string;
}

interface VerdictDetails {
  /** What was asked of which system, for example `intacct create_invoice gm:HOU-DIV-104233`. */
  operation: string;
  systemErrors?: readonly SystemError[];
  cause?: unknown;
}

interface InDoubtDetails extends VerdictDetails {
  mayStillRun?: boolean;
}

/** The request never reached the system, or it is a read: asking again is harmless. */
export class Transport extends Error {
  override readonly name = 'Transport';
  readonly operation: string;
  /** Nobody waits for the answer any longer, but the system may still be at work on the request. */
  readonly mayStillRun: boolean;
  constructor(message: string, details: InDoubtDetails) {
    super(message, { cause: details.cause });
    this.operation = details.operation;
    this.mayStillRun = details.mayStillRun ?? false;
  }
}

/** The system asks to slow down and did nothing. */
export class RateLimited extends Error {
  override readonly name = 'RateLimited';
  readonly operation: string;
  readonly retryAfterMs: number | null;
  constructor(message: string, details: VerdictDetails & { retryAfterMs?: number }) {
    super(message, { cause: details.cause });
    this.operation = details.operation;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}

/** Sender, user, company or entity refused: nothing of this company can go through until a person acts. */
export class Authentication extends Error {
  override readonly name = 'Authentication';
  readonly operation: string;
  readonly systemErrors: readonly SystemError[];
  constructor(message: string, details: VerdictDetails) {
    super(message, { cause: details.cause });
    this.operation = details.operation;
    this.systemErrors = details.systemErrors ?? [];
  }
}

/** A definite refusal: nothing was written, and the same content will be refused again. */
export class Rejected extends Error {
  override readonly name = 'Rejected';
  readonly operation: string;
  readonly systemErrors: readonly SystemError[];
  readonly code: ExceptionCode;
  /** What the system named as being at fault, when it can be read from its text: a customer id, an account. */
  readonly subject: string | null;
  /** The control id of the function that was refused, when the refusal is one function's. */
  readonly controlId: string | null;
  constructor(
    message: string,
    details: VerdictDetails & { code: ExceptionCode; subject?: string | null; controlId?: string | null },
  ) {
    super(message, { cause: details.cause });
    this.operation = details.operation;
    this.systemErrors = details.systemErrors ?? [];
    this.code = details.code;
    this.subject = details.subject ?? null;
    this.controlId = details.controlId ?? null;
  }
}

/** An answer to a read that is not of the documented shape: a defect or a changed interface. */
export class UnexpectedResponse extends Error {
  override readonly name = 'UnexpectedResponse';
  readonly operation: string;
  constructor(message: string, details: VerdictDetails) {
    super(message, { cause: details.cause });
    this.operation = details.operation;
  }
}

/** A write whose effect is not known: look it up by its key before sending again, and send only the same bytes. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
  readonly operation: string;
  /** `already-recorded`: an earlier attempt succeeded. `in-process`: one is still running. `no-answer`: anything else. */
  readonly reason: 'already-recorded' | 'in-process' | 'no-answer';
  /** Nobody waits for the answer any longer, but the system may still be at work on the request. */
  readonly mayStillRun: boolean;
  constructor(message: string, details: InDoubtDetails & { reason: 'already-recorded' | 'in-process' | 'no-answer' }) {
    super(message, { cause: details.cause });
    this.operation = details.operation;
    this.reason = details.reason;
    this.mayStillRun = details.mayStillRun ?? false;
  }
}

export type Verdict = Transport | RateLimited | Authentication | Rejected | UnexpectedResponse | OutcomeUnknown;
