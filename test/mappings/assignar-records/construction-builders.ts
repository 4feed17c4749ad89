import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type AssignarProfile, assignarProfileSchema } from '../../../domain/assignar-profile';
import type { IntacctEmployee, IntacctItem, IntacctProject, IntacctTask } from '../../../domain/construction-records';

const modifiedAt = '2026-11-20T09:00:00Z';

/** The sample construction company's profile, without filters unless a test has some, in an Assignar that has a field for the earning type. */
export function buildAssignarProfile(changes: Partial<AssignarProfile> = {}): AssignarProfile {
  const file = join(__dirname, '..', '..', '..', 'companies', 'harbor-civil.yaml');
  const profile = assignarProfileSchema.parse(parse(readFileSync(file, 'utf8')));
  const filters = { employees: {}, items: {}, projects: {}, tasks: {}, customers: {}, vendors: {} };
  const workerFields = { department: 'department', earningType: 'earning_type' };
  return { ...profile, assignar: { ...profile.assignar, workerFields }, filters, ...changes };
}

/** An employee in good order, as Intacct holds them. */
export function buildEmployee(changes: Partial<IntacctEmployee> = {}): IntacctEmployee {
  return {
    employeeId: 'E-7',
    recordNumber: '7',
    isActive: true,
    firstName: 'Ruth',
    lastName: 'Okafor',
    contactName: 'Ruth Okafor',
    printAs: 'Ruth Okafor',
    title: 'Carpenter',
    email: 'ruth.okafor@harbor.example',
    telephone: '617-555-0107',
    mobile: '617-555-0207',
    address: { lines: ['7 Pier Street', 'Unit 2'], town: 'Boston', county: 'MA', postcode: '02109', countryCode: 'US' },
    birthDate: '1988-03-14',
    startDate: '2020-02-03',
    endDate: null,
    terminationType: null,
    departmentId: 'FIELD',
    locationId: '100',
    positionId: 'Carpenter',
    earningTypeName: 'Ordinary',
    customFields: {},
    modifiedAt,
    ...changes,
  };
}

/** An item of labour in good order. */
export function buildItem(changes: Partial<IntacctItem> = {}): IntacctItem {
  return {
    itemId: 'LAB-CARP',
    recordNumber: '31',
    name: 'Carpentry',
    isActive: true,
    itemType: 'Non-Inventory',
    glGroup: 'Labor',
    description: null,
    customFields: {},
    modifiedAt,
    ...changes,
  };
}

/** A project in good order. */
export function buildProject(changes: Partial<IntacctProject> = {}): IntacctProject {
  return {
    projectId: 'P-100',
    recordNumber: '501',
    name: 'Pier 4 renewal',
    description: null,
    category: 'Contract',
    isActive: true,
    projectStatus: 'In Progress',
    parentId: null,
    customerId: 'C-10',
    beginDate: '2026-10-05',
    endDate: '2027-03-31',
    departmentId: null,
    locationId: '200',
    purchaseOrderNumber: 'PO-778',
    customFields: {},
    modifiedAt,
    ...changes,
  };
}

/** A task of a project in good order. */
export function buildTask(changes: Partial<IntacctTask> = {}): IntacctTask {
  return {
    taskId: '100-200',
    recordNumber: '88',
    projectId: 'P-100',
    name: '100-200 Footings',
    description: null,
    isActive: true,
    taskStatus: 'In Progress',
    parentRecordNumber: null,
    itemId: null,
    isBillable: true,
    beginDate: null,
    endDate: null,
    modifiedAt,
    ...changes,
  };
}
