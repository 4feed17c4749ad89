import { z } from 'zod';
import { seededRandom } from './random';
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
  /** Fires at most so often; without it, until deleted. */
  count: z.number().int().min(1).optional(),
  /** Chance for each request that it could fire on; 1 when absent. */
  probability: z.number().min(0).max(1).optional(),
  seed: z.number().int().optional(),
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

export interface Faults {
  add(fault: Fault): { id: string };
  list(): { id: string; fault: Fault; fired: number }[];
  clear(): void;
  /** The first fault that fires on a request, or null. */
  draw(target: FaultTarget): Fault | null;
}

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

/** No faults at first; those added are tried in their order, and one at most fires on a request. */
export function createFaults(statistics: GatewayStatistics): Faults {
  let faults: { id: string; fault: Fault; fired: number; random: () => number }[] = [];
  let lastId = 0;
  return {
    add(fault) {
      lastId += 1;
      const id = String(lastId);
      faults.push({ id, fault, fired: 0, random: seededRandom(fault.seed ?? lastId) });
      return { id };
    },
    list: () => faults.map(({ id, fault, fired }) => ({ id, fault, fired })),
    clear() {
      faults = [];
    },
    draw(target) {
      const firing = faults.find(
        (entry) =>
          (entry.fault.count === undefined || entry.fired < entry.fault.count) &&
          appliesTo(entry.fault, target) &&
          entry.random() < (entry.fault.probability ?? 1),
      );
      if (!firing) return null;
      firing.fired += 1;
      count(statistics.faultsFired, firing.fault.kind);
      return firing.fault;
    },
  };
}

function appliesTo(fault: Fault, target: FaultTarget): boolean {
  if (fault.match !== undefined && !target.body.includes(fault.match)) return false;
  if (fault.kind === 'session-expiry' && !target.bySession) return false;
  const requests = fault.appliesTo ?? (WRITES_BY_DEFAULT.has(fault.kind) ? 'writes' : 'all');
  return requests === 'all' || (requests === 'writes') === target.writes;
}
