import { findId } from '../write-rows';
import { codeIn, knownPerson, oneOf, type RowCheck, required } from './field-checks';

/** What a header's codes stand for in live; null where there is none. */
export interface SalesHeaderIds {
  branch: number | null;
  /** Of the branch's corporate entity. */
  baseCurrency: number | null;
  type: number | null;
  customer: number | null;
  customerTerms: number | null;
  /** The customer's: documents have no other. */
  currency: number | null;
  operator: '*' | '/';
  terms: number | null;
  deliverTo: number | null;
  warehouse: number | null;
  salesperson: number | null;
  creditedBranch: number | null;
  creditedType: number | null;
}

/** Types that can be imported, of those that this sandbox has: order, manual invoice, manual credit note. */
const importableTypes = ['ORD', 'MIV', 'CRN'];
const nothing: SalesHeaderIds = {
  branch: null,
  baseCurrency: null,
  type: null,
  customer: null,
  customerTerms: null,
  currency: null,
  operator: '*',
  terms: null,
  deliverTo: null,
  warehouse: null,
  salesperson: null,
  creditedBranch: null,
  creditedType: null,
};

/** Validates a sales header, all fields of it or those alone by which a document is found. */
export async function checkSalesHeader(header: RowCheck, extent?: 'keys-only'): Promise<SalesHeaderIds> {
  for (const column of ['branch_code', 'type_code', 'customer_code']) required(header, column);
  const branch = await codeIn(header, 'branch_code', 'branches');
  const type = await codeIn(header, 'type_code', 'sales_types');
  if (type !== null) oneOf(header, 'type_code', importableTypes);
  const customer = await findCustomer(header);
  const keys = { ...nothing, branch, type, ...customer };
  if (extent === 'keys-only') return keys;
  const salesperson = await knownPerson(header, 'salesperson_name');
  await knownPerson(header, 'inside_salesperson_name');
  oneOf(header, 'exchange_rate_type_code', ['1', '2']);
  for (const column of ['customer_country_code', 'deliver_to_country_code']) await codeIn(header, column, 'countries');
  for (const column of ['delivery_branch_code', 'order_branch_code', 'despatch_branch_code']) {
    await codeIn(header, column, 'branches');
  }
  await checkContact(header, customer?.customer ?? null);
  await checkSalesGroup(header, salesperson, customer?.customer ?? null);
  const baseCurrency = await baseCurrencyOf(header, branch);
  if (customer !== null && baseCurrency !== null && customer.currency !== baseCurrency)
    required(header, 'exchange_rate');
  return {
    ...keys,
    baseCurrency,
    terms: await codeIn(header, 'terms_code', 'terms'),
    deliverTo: await findDeliverTo(header, customer?.customer ?? null),
    warehouse: await codeIn(header, 'delivery_warehouse_code', 'warehouses'),
    salesperson,
    ...(await findCredited(header)),
  };
}

type Customer = Pick<SalesHeaderIds, 'customer' | 'customerTerms' | 'currency' | 'operator'>;

async function findCustomer(header: RowCheck): Promise<Customer | null> {
  const code = header.row.customer_code ?? null;
  if (code === null) return null;
  const found = await header.live.query<Customer>(
    `select c.id as customer, c.terms_id as "customerTerms", c.currency_id as currency, m.exchange_rate_operator as operator
       from companies c join company_types t on t.id = c.type_id join currency_codes m on m.id = c.currency_id
      where t.code = 'C' and c.code = $1 and c.status = 'A'`,
    [code],
  );
  if (found.rows[0] === undefined) header.faults.push(`customer_code: "${code}" not found in companies table.`);
  return found.rows[0] ?? null;
}

async function baseCurrencyOf(header: RowCheck, branch: number | null): Promise<number | null> {
  const found = await header.live.query<{ base: number }>(
    `select e.base_currency_id as base from branches b join corporate_entities e on e.id = b.corporate_entity_id where b.id = $1`,
    [branch],
  );
  return found.rows[0]?.base ?? null;
}

async function findDeliverTo(header: RowCheck, customer: number | null): Promise<number | null> {
  const code = header.row.deliver_to_address_code ?? null;
  if (customer === null) return null;
  if (code === null)
    return findId(header.live, 'company_sub_addresses', { company_id: customer, default_address: true });
  const id = await findId(header.live, 'company_sub_addresses', { company_id: customer, code, status: 'A' });
  if (id === null) header.faults.push(`deliver_to_address_code: "${code}" not found in company_sub_addresses table.`);
  return id;
}

/** The contact must be one, and one alone, or the document fails as a whole. */
async function checkContact(header: RowCheck, customer: number | null): Promise<void> {
  const { contact_surname: surname = null, contact_forename: forename = null } = header.row;
  if (surname === null || customer === null) return;
  const found = await header.live.query(
    `select 1 from contacts where company_id = $1 and status = 'A' and surname = $2 and ($3::text is null or forename = $3)`,
    [customer, surname, forename],
  );
  if (found.rowCount === 1) return;
  const what = found.rowCount === 0 ? 'not found' : 'found more than once';
  header.faults.push(`contact_surname: "${surname}" ${what} in contacts table.`);
}

/** The group given, else the salesperson's, the user's, the customer's; without any the document fails. */
async function checkSalesGroup(header: RowCheck, salesperson: number | null, customer: number | null): Promise<void> {
  if ((header.row.sales_group_code ?? null) !== null) {
    await codeIn(header, 'sales_group_code', 'sales_groups');
    return;
  }
  const user = header.row.import_user_name ?? null;
  const found = await header.live.query(
    `select 1 from personnel
      where sales_group_code is not null and (id = $1 or username = $2 or concat_ws(' ', forename, surname) = $2)
     union all select 1 from companies where id = $3 and sales_group_id is not null limit 1`,
    [salesperson, user, customer],
  );
  if (found.rowCount === 0) header.faults.push('sales_group_code: none for salesperson, user or customer.');
}

async function findCredited(header: RowCheck): Promise<Pick<SalesHeaderIds, 'creditedBranch' | 'creditedType'>> {
  const { credited_invoice: number = null, branch_code: ownBranch = null } = header.row;
  const given = await codeIn(header, 'credited_invoice_branch_code', 'branches');
  if (number === null) return { creditedBranch: null, creditedType: null };
  const found = await header.live.query<{ branch: number; type: number }>(
    `select h.branch_id as branch, h.type_id as type from sales_headers h join sales_types t on t.id = h.type_id
       join branches b on b.id = h.branch_id
      where h.invoice_number = $1 and t.code <> 'CRN' and case when $2::int is null then b.code = $3 else b.id = $2::int end`,
    [number, given, ownBranch],
  );
  const credited = found.rows[0];
  if (credited === undefined) header.faults.push(`credited_invoice: "${number}" not found in sales_headers table.`);
  return { creditedBranch: credited?.branch ?? null, creditedType: credited?.type ?? null };
}
