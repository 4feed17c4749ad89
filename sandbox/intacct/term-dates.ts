import { addDays } from './accounting-date';

const MONTHS_LATER: Readonly<Record<string, number>> = {
  'of the month of invoice/bill date': 0,
  'of next month from invoice/bill date': 1,
  'of 2nd month from invoice/bill date': 2,
  'of 3rd month from invoice/bill date': 3,
  'of 4th month from invoice/bill date': 4,
  'of 5th month from invoice/bill date': 5,
  'of 6th month from invoice/bill date': 6,
};

/**
 * The day on which a document is due, or up to which it earns its discount, by a term's rule (facts/intacct.md 8.4): so many days after
 * its date, or that day of a month, at the latest the month's last. Dates YYYY-MM-DD.
 */
export function dateByTerm(documentDate: string, days: number, rule: string): string {
  const months = MONTHS_LATER[rule];
  if (months === undefined) return addDays(documentDate, days);
  const [year, month] = documentDate.split('-').map(Number) as [number, number];
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(Math.max(days, 1), lastDay))).toISOString().slice(0, 10);
}
