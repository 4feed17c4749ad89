import type { RecordObject } from '../../domain/record-sync';
import { contactKind } from './contact-kind';
import { customerKind, vendorKind } from './party-kind';
import type { RecordKind } from './record-kind';

/** Every object that is kept in step, and what is particular to it. */
export const recordKinds: Partial<Record<RecordObject, RecordKind>> = {
  CUSTOMER: customerKind,
  VENDOR: vendorKind,
  CONTACT: contactKind,
};

/** What is particular to the records of an object. */
export function kindOf(object: RecordObject): RecordKind {
  const kind = recordKinds[object];
  if (kind === undefined) throw new Error(`no record kind for ${object}`);
  return kind;
}
