import type { BookRecord } from './books';
import { refuse } from './intacct-error';
import type { QueryField } from './object-rows';
import { canonicalValue, compareValues } from './object-values';
import { childOf, textOf, type XmlElement } from './xml';

export type RowTest = (record: BookRecord) => boolean;
export type FieldFinder = (name: string) => QueryField;

/** One comparison, with its values still as they were sent. */
export interface Comparison {
  readonly operator: string;
  readonly fieldName: string;
  readonly values: readonly string[];
}

interface Operator {
  readonly valuesMin: number;
  readonly valuesMax: number;
  holds(compared: readonly number[], matches: readonly boolean[], value: string): boolean;
}

const one = (holds: (compared: number) => boolean): Operator => ({
  valuesMin: 1,
  valuesMax: 1,
  holds: ([compared = 0], _, value) => value !== '' && holds(compared),
});
const OPERATORS: Readonly<Record<string, Operator>> = {
  equalto: { valuesMin: 1, valuesMax: 1, holds: ([compared]) => compared === 0 },
  notequalto: { valuesMin: 1, valuesMax: 1, holds: ([compared]) => compared !== 0 },
  lessthan: one((compared) => compared < 0),
  lessthanorequalto: one((compared) => compared <= 0),
  greaterthan: one((compared) => compared > 0),
  greaterthanorequalto: one((compared) => compared >= 0),
  between: {
    valuesMin: 2,
    valuesMax: 2,
    holds: ([low = 0, high = 0], _, value) => value !== '' && low >= 0 && high <= 0,
  },
  in: { valuesMin: 1, valuesMax: 1000, holds: (compared) => compared.includes(0) },
  notin: { valuesMin: 1, valuesMax: 1000, holds: (compared) => !compared.includes(0) },
  like: { valuesMin: 1, valuesMax: 1, holds: (_, [matches]) => matches === true },
  notlike: { valuesMin: 1, valuesMax: 1, holds: (_, [matches]) => matches === false },
  isnull: { valuesMin: 0, valuesMax: 0, holds: (_compared, _matches, value) => value === '' },
  isnotnull: { valuesMin: 0, valuesMax: 0, holds: (_compared, _matches, value) => value !== '' },
};

/** The filter of a `query` as a test of rows; refuses what facts/intacct.md 4.3 does not allow. */
export function compileFilter(filter: XmlElement, find: FieldFinder, caseInsensitive: boolean): RowTest {
  const [condition, ...more] = filter.children;
  if (!condition || more.length > 0) return refuseFilter('A filter must have exactly one top-level operator');
  return compileCondition(condition, find, caseInsensitive);
}

function compileCondition(element: XmlElement, find: FieldFinder, caseInsensitive: boolean): RowTest {
  if (element.name === 'and' || element.name === 'or') {
    if (element.children.length < 2) refuseFilter(`The operator ${element.name} needs at least two conditions`);
    const tests = element.children.map((child) => compileCondition(child, find, caseInsensitive));
    return element.name === 'and'
      ? (row) => tests.every((test) => test(row))
      : (row) => tests.some((test) => test(row));
  }
  const values = element.children.filter((child) => child.name === 'value').map((child) => child.text.trim());
  const fieldName = textOf(element, 'field');
  if (fieldName === undefined) return refuseFilter(`The operator ${element.name} needs a field`);
  return compileComparison({ operator: element.name, fieldName, values }, find, caseInsensitive);
}

/** One comparison as a test of rows; refuses unknown operators, wrong counts and values of the wrong kind. */
export function compileComparison(comparison: Comparison, find: FieldFinder, caseInsensitive: boolean): RowTest {
  const operator = OPERATORS[comparison.operator];
  if (!operator) return refuseFilter(`Unknown operator ${comparison.operator}`);
  const { values } = comparison;
  if (values.length < operator.valuesMin || values.length > operator.valuesMax) {
    refuseFilter(`The operator ${comparison.operator} cannot take ${values.length} values`);
  }
  const field = find(comparison.fieldName);
  const isLike = comparison.operator.endsWith('like');
  const fold = (text: string): string => (caseInsensitive && field.kind === 'text' ? text.toLowerCase() : text);
  const wanted = isLike ? [] : values.map((value) => fold(keptValue(field, comparison.fieldName, value)));
  const patterns = isLike ? values.map((value) => likePattern(value, caseInsensitive)) : [];
  return (row) => {
    const value = field.valueIn(row);
    const compared = wanted.map((other) => compareValues(field.kind, fold(value), other));
    return operator.holds(
      compared,
      patterns.map((pattern) => pattern.test(value)),
      value,
    );
  };
}

function keptValue(field: QueryField, name: string, value: string): string {
  const word = field.codes?.[value];
  if (value === '' || word !== undefined) return word ?? '';
  return (
    canonicalValue(field.kind, value) ??
    refuse('DL02000001', 'There was an error processing the request.', {
      description: `Invalid value '${value}' for ${name}`,
      errorId: 'SIM-FILTER-VALUE',
    })
  );
}

function likePattern(value: string, caseInsensitive: boolean): RegExp {
  const source = value
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/%/g, '[\\s\\S]*')
    .replace(/_/g, '[\\s\\S]');
  return new RegExp(`^${source}$`, caseInsensitive ? 'i' : '');
}

function refuseFilter(text: string): never {
  return refuse('XL03000010', text, { errorId: 'SIM-FILTER' });
}

/** A field whose value must equal one text for the filter to hold at all: lets the books' index find the rows. */
export function indexedEquality(filter: XmlElement | undefined): { fieldName: string; value: string } | null {
  const top = filter?.children[0];
  const candidates = top?.name === 'and' ? top.children : top ? [top] : [];
  const equality = candidates.find((child) => child.name === 'equalto');
  const fieldName = equality && textOf(equality, 'field');
  const value = equality && childOf(equality, 'value')?.text.trim();
  return fieldName && value ? { fieldName, value } : null;
}
