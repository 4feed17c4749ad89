import type { BookRecord, Books } from './books';
import { type FieldKind, type ObjectDefinition, objectDefinition } from './object-definitions';
import { wireValue } from './object-values';
import { type XmlElement, xmlElement } from './xml';

/** A field that can be asked for: its kind, and its kept value in a record. */
export interface QueryField {
  readonly kind: FieldKind;
  valueIn(record: BookRecord): string;
  /** Codes that a filter may say for the words that rows show. */
  readonly codes?: Readonly<Record<string, string>>;
}

// The vendor's pages of TAXDETAIL and TASK filter by code without saying by which function (facts/intacct.md 8.5, 8.14).
const CODES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  TAXTYPE: { S: 'Sale', P: 'Purchase' },
  TASKSTATUS: { N: 'Not Started', L: 'Planned', P: 'In Progress', C: 'Completed', H: 'On Hold' },
};

/** Finds a field by name, also over one relation (`CUSTOMER.NAME`); undefined when the object has no such field. */
export function queryField(
  books: Books,
  definition: ObjectDefinition,
  name: string,
  customFields: readonly string[],
): QueryField | undefined {
  const shown = definition.shown[name];
  if (shown !== undefined) return queryField(books, definition, shown, customFields);
  const own = definition.fields.get(name);
  const codes = CODES[name];
  if (own) return { kind: own.kind, valueIn: (record) => record[name] ?? '', ...(codes && { codes }) };
  if (customFields.includes(name)) return { kind: 'text', valueIn: (record) => record[name] ?? '' };
  const relation = definition.relations.find(({ path }) => name.startsWith(`${path}.`));
  if (!relation) return undefined;
  const related = objectDefinition(relation.object);
  const rest = name.slice(relation.path.length + 1);
  const field = related?.fields.get(rest);
  if (!field) return undefined;
  return {
    kind: field.kind,
    valueIn(record) {
      const key = record[relation.field] ?? '';
      return (key === '' ? undefined : books.get(relation.object, key))?.[rest] ?? '';
    },
  };
}

/** Rows that a session sees: shared ones and, in an entity, its own; `withPrivate` adds the entities' own at top level. */
export function visibleRows(rows: readonly BookRecord[], entityId: string, withPrivate: boolean): BookRecord[] {
  return rows.filter((row) => {
    const owner = row.MEGAENTITYID ?? '';
    return owner === '' || owner === entityId || (entityId === '' && withPrivate);
  });
}

/** The standard fields and the object's own, in the definition's order. */
export function allFieldNames(definition: ObjectDefinition, customFields: readonly string[]): string[] {
  return [...definition.fields.keys(), ...customFields];
}

/** A row of chosen fields, dotted names as they are. */
export function flatRow(
  tag: string,
  record: BookRecord,
  fields: readonly (readonly [name: string, field: QueryField])[],
): XmlElement {
  return xmlElement(
    tag,
    fields.map(([name, field]) => xmlElement(name, wireAmount(field, record))),
  );
}

// Amounts are answered without trailing zeros (facts/intacct.md 13.7), as the books keep them.
function wireAmount(field: QueryField, record: BookRecord): string {
  return wireValue(field.kind, field.valueIn(record));
}

/** A whole record as `read` answers it: nested groups, and owned rows with lowercase tags (facts/intacct.md 3.2). */
export function wholeRecord(
  books: Books,
  definition: ObjectDefinition,
  record: BookRecord,
  custom: readonly string[],
  lists: readonly XmlElement[] = [],
): XmlElement {
  const root: Tree = new Map();
  for (const name of allFieldNames(definition, custom)) {
    place(root, name.split('.'), fieldValue(books, definition, record, name));
  }
  const children = [...treeElements(root), ...lists];
  const { lines } = definition;
  const lineDefinition = lines && objectDefinition(lines.object);
  if (!lines || !lineDefinition) return xmlElement(definition.name, children);
  const rows = books.find(lines.object, lines.parentField, record.RECORDNO as string).map((row) =>
    xmlElement(
      lines.object.toLowerCase(),
      [...lineDefinition.fields.keys()].map((name) => xmlElement(name, fieldValue(books, lineDefinition, row, name))),
    ),
  );
  return xmlElement(definition.name, [...children, xmlElement(lines.wrapper, rows)]);
}

function fieldValue(books: Books, definition: ObjectDefinition, record: BookRecord, name: string): string {
  const field = queryField(books, definition, name, [name]);
  return field ? wireValue(field.kind, field.valueIn(record)) : '';
}

type Tree = Map<string, string | Tree>;

function place(tree: Tree, path: readonly string[], value: string): void {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    tree.set(head, value);
    return;
  }
  const branch = tree.get(head);
  const next: Tree = branch instanceof Map ? branch : new Map();
  tree.set(head, next);
  place(next, rest, value);
}

function treeElements(tree: Tree): XmlElement[] {
  return [...tree].map(([name, value]) => xmlElement(name, typeof value === 'string' ? value : treeElements(value)));
}
