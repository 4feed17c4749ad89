import { readLocalInstants, utcText } from '../../domain/local-time';

/** The UTC instant at which a place's clock shows a date and time (`YYYY-MM-DD`, `HH:MM`), the earlier where it does so twice. */
export function instantAt(date: string, time: string, timeZone: string): string {
  const [instant] = readLocalInstants(`${date}T${time}`, timeZone);
  if (instant === undefined) throw new RangeError(`${date} ${time} is no time in ${timeZone}`);
  return utcText(instant);
}

/** So many minutes later. */
export function minutesAfter(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}

/** So many days later; calendar days, YYYY-MM-DD. */
export function daysAfter(date: string, days: number): string {
  return minutesAfter(`${date}T00:00:00.000Z`, days * 1440).slice(0, 10);
}
