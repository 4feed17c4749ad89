import { addDays } from './accounting-date';
import type { BookRecord } from './books';
import { refuseAsInvalid } from './intacct-error';

const FROM_DATE = /^from (?:invoice\/bill|invoice|bill) date$/;
const OF_MONTH = /^of (?:(the)|(next)|(\d)(?:nd|rd|th)) month (?:of|from) (?:invoice\/bill|invoice|bill) date$/;

/**
 * Due date of a document under a term (facts/intacct.md 8.4): so many days after its date, or a day of its month, of the next, of the
 * 2nd to 6th from it; a day that the month does not have is its last. Refuses words that are none of these.
 */
export function dueDateOf(term: BookRecord, documentDate: string): string {
  return dayOf(term, documentDate, term.DUEDATE ?? '0', term.DUEFROM ?? '');
}

/** The last day of the discount, or empty when the term has none. */
export function discountDateOf(term: BookRecord, documentDate: string): string {
  const days = term.DISCDATE ?? '';
  if (days === '' || (term.DISCAMOUNT ?? '') === '') return '';
  return addDays(dayOf(term, documentDate, days, term.DISCFROM ?? ''), Number(term.DISCFUDGEDAYS || '0'));
}

function dayOf(term: BookRecord, documentDate: string, days: string, from: string): string {
  if (from === '' || FROM_DATE.test(from)) return addDays(documentDate, Number(days));
  const found = OF_MONTH.exec(from);
  if (!found) return refuseAsInvalid(`Invalid term '${term.NAME}' specified.`, 'SIM-TERM-WORDS');
  const months = found[1] ? 0 : found[2] ? 1 : Number(found[3]);
  return dayOfMonth(documentDate, months, Number(days));
}

function dayOfMonth(date: string, monthsLater: number, day: number): string {
  const [year, month] = date.split('-').map(Number) as [number, number];
  const last = new Date(Date.UTC(year, month + monthsLater, 0));
  const chosen = Math.min(Math.max(day, 1), last.getUTCDate());
  return `${last.toISOString().slice(0, 8)}${String(chosen).padStart(2, '0')}`;
}
