import { isDeepStrictEqual } from 'node:util';
import type { FieldsOfWorkers, TrueUpEntry } from '../../db/true-up-entries';
import type { AssignarProfile } from '../../domain/assignar-profile';
import type { IntacctEmployee } from '../../domain/construction-records';
import type { AssignarWorker, EmployeeStanding, WorkerCase } from '../../domain/true-up';
import { sortWorkers, type TrueUpSides } from '../../mappings/true-up/sort-workers';
import { isSameValue } from '../../mappings/true-up/worker-fields';
import { readEmployeesAgain, replaced } from './read-sides';
import type { TrueUpDeps } from './true-up-deps';
import { wantedWorkers } from './wanted-workers';

/** Entries of a batch as both systems are now. */
export interface SecondLook {
  sides: TrueUpSides;
  /** Every case, by key. */
  cases: ReadonlyMap<string, WorkerCase>;
  /** By entry id: what somebody else changed since the plan; fields with their user id, or `employee`. */
  foreign: ReadonlyMap<string, string[]>;
  /** What was read just now. */
  workers: AssignarWorker[];
  goneUserIds: string[];
  employees: IntacctEmployee[];
}

/**
 * Reads the workers and employees of entries once more, one request to each system, and sorts everybody anew: what is written rests on
 * this look, not on the plan's.
 */
export async function lookAgain(
  deps: TrueUpDeps,
  profile: AssignarProfile,
  known: TrueUpSides,
  entries: readonly TrueUpEntry[],
): Promise<SecondLook> {
  const userIds = [...new Set(entries.flatMap((entry) => entry.userIds))];
  const employeeIds = [...new Set(entries.flatMap(({ employeeId }) => employeeId ?? []))];
  const assignar = await deps.assignar(profile.company);
  const [workers, employees] = await Promise.all([
    userIds.length === 0 ? [] : assignar.findRecords('worker', { by: 'ids', ids: userIds }),
    readEmployeesAgain(deps, profile, employeeIds),
  ]);
  const standings = await wantedWorkers(deps.pool, profile, employees);
  const sides = {
    ...known,
    workers: replaced(known.workers, workers, userIds, ({ id }) => id),
    employees: replaced(known.employees, standings, employeeIds, ({ employeeId }) => employeeId),
  };
  const before = indexSides(known);
  const after = indexSides(sides);
  return {
    sides,
    cases: new Map(sortWorkers(sides).map((each) => [each.key, each])),
    foreign: new Map(entries.map((entry) => [entry.entryId, changedByOthers(entry, before, after)])),
    workers,
    goneUserIds: userIds.filter((id) => !workers.some((worker) => worker.id === id)),
    employees,
  };
}

/** Whether a fresh look leads to the very plan that was made. */
export function isSamePlan(entry: WorkerCase, fresh: WorkerCase): boolean {
  return entry.finding === fresh.finding && isDeepStrictEqual(entry.actions, fresh.actions);
}

interface IndexedSides {
  workers: ReadonlyMap<string, AssignarWorker>;
  employees: ReadonlyMap<string, EmployeeStanding>;
}

function indexSides({ workers, employees }: TrueUpSides): IndexedSides {
  return {
    workers: new Map(workers.map((worker) => [worker.id, worker])),
    employees: new Map(employees.map((employee) => [employee.employeeId, employee])),
  };
}

/** What differs from what the run last knew, and is not what it was about to write itself: an attempt of ours may have got so far. */
function changedByOthers(entry: TrueUpEntry, before: IndexedSides, after: IndexedSides): string[] {
  const ours = plannedFields(entry);
  const changed = entry.userIds.flatMap((userId) => {
    const was = before.workers.get(userId);
    const is = after.workers.get(userId);
    if (was === undefined || is === undefined) return was === is ? [] : [`${userId}: gone`];
    const fields = [...new Set([...Object.keys(was.fields), ...Object.keys(is.fields)])].filter((field) => {
      const value = is.fields[field] ?? null;
      if (isSameValue(field, was.fields[field] ?? null, value)) return false;
      const planned = ours[userId];
      return planned === undefined || !(field in planned) || !isSameValue(field, planned[field] ?? null, value);
    });
    const isDeleted = was.deletedAt !== is.deletedAt ? [`${userId}: deleted`] : [];
    return [...fields.map((field) => `${userId}: ${field}`), ...isDeleted];
  });
  const { employeeId } = entry;
  if (employeeId === null) return changed;
  const isSame = isDeepStrictEqual(before.employees.get(employeeId), after.employees.get(employeeId));
  return isSame ? changed : [...changed, 'employee'];
}

function plannedFields({ actions }: Pick<WorkerCase, 'actions'>): FieldsOfWorkers {
  const planned: FieldsOfWorkers = {};
  for (const action of actions) {
    if (action.kind !== 'update') continue;
    const fields = Object.fromEntries(action.changes.map(({ field, to }) => [field, to]));
    planned[action.userId] = { ...planned[action.userId], ...fields };
  }
  return planned;
}
