import { type AssignarExtraField, assignarExtraFields } from '../../domain/assignar-profile';
import { type AssignarObject, assignarFieldNames } from './assignar-client';

/** How a field travels. `digit` is a flag as 0 or 1; `reference` is the id of another record; `roles` are `[{task_id: 97}]`. */
export type FieldKind = 'text' | 'read-only-text' | 'flag' | 'digit' | 'date' | 'reference' | 'roles';

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
 * Assignar's name of every field, as the published document has them (facts/assignar.md [S:A1]). What it does not show is the
 * profile's to say: a worker's department and earning type by name (`workerFields`), the rest by `extraFields`.
 */
const fieldTables: { [O in AssignarObject]: FieldTable<O> } = {
  worker: {
    firstName: ['first_name', 'text'],
    lastName: ['last_name', 'text'],
    email: ['email', 'text'],
    telephone: ['contact', 'text'],
    mobile: ['mobile', 'text'],
    birthDate: ['dob', 'date'],
    address: ['address', 'text'],
    town: ['suburb', 'text'],
    county: ['state', 'text'],
    postcode: ['postcode', 'text'],
    employeeId: ['employee_id', 'text'],
    username: ['username', 'read-only-text'],
    employmentType: ['employment_type', 'reference'],
    department: ['department', 'text'],
    earningType: ['earning_type', 'text'],
    roleIds: ['tasks', 'roles'],
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
    telephone: ['office_phone', 'text'],
    address1: ['address_1', 'text'],
    address2: ['address_2', 'text'],
    town: ['city', 'text'],
    county: ['state', 'text'],
    postcode: ['postcode', 'text'],
    ...keys,
  },
  supplier: { name: ['name', 'text'], email: ['email', 'text'], telephone: ['office_phone', 'text'], ...keys },
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
    billable: ['billable', 'digit'],
    isPayable: ['is_payable', 'flag'],
    ...keys,
  },
};

/** What the profile says of fields that are not published. */
export interface NamedFields {
  workerFields: { department: string | null; earningType: string | null };
  extraFields: readonly AssignarExtraField[];
}

/** The fields of an object, in the port's order; those whose name the profile leaves out are not among them. */
export function wireFieldsOf(object: AssignarObject, { workerFields, extraFields }: NamedFields): WireField[] {
  const table: Record<string, readonly [string, FieldKind]> = fieldTables[object];
  return assignarFieldNames[object].flatMap((name): WireField[] => {
    const entry = table[name];
    if (entry === undefined) throw new RangeError(`${object}: no wire name of ${name}`);
    const isOfProfile = object === 'worker' && (name === 'department' || name === 'earningType');
    const wireName = isOfProfile ? workerFields[name] : entry[0];
    const extra = assignarExtraFields.find((each) => each === `${object}.${name}`);
    if (extra !== undefined && !extraFields.includes(extra)) return [];
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
