import type { TimeLeftOut } from '../../domain/posting-plan';
import type { SourceActivityTime, SourceAssetTime } from '../../domain/source-timesheet';
import { cutVisibly, printableText } from '../../domain/text';
import { apportion } from './apportion';
import type { Shift } from './read-shift';

/** Minutes of a sheet that go to one task and item, or are left out. */
export interface TimeLine {
  sourceLineId: string;
  /** What a person calls it. */
  label: string;
  kind: 'labour' | 'equipment';
  minutes: number;
  taskId: string | null;
  itemId: string | null;
  timeType: string | null;
  /** Null: it is posted. */
  leftOut: TimeLeftOut | null;
  /** Worked time shares the shift's days with the sheet's other worked time; travel was before the first or after the last. */
  when: 'worked' | 'beside-the-work' | 'first-day' | 'last-day';
}

/** Minutes of a line that belong to one day. */
export interface TimePiece {
  line: TimeLine;
  /** YYYY-MM-DD: the day worked. */
  date: string;
  minutes: number;
}

/**
 * The posted lines day by day, in whole minutes. Worked time is shared so that each line keeps its minutes and each day its
 * worked minutes; equipment in proportion to them, each asset by itself.
 */
export function spreadOverDays(lines: readonly TimeLine[], { days }: Shift): TimePiece[] {
  const worked = lines.filter(({ when }) => when === 'worked');
  // By day, what each worked line has left: a day takes its minutes in proportion to that, so that none takes more than there is.
  const left = worked.map(({ minutes }) => minutes);
  const shares = days.map(({ workedMinutes }) => {
    const parts = apportion(workedMinutes, left);
    for (const [index, part] of parts.entries()) left[index] = (left[index] ?? 0) - part;
    return parts;
  });
  const weights = days.map(({ workedMinutes }) => workedMinutes);
  const minutesByDay = (line: TimeLine): number[] => {
    switch (line.when) {
      case 'worked':
        return shares.map((parts) => parts[worked.indexOf(line)] ?? 0);
      case 'beside-the-work':
        return apportion(line.minutes, weights);
      case 'first-day':
        return days.map((_, index) => (index === 0 ? line.minutes : 0));
      case 'last-day':
        return days.map((_, index) => (index === days.length - 1 ? line.minutes : 0));
    }
  };
  return lines
    .filter(({ leftOut }) => leftOut === null)
    .flatMap((line) => minutesByDay(line).map((minutes, index) => ({ line, date: days[index]?.date ?? '', minutes })))
    .filter(({ minutes }) => minutes > 0);
}

// A label is read in a table beside its hours.
const labelLengthMaxCharacters = 120;

/** `100-200 Footings`; the id alone where there is no name, and once where the name begins with it. */
export function nameOfActivity({ activityId, activityExternalId, activityName }: SourceActivityTime): string {
  return nameOf(activityExternalId ?? `activity ${activityId}`, activityName);
}

/** `EQ-5 Excavator 20 t`. */
export function nameOfAsset({ assetId, assetExternalId, assetName }: SourceAssetTime): string {
  return nameOf(assetExternalId ?? `asset ${assetId}`, assetName);
}

/** `activity 100-200 Footings`, as a sentence names it: one without an external id says its kind itself. */
export function withKind(kind: 'activity' | 'asset', name: string): string {
  return name.startsWith(`${kind} `) ? name : `${kind} ${name}`;
}

function nameOf(id: string, name: string | null): string {
  const printable = printableText(name ?? '');
  return labelOf(printable.startsWith(id) ? printable : `${id} ${printable}`);
}

/** A label that is printable and short. */
export function labelOf(text: string): string {
  return cutVisibly(printableText(text), labelLengthMaxCharacters);
}
