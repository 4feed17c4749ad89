import { assignarProfileOf } from '../../companies/company-profiles';
import { inTransaction } from '../../db/pool';
import { countWaiting, type FieldsOfWorkers, type PlannedEntry, replaceEntries } from '../../db/true-up-entries';
import { selectTrueUp, setTrueUpPlanned } from '../../db/true-ups';
import type { AssignarProfile } from '../../domain/assignar-profile';
import { causeKey } from '../../domain/exception';
import type { AssignarWorker, RepairState, WorkerCase } from '../../domain/true-up';
import { needsApproval } from '../../mappings/true-up/repair-steps';
import { countFindings, sortWorkers } from '../../mappings/true-up/sort-workers';
import { isSameText } from '../../mappings/true-up/worker-fields';
import { keepUnpostedTime, readUnpostedTime, snapshotSides } from './read-sides';
import type { TrueUpDeps, TrueUpReference } from './true-up-deps';

/** Sorts everybody that was read, and writes down the plan: what is wrong, what will be done field by field, what waits on it. */
export async function planTrueUp(deps: TrueUpDeps, { company, trueUpId }: TrueUpReference): Promise<void> {
  const profile = await assignarProfileOf(deps.profiles, company);
  const trueUp = await selectTrueUp(deps.pool, trueUpId);
  if (trueUp === null) throw new Error(`true-up ${trueUpId} of ${company} has not begun`);
  // Written down by an attempt whose answer was lost: repairs may have begun.
  if (trueUp.plannedAt !== null) return;
  const sides = await snapshotSides(deps.pool, profile, trueUpId);
  const unposted = await readUnpostedTime(deps, profile, sides.workers);
  const everybody = sortWorkers({ ...sides, unposted });
  const { named } = trueUp;
  const cases =
    named === null
      ? everybody
      : [
          ...everybody.filter((each) => named.some((id) => isCalled(each, id))),
          ...named.filter((id) => !everybody.some((each) => isCalled(each, id))).map(nobodyCalled),
        ];
  const wrong = cases.filter(({ finding }) => finding !== 'in-step');
  const entries = await plannedEntries(deps, profile, wrong, sides.workers);
  await inTransaction(deps.pool, async (transaction) => {
    await replaceEntries(transaction, trueUpId, entries);
    await keepUnpostedTime(transaction, trueUpId, unposted);
    await setTrueUpPlanned(transaction, trueUpId, {
      workersRead: sides.workers.length,
      employeesRead: sides.employees.length,
      findings: countFindings(cases),
      state: trueUp.isPreview ? 'reading' : 'repairing',
    });
  });
}

/** Cases as entries of a plan, with what each worker says now of what will be changed, and how many documents wait. */
export async function plannedEntries(
  deps: Pick<TrueUpDeps, 'pool'>,
  profile: AssignarProfile,
  cases: readonly WorkerCase[],
  workers: readonly AssignarWorker[],
): Promise<PlannedEntry[]> {
  const fieldsOf = new Map(workers.map(({ id, fields }) => [id, fields]));
  const waiting = await countWaiting(deps.pool, profile.company, cases.flatMap(causesOf));
  return cases.map((each) => ({
    ...each,
    before: touchedFields(each, fieldsOf),
    waitingDocuments: causesOf(each).reduce((sum, cause) => sum + (waiting.get(cause) ?? 0), 0),
    state: stateOf(each, profile),
  }));
}

/** Under which causes documents may wait for a case: a sheet of the worker, and what is of the employee. */
export function causesOf({ employeeId, userIds }: Pick<WorkerCase, 'employeeId' | 'userIds'>): string[] {
  return [
    ...userIds.flatMap((userId) => [causeKey.worker(userId), causeKey.assignarRecord('worker', userId)]),
    ...(employeeId === null ? [] : [causeKey.employee(employeeId)]),
  ];
}

/** The fields that a case's steps change, as workers have them. */
export function touchedFields(
  { actions }: Pick<WorkerCase, 'actions'>,
  fieldsOf: ReadonlyMap<string, Record<string, string | null>>,
): FieldsOfWorkers {
  const touched: FieldsOfWorkers = {};
  for (const action of actions) {
    if (action.kind !== 'update') continue;
    const fields = fieldsOf.get(action.userId) ?? {};
    const named = Object.fromEntries(action.changes.map(({ field }) => [field, fields[field] ?? null]));
    touched[action.userId] = { ...touched[action.userId], ...named };
  }
  return touched;
}

function stateOf(each: WorkerCase, { trueUp }: AssignarProfile): RepairState {
  if (each.actions.length === 0) return 'skipped';
  return needsApproval(each, trueUp.risky) ? 'awaiting-approval' : 'planned';
}

function isCalled({ employeeId, userIds }: WorkerCase, id: string): boolean {
  return isSameText(employeeId, id) || userIds.includes(id);
}

/** A name that is none is no success: whoever gave it means somebody. */
function nobodyCalled(id: string): WorkerCase {
  return {
    key: `named/${id}`,
    employeeId: null,
    userId: null,
    userIds: [],
    finding: 'refused',
    matchedBy: null,
    fields: [],
    actions: [],
    risks: [],
    because: `${id} is no employee of Intacct and no worker of Assignar: expected an employee id, or the id of a worker`,
    unpostedTimesheets: 0,
  };
}
