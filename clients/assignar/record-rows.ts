import { z } from 'zod';
import { UnexpectedResponse } from '../errors';
import { type AssignarFields, type AssignarObject, type AssignarRecord, assignarFieldNames } from './assignar-client';
import { type FieldKind, type NamedFields, type WireField, wireFieldsOf } from './field-names';
import { recordPaths } from './paths';
import {
  assertId,
  dayField,
  flagField,
  idField,
  instantField,
  parseRow,
  referenceField,
  rolesField,
  stampField,
  textField,
} from './row-fields';

/** What of the wire is the profile's to say. */
export interface Spelling extends NamedFields {
  modifiedField: string;
  timeZone: string;
}

/** Rows of one object to records, and fields to what is sent. */
export interface RecordForm {
  /** Throws UnexpectedResponse for a row that is not as documented; unknown fields are ignored. */
  toRecord(row: unknown, operation: string): AssignarRecord;
  /** What a create sends: nulls are left out. RangeError for a field that the object does not have. */
  toCreate(fields: AssignarFields): Record<string, unknown>;
  /** What an update sends: null clears, but a list that is null is left as it is; empty when nothing is left to send. */
  toUpdate(fields: AssignarFields): Record<string, unknown>;
  /** Our field's name on the wire; null when the profile leaves it out. RangeError when the object has none of it. */
  wireName(name: string): string | null;
}

/** The form of an object's records on the wire (facts/assignar.md 4.1, 4.3). */
export function createRecordForm(object: AssignarObject, spelling: Spelling): RecordForm {
  const wireFields = wireFieldsOf(object, spelling);
  const schema = z.object({
    id: idField,
    deleted_at: instantField,
    deleted_time: instantField,
    date_modified: stampField,
    [spelling.modifiedField]: stampField,
    ...Object.fromEntries(wireFields.map(({ wireName, kind }) => [wireName, fieldSchema(kind, spelling)])),
  });
  const byName = new Map(wireFields.map((field) => [field.name, field]));
  const leftOut = new Set<string>(assignarFieldNames[object].filter((name) => !byName.has(name)));

  function wireFieldOf(name: string): WireField | null {
    const found = byName.get(name);
    if (found !== undefined) return found;
    if (leftOut.has(name)) return null;
    throw new RangeError(`${object}: no field ${name}`);
  }

  function toWire(fields: AssignarFields, isSent: (value: string | null, kind: FieldKind) => boolean) {
    const sent: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(fields)) {
      const field = wireFieldOf(name);
      if (field !== null && isSent(value, field.kind)) sent[field.wireName] = wireValue(object, field, value);
    }
    return sent;
  }

  return {
    toRecord(row, operation) {
      const parsed = parseRow(schema, row, object, operation) as Record<string, unknown>;
      return recordOf(object, parsed, wireFields, spelling.modifiedField, operation);
    },
    toCreate: (fields) => ({ ...recordPaths[object].fixed, ...toWire(fields, (value) => value !== null) }),
    toUpdate: (fields) => toWire(fields, (value, kind) => value !== null || kind !== 'roles'),
    wireName: (name) => wireFieldOf(name)?.wireName ?? null,
  };
}

function fieldSchema(kind: FieldKind, { timeZone }: Spelling) {
  switch (kind) {
    case 'text':
    case 'read-only-text':
      return textField;
    case 'flag':
    case 'digit':
      return flagField.transform((flag) => (flag === null ? null : String(flag)));
    case 'date':
      return dayField(timeZone);
    case 'reference':
      return referenceField;
    case 'roles':
      return rolesField;
  }
}

function recordOf(
  object: AssignarObject,
  parsed: Record<string, unknown>,
  wireFields: readonly WireField[],
  modifiedField: string,
  operation: string,
): AssignarRecord {
  const textOf = (wireName: string) => (parsed[wireName] ?? null) as string | null;
  const fields = Object.fromEntries(wireFields.map(({ name, wireName }) => [name, textOf(wireName)]));
  const id = String(parsed.id);
  const active = fields.active ?? null;
  // Of orders alone the facts list no such flag: one that stands and tells none is in use.
  if (active === null && object !== 'work-order') {
    throw new UnexpectedResponse(`${operation}: ${object} ${id}: active: expected true or false, came nothing`, {
      operation,
    });
  }
  return {
    id,
    integrationId: fields.integrationId ?? null,
    externalId: fields.externalId ?? null,
    isActive: active !== 'false',
    deletedAt: textOf('deleted_at') ?? textOf('deleted_time'),
    // Activities are published with a name of their own for it.
    modifiedAt: textOf(modifiedField) ?? textOf('date_modified'),
    fields,
  };
}

function wireValue(object: AssignarObject, { name, kind }: WireField, value: string | null): unknown {
  if (kind === 'read-only-text') throw new RangeError(`${object}: ${name} is only read`);
  if (kind === 'flag' || kind === 'digit') {
    if (value !== 'true' && value !== 'false') throw new RangeError(`${object}: ${name} is neither true nor false`);
    return kind === 'flag' ? value === 'true' : Number(value === 'true');
  }
  if (value === null) return null;
  if (kind === 'roles') return value === '' ? [] : value.split(',').map((id) => ({ task_id: idOnTheWire(id) }));
  // A profile that names an order's owner by a word is for Assignar to refuse, and for a person to mend.
  if (kind === 'reference') return /^\d+$/.test(value) ? idOnTheWire(value) : value;
  return value;
}

function idOnTheWire(id: string): number {
  assertId(id);
  const number = Number(id);
  if (!Number.isSafeInteger(number)) throw new RangeError(`an id too large for JSON: ${id}`);
  return number;
}
