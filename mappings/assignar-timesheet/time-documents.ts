import type { AssignarProfile } from '../../domain/assignar-profile';
import { formatCents, sumAmounts } from '../../domain/money';
import type { TimesheetPlan, TraceEntry } from '../../domain/posting-plan';
import { hoursText, roundedHundredths } from './apportion';
import { composeEquipmentCost, composeEquipmentHours, type EquipmentHeading } from './equipment-journals';
import type { Shift } from './read-shift';
import { spreadOverDays, type TimeLine } from './time-line';
import { type AdditionHeading, composeAdditions } from './timesheet-additions';

type TimeDocuments = Pick<TimesheetPlan, 'additions' | 'equipmentHours' | 'equipmentCost' | 'trace'>;

/** A sheet's lines as Intacct's documents, by the profile; the trace in the order of the lines, those left out among them. */
export function composeTimeDocuments(
  lines: readonly TimeLine[],
  shift: Shift,
  heading: AdditionHeading & EquipmentHeading,
  profile: AssignarProfile,
): TimeDocuments {
  const { equipmentTime } = profile;
  const equipment = lines.filter(({ kind, leftOut }) => kind === 'equipment' && leftOut === null);
  // Shares of days are by all worked time, so that what is left out takes its part of each day with it.
  const onTimesheet =
    equipmentTime.postAs === 'timesheet-entries' ? lines : lines.filter(({ kind }) => kind === 'labour');
  const timesheets = composeAdditions(spreadOverDays(onTimesheet, shift), heading, profile);
  const hours =
    equipmentTime.postAs === 'statistical-journal' ? composeEquipmentHours(equipment, heading, equipmentTime) : null;
  const cost =
    equipmentTime.postAs === 'journal'
      ? composeEquipmentCost(equipment, heading, equipmentTime, profile.baseCurrency)
      : null;
  const trace = [...timesheets.trace, ...(hours?.trace ?? []), ...(cost?.trace ?? []), ...lines.flatMap(leftOutEntry)];
  return {
    additions: timesheets.additions,
    equipmentHours: hours?.entry ?? null,
    equipmentCost: cost?.entry ?? null,
    trace: inOrderOf(lines, trace),
  };
}

function leftOutEntry({ sourceLineId, label, minutes, leftOut }: TimeLine): TraceEntry[] {
  if (leftOut === null) return [];
  const amount = hoursText(roundedHundredths(minutes));
  return [{ sourceLineId, label, amount, minutes, target: { kind: 'dropped', reason: leftOut } }];
}

function inOrderOf(lines: readonly TimeLine[], trace: readonly TraceEntry[]): TraceEntry[] {
  const rank = new Map(lines.map(({ sourceLineId }, index) => [sourceLineId, index]));
  const rankOf = ({ sourceLineId }: TraceEntry) => rank.get(sourceLineId) ?? lines.length;
  return [...trace].sort((a, b) => rankOf(a) - rankOf(b));
}

/** What a plan comes to, in minutes of the source and in hours posted. */
export function totalsOf(
  { additions, equipmentHours, equipmentCost, trace }: TimeDocuments,
  lines: readonly TimeLine[],
  workedOn: string,
  profile: AssignarProfile,
): TimesheetPlan['totals'] {
  const minutesOf = (isOf: (line: TimeLine) => boolean) =>
    lines.filter(isOf).reduce((sum, { minutes }) => sum + minutes, 0);
  const kinds = new Map(lines.map(({ sourceLineId, kind }) => [sourceLineId, kind]));
  const hoursOf = (kind: TimeLine['kind']) => {
    const posted = trace.filter(({ sourceLineId, target }) => {
      const holdsHours = target.kind === 'timesheet-entry' || target.kind === 'statistical-line';
      return holdsHours && kinds.get(sourceLineId) === kind;
    });
    return formatCents(sumAmounts(posted.map(({ amount }) => amount)));
  };
  const leftOutMinutes = minutesOf(({ leftOut }) => leftOut !== null);
  const chargedMinutes = minutesOf(({ kind, leftOut }) => kind === 'equipment' && leftOut === null);
  const debits = (equipmentCost?.lines ?? []).filter(({ side }) => side === 'debit').map(({ amount }) => amount);
  const entryCount = additions.reduce((sum, { entries }) => sum + entries.length, 0);
  return {
    sourceLines: lines.length,
    targetLines: entryCount + (equipmentHours?.lines.length ?? 0) + (equipmentCost?.lines.length ?? 0),
    workedOn,
    labourMinutes: minutesOf(({ kind }) => kind === 'labour'),
    equipmentMinutes: minutesOf(({ kind }) => kind === 'equipment'),
    leftOutMinutes,
    labourHours: hoursOf('labour'),
    // A journal holds the money that its hours came to.
    equipmentHours: equipmentCost === null ? hoursOf('equipment') : hoursText(roundedHundredths(chargedMinutes)),
    leftOutHours: hoursText(roundedHundredths(leftOutMinutes)),
    baseCurrency: profile.baseCurrency,
    equipmentCost: formatCents(sumAmounts(debits)),
  };
}
