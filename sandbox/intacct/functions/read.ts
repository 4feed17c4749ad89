import type { BookRecord } from '../books';
import type { FunctionAnswer, FunctionCall } from '../function-call';
import { refuse } from '../intacct-error';
import { type ObjectDefinition, objectDefinition } from '../object-definitions';
import { allFieldNames, flatRow, type QueryField, queryField, visibleRows, wholeRecord } from '../object-rows';
import { compileQueryText } from '../query-text';
import { textOf, type XmlElement, xmlElement } from '../xml';
import { shuffled, wholeNumber } from './query';
import { refuseUnknownObject } from './write-object';
import { contactListElements } from './write-party';

/** `read` by RECORDNO, at most 100 keys; keys that do not exist are left out (docs/sandboxes.md). */
export function read(call: FunctionCall): FunctionAnswer {
  return readByField(call, 'RECORDNO');
}

/** `readByName`: as `read`, by the natural key. */
export function readByName(call: FunctionCall): FunctionAnswer {
  return readByField(call, null);
}

function readByField(call: FunctionCall, fieldName: 'RECORDNO' | null): FunctionAnswer {
  const definition = namedObject(call);
  refuseOtherFormats(call);
  const keys = (textOf(call.element, 'keys') ?? '').split(',').map((key) => key.trim());
  if (keys.length > 100) refuse('XL03000006', 'A maximum of 100 keys can be read at a time.', { errorId: 'SIM-KEYS' });
  const records = keys
    .flatMap((key) => call.books.find(definition.name, fieldName ?? definition.naturalKey, key))
    .filter((record) => visibleRows([record], call.entityId, true).length > 0);
  const custom = call.settings.customFields[definition.name] ?? [];
  const fields = chosenFields(call, definition);
  const rows = records.map((record) =>
    fields
      ? flatRow(definition.name, record, fields)
      : wholeRecord(call.books, definition, record, custom, contactListElements(call, definition, record)),
  );
  const list = xmlElement('data', rows, { listtype: definition.name, count: String(rows.length) });
  return { elements: [list], headersWritten: 0, pagesRead: 0 };
}

/** Null for `*` or no fields: all of them. */
function chosenFields(call: FunctionCall, definition: ObjectDefinition): [string, QueryField][] | null {
  const text = textOf(call.element, 'fields') ?? '';
  if (text === '' || text === '*') return null;
  return text.split(',').map((name) => [name.trim(), textField(call, definition, name.trim())]);
}

function textField(call: FunctionCall, definition: ObjectDefinition, name: string): QueryField {
  const field = queryField(call.books, definition, name, call.settings.customFields[definition.name] ?? []);
  return field ?? refuse('DL02000001', 'There was an error processing the request.', { errorId: 'SIM-FIELD' });
}

// Inside readByQuery a filter compares codes although the rows show words (facts/intacct.md 4.2, 8.6).
const CODES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  STATUS: { active: 'T', inactive: 'F' },
  STATE: { Draft: 'D', Posted: 'A', Reversed: 'V' },
  TASKSTATUS: { 'Not Started': 'N', Planned: 'L', 'In Progress': 'P', Completed: 'C', 'On Hold': 'H' },
};
const TIMESHEET_STATES = {
  Draft: 'I',
  Submitted: 'S',
  Approved: 'A',
  'Partially Approved': 'X',
  Declined: 'R',
  'Partially Declined': 'E',
};
/** Objects whose STATE has codes of its own. */
const OWN_STATES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  GLBATCH: { Draft: 'I', Posted: 'P' },
  TIMESHEET: TIMESHEET_STATES,
  TIMESHEETENTRY: TIMESHEET_STATES,
};

function codedField(call: FunctionCall, definition: ObjectDefinition, name: string): QueryField {
  const field = textField(call, definition, name);
  const codes = (name === 'STATE' ? OWN_STATES[definition.name] : undefined) ?? CODES[name];
  if (!codes) return field;
  return { kind: 'text', valueIn: (record) => codes[field.valueIn(record)] ?? field.valueIn(record) };
}

/** `readByQuery`: a first page, and a cursor for the rest. */
export function readByQuery(call: FunctionCall): FunctionAnswer {
  const definition = namedObject(call);
  refuseOtherFormats(call);
  const pageSize = wholeNumber(textOf(call.element, 'pagesize'), 100, 'pagesize');
  if (pageSize < 1 || pageSize > call.settings.readByQueryPageSizeMax) {
    refuse('XL03000006', `The pagesize must be between 1 and ${call.settings.readByQueryPageSizeMax}.`, {
      errorId: 'SIM-PAGESIZE',
    });
  }
  const test = compileQueryText(textOf(call.element, 'query') ?? '', (name) => codedField(call, definition, name));
  const visible = visibleRows(call.books.rows(definition.name), call.entityId, false).filter(test);
  const rows = call.settings.shuffleUnorderedPages ? shuffled(visible, call.random) : visible;
  const names = chosenFields(call, definition)?.map(([name]) => name) ?? [];
  if (rows.length === 0) return pageAnswer(call, definition, [], { total: 0, remaining: 0, resultId: '', names });
  const resultId = `7030${call.books.nextNumber('@CURSOR')}X${Math.floor(call.random() * 0xffffff).toString(16)}`;
  const cursor: Cursor = {
    object: definition.name,
    keys: rows.map((row) => keyOf(definition, row)),
    next: Math.min(pageSize, rows.length),
    pageSize,
    names,
    madeAt: call.now.toISOString(),
  };
  saveCursor(call, resultId, cursor);
  return pageAnswer(call, definition, rows.slice(0, pageSize), {
    total: rows.length,
    remaining: rows.length - cursor.next,
    resultId,
    names,
  });
}

