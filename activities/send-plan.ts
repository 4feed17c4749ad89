import type { IntacctClient, PostingFunction } from '../clients/intacct/intacct-client';
import { causeKey, type PostingException } from '../domain/exception';
import type { PlannedDocument, PostingPurpose } from '../domain/posting';
import type { PostedTimesheet } from '../domain/timesheet';
import { findPosted, type Lookups } from './find-posted';
import { conflictException, takenBackException } from './outcome-conflict';
import type { SentPlan } from './settle';
import {
  findDifferenceToTakenBack,
  isClosed,
  readTimesheetsOnce,
  type TimesheetWrite,
  timesheetWritesOf,
} from './timesheet-additions';

/** A function to send, and the documents of the plan that it writes. */
export interface SentFunction {
  posting: PostingFunction;
  purposes: readonly PostingPurpose[];
}

/** What is to be sent of a plan; or what Intacct has of it already; or why it can take none of it. */
export type ComposedPlan =
  | { kind: 'functions'; functions: SentFunction[] }
  | { kind: 'found'; keys: Map<PostingPurpose, string> }
  | { kind: 'refused'; exception: PostingException };

/**
 * The functions of a plan. Where it adds to timesheets, Intacct is read first: an update holds all lines that are to stay, and a timesheet
 * that holds ours already, after an answer that was lost, is not added to again. To be called while the plan's timesheets are claimed.
 */
export async function composePlan(
  client: Lookups & Pick<IntacctClient, 'findTimesheets'>,
  plan: SentPlan,
): Promise<ComposedPlan> {
  const writes = timesheetWritesOf(plan.documents);
  if (writes.length === 0)
    return { kind: 'functions', functions: plan.documents.map((each) => functionOf(plan, each)) };
  const once = readTimesheetsOnce(client);
  const found = await findPosted(once, plan.entityId, plan.documents);
  if (found.kind === 'equal') return { kind: 'found', keys: found.keys };
  if (found.kind === 'different') return { kind: 'refused', exception: conflictException(plan, found) };
  if (!plan.outcomeIsOpen) {
    const astray = await findTakenBackAstray(once, plan);
    if (astray !== null) return { kind: 'refused', exception: astray };
  }
  const functions: SentFunction[] = [];
  for (const write of writes) {
    const { employeeId, beginDate } = write.addition;
    const timesheets = await once.findTimesheets(plan.entityId, employeeId, beginDate);
    // Where a company has several for the period, one that is still open takes the lines.
    const [closed] = timesheets;
    const open = timesheets.find((timesheet) => !isClosed(timesheet));
    if (open === undefined && closed !== undefined && !plan.outcomeIsOpen) {
      return { kind: 'refused', exception: closedException(plan, write, closed) };
    }
    // An earlier request of ours may still run, and would take others' lines away once we let them go on: Intacct itself says no to this one.
    const standing = open ?? closed ?? null;
    const controlId = controlIdOf(plan, write.purposes[0]);
    const { addition, purposes } = write;
    functions.push({ posting: { controlId, kind: 'add-timesheet-entries', addition, standing }, purposes });
  }
  const others = plan.documents.filter(({ kind }) => kind !== 'add-timesheet-entries');
  return { kind: 'functions', functions: [...functions, ...others.map((each) => functionOf(plan, each))] };
}

/** Hours that are taken back and do not stand as they were posted would become less than none. */
async function findTakenBackAstray(
  client: Pick<IntacctClient, 'findTimesheets'>,
  plan: SentPlan,
): Promise<PostingException | null> {
  for (const document of plan.documents) {
    if (document.kind !== 'add-timesheet-entries') continue;
    const different = await findDifferenceToTakenBack(client, plan.entityId, document.addition);
    if (different !== null) return takenBackException(plan, different);
  }
  return null;
}

function functionOf(plan: SentPlan, { purpose, ...write }: PlannedDocument): SentFunction {
  if (write.kind === 'add-timesheet-entries') throw new Error('a timesheet is composed with what stands on it');
  return { posting: { controlId: controlIdOf(plan, purpose), ...write }, purposes: [purpose] };
}

function controlIdOf(plan: SentPlan, purpose: PostingPurpose): string {
  const controlId = plan.controlIds.get(purpose);
  if (controlId === undefined) throw new Error(`${purpose} has no control id in the ledger`);
  return controlId;
}

/** Record numbers by purpose: what several documents went into stands for each of them. */
export function keysOfResults(
  plan: SentPlan,
  functions: readonly SentFunction[],
  results: readonly { controlId: string; recordNumber: string }[],
): Map<PostingPurpose, string> {
  const byControlId = new Map(results.map((result) => [result.controlId, result.recordNumber]));
  const keys = new Map<PostingPurpose, string>();
  for (const { posting, purposes } of functions) {
    const recordNumber = byControlId.get(posting.controlId);
    if (recordNumber === undefined) throw new Error(`no result for ${purposes[0]} of ${plan.document.documentKey}`);
    for (const purpose of purposes) keys.set(purpose, recordNumber);
  }
  return keys;
}

function closedException(plan: SentPlan, { addition }: TimesheetWrite, closed: PostedTimesheet): PostingException {
  const { employeeId, beginDate } = addition;
  return {
    code: 'TIMESHEET_CLOSED',
    field: 'timesheet',
    expected: `a timesheet of ${employeeId} from ${beginDate} that still takes lines`,
    actual: `record ${closed.recordNumber}, ${closed.state}`,
    message: `${plan.document.documentKey}: the timesheet of employee ${employeeId} from ${beginDate} is ${closed.state} in Intacct (record ${closed.recordNumber}) and takes no more lines`,
    causeKey: causeKey.timesheet(employeeId, beginDate),
  };
}
