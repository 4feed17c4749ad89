import type { AssignarProfile } from '../../domain/assignar-profile';
import type { IntacctEmployee } from '../../domain/construction-records';
import { causeKey, type PostingException } from '../../domain/exception';
import { type MappedRecord, missingField, wantedRecord } from './wanted-record';

/** An employee as messages name them: by id, for a name is personal. */
function employeeSubject({ employeeId }: Pick<IntacctEmployee, 'employeeId'>): string {
  return `employee ${employeeId}`;
}

/** The item of the role that an employee's position stands for; null where Intacct gives them no position. */
export function roleItemOf(
  { positionId }: Pick<IntacctEmployee, 'positionId'>,
  profile: AssignarProfile,
): string | null {
  if (positionId === null) return null;
  return profile.workers.roleByPosition[positionId] ?? positionId;
}

/** Why an employee is no worker any more on a day (YYYY-MM-DD), beyond what the filter says; null for one who is. */
export function whyEnded({ endDate, terminationType }: IntacctEmployee, today: string): string | null {
  if (endDate === null || endDate >= today) return null;
  return `ended ${endDate}${terminationType === null ? '' : ` (${terminationType})`} in Intacct`;
}

/**
 * An employee as Assignar's worker: who they are, where they are reached, and their role. `roleId` is Assignar's id of the role of
 * `roleItemOf`; null when Assignar has no such role. Somebody without a position keeps the roles that Assignar gives. Pure, total.
 */
export function mapEmployeeToWorker(
  employee: IntacctEmployee,
  profile: AssignarProfile,
  { roleId }: { roleId: string | null },
): MappedRecord {
  const { employeeId, address, email } = employee;
  const exceptions = [...missingNames(employee), ...missingEmail(employee), ...unknownRole(employee, profile, roleId)];
  if (exceptions.length > 0) return { kind: 'exceptions', exceptions };
  const { department, earningType } = profile.assignar.workerFields;
  const lines = address?.lines ?? [];
  const ids = { id: employeeId, recordNumber: employee.recordNumber };
  const wanted = wantedRecord('worker', ids, {
    firstName: employee.firstName,
    lastName: employee.lastName,
    email: email?.trim() ?? null,
    telephone: employee.telephone,
    mobile: employee.mobile,
    birthDate: employee.birthDate,
    address: lines.length === 0 ? null : lines.join(', '),
    town: address?.town ?? null,
    county: address?.county ?? null,
    postcode: address?.postcode ?? null,
    employeeId,
    employmentType: profile.workers.employmentType,
    ...(department === null ? {} : { department: employee.departmentId }),
    ...(earningType === null ? {} : { earningType: employee.earningTypeName }),
    ...(roleId === null ? {} : { roleIds: roleId }),
  });
  return { kind: 'wanted', wanted };
}

function missingNames(employee: IntacctEmployee): PostingException[] {
  const subject = employeeSubject(employee);
  const why = 'their contact in Intacct has none';
  return [
    ...(employee.firstName === null ? [missingField(subject, 'first name', why)] : []),
    ...(employee.lastName === null ? [missingField(subject, 'last name', why)] : []),
  ];
}

function missingEmail(employee: IntacctEmployee): PostingException[] {
  if ((employee.email?.trim() ?? '') !== '') return [];
  return [
    {
      code: 'EMAIL_MISSING',
      field: 'email',
      expected: 'an e-mail address, by which a worker signs in to Assignar',
      actual: 'none',
      message: `${employeeSubject(employee)}: their contact in Intacct has no e-mail address`,
      causeKey: null,
    },
  ];
}

function unknownRole(employee: IntacctEmployee, profile: AssignarProfile, roleId: string | null): PostingException[] {
  const item = roleItemOf(employee, profile);
  if (item === null || roleId !== null) return [];
  return [
    {
      code: 'ROLE_UNKNOWN',
      field: 'position',
      expected: `a role in Assignar for item ${item}`,
      actual: 'none',
      message: `${employeeSubject(employee)}: position ${employee.positionId} is the role of item ${item}, which is no role in Assignar`,
      causeKey: causeKey.item(item),
    },
  ];
}
