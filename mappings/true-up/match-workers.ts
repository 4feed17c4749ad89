import type { AssignarWorker, EmployeeStanding, MatchedBy, WorkerLink } from '../../domain/true-up';
import { groupByKey } from '../group-by-key';
import { folded } from './worker-fields';

/** Which employee a worker is, and how that is known. */
export interface WorkerOwner {
  employeeId: string;
  /** `link`: the hub wrote it down. `ids`: the worker bears the employee's ids. The others are guesses, however good. */
  by: 'link' | 'ids' | MatchedBy;
  /** Another employee whose ids the worker bears: somebody linked it anew. */
  claims: string | null;
  /** The employee of Intacct whose employee id it bears: its hours are posted as theirs. */
  hoursOf: string | null;
}

/** Whom the workers of Assignar are in Intacct. */
export interface Owners {
  ofWorker: Map<string, WorkerOwner>;
  /** Workers that match several employees, or one by e-mail with another birth date: none of them is taken. */
  ambiguous: Map<string, string[]>;
  /** Employees of links that Intacct does not have any more. */
  gone: Map<string, WorkerLink>;
}

/** Both sides, whole, with what the hub wrote down of them. */
export interface WorkersOfBothSides {
  workers: readonly AssignarWorker[];
  employees: readonly EmployeeStanding[];
  links: readonly WorkerLink[];
}

/**
 * Finds the employee of each worker: by link, by ids (case and spaces apart), and for one that is not deleted by e-mail, then by name and
 * birth date, where exactly one employee that is pulled has them. Pure.
 */
export function findOwners(sides: WorkersOfBothSides): Owners {
  const employees = indexEmployees(sides.employees);
  const links = new Map(sides.links.map((link) => [link.userId, link]));
  const owners: Owners = { ofWorker: new Map(), ambiguous: new Map(), gone: new Map() };
  for (const worker of sides.workers) {
    const link = links.get(worker.id);
    const claims = claimsOf(employees, worker);
    const hoursOf = employees.byId.get(folded(worker.fields.employeeId ?? ''))?.employeeId ?? null;
    if (link !== undefined) {
      const employee = employees.byId.get(folded(link.employeeId));
      if (employee === undefined) owners.gone.set(link.employeeId, link);
      const employeeId = employee?.employeeId ?? link.employeeId;
      const other = claims.find((claimed) => claimed !== employeeId) ?? null;
      owners.ofWorker.set(worker.id, { employeeId, by: 'link', claims: other, hoursOf });
      continue;
    }
    const [claimed, other = null] = claims;
    if (claimed !== undefined) {
      owners.ofWorker.set(worker.id, { employeeId: claimed, by: 'ids', claims: other, hoursOf });
      continue;
    }
    if (worker.deletedAt === null) matchWorker(employees, worker, owners);
  }
  return owners;
}

interface EmployeeIndex {
  byId: Map<string, EmployeeStanding>;
  byRecordNumber: Map<string, EmployeeStanding>;
  byEmail: Map<string, EmployeeStanding[]>;
  byNameAndBirthDate: Map<string, EmployeeStanding[]>;
}

function indexEmployees(employees: readonly EmployeeStanding[]): EmployeeIndex {
  // Whoever is not pulled is not looked for: a worker must not be taken for somebody who left.
  const sought = employees.filter(({ wanted }) => wanted.outcome !== 'not-pulled');
  return {
    byId: new Map(employees.map((employee) => [folded(employee.employeeId), employee])),
    byRecordNumber: new Map(employees.map((employee) => [employee.recordNumber, employee])),
    byEmail: groupByKey(sought, ({ email }) => (email === null ? null : folded(email))),
    byNameAndBirthDate: groupByKey(sought, nameAndBirthDate),
  };
}

/** Employees whose ids the worker bears, each once: by integration id, external id, employee id. A deleted worker's employee id binds nobody. */
function claimsOf({ byId, byRecordNumber }: EmployeeIndex, worker: AssignarWorker): string[] {
  const employeeId = worker.deletedAt === null ? (worker.fields.employeeId ?? null) : null;
  const claimed = [
    worker.integrationId === null ? undefined : byRecordNumber.get(worker.integrationId.trim()),
    worker.externalId === null ? undefined : byId.get(folded(worker.externalId)),
    employeeId === null ? undefined : byId.get(folded(employeeId)),
  ];
  return [...new Set(claimed.flatMap((employee) => (employee === undefined ? [] : [employee.employeeId])))];
}

function matchWorker(employees: EmployeeIndex, worker: AssignarWorker, owners: Owners): void {
  const { fields } = worker;
  const email = fields.email ?? null;
  const named = nameAndBirthDate({
    firstName: fields.firstName ?? null,
    lastName: fields.lastName ?? null,
    birthDate: fields.birthDate ?? null,
  });
  const byEmail = email === null ? [] : (employees.byEmail.get(folded(email)) ?? []);
  const byName = named === null ? [] : (employees.byNameAndBirthDate.get(named) ?? []);
  const [found, by] = byEmail.length > 0 ? ([byEmail, 'email'] as const) : ([byName, 'name-and-birth-date'] as const);
  const [only, ...others] = found;
  if (only === undefined) return;
  // An address that two use is no match: what says who somebody is must not say two things.
  const isBornAnother =
    only.birthDate !== null && (fields.birthDate ?? null) !== null && only.birthDate !== fields.birthDate;
  if (others.length > 0 || isBornAnother) {
    owners.ambiguous.set(
      worker.id,
      found.map(({ employeeId }) => employeeId),
    );
    return;
  }
  owners.ofWorker.set(worker.id, { employeeId: only.employeeId, by, claims: null, hoursOf: null });
}

function nameAndBirthDate(person: {
  firstName: string | null;
  lastName: string | null;
  birthDate: string | null;
}): string | null {
  const { firstName, lastName, birthDate } = person;
  if (firstName === null || lastName === null || birthDate === null) return null;
  return JSON.stringify([folded(firstName), folded(lastName), birthDate]);
}
