import type { PostingException } from '../../domain/exception';
import type { ImportValue } from '../../domain/import-record';
import type { IntacctTerm } from '../../domain/master-records';
import { isWholeCents } from '../../domain/money';
import { findTooLong, termLimits } from './field-limits';
import { amountField, flagField, type RecordFields, rulesFor, textField } from './record-fields';
import { penaltyPeriods, termNarrative } from './term-narrative';

/** Fields of a term in iMetal, under the names of its import table. */
export const termFields = [
  'description',
  'applies_to',
  'due_days',
  'due_month_ends',
  'settlement_days',
  'settlement_discount',
  'penalty_percentage',
  'penalty_period',
  'narrative',
  'active',
  'external_reference',
];

/** Terms are finance's. */
export const termRules = rulesFor(termFields, 'only-intacct');

export type MappedTerm =
  | { kind: 'fields'; fields: RecordFields }
  | { kind: 'exceptions'; exceptions: PostingException[] };

/**
 * A term of Intacct in iMetal's fields and in a salesperson's words. Every rule that iMetal's fields cannot hold exactly is an exception that
 * names it; none is approximated. `appliesTo`: customers, suppliers, or both when the other side has the same term.
 */
export function mapTermToImetal(term: IntacctTerm, appliesTo: 'C' | 'S' | 'B'): MappedTerm {
  const subject = `${term.kind} term ${term.name}`;
  const due = dueRule(term.due);
  const faults = [
    ...(due === null ? [dueFault(term, subject)] : []),
    ...discountFaults(term, subject),
    ...penaltyFaults(term, subject),
  ];
  const fields: RecordFields = {
    description: textField(term.description) ?? term.name,
    applies_to: appliesTo,
    due_days: due === null ? null : String(due.days),
    due_month_ends: due === null ? null : String(due.monthEnds),
    settlement_days: term.discount === null ? null : String(term.discount.day),
    settlement_discount: amountField(term.discount?.amount ?? null),
    penalty_percentage: amountField(term.penalty?.amount ?? null),
    penalty_period: term.penalty === null ? null : (penaltyPeriods[term.penalty.type]?.code ?? null),
    narrative: termNarrative(term),
    active: flagField(term.isActive),
    external_reference: term.name,
  };
  const exceptions = [...faults, ...findTooLong(fields, termLimits, subject)];
  return exceptions.length > 0 ? { kind: 'exceptions', exceptions } : { kind: 'fields', fields };
}

/** A term of iMetal in the same fields. */
export function termFieldsOf(term: Readonly<Record<string, ImportValue>>): RecordFields {
  const amounts = new Set(['settlement_discount', 'penalty_percentage']);
  return Object.fromEntries(
    termFields.map((field) => {
      const value = term[field] ?? null;
      if (value === null) return [field, null];
      return [field, amounts.has(field) ? amountField(String(value)) : textField(String(value))];
    }),
  );
}

/** The row for iMetal's importer. */
export function termImportValues(code: string, fields: RecordFields): Record<string, ImportValue> {
  const whole = new Set(['due_days', 'due_month_ends', 'settlement_days']);
  const columns = termFields.map((field): [string, ImportValue] => {
    const value = fields[field] ?? null;
    if (value === null) return [field, null];
    if (whole.has(field)) return [field, Number(value)];
    return [field, field === 'active' ? value === 'true' : value];
  });
  return { code, ...Object.fromEntries(columns) };
}

// A day that every month has; after it, `day 30 of next month` is another day in February than iMetal's 30 days on.
const lastSafeDay = 28;
// Intacct's way to say the last day of a month.
const endOfMonth = 31;

/** iMetal counts: to the end of the month, `monthEnds` months on (1 is the document's own), then so many days on. Null: not countable so. */
function dueRule(due: IntacctTerm['due']): { days: number; monthEnds: number } | null {
  if (due === null || due.day < 0) return null;
  const months = monthsOn(due.from);
  if (months === null) return null;
  if (months === 'from the date') return { days: due.day, monthEnds: 0 };
  if (due.day === endOfMonth) return { days: 0, monthEnds: months + 1 };
  // A day of the document's own month lies before that month's end, which iMetal counts from.
  if (months === 0 || due.day > lastSafeDay || due.day === 0) return null;
  return { days: due.day, monthEnds: months };
}

/** Months after the document's own; the words are Intacct's (facts/intacct.md 8.4). Null for others. */
function monthsOn(from: string): number | 'from the date' | null {
  if (from === 'from invoice/bill date') return 'from the date';
  if (from === 'of the month of invoice/bill date') return 0;
  if (from === 'of next month from invoice/bill date') return 1;
  const [, ordinal] = /^of ([2-6])(?:nd|rd|th) month from invoice\/bill date$/.exec(from) ?? [];
  return ordinal === undefined ? null : Number(ordinal);
}

function dueFault(term: IntacctTerm, subject: string): PostingException {
  const rule = term.due === null ? 'no due rule' : `day ${term.due.day} ${term.due.from}`;
  return inexpressible(subject, 'due date', 'days after the date, or days after a month end', rule);
}

function discountFaults({ discount }: IntacctTerm, subject: string): PostingException[] {
  if (discount === null) return [];
  const faults: PostingException[] = [];
  const add = (expected: string, actual: string) => faults.push(inexpressible(subject, 'discount', expected, actual));
  if (discount.unit !== '%') add('a percentage', `${discount.amount} in money`);
  else if (!isWholeCents(discount.amount)) add('a percentage of two decimals', `${discount.amount}%`);
  if (monthsOn(discount.from) !== 'from the date') add('days after the date', `day ${discount.day} ${discount.from}`);
  if (discount.graceDays > 0) add('no days of grace', `${discount.graceDays} days of grace`);
  return faults;
}

function penaltyFaults({ penalty }: IntacctTerm, subject: string): PostingException[] {
  if (penalty === null) return [];
  const faults: PostingException[] = [];
  const add = (expected: string, actual: string) => faults.push(inexpressible(subject, 'penalty', expected, actual));
  if (penalty.unit !== '%') add('a percentage', `${penalty.amount} in money`);
  else if (!isWholeCents(penalty.amount)) add('a percentage of two decimals', `${penalty.amount}%`);
  if (penaltyPeriods[penalty.type] === undefined) add('a known period', penalty.type);
  if (penalty.graceDays > 0) add('no days of grace', `${penalty.graceDays} days of grace`);
  return faults;
}

function inexpressible(subject: string, field: string, expected: string, actual: string): PostingException {
  return {
    code: 'TERM_INEXPRESSIBLE',
    field,
    expected,
    actual,
    message: `${subject}: ${field}: iMetal holds ${expected}, the term says ${actual}`,
    causeKey: null,
  };
}
