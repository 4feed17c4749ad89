import { decideEntries, skipUndecided } from '../../db/true-up-entries';
import { endTrueUp, selectTrueUp, setTrueUpState } from '../../db/true-ups';
import type { TrueUpState } from '../../domain/true-up';
import { toFailure } from '../failure';
import { beginTrueUp } from './begin-true-up';
import { planTrueUp } from './plan-true-up';
import { type ReadPage, readEmployeePage, readWorkerPage } from './read-sides';
import { type RepairStanding, repairBatch, repairStanding } from './repair-batch';
import type { TrueUpDeps, TrueUpReference } from './true-up-deps';

export type { ReadPage } from './read-sides';
export type { RepairStanding } from './repair-batch';

/** A person's word on repairs that wait for it: whose id is in `entries`, or all of them. */
export interface TrueUpDecision {
  actor: string;
  reason: string;
  entries: string[] | 'all';
}

export interface TrueUpActivities {
  /** Begins a run; `isOurs` is false where another one of the company is under way. */
  beginWorkerTrueUp(request: {
    company: string;
    trueUpId: string;
    workflowId: string;
    requestedBy: string;
    preview: boolean;
    workers: string[] | null;
  }): Promise<{ isOurs: boolean; trueUpId: string; state: TrueUpState }>;
  readWorkersToTrueUp(request: TrueUpReference & { after: string; pageSize: number }): Promise<ReadPage>;
  readEmployeesToTrueUp(request: TrueUpReference & { after: string; pageSize: number }): Promise<ReadPage>;
  planWorkerTrueUp(request: TrueUpReference): Promise<RepairStanding>;
  /** Repairs so many batches of at most `limit` cases. */
  repairWorkers(request: TrueUpReference & { limit: number; batches: number }): Promise<RepairStanding>;
  /** Writes down a decision; returns the entries decided, and how the run stands then. */
  decideRepairs(
    request: TrueUpReference & { decision: 'approved' | 'declined'; by: TrueUpDecision },
  ): Promise<{ decided: string[]; standing: RepairStanding }>;
  /** Says that what is left waits for a person, if nothing else is left; returns how the run stands. */
  awaitApprovals(request: TrueUpReference): Promise<RepairStanding>;
  /** Ends a run; what nobody decided on is left to the next one, with `undecided` as the reason. */
  finishWorkerTrueUp(
    request: TrueUpReference & { state: 'finished' | 'previewed' | 'stopped'; undecided: string },
  ): Promise<void>;
}

/** The activities of the worker true-up. */
export function createTrueUpActivities(deps: TrueUpDeps): TrueUpActivities {
  const naming = async <T>({ company }: { company: string }, run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      throw toFailure(error, `worker true-up of ${company}`);
    }
  };
  return {
    beginWorkerTrueUp: (request) =>
      naming(request, async () => {
        const { company, trueUpId, workflowId, requestedBy, preview, workers } = request;
        const asked = { company, trueUpId, workflowId, requestedBy, isPreview: preview, named: workers };
        const { isOurs, trueUp } = await beginTrueUp(deps, asked);
        return { isOurs, trueUpId: trueUp.trueUpId, state: trueUp.state };
      }),
    readWorkersToTrueUp: (request) => naming(request, () => readWorkerPage(deps, request)),
    readEmployeesToTrueUp: (request) => naming(request, () => readEmployeePage(deps, request)),
    planWorkerTrueUp: (request) =>
      naming(request, async () => {
        await planTrueUp(deps, request);
        return repairStanding(deps, request.trueUpId);
      }),
    repairWorkers: (request) => naming(request, () => repairBatch(deps, request)),
    decideRepairs: (request) => naming(request, () => decideRepairs(deps, request)),
    awaitApprovals: (request) =>
      naming(request, async () => {
        const standing = await repairStanding(deps, request.trueUpId);
        if (standing.toRepair === 0) await setTrueUpState(deps.pool, request.trueUpId, 'awaiting-approval');
        return standing;
      }),
    finishWorkerTrueUp: (request) =>
      naming(request, async () => {
        const { trueUpId, state, undecided } = request;
        if (state !== 'previewed') await skipUndecided(deps.pool, trueUpId, undecided);
        await endTrueUp(deps.pool, trueUpId, state);
      }),
  };
}

async function decideRepairs(
  deps: TrueUpDeps,
  { trueUpId, decision, by }: TrueUpReference & { decision: 'approved' | 'declined'; by: TrueUpDecision },
): Promise<{ decided: string[]; standing: RepairStanding }> {
  const { actor, reason, entries } = by;
  const entryIds = entries === 'all' ? null : entries;
  const decided = await decideEntries(deps.pool, trueUpId, { entryIds, decision, actor, reason });
  const standing = await repairStanding(deps, trueUpId);
  const trueUp = await selectTrueUp(deps.pool, trueUpId);
  if (standing.toRepair > 0 && trueUp?.state === 'awaiting-approval') {
    await setTrueUpState(deps.pool, trueUpId, 'repairing');
  }
  return { decided, standing };
}
