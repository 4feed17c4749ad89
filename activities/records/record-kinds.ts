import type { RecordObject } from '../../domain/record-sync';
import { contactKind } from './contact-kind';
import { customerKind, vendorKind } from './party-kind';
import type { RecordKind } from './record-kind';
import { taxDetailKind } from './tax-detail-kind';
import { taxScheduleKind } from './tax-schedule-kind';
import { payablesTermKind, receivablesTermKind } from './term-kind';

/** Every object that is kept in step, and what is particular to it. */
export const recordKinds: Record<RecordObject, RecordKind> = {
  CUSTOMER: customerKind,
  VENDOR: vendorKind,
  CONTACT: contactKind,
  ARTERM: receivablesTermKind,
  APTERM: payablesTermKind,
  TAXDETAIL: taxDetailKind,
  TAXSCHEDULE: taxScheduleKind,
};

/** What is particular to the records of an object. */
export function kindOf(object: RecordObject): RecordKind {
  return recordKinds[object];
}
