import { DateTime, type DateTimeOptions, IANAZone } from 'luxon';

/** An instant, in whole minutes since 1970-01-01T00:00Z: shifts are counted in minutes, seconds are cut off. */
export type MinuteInstant = number;

const msPerMinute = 60_000;
const withSeconds = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;

/** True for the name of an IANA time zone, such as `America/Chicago`. */
export function isTimeZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

/** The instant of an ISO 8601 text in UTC or with an offset; null for a text that is none. */
export function readUtcInstant(text: string): MinuteInstant | null {
  const read = DateTime.fromISO(text.trim().replace(' ', 'T'), { zone: 'utc' });
  return read.isValid && text.includes(':') ? toMinutes(read) : null;
}

/**
 * The instants that a clock in the zone showed as `2026-11-01T01:30`: one; two, the earlier first, in the hour that is
 * repeated when clocks go back; none for a text that is no date and time. A time that clocks skip when they go forward is
 * read by the offset before the jump, as a clock that nobody set shows it: 02:30 is the instant of 03:30.
 */
export function readLocalInstants(local: string, timeZone: string): MinuteInstant[] {
  const text = local.trim();
  if (!withSeconds.test(text)) return [];
  const read = DateTime.fromISO(text.replace(' ', 'T'), inZone(timeZone));
  if (!read.isValid) return [];
  return read
    .getPossibleOffsets()
    .map(toMinutes)
    .sort((a, b) => a - b);
}

/** The calendar day in the zone, YYYY-MM-DD. */
export function localDay(instant: MinuteInstant, timeZone: string): string {
  return toLocal(instant, timeZone).toFormat('yyyy-MM-dd');
}

/** The instant at which the zone's next day begins: mostly midnight, an hour later where clocks skip that. */
export function nextLocalDay(instant: MinuteInstant, timeZone: string): MinuteInstant {
  return toMinutes(toLocal(instant, timeZone).plus({ days: 1 }).startOf('day'));
}

/** `2026-11-16T06:30:00Z`. */
export function utcText(instant: MinuteInstant): string {
  return DateTime.fromMillis(instant * msPerMinute, { zone: 'utc' }).toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
}

function toLocal(instant: MinuteInstant, timeZone: string): DateTime {
  return DateTime.fromMillis(instant * msPerMinute, inZone(timeZone));
}

// The machine's language must not decide how digits are written.
function inZone(zone: string): DateTimeOptions {
  return { zone, locale: 'en-US', numberingSystem: 'latn', outputCalendar: 'iso8601' };
}

function toMinutes(read: DateTime): MinuteInstant {
  return Math.floor(read.toMillis() / msPerMinute);
}
