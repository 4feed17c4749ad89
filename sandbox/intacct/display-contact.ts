import type { BookRecord, Books } from './books';
import { objectDefinition } from './object-definitions';

/** The field that tells a contact which party it was made with: `CUSTOMER C1`. */
const PARTY = '@PARTY';
const PARTY_OBJECTS = ['CUSTOMER', 'VENDOR'] as const;
const PREFIX = 'DISPLAYCONTACT.';
const CODES = ['MAILADDRESS.COUNTRYCODE', 'MAILADDRESS.ISOCOUNTRYCODE'] as const;

/**
 * A customer or vendor with its display contact: the CONTACT `NAME(CCUSTOMERID)` or `NAME(VVENDORID)` that Intacct makes with it
 * (facts/intacct.md 8.1) is written, or brought up to date; the name stays when the party is renamed.
 */
export function withDisplayContact(books: Books, table: string, party: BookRecord, now: Date): BookRecord {
  const name = party[`${PREFIX}CONTACTNAME`] || `${party.NAME}(${party.ENTITY})`;
  const before = books.get('CONTACT', name);
  const fields = withBothCountryCodes(contactFieldsOf(party), before);
  const shown = { ...party, ...prefixed(fields), [`${PREFIX}CONTACTNAME`]: name };
  if (before && sameFields(before, fields)) return shown;
  const at = now.toISOString();
  books.put('CONTACT', name, {
    STATUS: 'active',
    ...withoutOwnFields(before ?? {}),
    ...fields,
    CONTACTNAME: name,
    RECORDNO: before?.RECORDNO ?? String(books.nextNumber('CONTACT')),
    WHENCREATED: before?.WHENCREATED ?? at,
    WHENMODIFIED: at,
    CREATEDBY: before?.CREATEDBY ?? (party.CREATEDBY as string),
    MODIFIEDBY: party.MODIFIEDBY as string,
    MEGAENTITYID: party.MEGAENTITYID ?? '',
    MEGAENTITYKEY: party.MEGAENTITYKEY ?? '',
    MEGAENTITYNAME: party.MEGAENTITYNAME ?? '',
    [PARTY]: `${table} ${keyOf(table, party)}`,
  });
  return shown;
}

/**
 * Carries a changed contact over to the party whose display contact it is; `movesParty` (a setting, for it is unconfirmed) says whether
 * the party's own WHENMODIFIED moves too.
 */
export function updatePartyOfContact(books: Books, contact: BookRecord, now: Date, movesParty: boolean): void {
  const [table, ...rest] = (contact[PARTY] ?? '').split(' ');
  const key = rest.join(' ');
  const party = table === undefined || table === '' ? undefined : books.get(table, key);
  if (!table || !party) return;
  const kept = Object.fromEntries(
    Object.entries(party).filter(([name]) => !name.startsWith(PREFIX) || name === `${PREFIX}CONTACTNAME`),
  );
  const changed = { ...kept, ...prefixed(ownFieldsOf(contact)) };
  const stamp = movesParty ? { WHENMODIFIED: now.toISOString(), MODIFIEDBY: contact.MODIFIEDBY as string } : {};
  books.put(table, key, { ...changed, ...stamp });
}

/** Parties that name a contact in any place, as `customer C1`. */
export function partiesNaming(books: Books, contactName: string): string[] {
  return PARTY_OBJECTS.flatMap((table) =>
    books
      .rows(table)
      .filter((party) => namesContact(party, contactName))
      .map((party) => `${table.toLowerCase()} ${keyOf(table, party)}`),
  );
}

function namesContact(party: BookRecord, contactName: string): boolean {
  const named = Object.entries(party).some(([field, value]) => field.endsWith('.CONTACTNAME') && value === contactName);
  const list = JSON.parse(party['@CONTACTLIST'] || '[]') as { contactName: string }[];
  return named || list.some((entry) => entry.contactName === contactName);
}

/** Both names of the country's code with one value, whichever was sent: the vendor's pages use one on contacts, the other on parties. */
export function withBothCountryCodes(fields: BookRecord, before: BookRecord | undefined, prefix = ''): BookRecord {
  const [own, iso] = CODES.map((code) => `${prefix}${code}`) as [string, string];
  const sent = [own, iso].find((code) => fields[code] !== undefined && fields[code] !== (before?.[code] ?? ''));
  const value = (sent === undefined ? undefined : fields[sent]) ?? fields[iso] ?? fields[own];
  return value === undefined ? fields : { ...fields, [own]: value, [iso]: value };
}

function contactFieldsOf(party: BookRecord): BookRecord {
  return Object.fromEntries(
    Object.entries(party)
      .filter(([name]) => name.startsWith(PREFIX) && name !== `${PREFIX}CONTACTNAME`)
      .map(([name, value]) => [name.slice(PREFIX.length), value]),
  );
}

function isShownOnParty(name: string): boolean {
  return name !== 'CONTACTNAME' && objectDefinition('CUSTOMER')?.fields.has(`${PREFIX}${name}`) === true;
}

function ownFieldsOf(contact: BookRecord): BookRecord {
  return Object.fromEntries(Object.entries(contact).filter(([name]) => isShownOnParty(name)));
}

function withoutOwnFields(contact: BookRecord): BookRecord {
  return Object.fromEntries(Object.entries(contact).filter(([name]) => !isShownOnParty(name)));
}

function prefixed(fields: BookRecord): BookRecord {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${PREFIX}${name}`, value]));
}

function sameFields(before: BookRecord, fields: BookRecord): boolean {
  const names = new Set([...Object.keys(ownFieldsOf(before)), ...Object.keys(fields)]);
  return [...names].every((name) => (before[name] ?? '') === (fields[name] ?? ''));
}

function keyOf(table: string, party: BookRecord): string {
  return party[`${table}ID`] as string;
}
