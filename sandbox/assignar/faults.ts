import { z } from 'zod';
import { createFaultList, type FaultList, firing } from '../fault-list';

export const FAULT_KINDS = [
  'commit-then-drop',
  'drop-before-commit',
  'slow',
  'http-status',
  'truncated-body',
  'html-body',
  'token-expiry',
  'rate-limit-429',
  'page-shift',
  'unique-race',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault to switch on: so many times, or by chance, and only for requests that hold a text. */
export const faultSchema = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  ...firing,
  /** Text that `METHOD /path?query body` must hold, for example `PUT /users/40` or an external id. */
  match: z.string().min(1).optional(),
  /** Requests it is for; each kind has its own usual answer. `all` are writes and reads, not the token endpoint. */
  appliesTo: z.enum(['writes', 'reads', 'token', 'all']).optional(),
  params: z
    .strictObject({
      delayMs: z.number().int().min(0).optional(),
      /** For slow: carries out the request at the end of the delay, not before it. */
      commitAtEnd: z.boolean().optional(),
      status: z.number().int().min(400).max(599).optional(),
      /** For http-status and html-body: whether the request is carried out first. */
      commit: z.boolean().optional(),
      /** For http-status: no HTML, nothing at all. */
      emptyBody: z.boolean().optional(),
      /** For truncated-body: share of the body that is sent. */
      share: z.number().min(0).max(1).optional(),
      /** For rate-limit-429: seconds in Retry-After; without it no such header. */
      retryAfterSeconds: z.number().int().min(0).optional(),
      /** For page-shift: rows that somebody touches after the page was read; 3 when absent. */
      rows: z.number().int().min(1).optional(),
    })
    .default({}),
});

export type Fault = z.infer<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;

/** What a request is, as far as faults care. */
export interface FaultTarget {
  readonly text: string;
  readonly requests: 'writes' | 'reads' | 'token';
  /** A read of a whole list, or the creation of a row: what page-shift and unique-race are for. */
  readonly shape: 'list' | 'create' | 'other';
}

export type Faults = FaultList<Fault, FaultTarget>;

const WRITES_BY_DEFAULT: ReadonlySet<FaultKind> = new Set([
  'commit-then-drop',
  'drop-before-commit',
  'slow',
  'truncated-body',
  'unique-race',
]);

/** No faults at first. */
export function createFaults(): Faults {
  return createFaultList(appliesTo);
}

function appliesTo(fault: Fault, target: FaultTarget): boolean {
  if (fault.match !== undefined && !target.text.includes(fault.match)) return false;
  if (fault.kind === 'page-shift') return target.shape === 'list';
  if (fault.kind === 'unique-race') return target.shape === 'create';
  const requests = fault.appliesTo ?? (WRITES_BY_DEFAULT.has(fault.kind) ? 'writes' : 'all');
  return requests === 'all' ? target.requests !== 'token' : requests === target.requests;
}
