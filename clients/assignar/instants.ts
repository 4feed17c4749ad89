import { DateTime } from 'luxon';

const instantPattern = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2}))?(?:\.(\d{1,9}))?\s?(Z|[+-]\d{2}:?\d{2})?$/i;

/** A date and time as it is written: its digits, and the zone beside them. */
export interface WrittenTime {
  /** YYYY-MM-DDTHH:mm:ss, without what is smaller. */
  local: string;
  /** Digits behind the second; `''` is none. */
  fraction: string;
  /** `Z` or an offset; null where none is written. */
  zone: string | null;
}

/** The parts of a date and time; null when the text is none, or names a day that no calendar has. */
export function readWrittenTime(text: string): WrittenTime | null {
  const found = instantPattern.exec(text.trim());
  if (found === null) return null;
  const [, day = '', minute = '', second = '00', fraction = '', zone] = found;
  const local = `${day}T${minute}:${second}`;
  if (!DateTime.fromISO(local, { zone: 'utc' }).isValid) return null;
  return { local, fraction, zone: zone === undefined ? null : zone.toUpperCase() };
}

/**
 * The instant in UTC, ISO 8601 with microseconds, so that texts compare as times do; null when the text is no date and time. One
 * without a zone is UTC: the API's stamps are, only shifts may be naive (facts/assignar.md 4.3).
 */
export function instantInUtc(text: string): string | null {
  const written = readWrittenTime(text);
  if (written === null) return null;
  const at = DateTime.fromISO(`${written.local}${written.zone ?? 'Z'}`, { zone: 'utc' });
  if (!at.isValid) return null;
  return `${at.toFormat("yyyy-MM-dd'T'HH:mm:ss")}.${written.fraction.padEnd(6, '0').slice(0, 6)}Z`;
}

/** The day of an instant on a place's clock, YYYY-MM-DD; null when the zone is unknown. */
export function dayInZone(instant: string, timeZone: string): string | null {
  const there = DateTime.fromISO(instant, { zone: timeZone });
  return there.isValid ? there.toISODate() : null;
}

/** The day after, YYYY-MM-DD. */
export function dayAfter(day: string): string {
  const next = DateTime.fromISO(day, { zone: 'utc' }).plus({ days: 1 });
  if (!next.isValid) throw new RangeError(`no day: ${day}`);
  return next.toFormat('yyyy-MM-dd');
}

/** Whether the text is a day of the calendar, YYYY-MM-DD. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
}

/** Milliseconds of an instant in ISO 8601, and the instant with no more than these. */
export function toMilliseconds(instant: string): { epochMs: number; text: string } {
  const epochMs = Date.parse(instant);
  if (Number.isNaN(epochMs)) throw new RangeError(`no instant: ${instant}`);
  return { epochMs, text: new Date(epochMs).toISOString() };
}
