import type { AssignarWorker, EmployeeStanding } from '../../domain/true-up';
import type { EmployeeWorkers } from './employee-case';
import { compareIds, folded } from './worker-fields';

/**
 * The worker that stays: with unposted time, then with a login, then the one the hub knows, then with the employee's record number, then
 * active, then the oldest. One that stands back already, inactive and without its ids, is no other one.
 */
export function chooseKept({ workers, link, employee, unposted }: EmployeeWorkers): {
  kept: AssignarWorker | null;
  others: AssignarWorker[];
} {
  const live = workers.flatMap(({ worker }) => (worker.deletedAt === null ? [worker] : []));
  const rank = (worker: AssignarWorker): number[] => [
    unposted.get(worker.id) ?? 0,
    worker.fields.username ? 1 : 0,
    link?.userId === worker.id ? 1 : 0,
    worker.integrationId?.trim() === employee.recordNumber ? 1 : 0,
    worker.isActive ? 1 : 0,
  ];
  const standsBack = (worker: AssignarWorker) =>
    !worker.isActive && !holdsIds(worker, employee) && link?.userId !== worker.id;
  const present = live.filter((worker) => !standsBack(worker));
  const ranked = (present.length > 0 ? present : live).sort(
    (left, right) => compareRanks(rank(right), rank(left)) || compareIds(left.id, right.id),
  );
  const [kept = null, ...others] = ranked;
  return { kept, others: present.length > 0 ? others : [] };
}

function compareRanks(left: readonly number[], right: readonly number[]): number {
  for (const [index, value] of left.entries()) {
    const difference = value - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether a worker bears one of an employee's unique ids. */
export function holdsIds(worker: AssignarWorker, { recordNumber, employeeId }: EmployeeStanding): boolean {
  return worker.integrationId?.trim() === recordNumber || folded(worker.externalId ?? '') === folded(employeeId);
}
