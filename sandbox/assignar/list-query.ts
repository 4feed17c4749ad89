import { FILTER_OPERATORS, type Filter, type FilterOperator, meets } from './filter-operators';
import { badRequest, type Json, type Row } from './row';
import type { AssignarSettings } from './settings';

/** A page of a list, and how many rows there are in all. */
export interface Page {
  readonly rows: Row[];
  readonly count: number;
}

const PAGING: ReadonlySet<string> = new Set(['page', 'page_size', 'sort', 'fields']);

/**
 * Filters, sorts and pages rows that come in the order of their last modification (facts/assignar.md 4.1). Without `sort` that order
 * stays, so that rows move to other pages when somebody edits them. `known` says under which
 * name a row keeps a field. 400 for a field or operator that the rows do not have.
 */
export function pageOf(
  rows: readonly Row[],
  query: URLSearchParams,
  known: ReadonlyMap<string, string>,
  settings: AssignarSettings,
): Page {
  const filters = filtersOf(query, known);
  const found = rows.filter((row) => filters.every((filter) => meets(row, filter)));
  const sorts = sortsOf(query, known);
  if (sorts.length > 0) found.sort((left, right) => compareBy(sorts, left, right));
  const page = wholeNumber(query, 'page', 1);
  const pageSize = Math.min(wholeNumber(query, 'page_size', settings.pageSizeDefault), settings.pageSizeMax);
  return { rows: found.slice((page - 1) * pageSize, page * pageSize), count: found.length };
}

/** The row with only the fields that `fields=a,b` asks for; 400 for one that it does not have. */
export function selectFields(row: Record<string, Json>, query: URLSearchParams): Record<string, Json> {
  const asked = query.get('fields');
  if (asked === null) return row;
  return Object.fromEntries(
    asked.split(',').map((field) => {
      const value = row[field];
      if (value === undefined) throw badRequest(`Unknown field - ${field}`);
      return [field, value];
    }),
  );
}

function filtersOf(query: URLSearchParams, known: ReadonlyMap<string, string>): Filter[] {
  return [...query].flatMap(([parameter, operand]): Filter[] => {
    if (PAGING.has(parameter)) return [];
    const at = parameter.lastIndexOf('__');
    const field = at < 0 ? parameter : parameter.slice(0, at);
    const operator = at < 0 ? 'eq' : parameter.slice(at + 2);
    const kept = keptName(known, field);
    if (!isOperator(operator)) throw badRequest(`Unknown operator - ${parameter}`);
    const column = operator === 'col' || operator === 'ne_col';
    return [{ field: kept, operator, operand: column ? keptName(known, operand) : operand }];
  });
}

function isOperator(name: string): name is FilterOperator {
  return name === 'eq' || FILTER_OPERATORS.some((operator) => operator === name);
}

function keptName(known: ReadonlyMap<string, string>, field: string): string {
  const kept = known.get(field);
  if (kept === undefined) throw badRequest(`Unknown field - ${field}`);
  return kept;
}

interface Sort {
  readonly field: string;
  readonly direction: 1 | -1;
}

function sortsOf(query: URLSearchParams, known: ReadonlyMap<string, string>): Sort[] {
  const asked = query.get('sort');
  if (asked === null || asked === '') return [];
  return asked.split(',').map((part) => {
    const field = part.replace(/^-/, '');
    return { field: keptName(known, field), direction: part.startsWith('-') ? -1 : 1 };
  });
}

function compareBy(sorts: readonly Sort[], left: Row, right: Row): number {
  for (const { field, direction } of sorts) {
    const order = compareValues(left[field] ?? null, right[field] ?? null);
    if (order !== 0) return order * direction;
  }
  return 0;
}

// Empty fields first, as most databases have it.
function compareValues(left: Json, right: Json): number {
  if (left === null || right === null) return (left === null ? 0 : 1) - (right === null ? 0 : 1);
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  return Number(left) - Number(right);
}

function wholeNumber(query: URLSearchParams, parameter: string, otherwise: number): number {
  const text = query.get(parameter);
  if (text === null) return otherwise;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw badRequest(`Invalid value - ${parameter}`);
  return Number(text);
}
