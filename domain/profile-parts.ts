import { z } from 'zod';

/** A code or name of either system: never empty. */
export const code = z.string().min(1);

/** What every company's profile has, whatever its source. */
export const baseProfile = {
  /** The hub's key for the company; part of every workflow id and control id. */
  company: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: code,
  intacct: z.strictObject({
    /** Requests in flight for the whole company, over all workers (facts/intacct.md 4.7: 1, 2 or 5 by tier). */
    requestsInFlightMax: z.number().int().min(1).max(20),
    requestTimeoutMs: z.number().int().min(1000).max(900_000),
  }),
  release: z.strictObject({
    /** How often the causes for which documents wait are looked at; documents let through per second. */
    lookEverySeconds: z.number().int().min(1),
    documentsPerSecond: z.number().int().min(1),
  }),
  feed: z.strictObject({
    /** Documents dated before this day (YYYY-MM-DD) are not the hub's: another way took them, or takes them, to the ledger. */
    startFrom: z.iso.date(),
    pollIntervalSeconds: z.number().int().min(1),
    /** Looks back this far behind the cursor, for transactions that commit late. */
    overlapSeconds: z.number().int().min(0),
    /** How long a header may stand without its children before it is an exception. */
    incompleteGraceSeconds: z.number().int().min(0),
  }),
} as const;
