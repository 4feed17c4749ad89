import type { RiskyRepair } from '../../domain/assignar-profile';
import type { AssignarWorker, FieldChange, RepairAction, WorkerCase, WorkerFields } from '../../domain/true-up';
import { changesTo, isSameText } from './worker-fields';

export type Step = RepairAction;

/** What is unique to an employee, and may be held by the wrong worker; an e-mail only where it is in the way. */
export interface HeldIds {
  recordNumber: string;
  employeeId: string;
  email: string | null;
}

/** Puts a worker's fields right. */
export function putRightStep(worker: AssignarWorker, changes: FieldChange[]): Step {
  return { kind: 'update', userId: worker.id, purpose: 'put-right', changes };
}

/** Makes a worker with all that is wanted; what is null is not sent. */
export function createStep(wanted: WorkerFields): Step {
  const told = Object.entries(wanted).filter(([, to]) => to !== null);
  return { kind: 'create', changes: told.map(([field, to]) => ({ field, from: null, to })) };
}

/** Writes down which worker the employee is; null: the one just made. */
export function bindStep(userId: string | null): Step {
  return { kind: 'bind', userId };
}

/** Ends somebody's work in Assignar; the worker and its ids stay. */
export function deactivateStep(worker: AssignarWorker): Step {
  return {
    kind: 'update',
    userId: worker.id,
    purpose: 'deactivate',
    changes: changesTo(worker.fields, { active: 'false' }),
  };
}

/**
 * Gives a worker that is out of use, inactive or deleted, the employee id of whoever it was: its hours are the employee's, and would be
 * somebody else's by another id. Null where it bears it.
 */
export function ownHoursStep(worker: AssignarWorker, employeeId: string): Step | null {
  if (isSameText(worker.fields.employeeId, employeeId)) return null;
  return { kind: 'update', userId: worker.id, purpose: 'put-right', changes: changesTo(worker.fields, { employeeId }) };
}

/** Takes an employee's unique ids from a worker that is not to have them; null when it holds none. */
export function freeStep(worker: AssignarWorker, held: HeldIds): Step | null {
  return freeIdsStep(worker, {
    ...(worker.integrationId?.trim() === held.recordNumber ? { integrationId: null } : {}),
    ...(isSameText(worker.externalId, held.employeeId) ? { externalId: null } : {}),
    ...withoutEmail(worker, held),
  });
}

/** What a worker is given in place of a unique id that it does not give up. */
export function freedId(userId: string): string {
  return `freed-${userId}`;
}

/** Takes all unique ids from a worker, whoever's they are, and an employee's e-mail; null when it holds none. */
export function freeAllStep(worker: AssignarWorker, held: HeldIds): Step | null {
  const isRenamed = (id: string | null) => id === freedId(worker.id);
  return freeIdsStep(worker, {
    ...(isRenamed(worker.integrationId) ? {} : { integrationId: null }),
    ...(isRenamed(worker.externalId) ? {} : { externalId: null }),
    ...withoutEmail(worker, held),
  });
}

function freeIdsStep(worker: AssignarWorker, freed: WorkerFields): Step | null {
  const changes = changesTo(worker.fields, freed);
  return changes.length === 0 ? null : { kind: 'update', userId: worker.id, purpose: 'free-ids', changes };
}

/** The e-mail goes only where it is the employee's. */
function withoutEmail(worker: AssignarWorker, { email }: HeldIds): WorkerFields {
  return isSameText(worker.fields.email, email) ? { email: null } : {};
}

/** Takes an e-mail from a worker that is about to get another. */
export function freeEmailStep(worker: AssignarWorker): Step {
  return { kind: 'update', userId: worker.id, purpose: 'free-ids', changes: changesTo(worker.fields, { email: null }) };
}

/** Lets a second worker of an employee stand back: inactive, without unique ids; its employee id stays, for its hours are the employee's. */
export function mergeStep(worker: AssignarWorker, held: HeldIds): Step {
  const wanted: WorkerFields = {
    integrationId: null,
    externalId: null,
    ...withoutEmail(worker, held),
    employeeId: held.employeeId,
    active: 'false',
  };
  return { kind: 'update', userId: worker.id, purpose: 'merge', changes: changesTo(worker.fields, wanted) };
}

/**
 * Whether a person must approve a repair: the profile calls one of its risks so; or, whatever the profile says, the worker was matched by
 * name and birth date, which is a guess, or Intacct did not list the employee, as it does of nobody to a user without the right.
 */
export function needsApproval(
  { actions, risks, matchedBy }: Pick<WorkerCase, 'actions' | 'risks' | 'matchedBy'>,
  risky: readonly RiskyRepair[],
): boolean {
  if (actions.length === 0) return false;
  if (risks.includes('gone') || (risks.includes('adopt') && matchedBy === 'name-and-birth-date')) return true;
  return risks.some((risk) => risky.includes(risk));
}
