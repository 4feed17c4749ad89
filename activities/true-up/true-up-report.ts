import type { Database } from '../../db/pool';
import { selectEntries, type TrueUpEntry } from '../../db/true-up-entries';
import { countOutcomes } from '../../db/true-up-outcomes';
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
  /** At most ten thousand; the counts are of all of them. */
  entries: (Omit<TrueUpEntry, 'decidedAt' | 'settledAt'> & { decidedAt: string | null; settledAt: string | null })[];
}

// A plan of more is no plan that a person reads.
const entriesMax = 10_000;

/** The plan and report of a run. */
export async function trueUpReport(database: Database, trueUp: TrueUp, now = new Date()): Promise<TrueUpReport> {
  const { trueUpId, startedAt, plannedAt, finishedAt } = trueUp;
  const entries = await selectEntries(database, trueUpId, { after: '0', limit: entriesMax });
  const outcomes = await countOutcomes(database, trueUpId);
  const left = outcomes.filter(isLeft);
  const states = [...new Set(outcomes.map(({ state }) => state))];
  const findings = [...new Set(outcomes.map(({ finding }) => finding))];
  return {
    ...trueUp,
    startedAt: startedAt.toISOString(),
    plannedAt: plannedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    planSeconds: plannedAt === null ? null : secondsBetween(startedAt, plannedAt),
    tookSeconds: secondsBetween(startedAt, finishedAt ?? now),
    byFinding: findings.map((finding) => {
      const isOfIt = (outcome: { finding: WorkerFinding }) => outcome.finding === finding;
      const ofIt = outcomes.filter(isOfIt);
      return {
        finding,
        cases: casesOf(ofIt),
        repaired: casesOf(ofIt.filter(({ state }) => state === 'repaired')),
        left: casesOf(left.filter(isOfIt)),
      };
    }),
    byState: Object.fromEntries(
      states.map((state) => [state, casesOf(outcomes.filter((outcome) => outcome.state === state))]),
    ),
    released: outcomes.reduce((sum, { released }) => sum + released, 0),
    left: casesOf(left),
    entries: entries.map((entry) => ({
      ...entry,
      decidedAt: entry.decidedAt?.toISOString() ?? null,
      settledAt: entry.settledAt?.toISOString() ?? null,
    })),
  };
}

function casesOf(outcomes: readonly { cases: number }[]): number {
  return outcomes.reduce((sum, { cases }) => sum + cases, 0);
}

/** What somebody else put right meanwhile is not left. */
function isLeft({ state, finding }: Pick<TrueUpEntry, 'state' | 'finding'>): boolean {
  return state !== 'repaired' && finding !== 'in-step';
}

function secondsBetween(from: Date, to: Date): number {
  return Math.round((to.getTime() - from.getTime()) / 100) / 10;
}
