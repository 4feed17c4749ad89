import type { IntacctRecord, RecordValue } from './intacct-client';
import type { XmlNode } from './xml-reader';
import { element, type XmlElement } from './xml-writer';

/**
 * A row of an answer as a record. Owned rows become a list even when there is one: `<…ENTRIES>` in capitals around
 * lowercase row tags (facts 3.2); a nested object stays an object. Null when the row is of neither form.
 */
export function recordFromNode(row: XmlNode): IntacctRecord | null {
  const record: IntacctRecord = {};
  for (const child of row.children) {
    const value = valueFromNode(child);
    if (value === null) return null;
    const earlier = record[child.name];
    if (earlier === undefined) record[child.name] = value;
    else if (typeof value === 'object' && !Array.isArray(value) && typeof earlier === 'object') {
      record[child.name] = Array.isArray(earlier) ? [...earlier, value] : [earlier, value];
    } else return null;
  }
  return record;
}

/** An object's elements in the record's own order; a list under a field repeats the field's element. */
export function elementFromRecord(name: string, record: IntacctRecord): XmlElement {
  return element(
    name,
    Object.entries(record).flatMap(([field, value]) => elementsFromValue(field, value)),
  );
}

function elementsFromValue(field: string, value: RecordValue): XmlElement[] {
  if (typeof value === 'string') return [element(field, value)];
  if (Array.isArray(value)) return value.map((each) => elementFromRecord(field, each));
  return [elementFromRecord(field, value)];
}

function valueFromNode(node: XmlNode): RecordValue | null {
  if (node.children.length === 0) return node.text;
  const rowTags = new Set(node.children.map((child) => child.name));
  const [rowTag = ''] = rowTags;
  const ownedRows = rowTags.size === 1 && rowTag === rowTag.toLowerCase() && node.name !== node.name.toLowerCase();
  if (!ownedRows) return recordFromNode(node);
  const rows: IntacctRecord[] = [];
  for (const child of node.children) {
    const row = recordFromNode(child);
    if (row === null) return null;
    rows.push(row);
  }
  return rows;
}
