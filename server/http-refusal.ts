/** Every reason for which a request is refused; each is explained in docs/errors.md, and never changes its meaning. */
export const refusalCodes = [
  'unsigned',
  'stale',
  'bad-signature',
  'triggers-off',
  'not-json',
  'malformed',
  'too-large',
  'too-slow',
  'bad-request',
  'no-such-document',
  'no-such-company',
  'no-such-customer',
  'not-fresh',
  'no-such-true-up',
  'decision-refused',
  'no-such-route',
  'not-authorised',
  'origin-not-allowed',
  'not-readable',
  'still-accepting',
  'try-again',
  'internal-error',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** What a caller who is refused gets as JSON. */
export interface RefusalAnswer {
  code: RefusalCode;
  message: string;
}

/** A request that is answered with a status, a stable code and a sentence; none of them shows a secret. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly status: number;
  readonly code: RefusalCode;
  readonly details: Record<string, unknown>;
  constructor(status: number, code: RefusalCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}
