import type { AssignarSettings } from './settings';

export const COLLECTION_NAMES = [
  'users',
  'tasks',
  'assets',
  'asset-classes',
  'clients',
  'suppliers',
  'projects',
  'orders',
  'activities',
  'tags',
  'documents',
  'order-statuses',
  'order-types',
  'user-types',
  'employment-types',
  'timesheets',
] as const;
export type CollectionName = (typeof COLLECTION_NAMES)[number];

/** Besides the collections, tables that are only seen through another's path. */
export type TableName = CollectionName | 'order-tasks' | 'order-activities';

export type FieldKind = 'text' | 'integer' | 'number' | 'flag' | 'date' | 'instant' | 'clock-time';

/** A list of links: sent as `[{task_id: 97}]`, kept as ids. */
export interface LinkList {
  readonly key: string;
  readonly to: CollectionName;
}

/** What a collection holds, and its oddities (facts/assignar.md 4.1, 4.3). */
export interface Collection {
  readonly objectName: string;
  /** The list's path ends with a slash, and does not work without. */
  readonly trailingSlash?: true;
  readonly readOnly?: true;
  readonly fields: Readonly<Record<string, FieldKind>>;
  readonly required?: readonly string[];
  readonly defaults?: Readonly<Record<string, string | number | boolean>>;
  readonly references?: Readonly<Record<string, CollectionName>>;
  readonly lists?: Readonly<Record<string, LinkList>>;
  /** `in-body`: HTTP 200, and the status that counts stands in the body. */
  readonly answers?: 'in-body' | 'create-200';
  readonly deletedField?: 'deleted_time';
}

const KEYS = { external_id: 'text', integration_id: 'text' } as const;
const PARTY = {
  name: 'text',
  abn: 'text',
  email: 'text',
  office_phone: 'text',
  mobile: 'text',
  address_1: 'text',
  address_2: 'text',
  city: 'text',
  state: 'text',
  postcode: 'text',
  comments: 'text',
  external_id: 'text',
  active: 'flag',
} as const;
const TAGS: LinkList = { key: 'tag_id', to: 'tags' };
const NAMED = { fields: { name: 'text' }, readOnly: true } as const;

const USERS: Collection = {
  objectName: 'User',
  answers: 'in-body',
  fields: {
    integration_id: 'text',
    user_type_id: 'integer',
    employee_id: 'text',
    username: 'text',
    first_name: 'text',
    last_name: 'text',
    email: 'text',
    contact: 'text',
    dob: 'date',
    address: 'text',
    suburb: 'text',
    state: 'text',
    postcode: 'text',
    employment_type: 'integer',
    emergency_contact: 'text',
    emergency_contact_name: 'text',
    comments: 'text',
    active: 'flag',
  },
  required: ['user_type_id', 'first_name', 'last_name'],
  defaults: { active: true },
  references: { user_type_id: 'user-types', employment_type: 'employment-types' },
  lists: { tasks: { key: 'task_id', to: 'tasks' }, suppliers: { key: 'supplier_id', to: 'suppliers' }, tags: TAGS },
};

const ASSETS: Collection = {
  objectName: 'Asset',
  answers: 'in-body',
  fields: {
    ...KEYS,
    name: 'text',
    description: 'text',
    rego_number: 'text',
    active: 'flag',
    year: 'text',
    make: 'text',
    model: 'text',
    serial_number: 'text',
    charge_rate: 'text',
    number_reading: 'number',
    asset_class_id: 'integer',
  },
  required: ['name'],
  defaults: { active: true },
  references: { asset_class_id: 'asset-classes' },
  lists: { tags: TAGS },
};

const PROJECTS: Collection = {
  objectName: 'Project',
  trailingSlash: true,
  answers: 'create-200',
  fields: {
    ...KEYS,
    client_id: 'integer',
    name: 'text',
    email: 'text',
    address: 'text',
    suburb: 'text',
    state: 'text',
    postcode: 'text',
    active: 'flag',
    parent_id: 'integer',
    charge_code_id: 'integer',
  },
  required: ['name'],
  defaults: { active: true },
  references: { client_id: 'clients', parent_id: 'projects' },
  lists: {
    tags: TAGS,
    activities: { key: 'activity_id', to: 'activities' },
    supervisors: { key: 'user_id', to: 'users' },
  },
};

