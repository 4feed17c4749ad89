import type { BookRecord } from '../books';
import type { FunctionAnswer, FunctionCall } from '../function-call';
import { FunctionRefused, intacctError, refuseAsInvalid, withWrapper } from '../intacct-error';
import { type ObjectDefinition, objectDefinition } from '../object-definitions';
import { visibleRows } from '../object-rows';
import { readFields } from '../object-values';
import { textOf, type XmlElement, xmlElement } from '../xml';
import { OWN_WRITERS } from './own-writers';
import { changedMaster, newMaster, removeMasterRecord } from './write-master';

/** A generic create or update of which some objects were written before one was refused (facts/intacct.md 4.4). */
export class PartlyRefused extends FunctionRefused {
  readonly written: readonly XmlElement[];
  constructor(refusal: FunctionRefused, written: readonly XmlElement[]) {
    super(refusal.errors);
    this.written = written;
  }
}

/** Generic create: each object in turn; what came before a refused one stays, unless a transaction takes it back. */
export function createObjects(call: FunctionCall): FunctionAnswer {
  return writeEach(call, (element, definition) =>
    withWrapper(`Could not create ${definition.label} record!`, () => createObject(call, element, definition)),
  );
}

/** Generic update: found by RECORDNO or natural key; absent fields stay, empty ones are cleared. */
export function updateObjects(call: FunctionCall): FunctionAnswer {
  return writeEach(call, (element, definition) =>
    withWrapper(`Could not update ${definition.label} record!`, () => updateObject(call, element, definition)),
  );
}

function writeEach(
  call: FunctionCall,
  write: (element: XmlElement, definition: ObjectDefinition) => BookRecord,
): FunctionAnswer {
  const written: XmlElement[] = [];
  for (const element of call.element.children) {
    const mark = call.books.mark();
    try {
      const definition = knownObject(element.name);
      const verb = call.element.name as 'create' | 'update';
      if (!definition.writable.has(verb)) refuseVerb(definition, verb);
      written.push(writtenKeys(definition, write(element, definition)));
    } catch (error) {
      if (!(error instanceof FunctionRefused)) throw error;
      call.books.rollback(mark);
      throw new PartlyRefused(error, written);
    }
  }
  return { elements: [objectList(written)], headersWritten: written.length, pagesRead: 0 };
}

/** `<data listtype="objects" count="n">` around what a generic write wrote. */
export function objectList(written: readonly XmlElement[]): XmlElement {
  return xmlElement('data', written, { listtype: 'objects', count: String(written.length) });
}

function writtenKeys(definition: ObjectDefinition, record: BookRecord): XmlElement {
  const keys = [...new Set(['RECORDNO', definition.naturalKey])];
  return xmlElement(
    definition.name.toLowerCase(),
    keys.map((name) => xmlElement(name, record[name] ?? '')),
  );
}

function createObject(call: FunctionCall, element: XmlElement, definition: ObjectDefinition): BookRecord {
  const fields = readFields(call, definition, element);
  delete fields.RECORDNO;
  const own = OWN_WRITERS[definition.name]?.write;
  if (own) return own(call, fields, element, null);
  const record = newMaster(call, definition, fields);
  call.books.put(definition.name, record[definition.naturalKey] as string, record);
  return record;
}

function updateObject(call: FunctionCall, element: XmlElement, definition: ObjectDefinition): BookRecord {
  const fields = readFields(call, definition, element);
  const recordNo = textOf(element, 'RECORDNO');
  const key = recordNo || textOf(element, definition.naturalKey) || '';
  const before = recordNo
    ? call.books.find(definition.name, 'RECORDNO', recordNo)[0]
    : call.books.get(definition.name, key);
  if (!before || !isOwn(call, before))
    return refuseAsInvalid(
      `Cannot find ${definition.label.toLowerCase()} with key '${key}' to update.`,
      'SIM-NOT-FOUND',
    );
  const own = OWN_WRITERS[definition.name]?.write;
  if (own) return own(call, fields, element, before);
  const after = changedMaster(call, definition, fields, before);
  call.books.put(definition.name, after[definition.naturalKey] as string, after);
  return after;
}

/** Generic delete by RECORDNO or natural key, comma separated; all or none. */
export function deleteObjects(call: FunctionCall): FunctionAnswer {
  const definition = knownObject(textOf(call.element, 'object') ?? '');
  return withWrapper(`Could not delete ${definition.label} record!`, () => {
    if (!definition.writable.has('delete')) refuseVerb(definition, 'delete');
    const keys = (textOf(call.element, 'keys') ?? '').split(',').map((key) => key.trim());
    for (const key of keys) {
      const record = call.books
        .rows(definition.name)
        .find((row) => row.RECORDNO === key || row[definition.naturalKey] === key);
      if (!record || !isOwn(call, record)) {
        return refuseAsInvalid(
          `Cannot find ${definition.label.toLowerCase()} with key '${key}' to delete.`,
          'SIM-NOT-FOUND',
        );
      }
      const remove = OWN_WRITERS[definition.name]?.remove;
      if (remove) remove(call, record);
      else removeMasterRecord(call, definition, record);
    }
    return { elements: [], headersWritten: keys.length, pagesRead: 0 };
  });
}

// An entity session changes its own records and the shared ones, never another entity's.
function isOwn(call: FunctionCall, record: BookRecord): boolean {
  return visibleRows([record], call.entityId, true).length > 0;
}

function knownObject(name: string): ObjectDefinition {
  return objectDefinition(name) ?? refuseUnknownObject(name);
}

/** Refuses an object that does not exist, with the literal number that Intacct uses (facts/intacct.md 4.3). */
export function refuseUnknownObject(name: string): never {
  throw new FunctionRefused([
    intacctError('Query Failed', `Object definition ${name} not found`, { errorId: 'SIM-OBJECT' }),
    intacctError('XL03000009', `Object definition ${name} not found`),
  ]);
}

function refuseVerb(definition: ObjectDefinition, verb: string): never {
  return refuseAsInvalid(`The object ${definition.name} does not support ${verb} in the sandbox.`, 'SIM-NOT-SUPPORTED');
}
