import { z } from 'zod';
import { createFaultList, type FaultList, firing } from '../fault-list';
import { count, type GatewayStatistics } from './statistics';

export const FAULT_KINDS = [
  'commit-then-drop',
  'drop-before-commit',
  'slow-commit',
  'http-status',
  'truncated-body',
  'aborted-alone',
  'partial-create',
  'session-expiry',
  'rate-limit-429',
  'rate-limit-200',
  'concurrency',
  'closed-period',
  'offline',
  'missing-result',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault to switch on: so many times, or by chance, and only for requests that hold a text. */
export const faultSchema = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  ...firing,
  /** Text that the request body must hold, for example a document number. */
  match: z.string().min(1).optional(),
  /** Requests it is for; each kind has its own usual answer. */
  appliesTo: z.enum(['writes', 'reads', 'all']).optional(),
  params: z
    .strictObject({
      delayMs: z.number().int().min(0).optional(),
      /** For slow-commit: commits at the end of the delay, not before it, so that a look-up meanwhile finds nothing. */
      commitAtEnd: z.boolean().optional(),
      status: z.union([z.literal(500), z.literal(502), z.literal(503), z.literal(504), z.literal(524)]).optional(),
      /** For http-status: whether the request is carried out first. */
      commit: z.boolean().optional(),
      /** For http-status: no HTML, nothing at all. */
      emptyBody: z.boolean().optional(),
      /** For truncated-body: share of the body that is sent. */
      share: z.number().min(0).max(1).optional(),
      errorNumber: z.string().optional(),
      text: z.string().optional(),
    })
    .default({}),
});

export type Fault = z.infer<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;

/** What a request is, as far as faults care. */
export interface FaultTarget {
  readonly body: string;
  readonly writes: boolean;
  readonly bySession: boolean;
}

export type Faults = FaultList<Fault, FaultTarget>;

const WRITES_BY_DEFAULT: ReadonlySet<FaultKind> = new Set([
  'commit-then-drop',
  'drop-before-commit',
  'slow-commit',
  'http-status',
  'truncated-body',
  'aborted-alone',
  'partial-create',
  'closed-period',
  'missing-result',
]);

/** No faults at first; those that fire are counted. */
export function createFaults(statistics: GatewayStatistics): Faults {
  return createFaultList(appliesTo, ({ kind }: Fault) => count(statistics.faultsFired, kind));
}

function appliesTo(fault: Fault, target: FaultTarget): boolean {
  if (fault.match !== undefined && !target.body.includes(fault.match)) return false;
  if (fault.kind === 'session-expiry' && !target.bySession) return false;
  const requests = fault.appliesTo ?? (WRITES_BY_DEFAULT.has(fault.kind) ? 'writes' : 'all');
  return requests === 'all' || (requests === 'writes') === target.writes;
}
