import type { SandboxCompanyInput } from '../intacct/company-file';
import { type Employee, employees, named } from './crew';
import { workItems } from './items-of-work';
import { harborCredentials } from './sign-ins';
import { costCodes, customers, places, sites, vendors } from './sites';

/** The objects whose changes Intacct tells, with the field that their records are known by. */
const toldObjects = [
  ['EMPLOYEE', 'EMPLOYEEID'],
  ['ITEM', 'ITEMID'],
  ['PROJECT', 'PROJECTID'],
  ['TASK', 'TASKID'],
  ['CUSTOMER', 'CUSTOMERID'],
  ['VENDOR', 'VENDORID'],
] as const;

/** The week in which finance takes no more time. */
export const closedWeek = '2026-10-19';
/** The week of `named.approvedWeek` that a supervisor has approved in Intacct. */
export const approvedWeek = '2026-11-09';

/**
 * The Intacct side of Harbor Civil: masters that fit `companies/harbor-civil.yaml`, a closed week of October, and the timesheet that a
 * supervisor approved. Changes are told to `smartEventUrl` when it is given. For `PUT /admin/company`.
 */
export function harborIntacctCompany(smartEventUrl?: string): SandboxCompanyInput {
  const { companyId, senderId, senderPassword, userId, userPassword } = harborCredentials;
  return {
    companyId,
    senders: [{ senderId, password: senderPassword }],
    users: [{ userId, password: userPassword }],
    entities: [{ entityId: 'HARBOR', name: 'Harbor Civil Inc', baseCurrency: 'USD' }],
    locations: places.map(({ locationId, name }) => ({ locationId, name, entityId: 'HARBOR' })),
    departments: [
      { departmentId: 'FIELD', title: 'Field crews' },
      { departmentId: 'PLANT', title: 'Plant and equipment' },
      { departmentId: 'OFFICE', title: 'Office' },
      { departmentId: 'SAFETY', title: 'Health and safety' },
    ],
    ...ledgerSetUp,
    contacts: employees.map(contactOf),
    customers: customers.map(({ customerId, name }, index) => ({
      customerId,
      name,
      termName: 'Net 30',
      displayContact: {
        email1: `payables@customer-${index + 1}.example`,
        phone1: `617-555-02${10 + index}`,
        ...street(index),
      },
    })),
    vendors: vendors.map(({ vendorId, name, isSubcontractor }, index) => ({
      vendorId,
      name,
      termName: 'Net 30',
      customFields: { SUBCONTRACTOR: String(isSubcontractor) },
      displayContact: {
        email1: `crews@vendor-${index + 1}.example`,
        phone1: `312-555-03${10 + index}`,
        ...street(index),
      },
    })),
    itemGlGroups: ['Labor', 'Equipment', 'Materials'].map((name) => ({ name })),
    items: workItems.map(({ itemId, name, glGroup, isActive }) => ({
      itemId,
      name,
      ...(glGroup === null ? {} : { glGroup }),
      status: isActive ? 'active' : 'inactive',
    })),
    earningTypes: ['Regular', 'Overtime', 'Plant hours', 'Travel'].map((name) => ({ name })),
    employeePositions: [...new Set(employees.map(({ position }) => position))].map((position) => ({
      positionId: position,
      name: position,
    })),
    employees: employees.map(employeeItem),
    projects: sites.map(({ parentId, endDate, isActive, taskIds: _, ...site }) => ({
      ...site,
      ...(parentId === null ? {} : { parentId }),
      ...(endDate === null ? {} : { endDate }),
      status: isActive ? 'active' : 'inactive',
    })),
    tasks: sites.flatMap(({ projectId, taskIds }) =>
      taskIds.map((taskId) => ({
        projectId,
        taskId,
        name: costCodes.find((code) => code.taskId === taskId)?.name ?? taskId,
      })),
    ),
    timesheets: [approvedTimesheet],
    closedTimePeriods: [closedWeek],
    customFields: { VENDOR: ['SUBCONTRACTOR'] },
    smartEvents: smartEventUrl === undefined ? [] : smartEvents(smartEventUrl),
  };
}

