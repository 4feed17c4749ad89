import type { FieldChange, WorkerFields } from '../../domain/true-up';

/** A text as a unique index may compare it: without regard to case, composition or spaces. */
export function folded(text: string): string {
  return text.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

/** Whether two ids or addresses are the same but for case and spaces; one that is absent is not the same as anything. */
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
