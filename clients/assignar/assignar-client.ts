import type { FeedCursor } from '../../domain/feed-cursor';
import type { SourceTimesheet } from '../../domain/source-timesheet';

/** The objects of Assignar that the hub keeps: users that are mobile workers, tasks (its roles), orders (its work orders) … */
export type AssignarObject =
  | 'worker'
  | 'role'
  | 'asset'
  | 'client'
  | 'supplier'
  | 'project'
  | 'work-order'
  | 'activity';

/**
 * A record's fields in one flat form, each a text or null: flags are `true` and `false`, dates YYYY-MM-DD, references the other
 * record's id, lists the sorted ids with commas between (`''` is an empty list, null is not told).
 */
export type AssignarFields = Record<string, string | null>;

/** A record as Assignar holds it; a deleted one still holds its unique ids. */
export interface AssignarRecord {
  id: string;
  integrationId: string | null;
  externalId: string | null;
  isActive: boolean;
  /** ISO 8601; null while it is not deleted. */
  deletedAt: string | null;
  /** ISO 8601; null where Assignar does not tell it. */
  modifiedAt: string | null;
  /** Those of `fieldNames` for the object; integration and external id and `active` among them. */
  fields: AssignarFields;
}

/**
 * Field names of each object, ours in camel case: what `fields` holds, and what create and update take. A worker's `employmentType` is a
 * name of Assignar's list of them; their `username`, which Assignar makes, is only read; one `address` is all lines of it.
 */
export const assignarFieldNames = {
  worker: [
    'firstName',
    'lastName',
    'email',
    'telephone',
    'mobile',
    'birthDate',
    'address',
    'town',
    'county',
    'postcode',
    'employeeId',
    'externalId',
    'integrationId',
    'username',
    'employmentType',
    'department',
    'earningType',
    'roleIds',
    'active',
  ],
  role: ['name', 'externalId', 'integrationId', 'active'],
  asset: ['name', 'description', 'externalId', 'integrationId', 'active', 'assetClassId'],
  client: [
    'name',
    'companyName',
    'taxId',
    'email',
    'telephone',
    'address1',
    'address2',
    'town',
    'county',
    'postcode',
    'externalId',
    'integrationId',
    'active',
  ],
  supplier: ['name', 'email', 'telephone', 'externalId', 'integrationId', 'active'],
  project: [
    'name',
    'clientId',
    'parentId',
    'address',
    'town',
    'county',
    'postcode',
    'externalId',
    'integrationId',
    'active',
    'timeZone',
  ],
  'work-order': [
    'clientId',
    'projectId',
    'orderOwner',
    'startDate',
    'endDate',
    'jobNumber',
    'purchaseOrderNumber',
    'location',
    'description',
    'externalId',
    'integrationId',
    'active',
  ],
  activity: ['name', 'externalId', 'integrationId', 'active', 'billable', 'isPayable'],
} as const satisfies Record<AssignarObject, readonly string[]>;

/** What a record is looked for by; deleted ones are found too. */
export type AssignarSearch =
  | { by: 'integrationId' | 'externalId' | 'email' | 'employeeId' | 'name'; value: string }
  /** Any of them: as many records at once as there are values, or a few more. */
  | { by: 'integrationId' | 'externalId'; values: readonly string[] }
  | { by: 'ids'; ids: readonly string[] };

/** One request to Assignar, for the cost meter. */
export interface AssignarCall {
  method: string;
  /** Path without ids: `/users/{id}`. */
  path: string;
  startedAt: Date;
  durationMs: number;
  httpStatus: number | null;
  verdict:
    | 'success'
    | 'Transport'
    | 'RateLimited'
    | 'Authentication'
    | 'Rejected'
    | 'UnexpectedResponse'
    | 'OutcomeUnknown';
}

/** Enough of a timesheet to start its flow and to name it to a person. */
export interface TimesheetHeader {
  timesheetId: string;
  documentKey: string;
  modifiedAt: string;
  version: number;
  /** The worker's id in Assignar, where the listing tells it. */
  userId?: string | null;
  employeeId: string | null;
  workerName: string | null;
  /** YYYY-MM-DD of its start, on the clock of its place. */
  workDate: string | null;
  /** As the source adds them up; null where it does not, or not in whole minutes. */
  totalMinutes?: number | null;
  status: string;
  isCompleted: boolean;
  isProcessed: boolean;
  processedAt: string | null;
  isDeleted: boolean;
}

/** What a filter of timesheets asks; everything named must hold. */
export interface TimesheetSearch {
  statuses: readonly string[];
  /** Modified at or after; null from the beginning. In pages by (modified, id), behind the cursor. */
  after: FeedCursor | null;
  /** Only those that nobody has processed. */
  unprocessedOnly: boolean;
  /** Only those of the worker with this id in Assignar, and those that tell no worker's id; absent: of everybody. */
  userId?: string;
  /** YYYY-MM-DD: shifts that begin on this day or later. */
  workedFrom: string | null;
  limit: number;
}

/**
 * Assignar's public API of one company, in the region's address (facts/assignar.md 4.1). Sends, parses and classifies; retries
 * nothing but one expired token. What the profile says that Assignar does not have is neither sent nor read, and nothing is found by it.
 * Throws verdicts of `clients/errors.ts`: Rejected with UNIQUE_TAKEN, REFERENCE_UNKNOWN,
 * DOCUMENT_NOT_FOUND or REFUSED_BY_ASSIGNAR; OutcomeUnknown for a write without an answer.
 */
export interface AssignarClient {
  /** In id order, behind `afterId` ('0' from the beginning): keyset, so that nothing shifts. Deleted ones included. */
  listRecords(object: AssignarObject, afterId: string, limit: number): Promise<AssignarRecord[]>;
  findRecords(object: AssignarObject, search: AssignarSearch): Promise<AssignarRecord[]>;
  readRecord(object: AssignarObject, id: string): Promise<AssignarRecord | null>;
  /** Returns the id; what was created is read back by whoever wants to be sure. Nulls, and fields that the profile leaves out, are not sent. */
  createRecord(object: AssignarObject, fields: AssignarFields): Promise<{ id: string }>;
  /** Fields that are absent are left as they are; null clears. */
  updateRecord(object: AssignarObject, id: string, fields: AssignarFields): Promise<void>;
  /** Soft: the row stays, with its ids. */
  deleteRecord(object: AssignarObject, id: string): Promise<void>;
  listTimesheets(search: TimesheetSearch): Promise<TimesheetHeader[]>;
  findTimesheet(timesheetId: string): Promise<TimesheetHeader | null>;
  /** Expanded; null when there is none, or a deleted one. */
  readTimesheet(timesheetId: string): Promise<SourceTimesheet | null>;
  /** Completes an approved timesheet, which processing demands. Harmless to repeat. */
  completeTimesheet(timesheetId: string): Promise<void>;
  /** The acknowledgement. `already` when somebody, perhaps an earlier attempt of ours, had processed it. */
  processTimesheet(timesheetId: string): Promise<'processed' | 'already'>;
  /** A fresh token; what `doctor` calls. Throws Authentication naming credentials (401) or scope (403). */
  signIn(): Promise<{ expiresInSeconds: number }>;
  /** ISO 8601, by the API's own clock (the Date header). */
  readClock(): Promise<string>;
}
