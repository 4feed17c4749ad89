import { type AssignarObject, assignarFieldNames } from './assignar-client';

/** How a field travels: `reference` and `references` are ids of other records. */
export type FieldKind = 'text' | 'flag' | 'date' | 'reference' | 'references';

/** One field of a record: our name, Assignar's, and how it travels. */
export interface WireField {
  name: string;
  wireName: string;
  kind: FieldKind;
}

type FieldTable<O extends AssignarObject> = Record<
  (typeof assignarFieldNames)[O][number],
  readonly [string, FieldKind]
>;

const keys = {
  externalId: ['external_id', 'text'],
  integrationId: ['integration_id', 'text'],
  active: ['active', 'flag'],
} as const;

/**
 * Assignar's name of every field. Named in the facts (4.3): ids, names, e-mail, employee_id, username, employment_type, active,
 * tasks, a client's address, a project's place, an order's required fields, is_payable, billable. Assumed: a worker's phone,
 * mobile, date of birth and address; the telephone and e-mail of a client or supplier as `phone` and `email` (facts: "phones");
 * a project's `timezone`; an order's `external_id` and `active`. A worker's department and earning type are the profile's.
 */
const fieldTables: { [O in AssignarObject]: FieldTable<O> } = {
  worker: {
    firstName: ['first_name', 'text'],
    lastName: ['last_name', 'text'],
    email: ['email', 'text'],
    telephone: ['phone', 'text'],
    mobile: ['mobile', 'text'],
    birthDate: ['date_of_birth', 'date'],
    address1: ['address_1', 'text'],
    address2: ['address_2', 'text'],
    town: ['suburb', 'text'],
    county: ['state', 'text'],
    postcode: ['postcode', 'text'],
    employeeId: ['employee_id', 'text'],
    username: ['username', 'text'],
    employmentType: ['employment_type', 'text'],
    department: ['department', 'text'],
    earningType: ['earning_type', 'text'],
    roleIds: ['tasks', 'references'],
    ...keys,
  },
  role: { name: ['name', 'text'], ...keys },
  asset: {
    name: ['name', 'text'],
    description: ['description', 'text'],
    assetClassId: ['asset_class_id', 'reference'],
    ...keys,
  },
  client: {
    name: ['name', 'text'],
    companyName: ['company_name', 'text'],
    taxId: ['abn', 'text'],
    email: ['email', 'text'],
    telephone: ['phone', 'text'],
    address1: ['address_1', 'text'],
    address2: ['address_2', 'text'],
    town: ['city', 'text'],
    county: ['state', 'text'],
    postcode: ['postcode', 'text'],
    ...keys,
  },
  supplier: { name: ['name', 'text'], email: ['email', 'text'], telephone: ['phone', 'text'], ...keys },
  project: {
    name: ['name', 'text'],
    clientId: ['client_id', 'reference'],
    parentId: ['parent_id', 'reference'],
    address: ['address', 'text'],
    town: ['suburb', 'text'],
    county: ['state', 'text'],
    postcode: ['postcode', 'text'],
    timeZone: ['timezone', 'text'],
    ...keys,
  },
  'work-order': {
    clientId: ['client_id', 'reference'],
    projectId: ['project_id', 'reference'],
    orderOwner: ['order_owner', 'reference'],
    startDate: ['start_date', 'date'],
    endDate: ['end_date', 'date'],
    jobNumber: ['job_number', 'text'],
    purchaseOrderNumber: ['po_number', 'text'],
    location: ['location', 'text'],
    description: ['job_description', 'text'],
    ...keys,
  },
  activity: {
    name: ['name', 'text'],
    billable: ['billable', 'flag'],
    isPayable: ['is_payable', 'flag'],
    ...keys,
  },
};

/** The fields of an object, in the port's order; those whose name the profile leaves out are not among them. */
export function wireFieldsOf(
  object: AssignarObject,
  workerFields: { department: string | null; earningType: string | null },
): WireField[] {
  const table: Record<string, readonly [string, FieldKind]> = fieldTables[object];
  return assignarFieldNames[object].flatMap((name): WireField[] => {
    const entry = table[name];
    if (entry === undefined) throw new RangeError(`${object}: no wire name of ${name}`);
    const isOfProfile = object === 'worker' && (name === 'department' || name === 'earningType');
    const wireName = isOfProfile ? workerFields[name] : entry[0];
    return wireName === null ? [] : [{ name, wireName, kind: entry[1] }];
  });
}

const ourNames = new Map(
  Object.values(fieldTables).flatMap((table) =>
    Object.entries(table).map(([name, [wireName]]): [string, string] => [wireName, name]),
  ),
);
// The longest first: `external_id` is looked for before `id` could be.
const wireNames = [...ourNames.keys()].sort((one, other) => other.length - one.length);

/** Our name of the field that a message names, alone or within an index's name; null when it names none of ours. */
export function ourFieldName(text: string): string | null {
  const found = wireNames.find((wireName) => new RegExp(`(?:^|[^a-z0-9])${wireName}(?:$|[^a-z0-9])`, 'i').test(text));
  return found === undefined ? null : (ourNames.get(found) ?? null);
}
