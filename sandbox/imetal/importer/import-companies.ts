import type { ClientBase } from 'pg';
import { type Columns, findId, insertRow, updateRow } from '../write-rows';
import { codeIn, fitsAction, oneOf, type RowCheck, required, type StandingRow } from './field-checks';
import { type Applied, type ImportDefinition, successNote } from './import-definition';
import { writeAddress } from './staged-address';
import type { StagedRow } from './staged-record';

/** Customers and suppliers. A change gives the whole record: what is null is cleared, but for what cannot be empty, which stays. */
export const importCompanies: ImportDefinition = {
  table: 'import_companies',
  idColumn: 'imetal_id',
  children: [],
  async check({ live, header }) {
    const { row } = header;
    const ids = await checkReferences(header);
    const standing = await findCompany(live, ids.type, row.code ?? null);
    fitsAction(header, 'company', `code "${row.code ?? ''}"`, standing);
    if (row.import_action === 'D' && standing !== null) await checkUnused(header, standing.id);
    const parentId = await checkParent(header, ids.type, standing);
    const branchIds = await checkRestrictedBranches(header);
    return () => apply(live, row, standing, { ...ids, parentId, branchIds });
  },
};

interface CompanyIds {
  type: number | null;
  status: number | null;
  branch: number | null;
  terms: number | null;
  currency: number | null;
  country: number | null;
  parentId: number | null;
  branchIds: number[] | null;
}

interface StandingCompany extends StandingRow {
  addressId: number | null;
  creditRulesId: number | null;
  totalsId: number | null;
}

async function checkReferences(header: RowCheck): Promise<Omit<CompanyIds, 'parentId' | 'branchIds'>> {
  required(header, 'company_type');
  required(header, 'code');
  if (header.row.import_action === 'A') {
    for (const column of ['name', 'company_status_code', 'branch_code', 'currency_code']) required(header, column);
  }
  if (header.row.credit_limit?.startsWith('-')) {
    header.faults.push(`credit_limit: "${header.row.credit_limit}" must not be negative.`);
  }
  const type = oneOf(header, 'company_type', ['C', 'S']);
  const terms = await codeIn(header, 'terms_code', 'terms');
  if (terms !== null && type !== null) await checkTermsApply(header, terms, type);
  return {
    type: type === null ? null : await findId(header.live, 'company_types', { code: type }),
    status: await codeIn(header, 'company_status_code', 'company_statuses'),
    branch: await codeIn(header, 'branch_code', 'branches'),
    terms,
    currency: await codeIn(header, 'currency_code', 'currency_codes'),
    country: await codeIn(header, 'country_code', 'countries'),
  };
}

async function checkTermsApply(header: RowCheck, termsId: number, type: string): Promise<void> {
  const found = await header.live.query(`select 1 from terms where id = $1 and applies_to in ('B', $2)`, [
    termsId,
    type,
  ]);
  if (found.rowCount !== 0) return;
  const whose = type === 'C' ? 'customers' : 'suppliers';
  header.faults.push(`terms_code: "${header.row.terms_code}" is not for ${whose}.`);
}

async function findCompany(
  live: ClientBase,
  typeId: number | null,
  code: string | null,
): Promise<StandingCompany | null> {
  const found = await live.query<StandingCompany>(
    `select id, version, address_id as "addressId", company_credit_rules_id as "creditRulesId",
            company_totals_id as "totalsId"
       from companies where type_id = $1 and code = $2 for no key update`,
    [typeId, code],
  );
  return found.rows[0] ?? null;
}

/** A company that is still at work cannot be deleted. */
async function checkUnused(header: RowCheck, id: number): Promise<void> {
  const found = await header.live.query<{ used: string }>(
    `select 'orders' as used from sales_headers h join sales_statuses s on s.id = h.status_id
      where h.customer_id = $1 and s.code = 'ENT' and h.status = 'A'
     union select 'unexported invoices' from customer_documents_at_risk where customer_id = $1 and kind = 'unexported'
     union select 'subsidiaries' from companies where parent_company_id = $1 and status = 'A'
     order by 1`,
    [id],
  );
  if (found.rows.length > 0) {
    header.faults.push(`Couldn't delete company - it has ${found.rows.map(({ used }) => used).join(', ')}.`);
  }
}

