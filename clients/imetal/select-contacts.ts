import { z } from 'zod';
import type { FeedCursor } from '../../domain/feed-cursor';
import type { ImetalContact } from './imetal-masters';
import { idField, optionalTextField, textField, timestampField, timestampText } from './row-fields';
import { companyTypeCodes, unconfirmed } from './schema';
import { addressColumns, addressFields, toAddress } from './select-companies';
import type { SelectRows } from './snapshot';

type ContactKind = ImetalContact['kind'];
type CompanyKind = ImetalContact['companyKind'];

const contactRow = z
  .object({
    contact_id: idField,
    company_type: z.enum(['C', 'S']),
    company_code: textField,
    code: optionalTextField,
    name: optionalTextField,
    forename: optionalTextField,
    surname: optionalTextField,
    position: optionalTextField,
    type_code: optionalTextField,
    telephone: optionalTextField,
    mobile: optionalTextField,
    email: optionalTextField,
    active: z.boolean(),
    external_reference: optionalTextField,
    version: z.number().int(),
    modified_at: timestampField,
    ...addressFields,
  })
  .transform(
    (row): Omit<ImetalContact, 'kind'> => ({
      contactId: row.contact_id,
      companyKind: row.company_type === companyTypeCodes.customer ? 'customer' : 'supplier',
      companyCode: row.company_code,
      code: row.code,
      name: row.name,
      forename: row.forename,
      surname: row.surname,
      position: row.position,
      typeCode: row.type_code,
      telephone: row.telephone,
      mobile: row.mobile,
      email: row.email,
      address: toAddress(row),
      isActive: row.active,
      externalReference: row.external_reference,
      version: row.version,
      modifiedAt: row.modified_at,
    }),
  );

interface ContactTable {
  table: 'company_sub_addresses' | 'contacts';
  joins: string;
  columns: string;
}

const contactTables: Readonly<Record<ContactKind, ContactTable>> = {
  'ship-to': {
    table: 'company_sub_addresses',
    joins: '',
    columns: `
         contact.code AS code,
         contact.name AS name,
         NULL::text AS forename,
         NULL::text AS surname,
         NULL::text AS position,
         NULL::text AS type_code,
         NULL::text AS mobile`,
  },
  person: {
    table: 'contacts',
    joins: `
    LEFT JOIN ${unconfirmed.contactTypes} contact_type ON contact_type.id = contact.type_id`,
    columns: `
         NULL::text AS code,
         NULL::text AS name,
         contact.forename AS forename,
         contact.surname AS surname,
         contact.position AS position,
         contact_type.code AS type_code,
         contact.mobile AS mobile`,
  },
};

// Whether iMetal touches a contact when only its address row is edited is not known: the later of the two counts.
const modifiedAt = 'greatest(contact.mdate, address.mdate)';

const fromContacts = ({ table, joins }: ContactTable): string => `
    FROM ${table} contact
    JOIN companies company ON company.id = contact.company_id
    JOIN ${unconfirmed.companyTypes} company_type ON company_type.id = company.type_id${joins}
    LEFT JOIN addresses address ON address.id = contact.address_id
    LEFT JOIN ${unconfirmed.countries} country ON country.id = address.country_id`;

const selectedContact = (contacts: ContactTable): string => `
  SELECT contact.id::text AS contact_id,
         company_type.code::text AS company_type,
         company.code AS company_code,${contacts.columns},
         contact.telephone AS telephone,
         contact.email AS email,
         contact.status <> 'D' AS active,
         contact.external_reference AS external_reference,
         contact.version AS version,
         ${timestampText(modifiedAt)} AS modified_at,${addressColumns}${fromContacts(contacts)}`;

/** A ship-to or person of a customer or supplier, deleted ones too; null when there is none. */
export async function selectContact(
  select: SelectRows,
  kind: ContactKind,
  contactId: string,
): Promise<ImetalContact | null> {
  const rows = await select(
    contactRow,
    `${selectedContact(contactTables[kind])}
   WHERE contact.id = $1::integer
     AND company_type.code = ANY ($2::text[])`,
    [contactId, Object.values(companyTypeCodes)],
  );
  return rows[0] ? { kind, ...rows[0] } : null;
}

/** A ship-to by its company and code, the one alive before a deleted one; null when there is none. */
export async function selectShipTo(
  select: SelectRows,
  companyKind: CompanyKind,
  companyCode: string,
  code: string,
): Promise<ImetalContact | null> {
  const rows = await select(
    contactRow,
    `${selectedContact(contactTables['ship-to'])}
   WHERE company_type.code = $1::text
     AND company.code = $2::text
     AND contact.code = $3::text
   ORDER BY contact.status <> 'D' DESC, contact.id DESC
   LIMIT 1`,
    [companyTypeCodes[companyKind], companyCode, code],
  );
  return rows[0] ? { kind: 'ship-to', ...rows[0] } : null;
}

/** Persons of a company by their names, whatever the case and the blanks around them; deleted ones are left out. */
export async function selectPersons(
  select: SelectRows,
  companyKind: CompanyKind,
  companyCode: string,
  names: { forename: string | null; surname: string | null },
): Promise<ImetalContact[]> {
  const rows = await select(
    contactRow,
    `${selectedContact(contactTables.person)}
   WHERE company_type.code = $1::text
     AND company.code = $2::text
     AND lower(trim(coalesce(contact.forename, ''))) = lower(trim($3::text))
     AND lower(trim(coalesce(contact.surname, ''))) = lower(trim($4::text))
     AND contact.status <> 'D'
   ORDER BY contact.id`,
    [companyTypeCodes[companyKind], companyCode, names.forename ?? '', names.surname ?? ''],
  );
  return rows.map((row) => ({ kind: 'person', ...row }));
}

/** Ship-tos or persons after the cursor, deleted ones too, ordered by the time of the last change and id, at most `limit`. */
export async function selectChangedContacts(
  select: SelectRows,
  kind: ContactKind,
  after: FeedCursor | null,
  limit: number,
): Promise<{ contactId: string; cursor: FeedCursor }[]> {
  const rows = await select(
    z.object({ contact_id: idField, modified_at: timestampField }),
    `SELECT contact.id::text AS contact_id,
         ${timestampText(modifiedAt)} AS modified_at${fromContacts(contactTables[kind])}
   WHERE company_type.code = ANY ($1::text[])
     AND (${modifiedAt}, contact.id) > ($2::timestamptz, $3::integer)
   ORDER BY ${modifiedAt}, contact.id
   LIMIT $4::integer`,
    [Object.values(companyTypeCodes), after?.modifiedAt ?? '-infinity', after?.headerId ?? '0', limit],
  );
  return rows.map(({ contact_id, modified_at }) => ({
    contactId: contact_id,
    cursor: { modifiedAt: modified_at, headerId: contact_id },
  }));
}
