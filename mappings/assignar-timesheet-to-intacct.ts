import type { AssignarProfile } from '../domain/assignar-profile';
import type { PostingException } from '../domain/exception';
import type { KnownConstruction } from '../domain/known-construction';
import type { TimesheetPlan } from '../domain/posting-plan';
import type { SourceTimesheet } from '../domain/source-timesheet';
import { printableText } from '../domain/text';
import { checkOverlaps } from './assignar-timesheet/check-hours';
import { checkTimePlan } from './assignar-timesheet/check-time-plan';
import { listEquipmentLines } from './assignar-timesheet/equipment-lines';
import { createFindCodes } from './assignar-timesheet/find-codes';
import { checkEmployment, findEmployee, findProject, placeTime } from './assignar-timesheet/find-records';
import { listLabourLines } from './assignar-timesheet/labour-lines';
import { readShift } from './assignar-timesheet/read-shift';
import { composeTimeDocuments, totalsOf } from './assignar-timesheet/time-documents';
import type { TimeLine } from './assignar-timesheet/time-line';
import { inTimesheetOrder } from './assignar-timesheet/timesheet-order';
import { createFaultReport } from './fault-report';
import { checkJournalReference, requiredDate, requiredDocumentKey } from './required-fields';

/** Goes into every plan and posting of a timesheet: rises when the same one would become another plan. */
export const timesheetMappingVersion = 'assignar-timesheet-to-intacct/1';

/** The exact Intacct documents; or that none is needed, and why; or every reason why there are none. */
export type TimesheetMapping =
  | { kind: 'plan'; plan: TimesheetPlan }
  | { kind: 'nothing'; reason: string }
  | { kind: 'exceptions'; exceptions: PostingException[] };

/** Which posting of the sheet this is, and the day into which a person moves it. */
export interface TimesheetCorrection {
  /** YYYY-MM-DD: all entries are dated so, and say the day worked. */
  postingDate?: string;
  /** 1, and one more for each reverse-and-repost. */
  revision: number;
}

/**
 * Maps a worker's shift to entries of the worker's Intacct timesheet per day, project, task, item and earning type, and its
 * equipment as the profile says; or gives all its faults at once; or says that there is nothing to post. Minutes become
 * hours with two decimals, rounded so that the lines add up to their rounded total. Pure and total; the order of activities
 * and assets does not matter. Whether the sheet is approved is not asked here. Sources: facts/assignar.md 4.3, 4.6,
 * facts/intacct.md 8.9, 8.14.
 */
export function mapAssignarTimesheetToIntacct(
  timesheet: SourceTimesheet,
  profile: AssignarProfile,
  known: KnownConstruction,
  correction: TimesheetCorrection,
): TimesheetMapping {
  const sheet = inTimesheetOrder(timesheet);
  const { documentKey } = sheet;
  const { report, exceptions } = createFaultReport(documentKey, 'timesheet');
  requiredDocumentKey(documentKey, report);
  checkJournalReference(documentKey, report);
  const postingDate =
    correction.postingDate === undefined ? null : requiredDate('posting date', correction.postingDate, report);
  const employee = findEmployee(sheet, known, report);
  const project = findProject(sheet, known, report);
  const shift = readShift(sheet, profile, project?.locationId ?? null, report);
  const find = createFindCodes(project?.projectId ?? null, known, report);
  const lines = [
    ...listLabourLines(sheet, shift?.workedMinutes ?? null, profile, employee, find, report),
    ...listEquipmentLines(sheet, shift, profile, find, report),
  ];
  if (shift !== null) checkOverlaps(sheet, shift, known.otherSheets, report);
  if (shift !== null && employee !== null) {
    const lastDay = postingDate ?? shift.days.at(-1)?.date ?? shift.workedOn;
    checkEmployment(employee, shift.workedOn, lastDay, report);
  }
  const faults = exceptions();
  if (faults.length > 0 || shift === null || employee === null || project === null) {
    return { kind: 'exceptions', exceptions: faults };
  }
  const { workedOn } = shift;
  const heading = {
    documentKey,
    records: placeTime(employee, project, profile),
    reference: correction.revision === 1 ? documentKey : `${documentKey}-${correction.revision}`,
    roleName: printableText(sheet.role?.name ?? '') || null,
    postingDate,
    workedOn,
  };
  const documents = composeTimeDocuments(lines, shift, heading, profile);
  const { additions, equipmentHours, equipmentCost } = documents;
  if (additions.length === 0 && equipmentHours === null && equipmentCost === null) {
    return { kind: 'nothing', reason: whyNothing(lines) };
  }
  const totals = totalsOf(documents, lines, workedOn, profile);
  const plan: TimesheetPlan = { entityId: profile.entity, ...documents, totals };
  checkTimePlan(plan, sheet, report);
  const doubts = exceptions();
  return doubts.length > 0 ? { kind: 'exceptions', exceptions: doubts } : { kind: 'plan', plan };
}

/** `nothing of it is posted: not payable, equipment time is not posted`. */
function whyNothing(lines: readonly TimeLine[]): string {
  const reasons = lines.map(({ leftOut }) => leftOut ?? 'zero value');
  return `nothing of it is posted: ${[...new Set(reasons)].join(', ')}`;
}
