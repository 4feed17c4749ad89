import type { Pool } from 'pg';

/** A customer or supplier as iMetal holds it. */
export interface CompanyShown {
  code: string;
  name: string;
  status: string;
  hold: boolean;
  limit: string | null;
  currency: string;
  terms: string | null;
  parent: string | null;
  branches: string | null;
  taxId: string | null;
  address: string | null;
  town: string | null;
}

/** The company that bears Intacct's id as its reference, or as its code; null when there is none. Plain SQL, none of the product's. */
export async function companyShown(
  operations: Pool,
  type: 'customer' | 'supplier',
  intacctId: string,
): Promise<CompanyShown | null> {
  const { rows } = await operations.query(
    `select c.code, c.name, s.code as status, c.payment_hold as hold, r.credit_limit::text as "limit", cur.code as currency,
        t.code as terms, p.code as parent, c.tax_registration1 as "taxId", a.address, a.town,
        (select string_agg(b.code, ',' order by b.code) from company_branches cb join branches b on b.id = cb.branch_id
          where cb.company_id = c.id and cb.status = 'A') as branches
      from companies c join company_types ct on ct.id = c.type_id join currency_codes cur on cur.id = c.currency_id
        left join company_statuses s on s.id = c.status_id left join terms t on t.id = c.terms_id
        left join companies p on p.id = c.parent_company_id left join addresses a on a.id = c.address_id
        left join company_credit_rules r on r.id = c.company_credit_rules_id
      where ct.code = $1 and coalesce(c.external_reference, c.code) = $2`,
    [type === 'customer' ? 'C' : 'S', intacctId],
  );
  return rows[0] ?? null;
}

/** A ship-to address as iMetal holds it. */
export interface ShipToShown {
  id: number;
  code: string;
  name: string;
  telephone: string | null;
  email: string | null;
  address: string;
  town: string | null;
  status: string;
}

/** The ship-to that bears the contact's name as its reference, or the code. */
export async function shipToShown(
  operations: Pool,
  companyCode: string,
  nameOrCode: string,
): Promise<ShipToShown | null> {
  const { rows } = await operations.query(
    `select sub.id, sub.code, sub.name, sub.telephone, sub.email, a.address, a.town, sub.status
      from company_sub_addresses sub join companies c on c.id = sub.company_id join company_types ct on ct.id = c.type_id
        join addresses a on a.id = sub.address_id
      where ct.code = 'C' and c.code = $1 and (sub.external_reference = $2 or sub.code = $2)`,
    [companyCode, nameOrCode],
  );
  return rows[0] ?? null;
}

/** Terms of payment as iMetal holds them. */
export async function termsShown(operations: Pool, reference: string): Promise<Record<string, unknown> | null> {
  const { rows } = await operations.query(
    `select code, description, due_days, due_month_ends, settlement_days, settlement_discount::text, penalty_percentage::text,
        penalty_period, narrative, active from terms where external_reference = $1`,
    [reference],
  );
  return rows[0] ?? null;
}

/** The rates of a tax detail, the oldest first: rate and the days from and to which it holds. */
export async function ratesShown(
  operations: Pool,
  reference: string,
): Promise<{ rate: string; from: string; to: string | null }[]> {
  const { rows } = await operations.query(
    `select rate::text, effective_from::text as "from", effective_to::text as "to" from tax_rates
      where external_reference = $1 order by effective_from`,
    [reference],
  );
  return rows;
}
