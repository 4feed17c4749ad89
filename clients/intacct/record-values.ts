import type { IntacctRecord, RecordValue } from './intacct-client';

/**
 * A field of a record by its path, whichever way it came: nested objects as read gives them, or dotted names as query
 * does (facts 3.2). Empty when the field is empty or absent: the gateway leaves out what a record does not have.
 */
export function textAt(record: IntacctRecord, ...path: string[]): string {
  const dotted = record[path.join('.')];
  if (typeof dotted === 'string') return dotted;
  let value: RecordValue | undefined = record;
  for (const name of path) {
    if (value === undefined || typeof value === 'string' || Array.isArray(value)) return '';
    value = value[name];
  }
  return typeof value === 'string' ? value : '';
}

/** As `textAt`, null instead of empty. */
export function optionalTextAt(record: IntacctRecord, ...path: string[]): string | null {
  const text = textAt(record, ...path);
  return text === '' ? null : text;
}

/** The rows of an owned list, which come as a list, as one object where there is one, or empty (facts 3.2). */
export function rowsAt(record: IntacctRecord, name: string): IntacctRecord[] {
  const value = record[name];
  if (value === undefined || typeof value === 'string') return [];
  if (Array.isArray(value)) return value;
  // A wrapper in capitals around rows in capitals: the rows are what it holds.
  const inner = value[name];
  if (inner !== undefined && typeof inner !== 'string') return Array.isArray(inner) ? inner : [inner];
  return [value];
}
