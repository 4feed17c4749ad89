import type { BookRecord, Books } from './books';
import { type SandboxCompany, sandboxCompanySchema } from './company-file';
import { withDisplayContact } from './display-contact';
import { itemValue, keptText, MASTER_KINDS, type MasterKind, masterTable } from './master-tables';
import { objectDefinition } from './object-definitions';
import { withPersonalContact } from './personal-contact';
import { taskKeyed, withParentKey } from './task-records';

type Item = Record<string, unknown>;

/** Who keys in masters at the admin port, as CREATEDBY and MODIFIEDBY show it. */
export const FINANCE_USER = 'finance';

const ACCOUNT_REQUIREMENTS: readonly (readonly [string, string])[] = [
  ['DEPARTMENT', 'REQUIREDEPT'],
  ['LOCATION', 'REQUIRELOC'],
  ['CUSTOMER', 'REQUIRECUSTOMER'],
  ['ITEM', 'REQUIREITEM'],
  ['CLASS', 'REQUIRECLASS'],
  ['PROJECT', 'REQUIREPROJECT'],
  ['TASK', 'REQUIRETASK'],
  ['EMPLOYEE', 'REQUIREEMPLOYEE'],
];
/** Kinds whose records may bear the tenant's own fields. */
const OPEN_KINDS: ReadonlySet<string> = new Set(['customers', 'vendors', 'items', 'employees', 'projects', 'tasks']);
const PARTY_PREFIX: Readonly<Record<string, string>> = { customers: 'C', vendors: 'V' };

/** Writes one company-file item (already checked by its schema), keeping fields that only the gateway knows. */
export function putMaster(books: Books, kind: MasterKind | 'entities', item: Item, now: Date): void {
  const { table, fields } = masterTable(kind);
  const key = masterKey(kind, item);
  const before = masterRecord(books, kind, key);
  const record: Record<string, string> = { ...withoutCustomFields(kind, before ?? {}) };
  for (const { property, field, form } of fields) {
    const value = propertyOf(item, property);
    if (value === undefined) delete record[field];
    else record[field] = keptText(form, value);
  }
  Object.assign(record, item.customFields);
  for (const prefix of ['', 'DISPLAYCONTACT.']) mirrorCountryCode(record, prefix);
  if (kind === 'accounts') {
    const required = item.requires as readonly string[];
    for (const [dimension, field] of ACCOUNT_REQUIREMENTS) record[field] = String(required.includes(dimension));
  }
  if (kind === 'locations' && !('ENTITY' in record)) record.ENTITY = key;
  ownByEntity(books, record);
  const prefix = PARTY_PREFIX[kind];
  if (prefix !== undefined) {
    record.ENTITY = `${prefix}${key}`;
    record['DISPLAYCONTACT.PRINTAS'] ??= String(item.name);
  }
  if (!table.startsWith('@')) {
    record.CREATEDBY ??= FINANCE_USER;
    record.MODIFIEDBY = FINANCE_USER;
  }
  const whole = stamped(books, table, record, now);
  if (prefix !== undefined) books.put(table, key, withDisplayContact(books, table, whole, now));
  else if (kind === 'employees') books.put(table, key, withPersonalContact(books, whole));
  else if (kind === 'tasks') books.put(table, whole.RECORDNO as string, withParentKey(books, whole));
  else books.put(table, key, whole);
}

// A task's number is unique within its project only, so the books know tasks by RECORDNO.
function masterRecord(books: Books, kind: MasterKind | 'entities', key: string): BookRecord | undefined {
  return kind === 'tasks' ? taskKeyed(books, key) : books.get(masterTable(kind).table, key);
}

function propertyOf(item: Item, property: string): unknown {
  const [group = '', name] = property.split('.');
  return name === undefined ? item[group] : (item[group] as Item | undefined)?.[name];
}

// Contacts show the country's code under two names.
function mirrorCountryCode(record: Record<string, string>, prefix: string): void {
  const code = record[`${prefix}MAILADDRESS.COUNTRYCODE`];
  if (code === undefined) delete record[`${prefix}MAILADDRESS.ISOCOUNTRYCODE`];
  else record[`${prefix}MAILADDRESS.ISOCOUNTRYCODE`] = code;
}