const ledgerSetUp = {
  accounts: [
    { accountNo: '1200', title: 'Accounts receivable', accountType: 'balancesheet', normalBalance: 'debit' },
    { accountNo: '2000', title: 'Accounts payable', accountType: 'balancesheet', normalBalance: 'credit' },
    { accountNo: '5300', title: 'Equipment charged to jobs', accountType: 'incomestatement', normalBalance: 'debit' },
    { accountNo: '5390', title: 'Equipment recovered', accountType: 'incomestatement', normalBalance: 'credit' },
  ],
  journals: [
    { symbol: 'GJ', title: 'General journal' },
    { symbol: 'EQJ', title: 'Equipment journal' },
  ],
  receivablesAccountNo: '1200',
  payablesAccountNo: '2000',
  terms: [{ name: 'Net 30', dueDays: 30 }],
  apTerms: [{ name: 'Net 30', dueDays: 30 }],
  taxDetails: [],
} satisfies Partial<SandboxCompanyInput>;

const approvedTimesheet: NonNullable<SandboxCompanyInput['timesheets']>[number] = {
  employeeId: named.approvedWeek,
  beginDate: approvedWeek,
  state: 'Approved',
  description: 'Keyed by hand, and approved',
  entries: [
    {
      ...{ entryDate: approvedWeek, quantity: '8', projectId: 'HC-2402', itemId: 'LAB-CONC', timeType: 'Regular' },
      description: 'Keyed by hand',
    },
  ],
};

function contactNameOf({ firstName, lastName, employeeId }: Employee): string {
  return `${firstName} ${lastName} ${employeeId}`;
}

function contactOf(employee: Employee, index: number): NonNullable<SandboxCompanyInput['contacts']>[number] {
  const { firstName, lastName, email } = employee;
  const place = places.find(({ locationId }) => locationId === employee.locationId) ?? places[0];
  return {
    contactName: contactNameOf(employee),
    printAs: `${firstName} ${lastName}`,
    firstName,
    lastName,
    ...(email === null ? {} : { email1: email }),
    phone1: `${place.locationId === '100' ? '617' : '312'}-555-${String(1000 + index)}`,
    cellphone: `${place.locationId === '100' ? '857' : '773'}-555-${String(1000 + index)}`,
    ...street(index),
    ...{ city: place.city, state: place.state, zip: place.zip },
  };
}

function street(index: number): { address1: string; city: string; state: string; zip: string } {
  const place = places[index % 2] ?? places[0];
  const name = ['Pilot House Road', 'Dockside Street', 'Granite Avenue', 'Caisson Lane'][index % 4] ?? '';
  return { address1: `${12 + index * 3} ${name}`, city: place.city, state: place.state, zip: place.zip };
}

function employeeItem(employee: Employee): NonNullable<SandboxCompanyInput['employees']>[number] {
  const { employeeId, position, earningTypeName, endDate, startDate, birthDate, departmentId, locationId } = employee;
  return {
    ...{ employeeId, contactName: contactNameOf(employee), title: position, positionId: position },
    ...{ startDate, birthDate, departmentId, locationId },
    ...(earningTypeName === null ? {} : { earningTypeName }),
    ...(endDate === null ? {} : { endDate, terminationType: 'voluntary' }),
  };
}

function smartEvents(url: string): NonNullable<SandboxCompanyInput['smartEvents']> {
  return toldObjects.map(([object, keyField]) => ({
    smartEventId: `hub-${object.toLowerCase()}`,
    object,
    events: ['add', 'set', 'delete'],
    url,
    arguments: { object, key: `{!${object}.${keyField}!}`, recordno: `{!${object}.RECORDNO!}` },
  }));
}
