import type { Database } from '../../db/pool';
import { selectEntries, type TrueUpEntry } from '../../db/true-up-entries';
import type { TrueUp } from '../../db/true-ups';
import type { RepairState, WorkerFinding } from '../../domain/true-up';

/** A run, before and after: what was wrong, what was done about it, by whose word, how long it took, what is left and why. */
export interface TrueUpReport extends Omit<TrueUp, 'startedAt' | 'plannedAt' | 'finishedAt'> {
  /** ISO 8601. */
  startedAt: string;
  plannedAt: string | null;
  finishedAt: string | null;
  /** From the request to the plan, and to the end; of one under way to now. */
  planSeconds: number | null;
  tookSeconds: number;
  byFinding: { finding: WorkerFinding; cases: number; repaired: number; left: number }[];
  byState: Partial<Record<RepairState, number>>;
  /** Documents that were let through. */
  released: number;
  /** Cases that are not put right. */
  left: number;
  entries: (Omit<TrueUpEntry, 'settledAt'> & { settledAt: string | null })[];
}

// A plan of more is no plan that a person reads; the counts are of all of them.
const entriesMax = 10_000;

/** The plan and report of a run. */
export async function trueUpReport(database: Database, trueUp: TrueUp, now = new Date()): Promise<TrueUpReport> {
  const entries = await selectEntries(database, trueUp.trueUpId, { after: '0', limit: entriesMax });
  const { startedAt, plannedAt, finishedAt } = trueUp;
  const byState: Partial<Record<RepairState, number>> = {};
  for (const { state } of entries) byState[state] = (byState[state] ?? 0) + 1;
  const findings = [...new Set(entries.map(({ finding }) => finding))];
  return {
    ...trueUp,
    startedAt: startedAt.toISOString(),
    plannedAt: plannedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    planSeconds: plannedAt === null ? null : secondsBetween(startedAt, plannedAt),
    tookSeconds: secondsBetween(startedAt, finishedAt ?? now),
    byFinding: findings.map((finding) => {
      const cases = entries.filter((entry) => entry.finding === finding);
      return {
        finding,
        cases: cases.length,
        repaired: cases.filter(isRight).length,
        left: cases.filter(isLeft).length,
      };
    }),
    byState,
    released: entries.reduce((sum, entry) => sum + entry.released, 0),
    left: entries.filter(isLeft).length,
    entries: entries.map((entry) => ({ ...entry, settledAt: entry.settledAt?.toISOString() ?? null })),
  };
}

function isRight({ state }: TrueUpEntry): boolean {
  return state === 'repaired';
}

/** What somebody else put right meanwhile is not left. */
function isLeft({ state, finding }: TrueUpEntry): boolean {
  return state !== 'repaired' && finding !== 'in-step';
}

function secondsBetween(from: Date, to: Date): number {
  return Math.round((to.getTime() - from.getTime()) / 100) / 10;
}
