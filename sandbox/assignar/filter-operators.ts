import { badRequest, type Json, type Row } from './row';

export const FILTER_OPERATORS = [
  'gt',
  'gte',
  'lt',
  'lte',
  'ne',
  'is',
  'not',
  'in',
  'not_in',
  'substring',
  'starts_with',
  'ends_with',
  'between',
  'not_between',
  'col',
  'ne_col',
] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number] | 'eq';

/** One condition of a list: `field__operator=operand`. */
export interface Filter {
  readonly field: string;
  readonly operator: FilterOperator;
  readonly operand: string;
}

const WORDS: Readonly<Record<string, boolean | null>> = { null: null, true: true, false: false };

/** Whether a row meets a condition; as in SQL nothing but `is` and `not` is true of an empty field. 400 for an operand that is none. */
export function meets(row: Row, filter: Filter): boolean {
  const value = row[filter.field] ?? null;
  const { operator, operand } = filter;
  if (operator === 'is') return value === word(filter);
  if (operator === 'not') return value !== word(filter);
  if (value === null) return false;
  switch (operator) {
    case 'eq':
      return compare(value, operand) === 0;
    case 'ne':
      return compare(value, operand) !== 0;
    case 'gt':
      return compare(value, operand) > 0;
    case 'gte':
      return compare(value, operand) >= 0;
    case 'lt':
      return compare(value, operand) < 0;
    case 'lte':
      return compare(value, operand) <= 0;
    case 'in':
      return operand.split(',').some((one) => compare(value, one) === 0);
    case 'not_in':
      return !operand.split(',').some((one) => compare(value, one) === 0);
    case 'substring':
      return String(value).includes(operand);
    case 'starts_with':
      return String(value).startsWith(operand);
    case 'ends_with':
      return String(value).endsWith(operand);
    case 'between':
      return isBetween(value, filter);
    case 'not_between':
      return !isBetween(value, filter);
    case 'col':
      return otherColumn(row, filter) !== null && compare(value, String(otherColumn(row, filter))) === 0;
    case 'ne_col':
      return otherColumn(row, filter) !== null && compare(value, String(otherColumn(row, filter))) !== 0;
  }
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T/;

/** -1, 0 or 1; numbers as numbers, instants as instants, all else as text. NaN when the operand is no such value: then nothing is true. */
function compare(value: Json, operand: string): number {
  if (typeof value === 'number') return order(value, Number(operand));
  if (typeof value === 'boolean') return order(value ? 1 : 0, operand === 'true' || operand === '1' ? 1 : 0);
  const text = String(value);
  if (INSTANT.test(text)) return order(Date.parse(text), Date.parse(operand));
  return text === operand ? 0 : text < operand ? -1 : 1;
}

function order(left: number, right: number): number {
  return Number.isNaN(right) ? Number.NaN : Math.sign(left - right);
}

function word({ field, operator, operand }: Filter): boolean | null {
  const found = WORDS[operand];
  if (found === undefined) throw badRequest(`Invalid value - ${field}__${operator}`);
  return found;
}

function isBetween(value: Json, { field, operator, operand }: Filter): boolean {
  const [from, to, ...more] = operand.split(',');
  if (from === undefined || to === undefined || more.length > 0)
    throw badRequest(`Invalid value - ${field}__${operator}`);
  return compare(value, from) >= 0 && compare(value, to) <= 0;
}

function otherColumn(row: Row, { operand }: Filter): Json {
  return row[operand] ?? null;
}