interface Cursor {
  readonly object: string;
  readonly keys: readonly string[];
  readonly next: number;
  readonly pageSize: number;
  readonly names: readonly string[];
  readonly madeAt: string;
}

function keyOf(definition: ObjectDefinition, row: BookRecord): string {
  return row[definition.naturalKey] as string;
}

function saveCursor(call: FunctionCall, resultId: string, cursor: Cursor): void {
  call.books.put('@CURSORS', resultId, { RESULTID: resultId, OBJECT: cursor.object, CURSOR: JSON.stringify(cursor) });
}

/** `readMore` by resultId, or by object (the latest cursor on it, as Intacct does); an expired cursor is refused. */
export function readMore(call: FunctionCall): FunctionAnswer {
  const object = textOf(call.element, 'object');
  const resultId =
    textOf(call.element, 'resultId') ?? call.books.find('@CURSORS', 'OBJECT', object ?? '').at(-1)?.RESULTID ?? '';
  const kept = call.books.get('@CURSORS', resultId)?.CURSOR;
  const cursor = kept === undefined ? null : (JSON.parse(kept) as Cursor);
  const ageMs = cursor ? call.now.getTime() - Date.parse(cursor.madeAt) : 0;
  if (!cursor || ageMs > call.settings.cursorLifetimeSeconds * 1000) {
    return refuse('XL03000006', `Invalid resultId '${resultId}': the result has expired.`, { errorId: 'SIM-CURSOR' });
  }
  const definition = objectDefinition(cursor.object) as ObjectDefinition;
  const next = Math.min(cursor.next + cursor.pageSize, cursor.keys.length);
  const rows = cursor.keys
    .slice(cursor.next, next)
    .map((key) => call.books.get(cursor.object, key))
    .filter((row) => row !== undefined);
  saveCursor(call, resultId, { ...cursor, next });
  return pageAnswer(call, definition, rows, {
    total: cursor.keys.length,
    remaining: cursor.keys.length - next,
    resultId,
    names: cursor.names,
  });
}

function pageAnswer(
  call: FunctionCall,
  definition: ObjectDefinition,
  rows: readonly BookRecord[],
  page: { total: number; remaining: number; resultId: string; names: readonly string[] },
): FunctionAnswer {
  const tag = definition.name.toLowerCase();
  const custom = call.settings.customFields[definition.name] ?? [];
  const names = page.names.length > 0 ? page.names : allFieldNames(definition, custom);
  const fields = names.map((name) => [name, textField(call, definition, name)] as const);
  const list = xmlElement(
    'data',
    rows.map((row) => flatRow(tag, row, fields)),
    {
      listtype: tag,
      count: String(rows.length),
      totalcount: String(page.total),
      numremaining: String(page.remaining),
      resultId: page.resultId,
    },
  );
  return { elements: [list], headersWritten: 0, pagesRead: 1 };
}

/** `lookup` and `inspect`: what fields an object has. */
export function describeObject(call: FunctionCall): FunctionAnswer {
  const definition = namedObject(call);
  const detailed = call.element.name === 'lookup' || call.element.attributes.detail === '1';
  const custom = call.settings.customFields[definition.name] ?? [];
  const fields = allFieldNames(definition, custom).map((name) =>
    detailed ? fieldDescription(definition, name) : xmlElement('Field', name),
  );
  const relationships = definition.relations.map((relation) =>
    xmlElement('Relationship', [
      xmlElement('OBJECTPATH', relation.path),
      xmlElement('OBJECTNAME', relation.object),
      xmlElement('LABEL', relation.path),
      xmlElement('RELATIONSHIPTYPE', 'MANY2ONE'),
      xmlElement('RELATEDBY', relation.field),
    ]),
  );
  const children = [xmlElement('Fields', fields)];
  if (call.element.name === 'lookup') children.push(xmlElement('Relationships', relationships));
  const type = xmlElement('Type', children, { Name: definition.name, DocumentType: '' });
  return { elements: [xmlElement('data', [type], { listtype: 'All', count: '1' })], headersWritten: 0, pagesRead: 0 };
}

function fieldDescription(definition: ObjectDefinition, name: string): XmlElement {
  const field = definition.fields.get(name);
  return xmlElement('Field', [
    xmlElement('ID', name),
    xmlElement('LABEL', name),
    xmlElement('DESCRIPTION'),
    xmlElement('REQUIRED', String(field?.required ?? false)),
    xmlElement('READONLY', String(field?.readOnly ?? false)),
    xmlElement('DATATYPE', (field?.kind ?? 'text').toUpperCase()),
    field?.words
      ? xmlElement(
          'VALIDVALUES',
          field.words.map((word) => xmlElement('VALIDVALUE', word)),
        )
      : null,
    xmlElement('ISCUSTOM', String(!field)),
  ]);
}

function namedObject(call: FunctionCall): ObjectDefinition {
  const name = textOf(call.element, 'object') ?? textOf(call.element, 'name') ?? '';
  return objectDefinition(name) ?? refuseUnknownObject(name);
}

function refuseOtherFormats(call: FunctionCall): void {
  const format = textOf(call.element, 'returnFormat') || 'xml';
  if (format !== 'xml') refuse('XL03000006', `The sandbox answers xml only, not ${format}.`, { errorId: 'SIM-FORMAT' });
}
