import type { IntacctEmployee } from '../../domain/construction-records';
import { causeKey } from '../../domain/exception';
import { mapEmployeeToWorker, roleItemOf, whyEnded } from '../../mappings/assignar-records/employee-to-worker';
import { whyFiltered } from '../../mappings/assignar-records/why-filtered';
import type { AssignarReaders, AssignarRecordKind, FoundInIntacct } from './assignar-record-kind';

/** Employees are workers. */
export const employeeKind: AssignarRecordKind = {
  object: 'EMPLOYEE',
  targets: ['worker'],
  async read(readers, ids) {
    const employees = await readers.construction.readEmployees(ids);
    return employees.map((employee) => foundEmployee(readers, employee));
  },
  async list(readers, after, limit) {
    const page = await readers.construction.listEmployees(after, limit);
    const found = page.map((employee) => foundEmployee(readers, employee));
    return { found, rows: page.length, reached: page.at(-1)?.recordNumber ?? null };
  },
};

function foundEmployee({ profile, today }: AssignarReaders, employee: IntacctEmployee): FoundInIntacct {
  const { employeeId: id, recordNumber, modifiedAt, isActive } = employee;
  const { departmentId, locationId, customFields } = employee;
  const filtered = { id, isActive, departmentId, locationId, earningType: employee.earningTypeName, customFields };
  return {
    id,
    recordNumber,
    modifiedAt,
    whyNot: whyFiltered(filtered, profile.filters.employees) ?? whyEnded(employee, today),
    masters: [{ object: 'EMPLOYEE', record: employee }],
    causes: isActive ? [causeKey.employee(id)] : [],
    async map(readers) {
      const item = roleItemOf(employee, profile);
      const roleId = item === null ? null : await readers.referenceTo('role', 'ITEM', item);
      const mapped = mapEmployeeToWorker(employee, profile, { roleId });
      return mapped.kind === 'wanted' ? { wanted: [() => mapped.wanted] } : mapped;
    },
  };
}
