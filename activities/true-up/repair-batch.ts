import { Context } from '@temporalio/activity';
import { assignarProfileOf } from '../../companies/company-profiles';
import { inTransaction } from '../../db/pool';
import {
  countEntries,
  putEntryBack,
  replanEntry,
  settleEntry,
  type TrueUpEntry,
  takeEntries,
} from '../../db/true-up-entries';
import { deleteSnapshots, selectTrueUp } from '../../db/true-ups';
import type { AssignarProfile } from '../../domain/assignar-profile';
import type { RepairAction, RepairState, UnpostedTime, WorkerCase } from '../../domain/true-up';
import { needsApproval } from '../../mappings/true-up/repair-steps';
import type { TrueUpSides } from '../../mappings/true-up/sort-workers';
import { fewAtOnce } from '../few-at-once';
import { carryOutCase, untakenChanges } from './carry-out-case';
import { isSamePlan, lookAgain, type SecondLook } from './look-again';
import { plannedEntries } from './plan-true-up';
import {
  keepEmployees,
  keepUnpostedTime,
  keepWorkers,
  readUnpostedTime,
  refreshedSides,
  snapshotSides,
  type Touched,
} from './read-sides';
import { releaseWaiting, settleRepaired } from './settle-repair';
import type { TrueUpDeps, TrueUpReference } from './true-up-deps';

// Cases written at once: Assignar tells no limit, and a person's own work in it must not feel ours.
const atOnce = 5;
const attemptsMax = 3;
// A worker that somebody edits again and again is theirs: the next run looks at it anew.
const changesMetMax = 2;
// People enter hours while a run waits for approvals: an older listing says nothing of whose work may be ended.
const unpostedAgeMaxMs = 10 * 60_000;

/** Entries of a run by what is left to do. */
export interface RepairStanding {
  toRepair: number;
  awaiting: number;
  repaired: number;
  failed: number;
}

/**
 * Repairs the next entries of a run: reads them once more, plans anew what somebody changed meanwhile, writes the rest, reads back, writes
 * down, releases. An attempt that dies is gone on with, for every attempt rests on a fresh look.
 */
export async function repairBatch(
  deps: TrueUpDeps,
  { company, trueUpId, limit, batches }: TrueUpReference & { limit: number; batches: number },
): Promise<RepairStanding> {
  const profile = await assignarProfileOf(deps.profiles, company);
  let sides: TrueUpSides | null = null;
  let isTimeListed = false;
  for (let batch = 0; batch < batches; batch += 1) {
    // A run that was stopped writes nothing more, and the next one has the workers for itself.
    Context.current().cancellationSignal.throwIfAborted();
    const entries = await apart(deps, await takeEntries(deps.pool, trueUpId, limit));
    if (entries.length === 0) break;
    // Thousands of rows: read whole once, and after each batch only what it touched.
    sides ??= await snapshotSides(deps.pool, profile, trueUpId);
    if (!isTimeListed && entries.some(deactivates) && (await isOld(deps, trueUpId))) {
      sides = { ...sides, unposted: await listTimeAnew(deps, profile, trueUpId, sides) };
      isTimeListed = true;
    }
    const touched = await repairEntries(deps, profile, trueUpId, { entries, sides });
    sides = await refreshedSides(deps.pool, profile, trueUpId, { sides, touched });
  }
  return repairStanding(deps, trueUpId);
}

/** Whether a plan stops somebody's work in Assignar. */
function deactivates({ actions }: Pick<WorkerCase, 'actions'>): boolean {
  return actions.some(
    (action) =>
      action.kind === 'update' && action.changes.some(({ field, to }) => field === 'active' && to === 'false'),
  );
}

async function isOld(deps: TrueUpDeps, trueUpId: string): Promise<boolean> {
  const plannedAt = (await selectTrueUp(deps.pool, trueUpId))?.plannedAt ?? null;
  return plannedAt === null || Date.now() - plannedAt.getTime() > unpostedAgeMaxMs;
}

