import type { ExceptionCode, PostingException } from '../domain/exception';
import type { SentPlan } from './settle';

/** The codes that say that a number is taken: perhaps by our own earlier attempt. */
export const numberTakenCodes: ReadonlySet<ExceptionCode> = new Set(['INVOICE_NUMBER_TAKEN', 'BILL_NUMBER_TAKEN']);

/**
 * True for a bill: its number is the vendor's own, Intacct may be set to take one twice, and a bill that is there twice is paid
 * twice. So it is looked for before the first sending too.
 */
export function bearsVendorsNumber({ documents }: Pick<SentPlan, 'documents'>): boolean {
  return documents.some(({ kind }) => kind === 'create-bill');
}

/** The exception of a plan under whose number Intacct holds something else. */
export function conflictException(plan: SentPlan, found: { expected: string; actual: string }): PostingException {
  if (plan.documents.some(({ kind }) => kind === 'add-timesheet-entries')) return timesheetConflict(plan, found);
  const isPayable = plan.documents.some(({ kind }) => kind === 'create-bill' || kind === 'create-ap-adjustment');
  const taken = isPayable ? 'BILL_NUMBER_TAKEN' : 'INVOICE_NUMBER_TAKEN';
  return {
    // After definite refusals only, what stands there was never ours.
    code: plan.outcomeIsOpen ? 'OUTCOME_CONFLICT' : taken,
    field: isPayable ? 'bill number' : 'invoice number',
    expected: found.expected,
    actual: found.actual,
    message: `${plan.document.documentKey}: Intacct holds something else under its number: expected ${found.expected}, found ${found.actual}`,
    causeKey: null,
  };
}

/** Nobody but the hub writes its references: what stands under one and is not the plan was edited there, or sent twice. */
function timesheetConflict(plan: SentPlan, found: { expected: string; actual: string }): PostingException {
  return {
    code: 'OUTCOME_CONFLICT',
    field: 'timesheet entries',
    expected: found.expected,
    actual: found.actual,
    message: `${plan.document.documentKey}: Intacct holds something else under its reference: expected ${found.expected}, found ${found.actual}`,
    causeKey: null,
  };
}

/** The exception of a plan that would take hours back which do not stand in Intacct as they were posted. */
export function takenBackException(plan: SentPlan, found: { expected: string; actual: string }): PostingException {
  const { documentKey } = plan.document;
  return {
    ...timesheetConflict(plan, found),
    message: `${documentKey}: what is to be taken back does not stand in Intacct as it was posted: expected ${found.expected}, found ${found.actual}`,
  };
}

/** The exception of a plan that Intacct says was recorded, and that is nowhere. */
export function vanishedException(plan: SentPlan): PostingException {
  const expected = 'what Intacct recorded under the control id of this plan';
  return {
    code: 'OUTCOME_CONFLICT',
    field: 'control id',
    expected,
    actual: 'nothing that stands under its number',
    message: `${plan.document.documentKey}: Intacct says that it was recorded, yet nothing stands under its number: was it reversed or deleted there? (${plan.requestControlId})`,
    causeKey: null,
  };
}
