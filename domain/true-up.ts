import type { RiskyRepair } from './assignar-profile';
import type { PostingException } from './exception';

/** A worker's fields, flat: texts or null, flags `true` and `false`, dates YYYY-MM-DD, `roleIds` sorted with commas between. */
export type WorkerFields = Record<string, string | null>;

/** A worker as Assignar holds it; a deleted one still holds its unique ids. Ids are texts of digits. */
export interface AssignarWorker {
  id: string;
  integrationId: string | null;
  externalId: string | null;
  isActive: boolean;
  /** ISO 8601; null while it is not deleted. */
  deletedAt: string | null;
  modifiedAt: string | null;
  fields: WorkerFields;
}

/** What Assignar should say of an employee: all fields of a pulled one; of one that is not pulled only that nobody works as it. */
export type WantedWorker =
  | { outcome: 'pulled'; fields: WorkerFields }
  /** `isGone`: Intacct did not list the employee at all, which says less than that they left. */
  | { outcome: 'not-pulled'; because: string; isGone?: true }
  | { outcome: 'refused'; exceptions: PostingException[] };

/** An employee as the true-up looks at it. */
export interface EmployeeStanding {
  employeeId: string;
  recordNumber: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  /** YYYY-MM-DD. */
  birthDate: string | null;
  wanted: WantedWorker;
}

/** Which worker an employee is, as the hub last wrote it down. */
export interface WorkerLink {
  userId: string;
  employeeId: string;
  recordNumber: string | null;
  /** Null while nothing was written yet. */
  agreed: WorkerFields | null;
}

/** Hours of a worker that are not in Intacct yet. */
export interface UnpostedTime {
  userId: string;
  timesheets: number;
}

/** What is wrong with a worker; each employee, and each worker who is nobody in Intacct, has exactly one. */
export const workerFindings = [
  'in-step',
  /** Somebody changed fields in Assignar. */
  'edited',
  /** Intacct says something else than before, and the hub has not brought it over yet. */
  'behind',
  'role-missing',
  'deleted',
  /** Deleted and made once more by hand: the deleted row still holds the unique ids. */
  'recreated',
  'created-in-assignar',
  'duplicate',
  'relinked',
  /** Left, inactive or no longer pulled in Intacct; active in Assignar. */
  'terminated',
  'missing',
  /** Cannot be a worker as Intacct has it: no e-mail, for example. */
  'refused',
] as const;

export type WorkerFinding = (typeof workerFindings)[number];

/** One field: what it says, and what it will say. */
export interface FieldChange {
  field: string;
  from: string | null;
  to: string | null;
}

/** One step of a repair, in the order in which it is done. */
export type RepairAction =
  | {
      kind: 'update';
      userId: string;
      /** `free-ids`: gives up ids that are somebody else's. `merge`: stands back behind the worker that is kept. */
      purpose: 'put-right' | 'free-ids' | 'merge' | 'deactivate';
      changes: FieldChange[];
    }
  | { kind: 'create'; changes: FieldChange[] }
  /** The hub writes down which worker the employee is; null: the one that was just created. */
  | { kind: 'bind'; userId: string | null };

/** How a worker who bears no id of Intacct was found to be an employee. */
export type MatchedBy = 'email' | 'name-and-birth-date';

/** What is wrong with one employee's workers, or with one worker who is no employee, and what is to be done. */
export interface WorkerCase {
  /** `employee/E-7`, `worker/41` for one who is nobody, or `named/E-99` for a name that is nobody's. */
  key: string;
  employeeId: string | null;
  /** The worker that stays, or the one that is wrong; null where there is none. */
  userId: string | null;
  /** Every worker that the case is about or that a step writes to, `userId` among them. */
  userIds: string[];
  finding: WorkerFinding;
  matchedBy: MatchedBy | null;
  /** Fields at fault, for whoever reads the plan. */
  fields: string[];
  actions: RepairAction[];
  risks: RiskyRepair[];
  /** In accounting words, for a person. */
  because: string;
  /** Sheets of these workers that are not posted. */
  unpostedTimesheets: number;
}

/** How far the repair of a case is. */
export const repairStates = [
  'planned',
  'awaiting-approval',
  'approved',
  'declined',
  'repairing',
  'repaired',
  /** Somebody changed it again and again while it was repaired: left to the next run. */
  'changed-meanwhile',
  'failed',
  /** Nothing can be done by the hub, or nothing was left to do. */
  'skipped',
] as const;

export type RepairState = (typeof repairStates)[number];

/** How far a true-up is. */
export const trueUpStates = ['reading', 'previewed', 'repairing', 'awaiting-approval', 'finished', 'stopped'] as const;

export type TrueUpState = (typeof trueUpStates)[number];

/** Cases by finding. */
export type FindingCounts = Record<WorkerFinding, number>;

/** No case of any finding. */
export function noFindings(): FindingCounts {
  return Object.fromEntries(workerFindings.map((finding) => [finding, 0])) as FindingCounts;
}