async function listTimeAnew(
  deps: TrueUpDeps,
  profile: AssignarProfile,
  trueUpId: string,
  { workers }: TrueUpSides,
): Promise<UnpostedTime[]> {
  const unposted = await readUnpostedTime(deps, profile, workers);
  await inTransaction(deps.pool, (transaction) => keepUnpostedTime(transaction, trueUpId, unposted));
  return unposted;
}

async function repairEntries(
  deps: TrueUpDeps,
  profile: AssignarProfile,
  trueUpId: string,
  { entries, sides }: { entries: readonly TrueUpEntry[]; sides: TrueUpSides },
): Promise<Touched> {
  const look = await lookAgain(deps, profile, sides, entries);
  const repairs: Repair[] = [];
  for (const entry of entries) {
    const fresh = await settleOrCarryOut(deps, profile, trueUpId, { entry, look });
    if (fresh !== null) repairs.push({ entry, fresh });
  }
  const written = await carryOutAll(deps, profile, trueUpId, { look, repairs });
  return {
    userIds: [...entries.flatMap(({ userIds }) => userIds), ...written],
    employeeIds: entries.flatMap(({ employeeId }) => employeeId ?? []),
  };
}

/** How far the repairs of a run are. */
export async function repairStanding(deps: Pick<TrueUpDeps, 'pool'>, trueUpId: string): Promise<RepairStanding> {
  const counts = await countEntries(deps.pool, trueUpId);
  const of = (...states: RepairState[]) => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  return {
    toRepair: of('planned', 'approved', 'repairing'),
    awaiting: of('awaiting-approval'),
    repaired: of('repaired'),
    failed: of('failed', 'changed-meanwhile'),
  };
}

interface Repair {
  entry: TrueUpEntry;
  fresh: WorkerCase;
}

/** Entries that share no worker: of two that do the second waits, for what the first leads to. */
async function apart(deps: TrueUpDeps, entries: readonly TrueUpEntry[]): Promise<TrueUpEntry[]> {
  const taken = new Set<string>();
  const batch: TrueUpEntry[] = [];
  for (const entry of entries) {
    if (entry.userIds.some((userId) => taken.has(userId))) {
      await putEntryBack(deps.pool, entry.entryId, { error: entry.error, isAttempt: false });
      continue;
    }
    for (const userId of entry.userIds) taken.add(userId);
    batch.push(entry);
  }
  return batch;
}

/** The case to carry out; null where the second look settled the entry or put it off. */
async function settleOrCarryOut(
  deps: TrueUpDeps,
  profile: AssignarProfile,
  trueUpId: string,
  { entry, look }: { entry: TrueUpEntry; look: SecondLook },
): Promise<WorkerCase | null> {
  const fresh = look.cases.get(entry.key);
  if (fresh === undefined) {
    await settleEntry(deps.pool, entry.entryId, { state: 'skipped', after: null, error: `${entry.key} is gone` });
    return null;
  }
  const foreign = look.foreign.get(entry.entryId) ?? [];
  const isRisky = needsApproval(fresh, profile.trueUp.risky);
  const isCovered =
    !isRisky || (entry.decision === 'approved' && fresh.risks.every((risk) => entry.risks.includes(risk)));
  if (isSamePlan(entry, fresh) && isCovered) return fresh;
  if (fresh.finding === 'in-step' && foreign.length === 0) return { ...fresh, actions: stepsOfTheHub(entry, fresh) };
  // Half done by an attempt of ours, or led on by another repair; that another worker is kept nobody approved.
  const isAboutTheSame = !isRisky || fresh.userId === entry.userId;
  if (foreign.length === 0 && fresh.actions.length > 0 && isCovered && isAboutTheSame) return fresh;
  await planAnew(deps, profile, trueUpId, { entry, fresh, look, foreign });
  return null;
}

/** An attempt of ours wrote it all, and died before it was written down: what is left is the hub's own. */
function stepsOfTheHub(entry: TrueUpEntry, { userId }: WorkerCase): RepairAction[] {
  if (!entry.actions.some(({ kind }) => kind === 'bind')) return entry.actions;
  return [{ kind: 'bind', userId }];
}

