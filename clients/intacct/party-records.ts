import { z } from 'zod';
import type { IntacctParty, PartyRestriction } from '../../domain/master-records';
import { UnexpectedResponse } from '../errors';
import { activeField, amountField, booleanField, parseRow, recordNumberField, timestampField } from './gateway-rows';
import type { IntacctRecord } from './intacct-client';
import { addressFrom } from './postal-address';
import { optionalTextAt, rowsAt, textAt } from './record-values';

/** Objects and field names of the two kinds of party. */
export const partyObjects = {
  customer: { object: 'CUSTOMER', idField: 'CUSTOMERID', typeField: 'CUSTTYPE' },
  vendor: { object: 'VENDOR', idField: 'VENDORID', typeField: 'VENDTYPE' },
} as const;

/** The categories under which the contacts stand that a party has apart from its list. */
const namedContacts: Record<IntacctParty['kind'], [field: string, category: string][]> = {
  customer: [
    ['BILLTO', 'Bill to'],
    ['SHIPTO', 'Ship to'],
    ['CONTACTINFO', 'Primary'],
  ],
  vendor: [
    ['PAYTO', 'Pay to'],
    ['RETURNTO', 'Return to'],
    ['CONTACTINFO', 'Primary'],
  ],
};

const partyRow = z.object({
  RECORDNO: recordNumberField,
  NAME: z.string().min(1),
  STATUS: activeField,
  // Left out where the party has none of it.
  ONHOLD: z.union([booleanField, z.literal('').transform(() => false)]),
  CREDITLIMIT: z.union([amountField, z.literal('').transform(() => null)]),
  OBJECTRESTRICTION: z.enum(['', 'Unrestricted', 'RootOnly', 'Restricted']),
  WHENMODIFIED: timestampField,
});

// Standard fields of CUSTOMER and VENDOR (facts 8.1, 8.3): what else stands flat in a record is a company's own.
const standardFields = new Set(
  (
    'RECORDNO CUSTOMERID VENDORID NAME ENTITY STATUS PARENTID PARENTNAME TERMNAME TERMVALUE TAXID CREDITLIMIT ONHOLD CURRENCY ' +
    'OBJECTRESTRICTION RESTRICTEDLOCATIONS RESTRICTEDDEPARTMENTS ONETIME HIDEDISPLAYCONTACT CUSTTYPE VENDTYPE CUSTREPID ' +
    'CUSTREPNAME GLGROUP TERRITORYID TERRITORYNAME SUPDOCID OFFSETGLACCOUNTNO OFFSETGLACCOUNTNOTITLE ARACCOUNT ' +
    'ARACCOUNTTITLE APACCOUNT APACCOUNTTITLE ACCOUNTLABEL SHIPPINGMETHOD RESALENO RETAINAGEPERCENTAGE DELIVERY_OPTIONS ' +
    'DELIVERYOPTIONS CUSTMESSAGEID EMAILOPTIN COMMENTS ADVBILLBY ADVBILLBYTYPE TOTALDUE WHENCREATED WHENMODIFIED CREATEDBY ' +
    'MODIFIEDBY CREATEDBYLOGINID MODIFIEDBYLOGINID RECORD_URL NAME1099 FORM1099TYPE FORM1099BOX DONOTCUTCHECK ' +
    'MERGEPAYMENTREQ PAYMENTNOTIFY BILLINGTYPE PAYMENTPRIORITY DISPLAYTERMDISCOUNT ACHENABLED VENDORACCOUNTNO ' +
    'DISPLOCACCTNOCHECK LAST_INVOICEDATE LAST_STATEMENTDATE PRICESCHEDULE PRICELIST VSOEPRICELIST DISCOUNT SI_UUID'
  ).split(' '),
);
const standardPattern = /KEY$|^MEGAENTITY|PRINTTEMPLATEID$|^ACH|\./;

