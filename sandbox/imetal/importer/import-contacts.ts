import type { ClientBase } from 'pg';
import { insertRow, updateRow } from '../write-rows';
import { codeIn, companyId, fitsAction, oneOf, type RowCheck, required, type StandingRow } from './field-checks';
import { type Applied, type ImportDefinition, successNote } from './import-definition';
import { writeAddress } from './staged-address';
import type { StagedRow } from './staged-record';

/** Contacts of customers and suppliers; a change or deletion names the contact by its id in live. */
export const importContacts: ImportDefinition = {
  table: 'import_contacts',
  idColumn: 'imetal_id',
  children: [],
  async check({ live, header }) {
    const { row } = header;
    for (const column of ['company_type', 'company_code']) required(header, column);
    if (row.import_action === 'A') required(header, 'surname');
    checkContactId(header);
    oneOf(header, 'company_type', ['C', 'S']);
    oneOf(header, 'contact_status', ['A', 'D']);
    const company = await companyId(header, 'company_type', 'company_code');
    const ids = {
      company,
      type: await codeIn(header, 'contact_type_code', 'contact_types'),
      country: await codeIn(header, 'country_code', 'countries'),
    };
    const standing = company === null ? null : await findContact(live, company, row.contact_id ?? null);
    if (company !== null) fitsAction(header, 'contact', `contact ${row.contact_id} of ${row.company_code}`, standing);
    return () => apply(live, row, standing, ids);
  },
};

interface StandingContact extends StandingRow {
  addressId: number | null;
}

function checkContactId(header: RowCheck): void {
  const { import_action: action, contact_id: contactId = null } = header.row;
  if (action !== 'A') required(header, 'contact_id');
  else if (contactId !== null) header.faults.push(`contact_id: "${contactId}" must be empty for a new contact.`);
}

async function findContact(
  live: ClientBase,
  company: number,
  contactId: string | null,
): Promise<StandingContact | null> {
  const found = await live.query<StandingContact>(
    `select id, version, address_id as "addressId" from contacts where company_id = $1 and id = $2 for no key update`,
    [company, contactId],
  );
  return found.rows[0] ?? null;
}

async function apply(
  live: ClientBase,
  row: StagedRow,
  standing: StandingContact | null,
  ids: { company: number | null; type: number | null; country: number | null },
): Promise<Applied> {
  if (row.import_action === 'D' && standing !== null) {
    await updateRow(live, 'contacts', standing.id, { status: 'D' });
    return { note: successNote('Contact', 'D', String(standing.id)), id: standing.id };
  }
  const { surname = null } = row;
  const columns = {
    forename: row.forename ?? null,
    ...(surname === null ? {} : { surname }),
    position: row.position ?? null,
    telephone: row.telephone ?? null,
    mobile: row.mobile ?? null,
    email: row.email ?? null,
    address_id: await writeAddress(live, standing?.addressId ?? null, row, ids.country),
    type_id: ids.type,
    status: row.contact_status ?? 'A',
    external_reference: row.external_reference ?? null,
  };
  if (standing !== null) await updateRow(live, 'contacts', standing.id, columns);
  const id = standing?.id ?? (await insertRow(live, 'contacts', { company_id: ids.company, ...columns }));
  return { note: successNote('Contact', row.import_action, String(id)), id };
}
