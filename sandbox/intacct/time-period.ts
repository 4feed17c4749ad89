import { addDays } from './accounting-date';
import type { Books } from './books';
import type { SandboxSettings } from './settings';

/** The days for which an employee fills in one timesheet; ISO, both within it. */
export interface TimePeriod {
  readonly begins: string;
  readonly ends: string;
}

/** The time period that a day falls into, by the settings' length and first day. */
export function timePeriodOf(settings: SandboxSettings, date: string): TimePeriod {
  const { timesheetPeriodDays: days, timesheetPeriodAnchor: anchor } = settings;
  const since = Math.round((Date.parse(date) - Date.parse(anchor)) / 86_400_000);
  const begins = addDays(date, -(((since % days) + days) % days));
  return { begins, ends: addDays(begins, days - 1) };
}

/** Whether time of the period that begins on that day can no longer be entered or changed. */
export function isTimePeriodClosed(books: Books, begins: string): boolean {
  return books.get('@CLOSEDTIMEPERIOD', begins) !== undefined;
}

/** Closes or opens the time period that begins on that day. */
export function setTimePeriod(books: Books, begins: string, closed: boolean): void {
  if (closed) books.put('@CLOSEDTIMEPERIOD', begins, { BEGINDATE: begins });
  else if (isTimePeriodClosed(books, begins)) books.remove('@CLOSEDTIMEPERIOD', begins);
}
