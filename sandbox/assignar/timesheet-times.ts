import { numberOf, type Row, textOf } from './row';
import type { AssignarSettings } from './settings';

const MS_PER_MINUTE = 60_000;
const MINUTES_PER_DAY = 1440;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Date and time of day (`YYYY-MM-DD`, `HH:MM`) that the clocks of a time zone show at an instant. */
export function localTime(instant: string, timeZone: string): { date: string; time: string } {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  formats.set(timeZone, format);
  const parts = Object.fromEntries(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return { date: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` };
}

/** True when a text names an IANA time zone. */
export function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    // Intl says RangeError for a zone that it does not know, and nothing else.
    return false;
  }
}

/**
 * Minutes of a shift that count, by the settings with or without breaks and travel; null without start or end. A naive shift that ends
 * before it starts ends on the next day, and is counted by the clock on the wall: an hour that the clocks jump over counts.
 */
export function totalMinutes(row: Row, settings: AssignarSettings): number | null {
  const presence = presenceMinutes(row);
  if (presence === null) return null;
  const breaks = settings.breaksInsideTotal ? 0 : (numberOf(row.break_time) ?? 0);
  const travel = settings.travelInsideTotal
    ? (numberOf(row.travel_time_to) ?? 0) + (numberOf(row.travel_time_from) ?? 0)
    : 0;
  return Math.max(0, presence - breaks + travel);
}

function presenceMinutes(row: Row): number | null {
  const [start, end] = [textOf(row.start_datetime), textOf(row.end_datetime)];
  if (start !== null && end !== null) return Math.round((Date.parse(end) - Date.parse(start)) / MS_PER_MINUTE);
  const [from, to] = [textOf(row.start_time), textOf(row.end_time)];
  if (from === null || to === null) return null;
  const minutes = minutesOfDay(to) - minutesOfDay(from);
  return minutes < 0 ? minutes + MINUTES_PER_DAY : minutes;
}

function minutesOfDay(time: string): number {
  const [hours, minutes] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

/** `HH:MM`; more than a day goes on counting hours. */
export function hoursAndMinutes(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