const ORDERS: Collection = {
  objectName: 'Order',
  fields: {
    integration_id: 'text',
    client_id: 'integer',
    order_owner: 'integer',
    start_date: 'date',
    end_date: 'date',
    job_number: 'text',
    po_number: 'text',
    project_id: 'integer',
    location: 'text',
    job_description: 'text',
    start_time: 'clock-time',
    shift_duration: 'clock-time',
    status_id: 'integer',
    type_id: 'integer',
    supplier_id: 'integer',
    active: 'flag',
  },
  required: ['client_id', 'order_owner', 'start_date', 'end_date'],
  defaults: { active: true },
  references: {
    client_id: 'clients',
    order_owner: 'users',
    project_id: 'projects',
    status_id: 'order-statuses',
    type_id: 'order-types',
    supplier_id: 'suppliers',
  },
  lists: { tags: TAGS },
};

const TIMESHEETS: Collection = {
  objectName: 'Timesheet',
  deletedField: 'deleted_time',
  fields: {
    integration_id: 'text',
    client_id: 'integer',
    user_id: 'integer',
    project_id: 'integer',
    task_id: 'integer',
    order_id: 'integer',
    supplier_id: 'integer',
    job_number: 'text',
    start_time: 'clock-time',
    end_time: 'clock-time',
    start_datetime: 'instant',
    end_datetime: 'instant',
    break_time: 'integer',
    travel_time_to: 'integer',
    travel_time_from: 'integer',
    submitted_date: 'date',
    comments: 'text',
    checked: 'flag',
    locked: 'flag',
  },
  required: ['user_id', 'client_id', 'task_id'],
  defaults: { break_time: 0, travel_time_to: 0, travel_time_from: 0, checked: false, locked: false },
  references: {
    client_id: 'clients',
    user_id: 'users',
    project_id: 'projects',
    task_id: 'tasks',
    order_id: 'orders',
    supplier_id: 'suppliers',
  },
};

/** Every collection of the API that the sandbox has. */
export const COLLECTIONS: Readonly<Record<CollectionName, Collection>> = {
  users: USERS,
  tasks: {
    objectName: 'Task',
    fields: {
      ...KEYS,
      name: 'text',
      active: 'flag',
      req_machines: 'flag',
      supervisor: 'flag',
      pay_level: 'text',
      payroll_acc: 'text',
      charge_code_id: 'integer',
    },
    required: ['name'],
    defaults: { active: true, req_machines: false, supervisor: false },
  },
  assets: ASSETS,
  'asset-classes': {
    objectName: 'AssetClass',
    fields: { name: 'text', description: 'text', code: 'text' },
    required: ['name'],
  },
  clients: {
    objectName: 'Client',
    trailingSlash: true,
    fields: { ...PARTY, integration_id: 'text', company_name: 'text' },
    required: ['name', 'company_name'],
    defaults: { active: true },
  },
  suppliers: {
    objectName: 'Supplier',
    fields: PARTY,
    required: ['name', 'active'],
    lists: { tags: TAGS },
  },
  projects: PROJECTS,
  orders: ORDERS,
  activities: {
    objectName: 'Activity',
    fields: {
      ...KEYS,
      name: 'text',
      rule: 'integer',
      billable: 'flag',
      active: 'flag',
      is_payable: 'flag',
      uom_code: 'text',
      sortorder: 'integer',
      type_id: 'integer',
    },
    required: ['name'],
    defaults: { active: true, is_payable: true },
  },
  tags: {
    objectName: 'Tag',
    trailingSlash: true,
    fields: { integration_id: 'text', taxonomy: 'text', name: 'text', description: 'text', color: 'text' },
    required: ['taxonomy', 'name'],
  },
  documents: { objectName: 'Document', ...NAMED },
  'order-statuses': { objectName: 'OrderStatus', ...NAMED },
  'order-types': { objectName: 'OrderType', ...NAMED },
  'user-types': { objectName: 'UserType', ...NAMED },
  'employment-types': { objectName: 'EmploymentType', ...NAMED },
  timesheets: TIMESHEETS,
};

/** User type of a mobile worker (facts/assignar.md 4.3). */
export const WORKER_TYPE_ID = 2;

/** Fields that can be sent, with those that the settings add. */
export function fieldsOf(name: CollectionName, settings: AssignarSettings): Readonly<Record<string, FieldKind>> {
  const extra = (settings.extraFields[name] ?? []).map((field): [string, FieldKind] => [field, 'text']);
  return { ...COLLECTIONS[name].fields, ...Object.fromEntries(extra) };
}

/** Name of the field that says when a row was deleted. */
export function deletedFieldOf(name: TableName): 'deleted_at' | 'deleted_time' {
  return name === 'timesheets' ? 'deleted_time' : 'deleted_at';
}
