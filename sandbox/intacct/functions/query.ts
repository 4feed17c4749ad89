import { compareAmounts, divideAmount, sumAmounts } from '../../../domain/money';
import type { BookRecord } from '../books';
import type { FunctionAnswer, FunctionCall } from '../function-call';
import { refuse } from '../intacct-error';
import { type ObjectDefinition, objectDefinition } from '../object-definitions';
import { flatRow, type QueryField, queryField, visibleRows } from '../object-rows';
import { compareValues } from '../object-values';
import { compileFilter, indexedEquality } from '../query-filter';
import { childOf, textOf, type XmlElement, xmlElement } from '../xml';
import { refuseUnknownObject } from './write-object';

type NamedField = readonly [name: string, field: QueryField];

/** `query` (facts/intacct.md 4.3): filter, order, one page; without an order every page comes in another one. */
export function query(call: FunctionCall): FunctionAnswer {
  const { element } = call;
  const definition =
    objectDefinition(textOf(element, 'object') ?? '') ?? refuseUnknownObject(textOf(element, 'object') ?? '');
  const select = childOf(element, 'select') as XmlElement;
  const options = childOf(element, 'options');
  const pageSize = wholeNumber(textOf(element, 'pagesize'), 100, 'pagesize');
  const offset = wholeNumber(textOf(element, 'offset'), 0, 'offset');
  if (pageSize < 1 || pageSize > call.settings.queryPageSizeMax) {
    refuse('XL03000006', `The pagesize must be between 1 and ${call.settings.queryPageSizeMax}.`, {
      errorId: 'SIM-PAGESIZE',
    });
  }
  const fields = selectedFields(call, definition, select);
  const filter = childOf(element, 'filter');
  const withPrivate = textOf(options ?? element, 'showprivate') === 'true';
  let rows = visibleRows(candidates(call, definition, filter), call.entityId, withPrivate);
  if (filter) {
    const caseInsensitive = textOf(options ?? element, 'caseinsensitive') === 'true';
    rows = rows.filter(compileFilter(filter, (name) => filterField(call, definition, name), caseInsensitive));
  }
  const aggregates = select.children.filter((child) => child.name !== 'field');
  if (aggregates.length > 0) return aggregateAnswer(call, definition, aggregates, rows);
  const ordered = inOrder(call, definition, rows, childOf(element, 'orderby'));
  const page = ordered.slice(offset, offset + pageSize);
  const list = xmlElement(
    'data',
    page.map((row) => flatRow(definition.name, row, fields)),
    {
      listtype: definition.name,
      totalcount: String(rows.length),
      offset: String(offset),
      count: String(page.length),
      numremaining: String(Math.max(0, rows.length - offset - page.length)),
    },
  );
  return { elements: [list], headersWritten: 0, pagesRead: 1 };
}

function candidates(call: FunctionCall, definition: ObjectDefinition, filter: XmlElement | undefined): BookRecord[] {
  const equality = indexedEquality(filter);
  const insensitive = textOf(childOf(call.element, 'options') ?? call.element, 'caseinsensitive') === 'true';
  const kind = equality && definition.fields.get(equality.fieldName)?.kind;
  // A whole number is kept as it is written, so equal numbers are equal texts.
  const hasCodes = equality && queryField(call.books, definition, equality.fieldName, [])?.codes !== undefined;
  const isExact = (kind === 'text' && !hasCodes) || (kind === 'integer' && /^[1-9]\d*$/.test(equality?.value ?? ''));
  const isKept = equality !== null && !(equality.fieldName in definition.shown);
  if (equality && isKept && isExact && !insensitive)
    return call.books.find(definition.name, equality.fieldName, equality.value);
  return call.books.rows(definition.name);
}

function selectedFields(call: FunctionCall, definition: ObjectDefinition, select: XmlElement): NamedField[] {
  const custom = call.settings.customFields[definition.name] ?? [];
  const names = select.children.map((child) => child.text.trim());
  const found = names.map((name) => [name, queryField(call.books, definition, name, custom)] as const);
  const unknown = found.filter(([, field]) => !field).map(([name]) => name);
  if (unknown.length > 0) {
    refuse('XL03000006', `The following fields cannot be queried: ${unknown.join(', ')}`, { errorId: 'SIM-FIELD' });
  }
  return found as NamedField[];
}

function filterField(call: FunctionCall, definition: ObjectDefinition, name: string): QueryField {
  const field = queryField(call.books, definition, name, call.settings.customFields[definition.name] ?? []);
  return (
    field ?? refuse('XL03000010', `The field ${name} does not exist in ${definition.name}.`, { errorId: 'SIM-FIELD' })
  );
}

function inOrder(
  call: FunctionCall,
  definition: ObjectDefinition,
  rows: BookRecord[],
  orderBy: XmlElement | undefined,
): BookRecord[] {
  if (!orderBy) return call.settings.shuffleUnorderedPages ? shuffled(rows, call.random) : rows;
  const orders = orderBy.children.map((order) => ({
    field: filterField(call, definition, textOf(order, 'field') ?? ''),
    sign: childOf(order, 'descending') ? -1 : 1,
  }));
  return [...rows].sort((a, b) => {
    for (const { field, sign } of orders) {
      const compared = compareValues(field.kind, field.valueIn(a), field.valueIn(b));
      if (compared !== 0) return compared * sign;
    }
    return 0;
  });
}

/** The same rows in an order of chance (Fisher and Yates). */
export function shuffled<Row>(rows: readonly Row[], random: () => number): Row[] {
  const result = [...rows];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other] as Row, result[last] as Row];
  }
  return result;
}

function aggregateAnswer(
  call: FunctionCall,
  definition: ObjectDefinition,
  aggregates: readonly XmlElement[],
  rows: readonly BookRecord[],
): FunctionAnswer {
  const values = aggregates.map((aggregate) => {
    const name = aggregate.text.trim();
    const field = filterField(call, definition, name);
    const present = rows.map((row) => field.valueIn(row)).filter((value) => value !== '');
    return xmlElement(`${aggregate.name.toUpperCase()}.${name}`, aggregateOf(aggregate.name, present));
  });
  const list = xmlElement('data', [xmlElement(definition.name, values)], {
    listtype: definition.name,
    totalcount: '1',
    offset: '0',
    count: '1',
    numremaining: '0',
  });
  return { elements: [list], headersWritten: 0, pagesRead: 1 };
}

function aggregateOf(name: string, values: readonly string[]): string {
  if (name === 'count') return String(values.length);
  if (values.length === 0) return '';
  if (values.some((value) => !/^-?\d+(\.\d+)?$/.test(value))) {
    refuse('XL03000006', `The aggregate ${name} needs a number field.`, { errorId: 'SIM-AGGREGATE' });
  }
  if (name === 'sum') return sumAmounts(values);
  if (name === 'avg') return divideAmount(sumAmounts(values), String(values.length));
  const sign = name === 'min' ? 1 : -1;
  return [...values].sort((a, b) => compareAmounts(a, b) * sign)[0] as string;
}

/** A whole number of a request, or its default when the element is absent or blank. */
export function wholeNumber(text: string | undefined, whenAbsent: number, name: string): number {
  if (!text) return whenAbsent;
  if (!/^\d{1,9}$/.test(text))
    refuse('XL03000006', `The ${name} '${text}' is not a whole number.`, { errorId: 'SIM-NUMBER' });
  return Number(text);
}
