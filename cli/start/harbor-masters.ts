import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { askAdmin } from '../../sandbox/admin-port';
import { createOfficePort, type KeptRow, type OfficePort } from '../../sandbox/sample-construction/office-port';
import type { HarborAddresses } from './harbor-sandboxes';

const status = z.string();
const companySchema = z.looseObject({
  contacts: z.array(
    z.looseObject({
      contactName: z.string(),
      firstName: z.string().optional(),
      lastName: z.string().optional(),
      email1: z.string().optional(),
      phone1: z.string().optional(),
    }),
  ),
  employees: z.array(
    z.looseObject({
      employeeId: z.string(),
      contactName: z.string(),
      departmentId: z.string().optional(),
      positionId: z.string().optional(),
      endDate: z.string().optional(),
      status,
    }),
  ),
  items: z.array(z.looseObject({ itemId: z.string(), name: z.string(), glGroup: z.string().optional(), status })),
  projects: z.array(
    z.looseObject({
      projectId: z.string(),
      name: z.string(),
      parentId: z.string().optional(),
      customerId: z.string().optional(),
      status,
    }),
  ),
  tasks: z.array(z.looseObject({ taskId: z.string(), name: z.string(), status })),
  customers: z.array(z.looseObject({ customerId: z.string(), name: z.string(), status })),
  vendors: z.array(
    z.looseObject({
      vendorId: z.string(),
      name: z.string(),
      customFields: z.record(z.string(), z.string()).optional(),
      status,
    }),
  ),
});
type Company = z.infer<typeof companySchema>;

const profileSchema = z.looseObject({
  items: z.looseObject({ equipmentGroups: z.array(z.string()), labourGroups: z.array(z.string()) }),
  filters: z.looseObject({
    employees: z.looseObject({ departments: z.array(z.string()).optional() }),
    vendors: z.looseObject({
      customField: z.looseObject({ field: z.string(), values: z.array(z.string()) }).optional(),
    }),
  }),
  workers: z.looseObject({ roleByPosition: z.record(z.string(), z.string()) }),
});
type Profile = z.infer<typeof profileSchema>;

/** A record of which both systems do not say the same; null is the side that should not have it, or lacks it. */
export interface HarborDifference {
  /** As exceptions name it: `EMPLOYEE/E-1001`. */
  record: string;
  intacct: string | null;
  assignar: string | null;
}

/** What a side says of a record, by its name: `EMPLOYEE/E-1001` and `Ana Delgado · ana@… · 617-555-1000 · LAB-FORE`. */
type Said = Map<string, string>;

/**
 * Compares what both systems say of workers, roles, assets, projects, activities, clients and suppliers, read by the admin ports, without
 * the hub's links or mappings; and finds what Assignar has active that Intacct does not. `today`: YYYY-MM-DD.
 */
export async function readHarborMasters(
  { intacctAdmin, assignarAdmin }: HarborAddresses,
  companiesDirectory: string,
  today: string,
): Promise<{ compared: number; differences: HarborDifference[] }> {
  const company = companySchema.parse(await askAdmin(intacctAdmin, 'GET', 'company'));
  const file = join(companiesDirectory, 'harbor-civil.yaml');
  const expected = expectedRecords(company, profileSchema.parse(parse(readFileSync(file, 'utf8'))), today);
  const shown = await assignarRecords(createOfficePort(assignarAdmin));
  const names = [...new Set([...expected.keys(), ...shown.keys()])].sort();
  const differences = names.flatMap((record): HarborDifference[] => {
    const [intacct, assignar] = [expected.get(record) ?? null, shown.get(record) ?? null];
    return intacct === assignar ? [] : [{ record, intacct, assignar }];
  });
  return { compared: expected.size, differences };
}

