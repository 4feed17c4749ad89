import type { AssignarProfile } from '../../domain/assignar-profile';
import type { PostingException } from '../../domain/exception';

/** The objects of Assignar that stand for records of Intacct. */
export type MappedObject = 'worker' | 'role' | 'asset' | 'client' | 'supplier' | 'project' | 'work-order' | 'activity';

/** A record as Assignar should have it: the fields that Intacct decides about, each a text or null. */
export interface WantedRecord {
  object: MappedObject;
  integrationId: string;
  externalId: string;
  /** Both ids and `active` among them. */
  fields: Record<string, string | null>;
}

/** What a record of Intacct is in Assignar, or why it cannot be there. */
export type MappedRecord =
  | { kind: 'wanted'; wanted: WantedRecord }
  | { kind: 'exceptions'; exceptions: PostingException[] };

/** The field of a profile's `drift` that decides about an object. */
export const driftField = {
  worker: 'workers',
  role: 'roles',
  asset: 'assets',
  client: 'clients',
  supplier: 'suppliers',
  project: 'projects',
  'work-order': 'workOrders',
  activity: 'activities',
} as const satisfies Record<MappedObject, keyof AssignarProfile['drift']>;

/** The record of Intacct that one of Assignar stands for: its natural id and its number. */
export interface IntacctIds {
  id: string;
  recordNumber: string;
}

/** Under which ids Assignar has a record of Intacct (docs/decisions/0022); pure. */
export function assignarIds(
  object: MappedObject,
  { id, recordNumber }: IntacctIds,
): Pick<WantedRecord, 'integrationId' | 'externalId'> {
  // Tasks of several projects are one activity, and a project is two records.
  if (object === 'activity') return { integrationId: id, externalId: id };
  return { integrationId: object === 'work-order' ? `WO-${recordNumber}` : recordNumber, externalId: id };
}

/** The ids of a record of Intacct and the rest as one record for Assignar, active. */
export function wantedRecord(
  object: MappedObject,
  intacct: IntacctIds,
  fields: Record<string, string | null>,
): WantedRecord {
  const ids = assignarIds(object, intacct);
  // Spaces around a text are nobody's meaning, and what Assignar takes off would look like somebody's hand.
  const trimmed = Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, text?.trim() || null]));
  return { object, ...ids, fields: { ...trimmed, ...ids, active: 'true' } };
}

/** A field that Intacct leaves empty and Assignar must have. */
export function missingField(subject: string, field: string, why: string): PostingException {
  return {
    code: 'REQUIRED_FIELD_MISSING',
    field,
    expected: `a ${field}`,
    actual: 'none',
    message: `${subject}: ${field} is missing: ${why}`,
    causeKey: null,
  };
}
