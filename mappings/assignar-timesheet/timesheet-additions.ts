import type { AssignarProfile } from '../../domain/assignar-profile';
import type { TraceEntry } from '../../domain/posting-plan';
import { cutVisibly } from '../../domain/text';
import type { TimesheetAddition, TimesheetEntry } from '../../domain/timesheet';
import { fieldLengthMaxCharacters } from '../field-lengths';
import { groupByKey } from '../group-by-key';
import { compareText } from '../text-order';
import { apportionHundredths, hoursText, roundedHundredths } from './apportion';
import type { TimeRecords } from './find-records';
import type { TimePiece } from './time-line';
import { beginOfTimePeriod } from './time-period';

/** What the entries of a sheet share. */
export interface AdditionHeading {
  records: TimeRecords;
  reference: string;
  /** Said behind the activity in each entry of labour. */
  roleName: string | null;
  /** YYYY-MM-DD; null: each entry has the day worked. */
  postingDate: string | null;
}

type Purpose = 'timesheet' | 'timesheet-next-period';

interface EntryGroup {
  date: string;
  pieces: [TimePiece, ...TimePiece[]];
}

/**
 * Pieces of time as entries: per day, task, item and earning type, equals merged; an addition for each time period that the
 * days lie in, the earlier first. Within an addition hours of labour, and those of equipment, are rounded so that they add up
 * to their rounded total.
 */
export function composeAdditions(
  pieces: readonly TimePiece[],
  heading: AdditionHeading,
  profile: AssignarProfile,
): { additions: TimesheetAddition[]; trace: TraceEntry[] } {
  const { period } = profile.timesheets;
  const dateOf = ({ date }: TimePiece) => heading.postingDate ?? date;
  const byPeriod = groupByKey(pieces, (piece) => beginOfTimePeriod(dateOf(piece), period));
  const trace: TraceEntry[] = [];
  const additions = [...byPeriod]
    .sort(([a], [b]) => compareText(a, b))
    .map(([beginDate, ofPeriod], index): TimesheetAddition => {
      const groups = groupPieces(ofPeriod, dateOf);
      const hundredths = roundGroups(groups);
      const entries = groups.map((group, at) => createEntry(group, at + 1, hundredths[at] ?? 0, heading));
      const purpose: Purpose = index === 0 ? 'timesheet' : 'timesheet-next-period';
      for (const [at, group] of groups.entries()) trace.push(...traceOf(group, purpose, at + 1, hundredths[at] ?? 0));
      const { employeeId } = heading.records.employee;
      return {
        employeeId,
        beginDate,
        state: profile.timesheets.state,
        description: `Time of ${employeeId} from ${beginDate}, from Assignar`,
        reference: heading.reference,
        entries,
      };
    });
  return { additions, trace };
}

/** In order of days, and within a day in the order of the sheet. */
function groupPieces(pieces: readonly TimePiece[], dateOf: (piece: TimePiece) => string): EntryGroup[] {
  const groups = groupByKey(pieces, ({ line, date }) =>
    JSON.stringify([date, line.kind, line.taskId, line.itemId, line.timeType]),
  );
  return [...groups.values()]
    .flatMap(([first, ...more]): EntryGroup[] =>
      first === undefined ? [] : [{ date: dateOf(first), pieces: [first, ...more] }],
    )
    .sort((a, b) => compareText(a.pieces[0].date, b.pieces[0].date));
}

/**
 * Hundredths of an hour of each group. Labour by itself and equipment by itself: what a worker is paid for must not depend on
 * whether a machine ran beside it.
 */
function roundGroups(groups: readonly EntryGroup[]): number[] {
  const minutes = groups.map(({ pieces }) => sumOfMinutes(pieces));
  const hundredths = groups.map(() => 0);
  for (const kind of ['labour', 'equipment'] as const) {
    const at = groups.flatMap(({ pieces: [first] }, index) => (first.line.kind === kind ? [index] : []));
    const ofKind = at.map((index) => minutes[index] ?? 0);
    const total = roundedHundredths(ofKind.reduce((sum, one) => sum + one, 0));
    for (const [nth, part] of apportionHundredths(ofKind, total).entries()) hundredths[at[nth] ?? 0] = part;
  }
  return hundredths;
}

function createEntry(
  { date, pieces }: EntryGroup,
  lineNumber: number,
  hundredths: number,
  { records, roleName, postingDate }: AdditionHeading,
): TimesheetEntry {
  const [{ line, date: workedOn }] = pieces;
  const labels = [...new Set(pieces.map((piece) => piece.line.label))].join('; ');
  const words = [
    line.kind === 'labour' && roleName !== null ? `${labels}, ${roleName}` : labels,
    ...(postingDate === null ? [] : [`worked ${workedOn}`]),
  ];
  return {
    lineNumber,
    date,
    hours: hoursText(hundredths),
    projectId: records.projectId,
    taskId: line.taskId,
    itemId: line.itemId,
    timeType: line.timeType,
    locationId: records.locationId,
    departmentId: records.departmentId,
    isBillable: null,
    description: cutVisibly(words.join(', '), fieldLengthMaxCharacters.description),
  };
}

function traceOf({ pieces }: EntryGroup, purpose: Purpose, lineNumber: number, hundredths: number): TraceEntry[] {
  const parts = apportionHundredths(
    pieces.map(({ minutes }) => minutes),
    hundredths,
  );
  return pieces.map(({ line, minutes }, index) => ({
    sourceLineId: line.sourceLineId,
    label: line.label,
    amount: hoursText(parts[index] ?? 0),
    minutes,
    target: { kind: 'timesheet-entry', purpose, lineNumber },
  }));
}

function sumOfMinutes(pieces: readonly TimePiece[]): number {
  return pieces.reduce((sum, { minutes }) => sum + minutes, 0);
}