function ownByEntity(books: Books, record: Record<string, string>): void {
  const entity = books.get('LOCATIONENTITY', record.MEGAENTITYID ?? '');
  if (!entity) return;
  record.MEGAENTITYKEY = entity.RECORDNO as string;
  record.MEGAENTITYNAME = entity.NAME as string;
}

/** The record with RECORDNO and both timestamps, as Intacct keeps them on every standard object. */
export function stamped(books: Books, table: string, record: BookRecord, now: Date): BookRecord {
  if (table.startsWith('@')) return record;
  const at = now.toISOString();
  return {
    ...record,
    RECORDNO: record.RECORDNO ?? String(books.nextNumber(table)),
    WHENCREATED: record.WHENCREATED ?? at,
    WHENMODIFIED: at,
  };
}

/** The company-file item of one master, or undefined. */
export function getMaster(books: Books, kind: MasterKind | 'entities', key: string): Item | undefined {
  const record = masterRecord(books, kind, key);
  return record && itemOf(kind, record);
}

/** What the item is known by: its customerId, accountNo …; a task by `<projectId>:<taskId>`. */
export function masterKey(kind: MasterKind | 'entities', item: Item): string {
  if (kind === 'tasks') return `${item.projectId}:${item.taskId}`;
  return String(item[masterTable(kind).fields[0]?.property as string]);
}

/** Removes a master, with the display contact that was made with it; returns false when there was none. */
export function removeMaster(books: Books, kind: MasterKind, key: string): boolean {
  const { table } = masterTable(kind);
  const record = masterRecord(books, kind, key);
  if (!record) return false;
  books.remove(table, kind === 'tasks' ? (record.RECORDNO as string) : key);
  const contactName = record['DISPLAYCONTACT.CONTACTNAME'] ?? '';
  if (books.get('CONTACT', contactName)) books.remove('CONTACT', contactName);
  return true;
}

/** All items of a kind, as in the company file: without what Intacct makes by itself. */
export function listMasters(books: Books, kind: MasterKind | 'entities'): Item[] {
  return books
    .rows(masterTable(kind).table)
    .filter((record) => kind !== 'locations' || record.ENTITY !== record.LOCATIONID)
    .filter((record) => kind !== 'contacts' || record['@PARTY'] === undefined)
    .map((record) => itemOf(kind, record));
}

/** Parses one item by the company file's own schema for its kind; throws ZodError. */
export function parseMaster(kind: MasterKind, item: unknown): Item {
  const [parsed] = sandboxCompanySchema.shape[kind].parse([item]);
  return parsed as Item;
}

function itemOf(kind: MasterKind | 'entities', record: BookRecord): Item {
  const item: Item = {};
  const { table, fields } = masterTable(kind);
  for (const { property, field, form } of fields) {
    const text = record[field];
    const value = text === undefined ? undefined : kind === 'contacts' && text === '' ? '' : itemValue(form, text);
    if (value === undefined) continue;
    const [group = '', name] = property.split('.');
    if (name === undefined) item[group] = value;
    else item[group] = { ...(item[group] as Item | undefined), [name]: value };
  }
  if (kind === 'accounts') {
    item.requires = ACCOUNT_REQUIREMENTS.filter(([, field]) => record[field] === 'true').map(([name]) => name);
  }
  const custom = customFieldsOf(table, record);
  if (OPEN_KINDS.has(kind) && Object.keys(custom).length > 0) item.customFields = custom;
  return item;
}

// What is neither a standard field nor the sandbox's own is the tenant's.
function customFieldsOf(table: string, record: BookRecord): BookRecord {
  const known = objectDefinition(table)?.fields;
  return Object.fromEntries(Object.entries(record).filter(([name]) => !name.startsWith('@') && !known?.has(name)));
}

function withoutCustomFields(kind: MasterKind | 'entities', record: BookRecord): BookRecord {
  if (!OPEN_KINDS.has(kind)) return record;
  const custom = customFieldsOf(masterTable(kind).table, record);
  return Object.fromEntries(Object.entries(record).filter(([name]) => !(name in custom)));
}

/** The masters' part of a company file, as the books hold them now. */
export function mastersOf(books: Books): Pick<SandboxCompany, MasterKind | 'entities'> {
  const kinds = [...MASTER_KINDS, 'entities'] as const;
  return Object.fromEntries(kinds.map((kind) => [kind, listMasters(books, kind)])) as unknown as Pick<
    SandboxCompany,
    MasterKind | 'entities'
  >;
}
