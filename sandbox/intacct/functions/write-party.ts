import type { BookRecord } from '../books';
import { updatePartyOfContact, withBothCountryCodes, withDisplayContact } from '../display-contact';
import type { FunctionCall } from '../function-call';
import { refuseAsInvalid, refuseFormat } from '../intacct-error';
import { type ObjectDefinition, objectDefinition } from '../object-definitions';
import { updateEmployeesOfContact } from '../personal-contact';
import { textOf, type XmlElement, xmlElement } from '../xml';
import { changedMaster, newMaster, removeMasterRecord } from './write-master';

const PREFIX: Readonly<Record<string, string>> = { CUSTOMER: 'C', VENDOR: 'V' };

interface ListedContact {
  readonly category: string;
  readonly contactName: string;
}

/** Creates or updates a CUSTOMER or VENDOR with its display contact and its list of contacts (facts/intacct.md 8.1, 8.3). */
export function writeParty(
  call: FunctionCall,
  fields: BookRecord,
  element: XmlElement,
  before: BookRecord | null,
): BookRecord {
  const definition = objectDefinition(element.name) as ObjectDefinition;
  checkAddress(call, fields, 'DISPLAYCONTACT.');
  const sent = withBothCountryCodes(fields, before ?? undefined, 'DISPLAYCONTACT.');
  const record = before ? changedMaster(call, definition, sent, before) : newMaster(call, definition, sent);
  const key = record[definition.naturalKey] as string;
  checkRestriction(call, record);
  const party: BookRecord = {
    ...record,
    ENTITY: `${PREFIX[definition.name]}${key}`,
    '@CONTACTLIST': JSON.stringify(contactListOf(call, element, before)),
  };
  const whole = withDisplayContact(call.books, definition.name, party, call.now);
  call.books.put(definition.name, key, whole);
  return whole;
}

/** Removes a CUSTOMER or VENDOR that nothing uses, and its display contact. */
export function removeParty(call: FunctionCall, object: 'CUSTOMER' | 'VENDOR', record: BookRecord): void {
  removeMasterRecord(call, objectDefinition(object) as ObjectDefinition, record);
  const contactName = record['DISPLAYCONTACT.CONTACTNAME'] ?? '';
  if (call.books.get('CONTACT', contactName)) call.books.remove('CONTACT', contactName);
}

/** Creates or updates a CONTACT; a display contact's change shows on its customer or vendor. */
export function writeContact(
  call: FunctionCall,
  fields: BookRecord,
  element: XmlElement,
  before: BookRecord | null,
): BookRecord {
  const definition = objectDefinition(element.name) as ObjectDefinition;
  checkAddress(call, fields, '');
  const sent = withBothCountryCodes(fields, before ?? undefined);
  const record = before ? changedMaster(call, definition, sent, before) : newMaster(call, definition, sent);
  call.books.put('CONTACT', record.CONTACTNAME as string, record);
  updatePartyOfContact(call.books, record, call.now, call.settings.displayContactMovesParty);
  updateEmployeesOfContact(call.books, record, call.now, call.settings.personalContactMovesEmployee);
  return record;
}

function checkAddress(call: FunctionCall, fields: BookRecord, prefix: string): void {
  const name = (field: string): string => fields[`${prefix}MAILADDRESS.${field}`] ?? '';
  const code = name('ISOCOUNTRYCODE') || name('COUNTRYCODE');
  if (code !== '' && !/^[A-Z]{2}$/.test(code))
    refuseFormat(`Illegal format for Contactversion : Country Code '${code}'`);
  if (call.settings.isoCountryCodes && code !== '' && name('COUNTRY') === '') {
    refuseFormat('Missing required field COUNTRY for Contactversion.');
  }
}

function checkRestriction(call: FunctionCall, record: BookRecord): void {
  for (const locationId of (record.RESTRICTEDLOCATIONS ?? '').split('#~#').filter((id) => id !== '')) {
    if (!call.books.get('LOCATION', locationId)) {
      refuseAsInvalid(`Invalid location '${locationId}' specified.`, 'SIM-LOCATION');
    }
  }
}

/** The list after a write: what is not sent stays, what is new is appended, an empty element deletes it (facts/intacct.md 8.1). */
function contactListOf(call: FunctionCall, element: XmlElement, before: BookRecord | null): ListedContact[] {
  const sent = element.children.filter((child) => child.name === 'CONTACT_LIST_INFO');
  const kept: ListedContact[] = JSON.parse(before?.['@CONTACTLIST'] || '[]');
  if (sent.some((child) => child.children.length === 0)) return [];
  const list = [...kept];
  for (const added of sent.map((child) => listedContact(call, child))) {
    const isThere = list.some(
      ({ category, contactName }) => category === added.category && contactName === added.contactName,
    );
    if (!isThere) list.push(added);
  }
  return list;
}

function listedContact(call: FunctionCall, element: XmlElement): ListedContact {
  const category = textOf(element, 'CATEGORYNAME') ?? '';
  const contact = element.children.find((child) => child.name === 'CONTACT');
  const contactName = (contact && textOf(contact, 'NAME')) ?? '';
  if (category === '') refuseFormat('Missing required field CATEGORYNAME for Contact list.');
  if (!call.books.get('CONTACT', contactName)) {
    refuseAsInvalid(`Invalid contact '${contactName}' specified.`, 'SIM-CONTACT');
  }
  return { category, contactName };
}

/** CONTACT_LIST_INFO as `read` shows it, in the shape of the setting. */
export function contactListElements(
  call: FunctionCall,
  definition: ObjectDefinition,
  record: BookRecord,
): XmlElement[] {
  if (!definition.left.has('CONTACT_LIST_INFO')) return [];
  const wrapped = call.settings.contactListShape === 'wrapped';
  const list: ListedContact[] = JSON.parse(record['@CONTACTLIST'] || '[]');
  const rows = list.map(({ category, contactName }) =>
    xmlElement(wrapped ? 'contact_list_info' : 'CONTACT_LIST_INFO', [
      xmlElement('CATEGORYNAME', category),
      xmlElement('CONTACT', [xmlElement('NAME', contactName)]),
    ]),
  );
  return wrapped ? [xmlElement('CONTACT_LIST_INFO', rows)] : rows;
}
