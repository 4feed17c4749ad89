import { z } from 'zod';
import type { SourceInstant } from '../../domain/source-timesheet';
import { dayAfter, isDay, readWrittenTime } from './instants';
import { flagField, textField } from './row-fields';

/**
 * When a shift began and ended, as a row of timesheets-expanded tells it. The facts (4.3) name `start_time`, `end_time`, both
 * `_datetime`s and the flag; assumed: that the `_datetime`s are UTC unless the flag is set, that the `_time`s are HH:MM on the
 * clock of the place, and that `date` is the day on which the shift begins.
 */
export const shiftTimesSchema = z.object({
  date: textField,
  start_time: textField,
  end_time: textField,
  start_datetime: textField,
  end_datetime: textField,
  is_naive_datetime: flagField,
});
type ShiftTimes = z.infer<typeof shiftTimesSchema>;

/** A shift's two ends; `fault` names a field that is there and cannot be read. */
export type Shift =
  | { startsAt: SourceInstant | null; endsAt: SourceInstant | null }
  | { fault: string };

/** The ends of a shift, in UTC, or on the clock of its place where that is how they are kept. */
export function shiftOf(times: ShiftTimes): Shift {
  const isNaive = times.is_naive_datetime ?? isWrittenNaively(times.start_datetime);
  const startsAt = isNaive ? null : utcInstant(times.start_datetime);
  const endsAt = isNaive ? null : utcInstant(times.end_datetime);
  if (startsAt === 'unreadable') return { fault: 'start_datetime' };
  if (endsAt === 'unreadable') return { fault: 'end_datetime' };
  if (startsAt !== null && endsAt !== null) return { startsAt, endsAt };
  // A sheet without its UTC times still has those of its place.
  const there = naiveShift(times, isNaive);
  if ('fault' in there) return there;
  return { startsAt: startsAt ?? there.startsAt, endsAt: endsAt ?? there.endsAt };
}

// Without the flag, a time that names no zone is taken for one of the place.
function isWrittenNaively(startDateTime: string | null): boolean {
  return startDateTime !== null && readWrittenTime(startDateTime)?.zone === null;
}

function utcInstant(text: string | null): SourceInstant | null | 'unreadable' {
  if (text === null) return null;
  const written = readWrittenTime(text);
  if (written === null) return 'unreadable';
  const at = new Date(`${written.local}${written.zone ?? 'Z'}`);
  return Number.isNaN(at.getTime()) ? 'unreadable' : { kind: 'utc', at: at.toISOString() };
}

function naiveShift(times: ShiftTimes, isNaive: boolean): Shift {
  if (times.date !== null && dayOf(times.date) === null) return { fault: 'date' };
  const day = times.date === null ? null : dayOf(times.date);
  const start = naiveTime(times.start_time, day);
  if (start === 'unreadable') return { fault: 'start_time' };
  const end = naiveTime(times.end_time, day);
  if (end === 'unreadable') return { fault: 'end_time' };
  // The flag says that the digits of the `_datetime`s are the place's, whatever zone is written behind them.
  const startDigits = isNaive ? digitsOf(times.start_datetime) : null;
  const endDigits = isNaive ? digitsOf(times.end_datetime) : null;
  if (startDigits === 'unreadable') return { fault: 'start_datetime' };
  if (endDigits === 'unreadable') return { fault: 'end_datetime' };
  const begins = start ?? startDigits;
  const ends = isClockTime(times.end_time) && endDigits !== null ? endDigits : (end ?? endDigits);
  return { startsAt: naive(begins), endsAt: naive(behind(begins, ends, times.end_time)) };
}

// HH:MM belongs to the day of the sheet; a shift that seems to end before it began ended the day after.
function behind(begins: string | null, ends: string | null, endTime: string | null): string | null {
  if (begins === null || ends === null || !isClockTime(endTime) || ends > begins) return ends;
  return `${dayAfter(ends.slice(0, 10))}${ends.slice(10)}`;
}

function naiveTime(text: string | null, day: string | null): string | null | 'unreadable' {
  if (text === null) return null;
  if (!isClockTime(text)) return digitsOf(text);
  return day === null ? null : `${day}T${text.padStart(5, '0').slice(0, 5)}:00`;
}

function isClockTime(text: string | null): boolean {
  return text !== null && /^([01]?\d|2[0-3]):[0-5]\d(:00)?$/.test(text);
}

function digitsOf(text: string | null): string | null | 'unreadable' {
  if (text === null) return null;
  return readWrittenTime(text)?.local ?? 'unreadable';
}

function dayOf(text: string): string | null {
  if (isDay(text)) return text;
  return readWrittenTime(text)?.local.slice(0, 10) ?? null;
}

function naive(local: string | null): SourceInstant | null {
  return local === null ? null : { kind: 'naive', local };
}
