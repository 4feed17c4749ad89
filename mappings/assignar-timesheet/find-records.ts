import type { AssignarProfile } from '../../domain/assignar-profile';
import { causeKey } from '../../domain/exception';
import type { KnownConstruction, KnownEmployee, KnownProject } from '../../domain/known-construction';
import type { SourceTimesheet } from '../../domain/source-timesheet';
import type { ReportFault } from '../fault-report';
import { missing } from '../required-fields';
import { isSameText } from '../true-up/worker-fields';

/** Whose time it is and where it goes: what all lines of a sheet share. */
export interface TimeRecords {
  employee: KnownEmployee;
  projectId: string;
  locationId: string;
  departmentId: string | null;
}

/** The location is the project's, else the employee's, else the profile's; the department is the employee's. */
export function placeTime(employee: KnownEmployee, project: KnownProject, profile: AssignarProfile): TimeRecords {
  return {
    employee,
    projectId: project.projectId,
    locationId: project.locationId ?? employee.locationId ?? profile.location,
    departmentId: employee.departmentId,
  };
}

/**
 * The worker's employee; null where there is none. Reports WORKER_UNLINKED, EMPLOYEE_UNKNOWN and EMPLOYEE_INACTIVE; and WORKER_RELINKED
 * where somebody gave the worker another employee's id, for its hours would be paid to the wrong one.
 */
export function findEmployee(
  { worker }: SourceTimesheet,
  { employee, linkedEmployeeId }: KnownConstruction,
  report: ReportFault,
): KnownEmployee | null {
  const employeeId = worker.employeeId?.trim() ?? '';
  const who = worker.name === null ? `worker ${worker.userId}` : `worker ${worker.userId}, ${worker.name},`;
  const field = 'employee';
  if (employeeId === '') {
    const says = `${who} has no employee id, so that the time is nobody's in Intacct`;
    const key = causeKey.worker(worker.userId);
    report({ code: 'WORKER_UNLINKED', field, expected: 'an employee id', actual: 'none', says, causeKey: key });
    return null;
  }
  if (linkedEmployeeId !== null && !isSameText(linkedEmployeeId, employeeId)) {
    const says = `${who} is employee ${linkedEmployeeId}, and bears the employee id ${employeeId} in Assignar`;
    report({
      code: 'WORKER_RELINKED',
      field,
      expected: linkedEmployeeId,
      actual: employeeId,
      says,
      causeKey: causeKey.worker(worker.userId),
    });
    return null;
  }
  const key = causeKey.employee(employeeId);
  const expected = 'an active employee in Intacct';
  if (employee === null) {
    const says = `employee ${employeeId} is not in Intacct`;
    report({ code: 'EMPLOYEE_UNKNOWN', field, expected, actual: employeeId, says, causeKey: key });
    return null;
  }
  if (!employee.isActive) {
    const says = `employee ${employeeId} is inactive in Intacct`;
    report({ code: 'EMPLOYEE_INACTIVE', field, expected, actual: `${employeeId}, inactive`, says, causeKey: key });
  }
  return employee;
}

/** Reports time before the employee began or after it ended: EMPLOYEE_INACTIVE. Days YYYY-MM-DD. */
export function checkEmployment(
  { employeeId, startDate, endDate }: KnownEmployee,
  firstDay: string,
  lastDay: string,
  report: ReportFault,
): void {
  const tell = (day: string, says: string) =>
    report({
      code: 'EMPLOYEE_INACTIVE',
      field: 'employee',
      expected: `employed on ${day}`,
      actual: `${startDate ?? '…'} to ${endDate ?? '…'}`,
      says: `employee ${employeeId} ${says}`,
      causeKey: causeKey.employee(employeeId),
    });
  if (startDate !== null && firstDay < startDate) tell(firstDay, `began on ${startDate}, after ${firstDay}`);
  if (endDate !== null && lastDay > endDate) tell(lastDay, `ended on ${endDate}, before ${lastDay}`);
}

/** The shift's project; null where there is none. Reports REQUIRED_FIELD_MISSING, PROJECT_UNKNOWN and PROJECT_INACTIVE. */
export function findProject(
  { project: ofSheet }: SourceTimesheet,
  { project }: KnownConstruction,
  report: ReportFault,
): KnownProject | null {
  const field = 'project';
  if (ofSheet === null) return missing(field, report);
  const projectId = ofSheet.externalId?.trim() ?? '';
  if (projectId === '') {
    report({
      code: 'PROJECT_UNKNOWN',
      field,
      expected: 'an external id',
      actual: 'none',
      says: `project ${ofSheet.projectId} of Assignar has no external id, so that it is none of Intacct's`,
      causeKey: causeKey.assignarRecord('project', ofSheet.projectId),
    });
    return null;
  }
  const key = causeKey.project(projectId);
  const expected = 'an active project in Intacct';
  if (project === null) {
    const says = `project ${projectId} is not in Intacct`;
    report({ code: 'PROJECT_UNKNOWN', field, expected, actual: projectId, says, causeKey: key });
    return null;
  }
  if (!project.isActive) {
    const says = `project ${projectId} is inactive in Intacct`;
    report({ code: 'PROJECT_INACTIVE', field, expected, actual: `${projectId}, inactive`, says, causeKey: key });
  }
  return project;
}
