import type { SandboxCompanyInput } from '../../../sandbox/intacct/company-file';
import { COMPANY, call, login, request, startTestSandbox, type TestSandbox } from './gateway-client';

/** The usual company with labour and equipment, three employees, two projects with tasks, and journals of quantities. */
export const TIME_COMPANY: SandboxCompanyInput = {
  ...COMPANY,
  customFields: { EMPLOYEE: ['UNION_NO'], ITEM: ['FLEET_NO'], PROJECT: ['REGION'] },
  users: [...COMPANY.users, { userId: 'clerk', password: 'clerk-secret', denied: ['TIMESHEET', 'ITEMGLGROUP'] }],
  statAccounts: [{ accountNo: 'HOURS', title: 'Hours' }],
  statJournals: [{ symbol: 'STAT', title: 'Quantities' }],
  contacts: [
    ...COMPANY.contacts,
    {
      contactName: 'Ana Silva',
      printAs: 'Ana Silva',
      firstName: 'Ana',
      lastName: 'Silva',
      email1: 'ana@harbor.example',
      phone1: '555 0100',
      cellphone: '555 0101',
      address1: '1 Shore Rd',
      city: 'Houston',
    },
    { contactName: 'Ben Ode', printAs: 'Ben Ode' },
    { contactName: 'Cy Young', printAs: 'Cy Young' },
  ],
  itemGlGroups: [{ name: 'Labor' }, { name: 'Equipment' }],
  items: [
    { itemId: 'CARP', name: 'Carpenter', glGroup: 'Labor' },
    { itemId: 'EXC-1', name: 'Excavator 1', glGroup: 'Equipment' },
    { itemId: 'OLD-CRANE', name: 'Old crane', glGroup: 'Equipment', status: 'inactive' },
  ],
  earningTypes: [{ name: 'Regular', billable: true }, { name: 'Overtime' }, { name: 'Void', status: 'inactive' }],
  employeePositions: [{ positionId: 'CARP-2', name: 'Journeyman carpenter', description: 'Second class' }],
  employees: [
    {
      employeeId: 'E1',
      contactName: 'Ana Silva',
      title: 'Foreman',
      startDate: '2020-01-06',
      departmentId: '10',
      locationId: 'HOU',
      positionId: 'CARP-2',
      earningTypeName: 'Regular',
    },
    { employeeId: 'E2', contactName: 'Ben Ode', locationId: 'HOU', supervisorId: 'E1' },
    { employeeId: 'E3', contactName: 'Cy Young', locationId: 'HOU', earningTypeName: 'Regular', status: 'inactive' },
  ],
  projects: [
    { projectId: 'P1', name: 'Quay wall', customerId: 'C1', projectStatus: 'In Progress', beginDate: '2026-01-05' },
    { projectId: 'P2', name: 'Slipway', parentId: 'P1' },
    { projectId: 'P-OLD', name: 'Old pier', status: 'inactive' },
    { projectId: 'P-DONE', name: 'Dry dock', projectStatus: 'Closed' },
  ],
  tasks: [
    { projectId: 'P1', taskId: 'T1', name: 'Formwork', itemId: 'CARP', billable: true },
    { projectId: 'P1', taskId: 'T2', name: 'Rebar', taskStatus: 'Planned', parentTaskId: 'T1' },
    { projectId: 'P2', taskId: 'T1', name: 'Piling' },
    { projectId: 'P2', taskId: 'T9', name: 'Rails' },
  ],
};

export interface TimeSandbox {
  readonly sandbox: TestSandbox;
  /** One function in an entity (empty: top level); answers the body. */
  post(element: string, entity?: string, user?: string): Promise<string>;
}

/** Starts a sandbox with TIME_COMPANY. */
export async function startTimeSandbox(clock?: () => Date): Promise<TimeSandbox> {
  const sandbox = await startTestSandbox({ company: TIME_COMPANY, ...(clock ? { clock } : {}) });
  let calls = 0;
  return {
    sandbox,
    async post(element, entity = '', user = 'svc') {
      calls += 1;
      const authentication = login(entity === '' ? undefined : entity, user, `${user}-secret`);
      return (await sandbox.post(request(call(`c${calls}`, element), { authentication }))).body;
    },
  };
}

export interface EntryParts {
  readonly day?: string;
  readonly hours?: string;
  readonly where?: string;
  readonly rest?: string;
}

/** One entry: eight hours on Monday for task T1 of project P1, with other parts where given. */
export function entry(parts: EntryParts = {}): string {
  const { day = '11/16/2026', hours = '8', rest = '' } = parts;
  const where = parts.where ?? '<PROJECTID>P1</PROJECTID><TASKID>T1</TASKID><ITEMID>CARP</ITEMID>';
  return `<TIMESHEETENTRY><ENTRYDATE>${day}</ENTRYDATE><QTY>${hours}</QTY>${where}${rest}</TIMESHEETENTRY>`;
}

/** Generic create of a timesheet of the week of Monday 16 November 2026. */
export function timesheet(
  entries: string,
  parts: { employee?: string; begins?: string; header?: string } = {},
): string {
  const { employee = 'E1', begins = '11/16/2026', header = '' } = parts;
  return `<create><TIMESHEET><EMPLOYEEID>${employee}</EMPLOYEEID><BEGINDATE>${begins}</BEGINDATE>${header}<TIMESHEETENTRIES>${entries}</TIMESHEETENTRIES></TIMESHEET></create>`;
}

/** Generic update of a timesheet by its RECORDNO. */
export function changedTimesheet(recordNo: string, content: string): string {
  return `<update><TIMESHEET><RECORDNO>${recordNo}</RECORDNO>${content}</TIMESHEET></update>`;
}

/** A query for chosen fields, with a filter where given, ordered by RECORDNO. */
export function query(object: string, fields: readonly string[], filter = ''): string {
  const select = fields.map((name) => `<field>${name}</field>`).join('');
  const filtered = filter === '' ? '' : `<filter>${filter}</filter>`;
  return `<query><select>${select}</select><object>${object}</object>${filtered}<orderby><order><field>RECORDNO</field><ascending/></order></orderby></query>`;
}

/** A condition of a query's filter. */
export function equalTo(field: string, value: string): string {
  return `<equalto><field>${field}</field><value>${value}</value></equalto>`;
}

/** The texts of every element of that name, empty ones too. */
export function texts(body: string, name: string): string[] {
  return [...body.matchAll(new RegExp(`<${name}(?:/>|>([^<]*)</${name}>)`, 'g'))].map(([, text]) => text ?? '');
}