/** Somebody changed it meanwhile: nothing is written on what was true before. */
async function planAnew(
  deps: TrueUpDeps,
  profile: AssignarProfile,
  trueUpId: string,
  { entry, fresh, look, foreign }: Repair & { look: SecondLook; foreign: string[] },
): Promise<void> {
  const [planned] = await plannedEntries(deps, profile, [fresh], look.sides.workers);
  if (planned === undefined) throw new Error(`${entry.key}: no plan`);
  const changesMet = entry.changesMet + (foreign.length > 0 ? 1 : 0);
  const state = changesMet > changesMetMax && planned.actions.length > 0 ? 'changed-meanwhile' : planned.state;
  const because =
    foreign.length === 0 ? planned.because : `${planned.because} (changed meanwhile: ${foreign.join(', ')})`;
  await inTransaction(deps.pool, async (transaction) => {
    await keepWorkers(
      transaction,
      trueUpId,
      look.workers.filter(({ id }) => entry.userIds.includes(id)),
    );
    await deleteSnapshots(
      transaction,
      trueUpId,
      'assignar',
      look.goneUserIds.filter((id) => entry.userIds.includes(id)),
    );
    const employees = look.employees.filter(({ employeeId }) => employeeId === entry.employeeId);
    await keepEmployees(transaction, trueUpId, employees);
    await replanEntry(transaction, entry.entryId, { ...planned, because, state }, { changesMet });
  });
  // Somebody put it right: what waited for it can go on all the same.
  if (fresh.finding === 'in-step') await releaseWaiting(deps, profile.company, entry.entryId, fresh);
}

/** Returns the ids of all workers that were written to, or that stand in the way. */
async function carryOutAll(
  deps: TrueUpDeps,
  profile: AssignarProfile,
  trueUpId: string,
  { look, repairs }: { look: SecondLook; repairs: readonly Repair[] },
): Promise<string[]> {
  const assignar = await deps.assignar(profile.company);
  const carryOut = async (repair: Repair) => ({ ...repair, carried: await carryOutCase(assignar, repair.fresh) });
  const done = await fewAtOnce(repairs, carryOut, { atOnce });
  const userIds = done.flatMap(({ fresh, carried }) => [
    ...fresh.userIds,
    ...(carried.createdId === null ? [] : [carried.createdId]),
  ]);
  const read = userIds.length === 0 ? [] : await assignar.findRecords('worker', { by: 'ids', ids: userIds });
  const readById = new Map(read.map((worker) => [worker.id, worker]));
  const employees = new Map(look.sides.employees.map((employee) => [employee.employeeId, employee]));
  const settle = async ({ entry, fresh, carried }: (typeof done)[number]): Promise<void> => {
    const { createdId } = carried;
    const untaken = carried.kind === 'done' ? untakenChanges(fresh, createdId, readById) : [];
    if (carried.kind === 'done' && untaken.length === 0) {
      const workers = read.filter(({ id }) => id === createdId || fresh.userIds.includes(id));
      const employee = employees.get(fresh.employeeId ?? '') ?? null;
      await settleRepaired(deps, profile, trueUpId, { entry, carriedOut: fresh, createdId, workers, employee });
      return;
    }
    // Who holds the unique value is part of the next look.
    if (carried.kind === 'blocked') await keepWorkers(deps.pool, trueUpId, carried.holders);
    await tryAgainOrFail(deps, entry, carried.kind === 'done' ? untaken.join('; ') : carried.error);
  };
  await fewAtOnce(done, settle, { atOnce });
  const holders = done.flatMap(({ carried }) => (carried.kind === 'blocked' ? carried.holders : []));
  return [...userIds, ...holders.map(({ id }) => id)];
}

async function tryAgainOrFail(deps: TrueUpDeps, { entryId, attempts }: TrueUpEntry, error: string): Promise<void> {
  if (attempts + 1 < attemptsMax) return putEntryBack(deps.pool, entryId, { error, isAttempt: true });
  return settleEntry(deps.pool, entryId, { state: 'failed', after: null, error });
}
