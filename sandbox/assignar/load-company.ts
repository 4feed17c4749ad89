import { type CollectionName, deletedFieldOf, WORKER_TYPE_ID } from './collections';
import type { AssignarCompany } from './company-file';
import { findRow } from './find-row';
import type { Json, Row } from './row';
import { submitTimesheet } from './submit-timesheet';
import { approveTimesheet, completeTimesheet, processTimesheet } from './timesheet-states';
import { createRow, type Tenant } from './write-row';

const OFFICE_TYPE_ID = 1;

/** Replaces every row of the tenant by what a company file says; throws the API's refusal where the file breaks a rule. */
export function loadCompany(tenant: Tenant, company: AssignarCompany): void {
  const { store } = tenant;
  store.clear();
  loadLists(tenant, company);
  add(tenant, 'users', { user_type_id: OFFICE_TYPE_ID, first_name: 'Site', last_name: 'Office', username: 'office' });
  for (const role of company.roles) add(tenant, 'tasks', named(role), role.deleted);
  for (const { name, code } of company.assetClasses) add(tenant, 'asset-classes', given({ name, code }));
  for (const asset of company.assets) {
    const assetClass = store.rows('asset-classes').find(({ code }) => code === asset.assetClass);
    if (asset.assetClass !== undefined && !assetClass) throw new Error(`no asset class ${asset.assetClass}`);
    const fields = { ...named(asset), ...given({ description: asset.description, asset_class_id: assetClass?.id }) };
    add(tenant, 'assets', fields, asset.deleted);
  }
  for (const client of company.clients)
    add(tenant, 'clients', { ...party(client), company_name: client.companyName ?? client.name }, client.deleted);
  for (const supplier of company.suppliers) add(tenant, 'suppliers', party(supplier), supplier.deleted);
  for (const activity of company.activities) {
    const flags = { is_payable: activity.payable, billable: activity.billable };
    add(tenant, 'activities', { ...named(activity), ...flags }, activity.deleted);
  }
  for (const project of company.projects) addProject(tenant, project);
  for (const worker of company.workers) addWorker(tenant, worker);
  for (const order of company.orders) addOrder(tenant, order);
  for (const { state, ...shift } of company.timesheets) carry(tenant, submitTimesheet(tenant, shift).id, state);
}

function loadLists({ store }: Tenant, company: AssignarCompany): void {
  const lists: [CollectionName, readonly string[]][] = [
    ['user-types', ['Office', 'Worker']],
    ['employment-types', company.employmentTypes],
    ['order-types', company.orderTypes],
    ['order-statuses', company.orderStatuses],
    ['documents', company.documents],
  ];
  for (const [list, names] of lists) for (const name of names) store.insert(list, { name });
  for (const { name, taxonomy } of company.tags) store.insert('tags', { name, taxonomy });
}

function addProject(tenant: Tenant, project: AssignarCompany['projects'][number]): void {
  const { store } = tenant;
  const { client, parent, address, suburb, state, postcode, timezone } = project;
  const fields = {
    ...named(project),
    ...given({ address, suburb, state, postcode, timezone }),
    ...(client === undefined ? {} : { client_id: findRow(store, 'clients', client).id }),
    ...(parent === undefined ? {} : { parent_id: findRow(store, 'projects', parent).id }),
    activities: project.activities.map((activity) => ({ activity_id: findRow(store, 'activities', activity).id })),
  };
  add(tenant, 'projects', fields, project.deleted);
}

function addWorker(tenant: Tenant, worker: AssignarCompany['workers'][number]): void {
  const { store } = tenant;
  const { address, suburb, state, postcode, email } = worker;
  const type = store.rows('employment-types').find(({ name }) => name === worker.employmentType);
  if (worker.employmentType !== undefined && !type) throw new Error(`no employment type ${worker.employmentType}`);
  const fields = {
    ...keysOf(worker),
    ...given({ employee_id: worker.employeeId, email, contact: worker.phone, dob: worker.dateOfBirth }),
    ...given({ address, suburb, state, postcode, employment_type: type?.id }),
    user_type_id: WORKER_TYPE_ID,
    first_name: worker.firstName,
    last_name: worker.lastName,
    active: worker.active,
    tasks: worker.roles.map((role) => ({ task_id: findRow(store, 'tasks', role).id })),
    ...worker.extra,
  };
  add(tenant, 'users', fields, worker.deleted);
}

function addOrder(tenant: Tenant, order: AssignarCompany['orders'][number]): void {
  const { store } = tenant;
  const { startTime, jobNumber, jobDescription } = order;
  add(tenant, 'orders', {
    ...keysOf(order),
    client_id: findRow(store, 'clients', order.client).id,
    ...(order.project === undefined ? {} : { project_id: findRow(store, 'projects', order.project).id }),
    order_owner: order.owner,
    start_date: order.startDate,
    end_date: order.endDate,
    active: order.active,
    ...given({ start_time: startTime, job_number: jobNumber, job_description: jobDescription }),
  });
}

function carry(tenant: Tenant, id: number, state: AssignarCompany['timesheets'][number]['state']): void {
  if (state === 'submitted') return;
  approveTimesheet(tenant, id);
  if (state === 'approved') return;
  completeTimesheet(tenant, id);
  if (state === 'processed') processTimesheet(tenant, id);
}

function add(tenant: Tenant, name: CollectionName, fields: Record<string, unknown>, isDeleted = false): Row {
  const { row } = createRow(tenant, name, fields);
  return isDeleted ? tenant.store.change(name, row.id, { [deletedFieldOf(name)]: tenant.now().toISOString() }) : row;
}

interface Keyed {
  readonly externalId?: string | undefined;
  readonly integrationId?: string | undefined;
}

function keysOf({ externalId, integrationId }: Keyed): Record<string, Json> {
  return given({ external_id: externalId, integration_id: integrationId });
}

function named(row: Keyed & { readonly name: string; readonly active: boolean }): Record<string, Json> {
  return { ...keysOf(row), name: row.name, active: row.active };
}

function party(row: AssignarCompany['suppliers'][number]): Record<string, Json> {
  const { email, address } = row;
  return {
    ...named(row),
    ...given({ email, office_phone: row.phone, address_1: address?.line1, address_2: address?.line2 }),
    ...given({ city: address?.city, state: address?.state, postcode: address?.postcode }),
  };
}

/** Without the fields that the file does not name. */
function given(fields: Record<string, Json | undefined>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
