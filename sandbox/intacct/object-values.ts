import { compareAmounts } from '../../domain/money';
import { fromSlashDate, fromSlashTimestamp, toSlashDate, toSlashTimestamp } from './accounting-date';
import type { FunctionCall } from './function-call';
import { refuseFormat } from './intacct-error';
import type { FieldKind, ObjectDefinition, ObjectField } from './object-definitions';
import type { XmlElement } from './xml';

/** Fields of a generic create or update, by dotted name, in the books' own form; owned rows are left to the caller. */
export function readFields(
  call: FunctionCall,
  definition: ObjectDefinition,
  element: XmlElement,
): Record<string, string> {
  const fields: Record<string, string> = {};
  const custom = call.settings.customFields[definition.name] ?? [];
  for (const [name, text] of flatten(element, '', new Set([...definition.left, definition.lines?.wrapper ?? '']))) {
    const field = definition.fields.get(name);
    if (field && !(field.readOnly && name !== 'RECORDNO')) fields[name] = readValue(definition, field, text);
    else if (custom.includes(name)) fields[name] = text;
    else if (call.settings.unknownFields === 'strict') {
      refuseFormat(`Illegal format for ${definition.label} : There is no writable field '${name}'`);
    }
  }
  return fields;
}

function* flatten(element: XmlElement, prefix: string, except: ReadonlySet<string>): Iterable<[string, string]> {
  for (const child of element.children) {
    const name = `${prefix}${child.name}`;
    if (except.has(name)) continue;
    if (child.children.length > 0) yield* flatten(child, `${name}.`, except);
    else yield [name, child.text.trim()];
  }
}

function readValue(definition: ObjectDefinition, field: ObjectField, text: string): string {
  if (text === '') return '';
  const label = `${definition.label} : ${field.name}`;
  const value = canonicalValue(field.kind, text);
  if (value === null) return refuseFormat(`Illegal format for ${label} : '${text}'`);
  if (field.words && !field.words.includes(value)) refuseFormat(`Illegal format for ${label} : '${text}'`);
  if (field.lengthMax !== null && [...value].length > field.lengthMax) {
    refuseFormat(`Illegal format for ${label} : The value is longer than ${field.lengthMax} characters`);
  }
  return value;
}

/** Refuses a record that lacks a required field. */
export function requireFields(definition: ObjectDefinition, record: Readonly<Record<string, string>>): void {
  for (const field of definition.fields.values()) {
    if (field.required && !record[field.name])
      refuseFormat(`Missing required field ${field.name} for ${definition.label}.`);
  }
}

/** A value as the books keep it (ISO dates, plain decimals), or null when it is not of that kind. */
export function canonicalValue(kind: FieldKind, text: string): string | null {
  if (kind === 'date') return fromSlashDate(text);
  if (kind === 'timestamp') return fromSlashTimestamp(text);
  if (kind === 'integer') return /^-?\d+$/.test(text) ? text : null;
  if (kind === 'amount') return /^-?\d+(\.\d+)?$/.test(text) ? text : null;
  if (kind === 'boolean') return text === 'true' || text === 'false' ? text : null;
  return text;
}

/** A kept value as the wire shows it. */
export function wireValue(kind: FieldKind, value: string): string {
  if (value === '') return '';
  if (kind === 'date') return toSlashDate(value);
  if (kind === 'timestamp') return toSlashTimestamp(value);
  return value;
}

/** Order of two kept values of one kind; empty comes first. */
export function compareValues(kind: FieldKind, left: string, right: string): number {
  if (left === '' || right === '') return left === right ? 0 : left === '' ? -1 : 1;
  if (kind === 'integer') return Number(left) - Number(right);
  if (kind === 'amount') return compareAmounts(left, right);
  // Timestamps are kept with milliseconds and asked for in seconds.
  const [a, b] = kind === 'timestamp' ? [left.slice(0, 19), right.slice(0, 19)] : [left, right];
  return a < b ? -1 : a > b ? 1 : 0;
}
