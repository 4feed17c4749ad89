import type { ClientBase } from 'pg';

/** A supplier as a document needs it. */
export interface Supplier {
  id: number;
  currencyId: number;
  termsId: number | null;
  taxGroup: string | null;
  /** Of a document of the date asked for: so many month ends on, then so many days. */
  dueDate: string | null;
}

/** A supplier by code; throws when there is none. */
export async function readSupplier(client: ClientBase, code: string, date: string): Promise<Supplier> {
  const found = await client.query<Supplier>(
    `select c.id, c.currency_id as "currencyId", c.terms_id as "termsId", c.tax_group as "taxGroup",
            (case m.due_month_ends when 0 then $2::date
               else (date_trunc('month', $2::date) + m.due_month_ends * interval '1 month' - interval '1 day')::date
             end + m.due_days)::text as "dueDate"
       from companies c join company_types t on t.id = c.type_id left join terms m on m.id = c.terms_id
      where t.code = 'S' and c.code = $1`,
    [code, date],
  );
  const supplier = found.rows[0];
  if (supplier === undefined) throw new Error(`no supplier ${code}`);
  return supplier;
}

/** A tax that suppliers charge, in its slot. */
export interface PurchaseTax {
  slot: number;
  authority: string;
  taxClass: number;
  ratePercent: string;
}

/** The taxes of a purchase tax group with the rates of a day; throws when there is no such group or no rate. */
export async function readPurchaseTaxes(client: ClientBase, group: string, date: string): Promise<PurchaseTax[]> {
  const found = await client.query<PurchaseTax & { ratePercent: string | null }>(
    `select s.slot, s.authority, s.tax_class as "taxClass", r.rate::text as "ratePercent"
       from tax_groups g
      cross join lateral (values (1, g.authority1, g.class1), (2, g.authority2, g.class2), (3, g.authority3, g.class3),
                                 (4, g.authority4, g.class4), (5, g.authority5, g.class5)) s (slot, authority, tax_class)
       join tax_authorities a on a.code = s.authority
       left join tax_rates r on r.tax_authority_id = a.id and r.tax_class = s.tax_class and r.tax_type = 'P'
        and r.effective_from <= $2 and (r.effective_to is null or r.effective_to >= $2)
      where g.code = $1 and g.tax_type = 'P' order by s.slot`,
    [group, date],
  );
  if (found.rows.length === 0 || found.rows.some(({ ratePercent }) => ratePercent === null)) {
    throw new Error(`purchase tax group ${group}: expected it with a rate of ${date} for each authority`);
  }
  return found.rows;
}