/** The parent's id; a fault when it is unknown, or when the way up from it comes back to the company. */
async function checkParent(
  header: RowCheck,
  typeId: number | null,
  standing: StandingRow | null,
): Promise<number | null> {
  const { parent_code: parentCode = null, code = null } = header.row;
  if (parentCode === null || typeId === null) return null;
  if (parentCode === code) {
    header.faults.push(`parent_code: "${parentCode}" is the company itself.`);
    return null;
  }
  const parentId = await findId(header.live, 'companies', { type_id: typeId, code: parentCode });
  if (parentId === null) header.faults.push(`parent_code: "${parentCode}" not found in companies table.`);
  if (parentId === null || standing === null) return parentId;
  const found = await header.live.query<{ way: string }>(
    `with recursive up as (
       select id, parent_company_id, code::text as way from companies where id = $1
       union all
       select c.id, c.parent_company_id, up.way || ' > ' || c.code
         from up join companies c on c.id = up.parent_company_id where up.id <> $2)
     select way from up where id = $2`,
    [parentId, standing.id],
  );
  const way = found.rows[0]?.way;
  if (way !== undefined) header.faults.push(`parent_code: "${parentCode}" makes a loop: ${code} > ${way}.`);
  return parentId;
}

async function checkRestrictedBranches(header: RowCheck): Promise<number[] | null> {
  const text = header.row.restricted_branches ?? null;
  if (text === null) return null;
  const codes = [...new Set(text.split(',').map((code) => code.trim()))];
  const ids: number[] = [];
  for (const code of codes) {
    const id = await findId(header.live, 'branches', { code, status: 'A' });
    if (id === null) header.faults.push(`restricted_branches: "${code}" not found in branches table.`);
    else ids.push(id);
  }
  return ids;
}

async function apply(
  live: ClientBase,
  row: StagedRow,
  standing: StandingCompany | null,
  ids: CompanyIds,
): Promise<Applied> {
  const note = successNote('Company', row.import_action, row.code ?? '');
  if (row.import_action === 'D' && standing !== null) {
    const inactive = await findId(live, 'company_statuses', { code: 'INA' });
    await updateRow(live, 'companies', standing.id, { status: 'D', status_id: inactive });
    return { note, id: standing.id };
  }
  const columns = await companyColumns(live, row, standing, ids);
  const id =
    standing?.id ?? (await insertRow(live, 'companies', { type_id: ids.type, code: row.code ?? '', ...columns }));
  if (standing !== null) await updateRow(live, 'companies', id, columns);
  await restrictToBranches(live, id, ids.branchIds ?? []);
  return { note, id };
}

async function companyColumns(
  live: ClientBase,
  row: StagedRow,
  standing: StandingCompany | null,
  ids: CompanyIds,
): Promise<Columns> {
  const { credit_limit = null, name = null } = row;
  const creditRulesId = standing?.creditRulesId ?? (await insertRow(live, 'company_credit_rules', { credit_limit }));
  await updateRow(live, 'company_credit_rules', creditRulesId, { credit_limit });
  return {
    status: 'A',
    short_name: row.short_name ?? null,
    ...(name === null ? {} : { name }),
    ...(ids.status === null ? {} : { status_id: ids.status }),
    ...(ids.branch === null ? {} : { branch_id: ids.branch }),
    ...(ids.currency === null ? {} : { currency_id: ids.currency }),
    ...(row.payment_hold == null ? {} : { payment_hold: row.payment_hold === 'true' }),
    terms_id: ids.terms,
    address_id: await writeAddress(live, standing?.addressId ?? null, row, ids.country),
    telephone: row.telephone ?? null,
    fax: row.fax ?? null,
    email: row.email ?? null,
    company_credit_rules_id: creditRulesId,
    company_totals_id: standing?.totalsId ?? (await insertRow(live, 'company_totals', { open_order_value: '0.00' })),
    credit_comments: row.credit_comments ?? null,
    parent_company_id: ids.parentId,
    registration_number: row.registration_number ?? null,
    tax_registration1: row.tax_registration1 ?? null,
    external_reference: row.external_reference ?? null,
  };
}

async function restrictToBranches(live: ClientBase, companyId: number, branchIds: number[]): Promise<void> {
  await live.query('delete from company_branches where company_id = $1 and branch_id <> all($2::int[])', [
    companyId,
    branchIds,
  ]);
  await live.query(
    `insert into company_branches (company_id, branch_id) select $1, unnest($2::int[])
      on conflict (company_id, branch_id) do nothing`,
    [companyId, branchIds],
  );
}