function expectedRecords(company: Company, profile: Profile, today: string): Said {
  const isActive = (record: { status: string }) => record.status === 'active';
  const { labourGroups, equipmentGroups } = profile.items;
  const { customField } = profile.filters.vendors;
  return new Map<string, string>([
    ...expectedWorkers(company, profile, today),
    ...company.items.filter(isActive).flatMap(({ itemId, name, glGroup = '' }): [string, string][] => {
      if (labourGroups.includes(glGroup)) return [[`ITEM/${itemId}`, `role ${name}`]];
      return equipmentGroups.includes(glGroup) ? [[`ITEM/${itemId}`, `asset ${name}`]] : [];
    }),
    ...company.projects
      .filter(isActive)
      .map(({ projectId, name, parentId, customerId }): [string, string] => [
        `PROJECT/${projectId}`,
        [name, parentId ?? '', customerId ?? ''].join(' · '),
      ]),
    ...[...company.tasks].reverse().map(({ taskId, name }): [string, string] => [`TASK/${taskId}`, name]),
    ...company.customers
      .filter(isActive)
      .map(({ customerId, name }): [string, string] => [`CUSTOMER/${customerId}`, name]),
    ...company.vendors
      .filter(isActive)
      .filter(({ customFields }) => customField?.values.includes(customFields?.[customField.field] ?? '') ?? true)
      .map(({ vendorId, name }): [string, string] => [`VENDOR/${vendorId}`, name]),
  ]);
}

function expectedWorkers({ employees, contacts }: Company, profile: Profile, today: string): [string, string][] {
  const { departments } = profile.filters.employees;
  const byName = new Map(contacts.map((contact) => [contact.contactName, contact]));
  return employees
    .filter((employee) => employee.status === 'active' && (employee.endDate ?? today) >= today)
    .filter(({ departmentId }) => departments?.includes(departmentId ?? '') ?? true)
    .map(({ employeeId, contactName, positionId = '' }) => {
      const { firstName, lastName, email1, phone1 } = byName.get(contactName) ?? {};
      const role = profile.workers.roleByPosition[positionId] ?? positionId;
      return [`EMPLOYEE/${employeeId}`, [firstName, lastName, email1, phone1, role].join(' · ')];
    });
}

/** Everything active that bears an id of Intacct; an item that is both role and asset shows so. */
async function assignarRecords(office: OfficePort): Promise<Said> {
  const [users = [], roles = [], assets = [], projects = [], activities = [], clients = [], suppliers = []] =
    await Promise.all(
      (['users', 'tasks', 'assets', 'projects', 'activities', 'clients', 'suppliers'] as const).map((collection) =>
        office.rows(collection),
      ),
    );
  const externalIds = (rows: KeptRow[]) => new Map(rows.map((row) => [row.id, text(row.external_id)]));
  const [roleIds, clientIds, projectIds] = [roles, clients, projects].map(externalIds);
  const said: Said = new Map();
  const say = (object: string, rows: KeptRow[], words: (row: KeptRow) => (string | undefined)[]) => {
    for (const row of rows) {
      if (row.external_id === null || row.external_id === undefined || row.active !== true || row.deleted_at !== null)
        continue;
      const name = `${object}/${text(row.external_id)}`;
      said.set(name, [...(said.has(name) ? [said.get(name)] : []), words(row).join(' · ')].join(' and '));
    }
  };
  say('EMPLOYEE', users, (user) => [
    ...[user.first_name, user.last_name, user.email, user.contact].map(text),
    z
      .array(z.number())
      .parse(user.tasks)
      .map((id) => roleIds?.get(id))
      .join(','),
  ]);
  say('ITEM', roles, ({ name }) => [`role ${text(name)}`]);
  say('ITEM', assets, ({ name }) => [`asset ${text(name)}`]);
  say('PROJECT', projects, ({ name, parent_id, client_id }) => [
    text(name),
    projectIds?.get(Number(parent_id)) ?? '',
    clientIds?.get(Number(client_id)) ?? '',
  ]);
  for (const [object, rows] of [
    ['TASK', activities],
    ['CUSTOMER', clients],
    ['VENDOR', suppliers],
  ] as const) {
    say(object, rows, ({ name }) => [text(name)]);
  }
  return said;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
