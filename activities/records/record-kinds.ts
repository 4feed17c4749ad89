import { type ImetalRecordObject, isConstructionObject, type RecordObject } from '../../domain/record-sync';
import { contactKind } from './contact-kind';
import { customerKind, vendorKind } from './party-kind';
import type { RecordKind } from './record-kind';
import { taxDetailKind } from './tax-detail-kind';
import { taxScheduleKind } from './tax-schedule-kind';
import { payablesTermKind, receivablesTermKind } from './term-kind';

/** Every object that is kept in step with iMetal, and what is particular to it. */
export const recordKinds: Record<ImetalRecordObject, RecordKind> = {
  CUSTOMER: customerKind,
  VENDOR: vendorKind,
  CONTACT: contactKind,
  ARTERM: receivablesTermKind,
  APTERM: payablesTermKind,
  TAXDETAIL: taxDetailKind,
  TAXSCHEDULE: taxScheduleKind,
};

/** What is particular to the records of an object that is kept in step with iMetal. */
export function kindOf(object: RecordObject): RecordKind {
  if (isConstructionObject(object)) throw new Error(`${object} is not kept in step with iMetal`);
  return recordKinds[object];
}