/**
 * A customer or vendor from a whole record, as read and readByName give it; only they have the contact list and the
 * restricted locations. Throws UnexpectedResponse naming the fields that are not as documented. Facts 8.1, 8.3.
 */
export function partyFrom(kind: IntacctParty['kind'], record: IntacctRecord): IntacctParty {
  const { object, idField, typeField } = partyObjects[kind];
  const operation = `intacct read ${object} ${textAt(record, idField)}`;
  const optional = { ONHOLD: '', CREDITLIMIT: '', OBJECTRESTRICTION: '' };
  const row = parseRow(partyRow, { ...optional, ...record }, operation);
  const id = textAt(record, idField);
  if (id === '') throw new UnexpectedResponse(`${operation}: ${idField} is empty`, { operation });
  return {
    kind,
    id,
    recordNumber: row.RECORDNO,
    name: row.NAME,
    isActive: row.STATUS,
    isOnHold: row.ONHOLD,
    creditLimit: row.CREDITLIMIT,
    currency: optionalTextAt(record, 'CURRENCY'),
    termName: optionalTextAt(record, 'TERMNAME'),
    taxId: optionalTextAt(record, 'TAXID'),
    parentId: optionalTextAt(record, 'PARENTID'),
    restriction: restrictionFrom(row.OBJECTRESTRICTION, record),
    entityId: optionalTextAt(record, 'MEGAENTITYID'),
    displayContact: {
      telephone: optionalTextAt(record, 'DISPLAYCONTACT', 'PHONE1'),
      email: optionalTextAt(record, 'DISPLAYCONTACT', 'EMAIL1'),
      address: addressFrom(record, 'DISPLAYCONTACT', 'MAILADDRESS'),
    },
    contacts: contactsFrom(kind, record),
    partyType: optionalTextAt(record, typeField),
    glGroup: optionalTextAt(record, 'GLGROUP'),
    customFields: customFieldsFrom(record),
    modifiedAt: row.WHENMODIFIED,
  };
}

/** CONTACT_LIST_INFO of a record: contacts by category, in Intacct's order. */
export function contactListFrom(record: IntacctRecord): IntacctParty['contacts'] {
  return rowsAt(record, 'CONTACT_LIST_INFO').flatMap((row) => {
    const contactName = textAt(row, 'CONTACT', 'NAME') || textAt(row, 'CONTACT', 'CONTACTNAME');
    return contactName === '' ? [] : [{ category: textAt(row, 'CATEGORYNAME'), contactName }];
  });
}

function contactsFrom(kind: IntacctParty['kind'], record: IntacctRecord): IntacctParty['contacts'] {
  const named = namedContacts[kind].flatMap(([field, category]) => {
    const contactName = textAt(record, field, 'CONTACTNAME');
    return contactName === '' ? [] : [{ category, contactName }];
  });
  const isNew = (contact: IntacctParty['contacts'][number], index: number, all: IntacctParty['contacts']) =>
    all.findIndex((each) => each.category === contact.category && each.contactName === contact.contactName) === index;
  return [...named, ...contactListFrom(record)].filter(isNew);
}

function restrictionFrom(word: z.infer<typeof partyRow>['OBJECTRESTRICTION'], record: IntacctRecord): PartyRestriction {
  if (word === 'RootOnly') return { kind: 'root-only' };
  if (word !== 'Restricted') return { kind: 'unrestricted' };
  const locationIds = textAt(record, 'RESTRICTEDLOCATIONS')
    .split('#~#')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  // Restricted to departments alone, a party may be used in every entity.
  const byDepartmentOnly = locationIds.length === 0 && textAt(record, 'RESTRICTEDDEPARTMENTS') !== '';
  return byDepartmentOnly ? { kind: 'unrestricted' } : { kind: 'restricted', locationIds };
}

function customFieldsFrom(record: IntacctRecord): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(record)) {
    if (typeof value !== 'string' || value === '') continue;
    if (!standardFields.has(name) && !standardPattern.test(name)) own[name] = value;
  }
  return own;
}
