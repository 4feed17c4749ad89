import type { BookRecord, Books } from './books';
import { type SandboxCompany, sandboxCompanySchema } from './company-file';

/** Masters that the admin port changes one at a time; the words of the company file. */
export const MASTER_KINDS = [
  'customers',
  'contacts',
  'terms',
  'accounts',
  'departments',
  'locations',
  'taxDetails',
  'journals',
  'users',
  'senders',
] as const;
export type MasterKind = (typeof MASTER_KINDS)[number];
type Item = Record<string, unknown>;

interface MasterTable {
  readonly table: string;
  /** Company file property → field of the record. The first is the key of both. */
  readonly fields: readonly (readonly [property: string, field: string])[];
}

const ACCOUNT_REQUIREMENTS: readonly (readonly [string, string])[] = [
  ['DEPARTMENT', 'REQUIREDEPT'],
  ['LOCATION', 'REQUIRELOC'],
  ['CUSTOMER', 'REQUIRECUSTOMER'],
  ['ITEM', 'REQUIREITEM'],
  ['CLASS', 'REQUIRECLASS'],
  ['PROJECT', 'REQUIREPROJECT'],
];

const TABLES: Readonly<Record<MasterKind | 'entities', MasterTable>> = {
  entities: tableOf(
    'LOCATIONENTITY',
    'entityId:LOCATIONID name:NAME baseCurrency:CURRENCY taxSolution:@TAXSOLUTION status:STATUS',
  ),
  locations: tableOf('LOCATION', 'locationId:LOCATIONID name:NAME entityId:ENTITY status:STATUS'),
  departments: tableOf('DEPARTMENT', 'departmentId:DEPARTMENTID title:TITLE status:STATUS'),
  accounts: tableOf(
    'GLACCOUNT',
    'accountNo:ACCOUNTNO title:TITLE accountType:ACCOUNTTYPE normalBalance:NORMALBALANCE status:STATUS',
  ),
  journals: tableOf('GLJOURNAL', 'symbol:SYMBOL title:TITLE status:STATUS'),
  terms: tableOf('ARTERM', 'name:NAME dueDays:DUEDATE status:STATUS'),
  taxDetails: tableOf(
    'TAXDETAIL',
    'detailId:DETAILID ratePercent:VALUE accountNo:GLACCOUNT entityId:@ENTITY status:STATUS',
  ),
  contacts: tableOf(
    'CONTACT',
    `contactName:CONTACTNAME printAs:PRINTAS address1:MAILADDRESS.ADDRESS1 address2:MAILADDRESS.ADDRESS2 city:MAILADDRESS.CITY
     state:MAILADDRESS.STATE zip:MAILADDRESS.ZIP countryCode:MAILADDRESS.COUNTRYCODE status:STATUS`,
  ),
  customers: tableOf(
    'CUSTOMER',
    'customerId:CUSTOMERID name:NAME parentId:PARENTID status:STATUS onHold:ONHOLD currency:CURRENCY termName:TERMNAME creditLimit:CREDITLIMIT',
  ),
  users: tableOf('@USER', 'userId:ID password:PASSWORD status:STATUS denied:DENIED'),
  senders: tableOf('@SENDER', 'senderId:ID password:PASSWORD authorised:AUTHORISED'),
};

function tableOf(table: string, pairs: string): MasterTable {
  return { table, fields: pairs.split(/\s+/).map((pair) => pair.split(':') as [string, string]) };
}

/** Writes one company-file item (already checked by its schema), keeping fields that only the gateway knows. */
export function putMaster(books: Books, kind: MasterKind | 'entities', item: Item, now: Date): void {
  const { table, fields } = TABLES[kind];
  const keyProperty = (fields[0] as readonly [string, string])[0];
  const key = String(item[keyProperty]);
  const before = books.get(table, key);
  const record: Record<string, string> = { ...before };
  for (const [property, field] of fields) {
    const value = item[property];
    if (value === undefined) delete record[field];
    else record[field] = Array.isArray(value) ? value.join(' ') : String(value);
  }
  if (kind === 'accounts') {
    const required = item.requires as readonly string[];
    for (const [dimension, field] of ACCOUNT_REQUIREMENTS) record[field] = String(required.includes(dimension));
  }
  if (kind === 'customers' && !before) {
    record['DISPLAYCONTACT.PRINTAS'] = String(item.name);
    record.ENTITY = `C${key}`;
  }
  if (kind === 'locations' && !('ENTITY' in record)) record.ENTITY = key;
  books.put(table, key, stamped(books, table, record, now));
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
  const record = books.get(TABLES[kind].table, key);
  return record && itemOf(kind, record);
}

/** What the item is known by: its customerId, accountNo … */
export function masterKey(kind: MasterKind, item: Item): string {
  const [[property]] = TABLES[kind].fields as readonly [readonly [string, string]];
  return String(item[property]);
}

/** Removes a master; returns false when there was none. */
export function removeMaster(books: Books, kind: MasterKind, key: string): boolean {
  if (!books.get(TABLES[kind].table, key)) return false;
  books.remove(TABLES[kind].table, key);
  return true;
}

/** All items of a kind, as in the company file. */
export function listMasters(books: Books, kind: MasterKind | 'entities'): Item[] {
  return books
    .rows(TABLES[kind].table)
    .filter((record) => kind !== 'locations' || record.ENTITY !== record.LOCATIONID)
    .map((record) => itemOf(kind, record));
}

/** Parses one item by the company file's own schema for its kind; throws ZodError. */
export function parseMaster(kind: MasterKind, item: unknown): Item {
  const [parsed] = sandboxCompanySchema.shape[kind].parse([item]);
  return parsed as Item;
}

function itemOf(kind: MasterKind | 'entities', record: BookRecord): Item {
  const item: Item = {};
  for (const [property, field] of TABLES[kind].fields) {
    const text = record[field];
    if (text === undefined || (text === '' && property !== 'denied' && kind !== 'contacts')) continue;
    item[property] = itemValue(property, text);
  }
  if (kind === 'accounts') {
    item.requires = ACCOUNT_REQUIREMENTS.filter(([, field]) => record[field] === 'true').map(([name]) => name);
  }
  return item;
}

function itemValue(property: string, text: string): unknown {
  if (property === 'onHold' || property === 'authorised') return text === 'true';
  if (property === 'dueDays') return Number(text);
  if (property === 'denied') return text === '' ? [] : text.split(' ');
  return text;
}

/** The masters' part of a company file, as the books hold them now. */
export function mastersOf(books: Books): Pick<SandboxCompany, MasterKind | 'entities'> {
  const kinds = [...MASTER_KINDS, 'entities'] as const;
  return Object.fromEntries(kinds.map((kind) => [kind, listMasters(books, kind)])) as unknown as Pick<
    SandboxCompany,
    MasterKind | 'entities'
  >;
}
