import { type RecordLink, selectLinksBeginning, selectLinksByIntacctIds } from '../../db/links';
import type { Database } from '../../db/pool';
import type { AssignarProfile } from '../../domain/assignar-profile';
import type { IntacctEmployee } from '../../domain/construction-records';
import { localDay } from '../../domain/local-time';
import type { EmployeeStanding, WantedWorker, WorkerLink } from '../../domain/true-up';
import { mapEmployeeToWorker, roleItemOf, whyEnded } from '../../mappings/assignar-records/employee-to-worker';
import { whyFiltered } from '../../mappings/assignar-records/why-filtered';
import { assignarLinks } from '../assignar-records/assignar-record-kind';

/** What every employee should be in Assignar, by the same mapping as the flow of employees. Asks neither system. */
export async function wantedWorkers(
  database: Database,
  profile: AssignarProfile,
  employees: readonly IntacctEmployee[],
): Promise<EmployeeStanding[]> {
  const roleLinks = await selectLinksBeginning(database, assignarLinks(profile.company, 'role', 'ITEM'), '');
  const roles = new Map(
    roleLinks.flatMap(({ intacctId, sourceId, agreed }) => (agreed === null ? [] : [[intacctId, sourceId] as const])),
  );
  const today = localDay(Math.floor(Date.now() / 60_000), profile.projects.timeZone);
  return employees.map((employee) => {
    const { employeeId, recordNumber, firstName, lastName, birthDate } = employee;
    const email = employee.email === null || employee.email.trim() === '' ? null : employee.email.trim();
    const wanted = wantedWorker(employee, profile, roles, today);
    return { employeeId, recordNumber, firstName, lastName, email, birthDate, wanted };
  });
}

function wantedWorker(
  employee: IntacctEmployee,
  profile: AssignarProfile,
  roles: ReadonlyMap<string, string>,
  today: string,
): WantedWorker {
  const { employeeId: id, isActive, departmentId, locationId, earningTypeName: earningType, customFields } = employee;
  const filtered = { id, isActive, departmentId, locationId, earningType, customFields };
  const because = whyFiltered(filtered, profile.filters.employees) ?? whyEnded(employee, today);
  if (because !== null) return { outcome: 'not-pulled', because };
  const item = roleItemOf(employee, profile);
  const mapped = mapEmployeeToWorker(employee, profile, { roleId: item === null ? null : (roles.get(item) ?? null) });
  if (mapped.kind === 'exceptions') return { outcome: 'refused', exceptions: mapped.exceptions };
  return { outcome: 'pulled', fields: mapped.wanted.fields };
}

/** Links of workers and employees of a company, or of these employees, as the hub last wrote them down. */
export async function workerLinks(
  database: Database,
  company: string,
  employeeIds: readonly string[] | null = null,
): Promise<WorkerLink[]> {
  const of = assignarLinks(company, 'worker', 'EMPLOYEE');
  const links: RecordLink[] =
    employeeIds === null
      ? await selectLinksBeginning(database, of, '')
      : await selectLinksByIntacctIds(database, of, employeeIds);
  return links.map(({ sourceId, intacctId, intacctRecordNumber, agreed }) => ({
    userId: sourceId,
    employeeId: intacctId,
    recordNumber: intacctRecordNumber,
    agreed,
  }));
}
