import type { BookRecord, Books } from '../books';
import type { FunctionAnswer, FunctionCall } from '../function-call';
import { refuse, refuseAsInvalid } from '../intacct-error';
import { visibleRows } from '../object-rows';
import { childOf, textOf, type XmlElement, xmlElement } from '../xml';
import { wholeNumber } from './query';

/** Lists that exist here, of those that facts/intacct.md 4.5 names: rows with the lowercase fields of their legacy functions. */
const LISTS: Readonly<Record<string, (books: Books) => BookRecord[]>> = {
  taxschedule: (books) => books.rows('TAXSCHEDULE').map((row) => ({ ...ownerOf(row), ...scheduleRow(row) })),
  taxscheduledetail: (books) => books.rows('TAXSCHEDULE').flatMap(scheduleDetailRows),
  smarteventlog: (books) => books.rows('SMARTEVENTLOG'),
  itemglgroup: (books) =>
    books.rows('ITEMGLGROUP').map((row) => ({
      ...ownerOf(row),
      recordno: row.RECORDNO as string,
      name: row.NAME as string,
      status: row.STATUS as string,
    })),
  taxschedulemap: () => [],
  contacttaxgroup: () => [],
  itemtaxgroup: () => [],
};

/** get_list (facts/intacct.md 4.5, 13.9): filter, sorts, fields, start and maxitems; at most 1000 rows at a time. */
export function getList(call: FunctionCall): FunctionAnswer {
  const { element } = call;
  const object = element.attributes.object ?? '';
  const rowsOf = LISTS[object];
  if (!rowsOf) return refuseAsInvalid(`get_list of '${object}' is not in the sandbox.`, 'SIM-NOT-SUPPORTED');
  const withPrivate = element.attributes.showprivate === 'true';
  const visible = visibleRows(rowsOf(call.books), call.entityId, withPrivate).map(withoutOwner);
  const filter = childOf(element, 'filter');
  const filtered = filter ? visible.filter((row) => filter.children.every((child) => holds(child, row))) : visible;
  const sorted = inOrder(filtered, childOf(element, 'sorts'));
  const start = wholeNumber(element.attributes.start, 0, 'start');
  const itemsMax = wholeNumber(element.attributes.maxitems, 1000, 'maxitems');
  const page = sorted.slice(start, start + Math.min(itemsMax, 1000));
  const fields = childOf(element, 'fields')?.children.map((field) => field.text.trim());
  const rows = page.map((row) => xmlElement(object, rowElements(row, fields)));
  const end = page.length === 0 ? start : start + page.length - 1;
  const attributes = { start: String(start), end: String(end), total: String(sorted.length) };
  return {
    elements: [xmlElement('listtype', object, attributes), xmlElement('data', rows)],
    headersWritten: 0,
    pagesRead: 1,
  };
}

function ownerOf(row: BookRecord): BookRecord {
  return { MEGAENTITYID: row.MEGAENTITYID ?? '' };
}

function withoutOwner(row: BookRecord): BookRecord {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'MEGAENTITYID'));
}

function scheduleRow(row: BookRecord): BookRecord {
  return {
    scheduleid: row.SCHEDULEID as string,
    description: row.DESCRIPTION ?? '',
    taxtype: row.TAXTYPE as string,
    status: row.STATUS as string,
  };
}

function scheduleDetailRows(row: BookRecord): BookRecord[] {
  const detailIds = (row['@DETAILIDS'] ?? '').split('#~#').filter((detailId) => detailId !== '');
  return detailIds.map((detailid) => ({ ...ownerOf(row), scheduleid: row.SCHEDULEID as string, detailid }));
}

function rowElements(row: BookRecord, fields: readonly string[] | undefined): XmlElement[] {
  const names = fields ?? Object.keys(row);
  return names.map((name) => xmlElement(name, row[name] ?? refuseField(name)));
}

function holds(condition: XmlElement, row: BookRecord): boolean {
  if (condition.name === 'logical') {
    const isOr = condition.attributes.logical_operator === 'or';
    return isOr
      ? condition.children.some((child) => holds(child, row))
      : condition.children.every((child) => holds(child, row));
  }
  const field = textOf(condition, 'field') ?? '';
  const value = textOf(condition, 'value') ?? '';
  const own = row[field] ?? refuseField(field);
  const operator = textOf(condition, 'operator') ?? '';
  const test = OPERATORS[operator];
  if (!test) return refuse('XL03000006', `Unknown operator ${operator} in filter.`, { errorId: 'SIM-FILTER' });
  return test(own, value);
}

const OPERATORS: Readonly<Record<string, (own: string, value: string) => boolean>> = {
  '=': (own, value) => own === value,
  '!=': (own, value) => own !== value,
  '<': (own, value) => order(own, value) < 0,
  '<=': (own, value) => order(own, value) <= 0,
  '>': (own, value) => order(own, value) > 0,
  '>=': (own, value) => order(own, value) >= 0,
  like: (own, value) => matches(own, value),
  'is null': (own) => own === '',
};

// Numbers (record numbers) compare as numbers, all else as text.
function order(left: string, right: string): number {
  if (/^\d+$/.test(left) && /^\d+$/.test(right)) return Number(left) - Number(right);
  return left < right ? -1 : left > right ? 1 : 0;
}

function matches(own: string, pattern: string): boolean {
  const parts = pattern.split('%');
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return own === pattern;
  if (!own.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = own.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  const last = rest.at(-1) as string;
  return own.length - last.length >= at && own.endsWith(last);
}

function inOrder(rows: BookRecord[], sorts: XmlElement | undefined): BookRecord[] {
  const keys = (sorts?.children ?? []).map((child) => ({
    field: child.text.trim(),
    sign: child.attributes.order === 'desc' ? -1 : 1,
  }));
  return [...rows].sort((a, b) => {
    for (const { field, sign } of keys) {
      const compared = order(a[field] ?? refuseField(field), b[field] ?? refuseField(field));
      if (compared !== 0) return compared * sign;
    }
    return 0;
  });
}

function refuseField(name: string): never {
  return refuse('XL03000006', `The following fields cannot be queried: ${name}`, { errorId: 'SIM-FIELD' });
}
