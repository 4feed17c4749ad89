import type { AssignarProfile } from '../../domain/assignar-profile';
import { causeKey } from '../../domain/exception';
import type { KnownSheet } from '../../domain/known-construction';
import {
  isTimeZone,
  localDay,
  type MinuteInstant,
  nextLocalDay,
  readLocalInstants,
  readUtcInstant,
  utcText,
} from '../../domain/local-time';
import type { SourceInstant, SourceTimesheet } from '../../domain/source-timesheet';
import { createFaultReport, type ReportFault } from '../fault-report';
import { lookUp } from '../look-up';
import { missing } from '../required-fields';
import { apportion } from './apportion';
import { checkWorkedMinutes, wholeMinutes, workedMinutesOf } from './check-hours';

/** A shift as it was worked; days on the clock of the project's place. */
export interface Shift {
  startsAt: MinuteInstant;
  endsAt: MinuteInstant;
  elapsedMinutes: number;
  /** Elapsed less unpaid breaks: what the source adds up, too. */
  workedMinutes: number;
  /** YYYY-MM-DD: the day on which it began. */
  workedOn: string;
  /** Days on which its hours are posted, in order, with the worked minutes of each: one, or by the profile one per calendar day. */
  days: { date: string; workedMinutes: number }[];
}

interface Span {
  startsAt: MinuteInstant;
  endsAt: MinuteInstant;
}

/**
 * Beginning, end and worked minutes of a sheet, in the zone of its project, else of the project's location in Intacct, else of
 * the profile. A local time that stands twice (clocks went back) is read so that the source's own total fits, the earlier where
 * both do. Null, and reported, when something is missing or does not add up.
 */
export function readShift(
  sheet: SourceTimesheet,
  profile: AssignarProfile,
  projectLocationId: string | null,
  report: ReportFault,
): Shift | null {
  const timeZone = findTimeZone(sheet, profile, projectLocationId, report);
  const spans = readSpans(sheet, timeZone, report);
  const breakMinutes = wholeMinutes('break', sheet.breakMinutes, report);
  const totalMinutes = wholeMinutes('total time', sheet.totalMinutes, report);
  if (totalMinutes === null) {
    if (sheet.totalMinutes !== null) return null;
    const says = 'the source adds up no total time';
    report({ code: 'HOURS_MISSING', field: 'total time', expected: 'minutes', actual: 'none', says });
    return null;
  }
  // Nothing told is no break: that the total fits proves it.
  if (breakMinutes === null && sheet.breakMinutes !== null) return null;
  const span = chooseSpan(spans, sheet, profile);
  if (timeZone === null || span === null) return null;
  const elapsedMinutes = span.endsAt - span.startsAt;
  const workedMinutes = workedMinutesOf(elapsedMinutes, sheet, profile);
  if (!checkWorkedMinutes(elapsedMinutes, sheet, profile, report)) return null;
  const workedOn = localDay(span.startsAt, timeZone);
  const days =
    profile.timesheets.overnight === 'start-day'
      ? [{ date: workedOn, workedMinutes }]
      : splitAtMidnights(span, timeZone, workedMinutes);
  return { ...span, elapsedMinutes, workedMinutes, workedOn, days };
}

/** From when to when a sheet is, as what is known of another sheet of its worker; null while that cannot be read. */
export function spanOfTimesheet(
  sheet: SourceTimesheet,
  profile: AssignarProfile,
  projectLocationId: string | null,
): KnownSheet | null {
  const { report } = createFaultReport(sheet.documentKey, 'timesheet');
  const timeZone = findTimeZone(sheet, profile, projectLocationId, report);
  const span = chooseSpan(readSpans(sheet, timeZone, report), sheet, profile);
  if (span === null) return null;
  return { documentKey: sheet.documentKey, startsAtUtc: utcText(span.startsAt), endsAtUtc: utcText(span.endsAt) };
}

function findTimeZone(
  { project }: SourceTimesheet,
  profile: AssignarProfile,
  projectLocationId: string | null,
  report: ReportFault,
): string | null {
  const ofProject = project?.timeZone?.trim() ?? '';
  const ofLocation = projectLocationId === null ? '' : lookUp(profile.projects.timeZoneByLocation, projectLocationId);
  const timeZone = ofProject || ofLocation || profile.projects.timeZone;
  if (isTimeZone(timeZone)) return timeZone;
  const whose = ofProject === '' ? 'the company profile' : 'the project';
  report({
    code: 'TIME_ZONE_UNKNOWN',
    field: 'time zone',
    expected: 'a time zone such as America/Chicago',
    actual: timeZone,
    says: `time zone '${timeZone}' of ${whose} is none`,
    ...(ofProject === '' || project === null
      ? {}
      : { causeKey: causeKey.assignarRecord('project', project.projectId) }),
  });
  return null;
}

/** Every reading of beginning and end; none, and reported, when one of them is missing or is no date and time. */
function readSpans({ startsAt, endsAt }: SourceTimesheet, timeZone: string | null, report: ReportFault): Span[] {
  const starts = readInstants('beginning', startsAt, timeZone, report);
  const ends = readInstants('end', endsAt, timeZone, report);
  return starts.flatMap((start) => ends.map((end) => ({ startsAt: start, endsAt: end })));
}

function readInstants(
  field: string,
  instant: SourceInstant | null,
  timeZone: string | null,
  report: ReportFault,
): MinuteInstant[] {
  if (instant === null) {
    missing(field, report);
    return [];
  }
  // Without a zone there is no telling when a local time was, but whether it is a time.
  const [text, instants] =
    instant.kind === 'utc'
      ? [instant.at, [readUtcInstant(instant.at)].filter((at) => at !== null)]
      : [instant.local, readLocalInstants(instant.local, timeZone ?? 'UTC')];
  if (instants.length === 0) {
    report({
      code: 'REQUIRED_FIELD_MISSING',
      field,
      expected: 'a date and time',
      actual: text,
      says: `${field} '${text}' is no date and time`,
    });
  }
  return instants;
}

function chooseSpan(spans: readonly Span[], sheet: SourceTimesheet, profile: AssignarProfile): Span | null {
  const fits = spans.find(
    ({ startsAt, endsAt }) => workedMinutesOf(endsAt - startsAt, sheet, profile) === sheet.totalMinutes,
  );
  return fits ?? spans[0] ?? null;
}

/** Worked minutes in proportion to the elapsed ones of each day: nobody says when the breaks were. */
function splitAtMidnights({ startsAt, endsAt }: Span, timeZone: string, workedMinutes: number): Shift['days'] {
  const elapsed: { date: string; minutes: number }[] = [];
  for (let at = startsAt; at < endsAt; ) {
    const until = Math.min(nextLocalDay(at, timeZone), endsAt);
    elapsed.push({ date: localDay(at, timeZone), minutes: until - at });
    at = until;
  }
  const worked = apportion(
    workedMinutes,
    elapsed.map(({ minutes }) => minutes),
  );
  return elapsed.map(({ date }, index) => ({ date, workedMinutes: worked[index] ?? 0 }));
}
