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
export type Shift = { startsAt: SourceInstant | null; endsAt: SourceInstant | null } | { fault: string };

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
  const day = times.date === null ? null : dayOf(times.date);
  if (times.date !== null && day === null) return { fault: 'date' };
  const start = localTime(times.start_time, isNaive ? times.start_datetime : null, day);
  if (start === 'unreadable') return { fault: 'start_time' };
  const end = localTime(times.end_time, isNaive ? times.end_datetime : null, day);
  if (end === 'unreadable') return { fault: 'end_time' };
  if (start === null || end === null || !end.isOfSheetsDay || end.local >= start.local) {
    return { startsAt: naive(start), endsAt: naive(end) };
  }
  // HH:MM belongs to the day of the sheet: a shift that seems to end before it began ended the day after.
  const local = `${dayAfter(end.local.slice(0, 10))}${end.local.slice(10)}`;
  return { startsAt: naive(start), endsAt: naive({ ...end, local }) };
}

interface LocalTime {
  /** YYYY-MM-DDTHH:mm:ss. */
  local: string;
  /** Its day is only the sheet's. */
  isOfSheetsDay: boolean;
}

// What names its own day and no zone is best; then HH:MM on the sheet's day; last, digits behind which a zone is written
// although the sheet says that its times have none.
function localTime(time: string | null, dateTime: string | null, day: string | null): LocalTime | null | 'unreadable' {
  const written = dateTime === null ? null : readWrittenTime(dateTime);
  if (dateTime !== null && written === null) return 'unreadable';
  if (written !== null && written.zone === null) return { local: written.local, isOfSheetsDay: false };
  if (time !== null && !isClockTime(time)) {
    const own = readWrittenTime(time);
    return own === null ? 'unreadable' : { local: own.local, isOfSheetsDay: false };
  }
  if (time !== null && day !== null) {
    const [hour = '', minute = ''] = time.split(':');
    return { local: `${day}T${hour.padStart(2, '0')}:${minute}:00`, isOfSheetsDay: true };
  }
  return written === null ? null : { local: written.local, isOfSheetsDay: false };
}

function isClockTime(text: string | null): boolean {
  return text !== null && /^([01]?\d|2[0-3]):[0-5]\d(:00)?$/.test(text);
}

function dayOf(text: string): string | null {
  if (isDay(text)) return text;
  return readWrittenTime(text)?.local.slice(0, 10) ?? null;
}

function naive(time: LocalTime | null): SourceInstant | null {
  return time === null ? null : { kind: 'naive', local: time.local };
}
