import type { ClientBase } from 'pg';
import { findId, insertRow, updateRow } from '../write-rows';
import { codeIn, companyId, fitsAction, oneOf, required, type StandingRow } from './field-checks';
import { type Applied, type ImportDefinition, successNote } from './import-definition';
import { writeAddress } from './staged-address';
import type { StagedRow } from './staged-record';

/** Ship-to addresses of customers and suppliers. Taxes are the company's own until a person says otherwise. */
export const importSubAddresses: ImportDefinition = {
  table: 'import_company_sub_addresses',
  idColumn: 'imetal_id',
  children: [],
  async check({ live, header }) {
    const { row } = header;
    for (const column of ['company_type', 'company_code', 'code']) required(header, column);
    if (row.import_action === 'A') required(header, 'name');
    oneOf(header, 'company_type', ['C', 'S']);
    oneOf(header, 'sub_address_status', ['A', 'D']);
    const company = await companyId(header, 'company_type', 'company_code');
    const country = await codeIn(header, 'country_code', 'countries');
    const standing = company === null ? null : await findSubAddress(live, company, row.code ?? null);
    if (company !== null) fitsAction(header, 'sub address', `code "${row.code ?? ''}"`, standing);
    return () => apply(live, row, standing, company, country);
  },
};

interface StandingSubAddress extends StandingRow {
  addressId: number;
}

async function findSubAddress(
  live: ClientBase,
  company: number,
  code: string | null,
): Promise<StandingSubAddress | null> {
  const found = await live.query<StandingSubAddress>(
    `select id, version, address_id as "addressId" from company_sub_addresses
      where company_id = $1 and code = $2 for no key update`,
    [company, code],
  );
  return found.rows[0] ?? null;
}

async function apply(
  live: ClientBase,
  row: StagedRow,
  standing: StandingSubAddress | null,
  company: number | null,
  country: number | null,
): Promise<Applied> {
  const note = successNote('Sub Address', row.import_action, `${row.company_code}-${row.code}`);
  if (row.import_action === 'D' && standing !== null) {
    await updateRow(live, 'company_sub_addresses', standing.id, { status: 'D' });
    return { note, id: standing.id };
  }
  const { name = null, sub_address_status: status = null } = row;
  // An address without any part is still a row in iMetal: the column cannot be empty.
  const written = await writeAddress(
    live,
    standing?.addressId ?? null,
    { ...row, address: row.address ?? '' },
    country,
  );
  const columns = {
    ...(name === null ? {} : { name }),
    status: status ?? 'A',
    address_id: written,
    telephone: row.telephone ?? null,
    email: row.email ?? null,
    external_reference: row.external_reference ?? null,
  };
  if (standing !== null) {
    await updateRow(live, 'company_sub_addresses', standing.id, columns);
    return { note, id: standing.id };
  }
  const isFirst =
    (await findId(live, 'company_sub_addresses', { company_id: company, default_address: true })) === null;
  const owner = { company_id: company, code: row.code ?? null, default_address: isFirst };
  return { note, id: await insertRow(live, 'company_sub_addresses', { ...owner, ...columns }) };
}
