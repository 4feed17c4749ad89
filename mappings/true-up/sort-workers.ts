import {
  type AssignarWorker,
  type FindingCounts,
  noFindings,
  type UnpostedTime,
  type WorkerCase,
  type WorkerLink,
} from '../../domain/true-up';
import { groupByKey } from '../group-by-key';
import { type EmailBearer, type EmployeeWorkers, planEmployee } from './employee-case';
import { findOwners, type Owners, type WorkersOfBothSides } from './match-workers';
import { compareIds, folded, isSameText } from './worker-fields';

/** Everything that a true-up compares. */
export interface TrueUpSides extends WorkersOfBothSides {
  unposted: readonly UnpostedTime[];
}

/**
 * Sorts every employee, and every worker who is no employee, into exactly one finding, with the steps that put it right: Intacct is the
 * truth, and nobody is merged on a guess. Pure and total; of what the steps lead to it finds nothing more.
 */
export function sortWorkers(sides: TrueUpSides): WorkerCase[] {
  const owners = findOwners(sides);
  const groups = groupByEmployee(sides, owners);
  const cases = [...groups.values()].map((group) => planEmployee(group));
  const nobodys = sides.workers.filter(({ id }) => !owners.ofWorker.has(id));
  const unposted = new Map(sides.unposted.map(({ userId, timesheets }) => [userId, timesheets]));
  return [...cases, ...nobodys.map((worker) => nobodysCase(worker, owners, unposted.get(worker.id) ?? 0))];
}

/** How many cases there are of each finding. */
export function countFindings(cases: readonly Pick<WorkerCase, 'finding'>[]): FindingCounts {
  const counts = noFindings();
  for (const { finding } of cases) counts[finding] += 1;
  return counts;
}

function groupByEmployee(sides: TrueUpSides, owners: Owners): Map<string, EmployeeWorkers> {
  const employees = [...sides.employees, ...[...owners.gone.values()].map(goneEmployee)];
  const groups = new Map<string, EmployeeWorkers>();
  const bearers = indexBearers(sides.workers);
  const linkOf = new Map(sides.links.map((link) => [link.employeeId, link]));
  const unposted = new Map(sides.unposted.map(({ userId, timesheets }) => [userId, timesheets]));
  for (const employee of employees) {
    groups.set(employee.employeeId, {
      employee,
      workers: [],
      link: linkOf.get(employee.employeeId) ?? null,
      bearers: [
        ...(bearers.byIntegrationId.get(employee.recordNumber) ?? []),
        ...(bearers.byExternalId.get(folded(employee.employeeId)) ?? []),
      ],
      emailBearers: [],
      unposted,
    });
  }
  const workers = [...sides.workers].sort((left, right) => compareIds(left.id, right.id));
  for (const worker of workers) {
    const owner = owners.ofWorker.get(worker.id);
    if (owner !== undefined) groups.get(owner.employeeId)?.workers.push({ worker, owner });
  }
  const fateOf = (worker: AssignarWorker, email: string): EmailBearer['fate'] => {
    const wanted = groups.get(owners.ofWorker.get(worker.id)?.employeeId ?? '')?.employee.wanted;
    if (wanted?.outcome === 'not-pulled') return 'leaves';
    return wanted?.outcome === 'pulled' && !isSameText(wanted.fields.email, email) ? 'moves' : 'stays';
  };
  for (const group of groups.values()) {
    const { employee, workers: own } = group;
    const email = employee.wanted.outcome === 'pulled' ? (employee.wanted.fields.email ?? null) : null;
    if (email === null) continue;
    const others = (bearers.byEmail.get(folded(email)) ?? []).filter(
      (worker) => worker.deletedAt === null && !own.some((each) => each.worker.id === worker.id),
    );
    group.emailBearers.push(...others.map((worker) => ({ worker, fate: fateOf(worker, email) })));
  }
  return groups;
}

function goneEmployee(link: WorkerLink): EmployeeWorkers['employee'] {
  return {
    employeeId: link.employeeId,
    recordNumber: link.recordNumber ?? '',
    firstName: null,
    lastName: null,
    email: null,
    birthDate: null,
    wanted: { outcome: 'not-pulled', because: 'Intacct does not have the employee any more', isGone: true },
  };
}

/** Workers, deleted ones too, by the unique ids and the e-mail that they hold. */
function indexBearers(workers: readonly AssignarWorker[]) {
  return {
    byIntegrationId: groupByKey(workers, ({ integrationId }) => integrationId?.trim() ?? null),
    byExternalId: groupByKey(workers, ({ externalId }) => foldedOrNull(externalId)),
    byEmail: groupByKey(workers, ({ fields: { email } }) => foldedOrNull(email ?? null)),
  };
}

function foldedOrNull(text: string | null): string | null {
  return text === null ? null : folded(text);
}

function nobodysCase(worker: AssignarWorker, owners: Owners, unpostedTimesheets: number): WorkerCase {
  const candidates = owners.ambiguous.get(worker.id) ?? [];
  const isAtWork = worker.deletedAt === null && worker.isActive;
  return {
    key: `worker/${worker.id}`,
    employeeId: null,
    userId: worker.id,
    userIds: [worker.id],
    finding: isAtWork ? 'created-in-assignar' : 'in-step',
    matchedBy: null,
    fields: [],
    actions: [],
    risks: [],
    because: nobodysReason(worker, isAtWork, candidates),
    unpostedTimesheets,
  };
}

function nobodysReason(worker: AssignarWorker, isAtWork: boolean, candidates: readonly string[]): string {
  if (!isAtWork) {
    return `worker ${worker.id} is nobody in Intacct, and ${worker.deletedAt === null ? 'inactive' : 'deleted'}`;
  }
  if (candidates.length === 0) {
    return `worker ${worker.id} was made in Assignar, and no employee of Intacct has its e-mail, or its name and birth date: enter the employee in Intacct, or deactivate the worker`;
  }
  if (candidates.length === 1) {
    return `worker ${worker.id} was made in Assignar, and has the e-mail of ${candidates[0]}, and another birth date: give it the employee id of the right one, or another e-mail, in Assignar`;
  }
  return `worker ${worker.id} was made in Assignar, and matches several employees (${candidates.join(', ')}): give it the employee id of the right one in Assignar`;
}
