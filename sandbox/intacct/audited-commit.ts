import { toSlashTimestamp } from './accounting-date';
import type { BookRecord, Books } from './books';
import { objectDefinition, objectNames } from './object-definitions';
import type { SandboxSettings } from './settings';

/** A committed change of a record that Intacct's users know by name; the record as it is, or as it was before it was deleted. */
export interface RecordChange {
  readonly object: string;
  readonly event: 'add' | 'set' | 'delete';
  /** Natural key, or RECORDNO of an object that has none. */
  readonly key: string;
  readonly record: BookRecord;
}

/** Who committed what when. */
export interface CommitCircumstances {
  readonly userId: string;
  readonly now: Date;
  readonly settings: SandboxSettings;
}

const ACCESS_MODES = {
  add: { words: 'Created', codes: 'C' },
  set: { words: 'Modified', codes: 'M' },
  delete: { words: 'Deleted', codes: 'D' },
} as const;
// Rows that belong to another record tell nothing of their own; the history does not tell of itself.
const UNAUDITED: ReadonlySet<string> = new Set([
  'AUDITHISTORY',
  ...objectNames().flatMap((name) => objectDefinition(name)?.lines?.object ?? []),
]);
// Totals that Intacct works out; their change is no change of the record.
const WORKED_OUT: ReadonlySet<string> = new Set(['TOTALDUE', 'WHENMODIFIED']);

/**
 * Commits, with a row of AUDITHISTORY and one of the Smart Events' log for each record added, changed or deleted, and answers these
 * changes.
 */
export function commitAudited(books: Books, circumstances: CommitCircumstances): RecordChange[] {
  const changes = books.pending().flatMap(({ table, key, before }) => changeOf(books, table, key, before));
  for (const change of changes) {
    books.put('AUDITHISTORY', ...auditRow(books, change, circumstances));
    books.put('SMARTEVENTLOG', ...logRow(books, change, circumstances));
  }
  books.commit();
  return changes;
}

function changeOf(books: Books, table: string, key: string, before: BookRecord | undefined): RecordChange[] {
  const definition = UNAUDITED.has(table) ? undefined : objectDefinition(table);
  if (!definition) return [];
  const after = books.get(table, key);
  const record = after ?? before;
  if (!record || (before && after && !isChanged(definition.name, before, after))) return [];
  const event = !before ? 'add' : after ? 'set' : 'delete';
  return [{ object: table, event, key: record[definition.naturalKey] ?? key, record }];
}

function isChanged(object: string, before: BookRecord, after: BookRecord): boolean {
  const ignored = object === 'CUSTOMER' || object === 'VENDOR' ? WORKED_OUT : new Set(['WHENMODIFIED']);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].some(
    (name) => !ignored.has(name) && before[name] !== after[name],
  );
}

function auditRow(
  books: Books,
  { object, event, key, record }: RecordChange,
  { userId, now, settings }: CommitCircumstances,
): [key: string, row: BookRecord] {
  const recordNo = String(books.nextNumber('AUDITHISTORY'));
  const row = {
    RECORDNO: recordNo,
    ID: recordNo,
    OBJECTTYPE: settings.auditObjectTypeCase === 'lower' ? object.toLowerCase() : object,
    OBJECTKEY: settings.auditObjectKey === 'natural' ? key : (record.RECORDNO ?? key),
    OBJECTDESC: record.NAME ?? record.DESCRIPTION ?? '',
    USERID: userId,
    ACCESSTIME: now.toISOString(),
    ACCESSMODE: ACCESS_MODES[event][settings.auditAccessModes],
    SOURCE: 'API',
    WHENCREATED: now.toISOString(),
    WHENMODIFIED: now.toISOString(),
  };
  return [recordNo, row];
}

// As get_list answers it (facts/intacct.md section 9); topics but ADD_… are unconfirmed.
function logRow(
  books: Books,
  { object, event, key }: RecordChange,
  { userId, now }: CommitCircumstances,
): [key: string, row: BookRecord] {
  const recordNo = String(books.nextNumber('SMARTEVENTLOG'));
  const row = {
    recordno: recordNo,
    smartlinkid: `${object}_${event}`.toUpperCase(),
    topic: `${event}_${object}`.toUpperCase(),
    ownerobject: object,
    timestamp: toSlashTimestamp(now.toISOString()),
    userid: userId,
    objectkey: key,
  };
  return [recordNo, row];
}
