import type { WorkerRow } from './crew-in-assignar';
import type { HarborCoding } from './harbor-profile';
import type { HarborMasters } from './intacct-time';

type Employee = HarborMasters['employees'][number];
type Contact = HarborMasters['contacts'][number];

/** What of the two systems the workers are compared by. */
export interface WorkersOfBoth {
  workers: readonly WorkerRow[];
  masters: HarborMasters;
  coding: HarborCoding;
  /** External ids of live roles, by their ids. */
  roles: ReadonlyMap<number, string>;
  /** Integration ids before anything was damaged, by employee id. */
  recordNumbers: ReadonlyMap<string, string>;
  /** YYYY-MM-DD: who ended before is no worker any more. */
  today: string;
}

/**
 * Every employee who is to work in Assignar is one active worker there who says the same, and nobody else is active but people whom
 * Intacct does not know; by the sandboxes' own rows. One sentence for each difference.
 */
export function workerDifferences(place: WorkersOfBoth): string[] {
  const { masters, workers } = place;
  const contacts = new Map(masters.contacts.map((contact) => [contact.contactName, contact]));
  const live = workers.filter(({ deleted_at }) => deleted_at === null);
  const emails = emailsTwice(masters, contacts);
  const known = new Set(masters.employees.map(({ employeeId }) => employeeId));
  return [
    ...masters.employees.flatMap((employee) => employeeDifferences(employee, contacts, emails, live, place)),
    ...live
      .filter(({ active, employee_id }) => active && typeof employee_id === 'string' && !known.has(employee_id))
      .map(({ id, employee_id }) => `worker ${id}: active as ${employee_id}, whom Intacct does not have`),
    ...live
      .filter(({ employee_id, external_id, integration_id }) => !employee_id && (external_id || integration_id))
      .map(({ id }) => `worker ${id}: is nobody, and bears ids of an employee`),
  ];
}

function employeeDifferences(
  employee: Employee,
  contacts: ReadonlyMap<string, Contact>,
  emailsTwice: ReadonlySet<string>,
  live: readonly WorkerRow[],
  place: WorkersOfBoth,
): string[] {
  const { employeeId } = employee;
  const contact = contacts.get(employee.contactName);
  const active = live.filter((worker) => worker.active && worker.employee_id === employeeId);
  if (!worksInAssignar(employee, place)) {
    return active.map(({ id }) => `${employeeId} is to be no worker in Assignar, and worker ${id} is active`);
  }
  const email = contact?.email1 ?? '';
  const canBe = email !== '' && !emailsTwice.has(email) && roleOf(employee, place) !== undefined;
  // Whom nobody can bring over for want of an address or a role may be there, but not twice.
  if (!canBe) return active.length > 1 ? [`${employeeId} is ${active.length} active workers in Assignar`] : [];
  const [worker, ...others] = active;
  if (worker === undefined || others.length > 0) {
    return [`${employeeId} is ${active.length} active workers in Assignar (${active.map(({ id }) => id).join(', ')})`];
  }
  return fieldDifferences(worker, employee, contact, place);
}

function worksInAssignar({ status, endDate, departmentId }: Employee, { coding, today }: WorkersOfBoth): boolean {
  const isEmployed = status === 'active' && (endDate === undefined || endDate >= today);
  return isEmployed && coding.filters.employees.departments.includes(departmentId ?? '');
}

function fieldDifferences(
  worker: WorkerRow,
  employee: Employee,
  contact: Contact | undefined,
  place: WorkersOfBoth,
): string[] {
  const { employeeId } = employee;
  const record = place.recordNumbers.get(employeeId);
  const fields: [string, string, string][] = [
    ['external id', employeeId, worker.external_id ?? ''],
    // Of somebody who was not brought over at first nobody has seen the record number.
    ['integration id', record ?? worker.integration_id ?? 'none', worker.integration_id ?? ''],
    ['first name', contact?.firstName ?? '', worker.first_name ?? ''],
    ['last name', contact?.lastName ?? '', worker.last_name ?? ''],
    ['e-mail', contact?.email1 ?? '', worker.email ?? ''],
    ['telephone', contact?.phone1 ?? '', worker.contact ?? ''],
    ['mobile telephone', contact?.cellphone ?? '', worker.mobile ?? ''],
    ['date of birth', employee.birthDate ?? '', (worker.dob ?? '').slice(0, 10)],
    ['department', employee.departmentId ?? '', worker.department ?? ''],
    ['role', roleOf(employee, place) ?? '', rolesOf(worker, place)],
  ];
  return fields
    .filter(([, intacct, assignar]) => intacct !== assignar)
    .map(([what, intacct, assignar]) => `${employeeId}: ${what} ${intacct} in Intacct, ${assignar} in Assignar`);
}

/** The role of a position; undefined where Assignar has none. */
function roleOf({ positionId }: Employee, { coding, roles }: WorkersOfBoth): string | undefined {
  const item = coding.workers.roleByPosition[positionId ?? ''] ?? positionId;
  return item !== undefined && [...roles.values()].includes(item) ? item : undefined;
}

function rolesOf({ tasks }: WorkerRow, { roles }: WorkersOfBoth): string {
  return (tasks ?? []).map((id) => roles.get(Number(id)) ?? `role ${String(id)}`).join(', ');
}

/** E-mails that two people have: nobody can say whose they are. */
function emailsTwice({ employees }: HarborMasters, contacts: ReadonlyMap<string, Contact>): Set<string> {
  const all = employees.map(({ contactName }) => contacts.get(contactName)?.email1 ?? '');
  return new Set(all.filter((email, index) => email !== '' && all.indexOf(email) !== index));
}
