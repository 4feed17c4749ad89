import type { AssignarWorker, FieldChange, WorkerFields } from '../../domain/true-up';

/** A text as a unique index may compare it: without regard to case, composition or spaces. */
export function folded(text: string): string {
  return text.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

/** Whether two ids or addresses are the same but for case and spaces; absent is the same as nothing. */
export function isSameText(left: string | null | undefined, right: string | null | undefined): boolean {
  if (left === null || left === undefined || right === null || right === undefined) return false;
  return folded(left) === folded(right);
}

/** Whether a field of a worker says the same twice: an e-mail in whatever case, roles in whatever order. */
export function isSameValue(field: string, left: string | null, right: string | null): boolean {
  if (left === null || right === null) return left === right;
  if (field === 'email') return folded(left) === folded(right);
  if (field === 'roleIds') return sortedIds(left) === sortedIds(right);
  return left === right;
}

/** The fields in which a worker differs from what is wanted, in the order of `wanted`. */
export function changesTo(fields: WorkerFields, wanted: WorkerFields): FieldChange[] {
  return Object.entries(wanted)
    .map(([field, to]) => ({ field, from: fields[field] ?? null, to }))
    .filter(({ field, from, to }) => !isSameValue(field, from, to));
}

/** A worker after a change of fields, as Assignar would tell it. Pure. */
export function changedWorker(worker: AssignarWorker, changes: readonly FieldChange[]): AssignarWorker {
  const fields = { ...worker.fields, ...Object.fromEntries(changes.map(({ field, to }) => [field, to])) };
  return { ...worker, fields, ...standingOf(fields, worker) };
}

/** Ids and flag of a worker, taken from its fields where they are told there. */
export function standingOf(
  fields: WorkerFields,
  before: Pick<AssignarWorker, 'externalId' | 'integrationId' | 'isActive'>,
): Pick<AssignarWorker, 'externalId' | 'integrationId' | 'isActive'> {
  const { externalId = before.externalId, integrationId = before.integrationId, active } = fields;
  return { externalId, integrationId, isActive: active === undefined ? before.isActive : active === 'true' };
}

/** Ids of digits in the order of their numbers. */
export function compareIds(left: string, right: string): number {
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
}

function sortedIds(list: string): string {
  return list
    .split(',')
    .filter((id) => id !== '')
    .sort(compareIds)
    .join(',');
}
