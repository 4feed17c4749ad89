import type { PostingException } from '../../domain/exception';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { ImportRecord } from '../../domain/import-record';
import type { IntacctContact } from '../../domain/master-records';
import { findTooLong, personLimits, shipToLimits } from './field-limits';
import {
  type AddressBlock,
  addressFaults,
  addressFields,
  addressFromImetal,
  addressFromIntacct,
  addressToImetal,
  addressToIntacct,
} from './postal-address';
import { type FieldRule, flagField, type RecordFields, rulesFor, textField } from './record-fields';

/** A ship-to address, or a person. */
export type ContactKind = 'ship-to' | 'person';

const shipToFields = ['name', 'telephone', 'email', 'isActive', ...addressFields];
const personFields = ['forename', 'surname', 'telephone', 'mobile', 'email', 'isActive', ...addressFields];

/** A contact of iMetal as far as it is mapped. */
export interface ImetalContactRecord {
  kind: ContactKind;
  contactId: string;
  companyKind: 'customer' | 'supplier';
  companyCode: string;
  code: string | null;
  name: string | null;
  forename: string | null;
  surname: string | null;
  telephone: string | null;
  mobile: string | null;
  email: string | null;
  address: AddressBlock | null;
  isActive: boolean;
}

/** Both sides may change a contact; the profile names the fields that have an owner. */
export function contactRules(kind: ContactKind, profile: ImetalProfile): Record<string, FieldRule> {
  return rulesFor(kind === 'ship-to' ? shipToFields : personFields, 'last-writer', profile.masters.contacts.owners);
}

/**
 * The name in Intacct of a contact made in iMetal: a ship-to by the profile's pattern, a person by number, for names of people change and
 * are not unique. Suppliers' say so, for their codes may be customers' too.
 */
export function contactNameOf(contact: ImetalContactRecord, profile: ImetalProfile): string {
  const name =
    contact.kind === 'person'
      ? `${contact.companyCode}-P${contact.contactId}`
      : profile.shipTo.contactName
          .replaceAll('{customer}', contact.companyCode)
          .replaceAll('{address}', contact.code ?? contact.contactId);
  return contact.companyKind === 'customer' ? name : `${name} (supplier)`;
}

/** A contact of Intacct as fields. */
export function fieldsFromIntacct(contact: IntacctContact, kind: ContactKind): RecordFields {
  const named: RecordFields =
    kind === 'ship-to'
      ? { name: textField(contact.printAs) }
      : {
          forename: textField(contact.forename),
          // Intacct needs no more of a contact than the name that it prints.
          surname:
            textField(contact.surname) ?? (textField(contact.forename) === null ? textField(contact.printAs) : null),
          mobile: textField(contact.mobile),
        };
  return { ...named, ...shared(contact), ...addressFromIntacct(contact.address) };
}

/** A contact of iMetal as fields. */
export function fieldsFromImetal(contact: ImetalContactRecord): RecordFields {
  const named: RecordFields =
    contact.kind === 'ship-to'
      ? { name: textField(contact.name) }
      : {
          forename: textField(contact.forename),
          surname: textField(contact.surname),
          mobile: textField(contact.mobile),
        };
  return { ...named, ...shared(contact), ...addressFromImetal(contact.address) };
}

function shared(contact: { telephone: string | null; email: string | null; isActive: boolean }): RecordFields {
  return {
    telephone: textField(contact.telephone),
    email: textField(contact.email),
    isActive: flagField(contact.isActive),
  };
}

/** What of a contact the other system cannot hold. */
export function contactFaults(fields: RecordFields, kind: ContactKind, subject: string): PostingException[] {
  const isNamed = kind === 'ship-to' ? hasText(fields.name) : hasText(fields.forename) || hasText(fields.surname);
  const nameless: PostingException[] = isNamed
    ? []
    : [
        {
          code: 'REQUIRED_FIELD_MISSING',
          field: 'name',
          expected: 'a name, which both systems need',
          actual: 'nothing',
          message: `${subject}: name: expected a name, which both systems need, came nothing`,
          causeKey: null,
        },
      ];
  const limits = kind === 'ship-to' ? shipToLimits : personLimits;
  return [...nameless, ...findTooLong(fields, limits, subject), ...addressFaults(fields, subject)];
}

/** The fields of a contact that Intacct is told; an address goes whole, for it is one element there. */
export interface IntacctContactChange {
  printAs?: string;
  forename?: string | null;
  surname?: string | null;
  telephone?: string | null;
  mobile?: string | null;
  email?: string | null;
  address?: IntacctContact['address'];
  isActive?: boolean;
}

/** What changes of a contact in Intacct: the changed fields only, and the whole address when any of it did. */
export function changeForIntacct(change: RecordFields, merged: RecordFields): IntacctContactChange {
  const told: IntacctContactChange = {};
  if ('name' in change || 'forename' in change || 'surname' in change) told.printAs = printAs(merged);
  if ('forename' in change) told.forename = change.forename ?? null;
  if ('surname' in change) told.surname = change.surname ?? null;
  if ('telephone' in change) told.telephone = change.telephone ?? null;
  if ('mobile' in change) told.mobile = change.mobile ?? null;
  if ('email' in change) told.email = change.email ?? null;
  if ('isActive' in change) told.isActive = change.isActive === 'true';
  if (addressFields.some((field) => field in change)) told.address = addressToIntacct(merged);
  return told;
}

/** How Intacct prints the contact: a ship-to's name, a person's names together. */
export function printAs(fields: RecordFields): string {
  return fields.name ?? [fields.forename, fields.surname].filter(hasText).join(' ');
}

/** Whose contact a row for iMetal's importer is, and what of it stays as it is there. */
export interface ContactRowKeys {
  companyKind: 'customer' | 'supplier';
  companyCode: string;
  /** Ship-to code; null for a person. */
  code: string | null;
  /** A person's contact id; null for a new one. */
  contactId: string | null;
  typeCode: string | null;
  position: string | null;
  /** CONTACTNAME in Intacct. */
  externalReference: string;
  /** Version of the live row that was read; null for a new one. */
  version: number | null;
}

/** The row for iMetal's importer. */
export function contactImport(
  kind: ContactKind,
  fields: RecordFields,
  keys: ContactRowKeys,
): Omit<ImportRecord, 'importNumber'> {
  const status = fields.isActive === 'false' ? 'D' : 'A';
  const values: ImportRecord['values'] = {
    company_type: keys.companyKind === 'customer' ? 'C' : 'S',
    company_code: keys.companyCode,
    telephone: fields.telephone ?? null,
    email: fields.email ?? null,
    ...addressToImetal(fields),
    external_reference: keys.externalReference,
    ...(keys.version === null ? {} : { imetal_version: keys.version }),
  };
  const action = keys.version === null ? 'A' : 'C';
  if (kind === 'ship-to') {
    return {
      table: 'import_company_sub_addresses',
      action,
      values: { ...values, code: keys.code, name: fields.name ?? null, sub_address_status: status },
    };
  }
  return {
    table: 'import_contacts',
    action,
    values: {
      ...values,
      ...(keys.contactId === null ? {} : { contact_id: Number(keys.contactId) }),
      forename: fields.forename ?? null,
      surname: fields.surname ?? null,
      position: keys.position,
      contact_type_code: keys.typeCode,
      mobile: fields.mobile ?? null,
      contact_status: status,
    },
  };
}

function hasText(text: string | null | undefined): text is string {
  return text !== null && text !== undefined && text !== '';
}
