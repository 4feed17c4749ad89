import type { ClientBase } from 'pg';
import { decimalText, scaledInteger, taxOnCents } from '../sample-day/cents';
import type { Columns } from './write-rows';

/** A tax of a document in its slot. */
export interface SalesTax {
  slot: number;
  authority: string;
  taxClass: number;
  exempt: boolean;
}

const slots = [1, 2, 3, 4, 5] as const;

/** How a customer is taxed: by its ship-to address when that has taxes of its own, else by the customer's. */
export async function readSalesTaxes(
  client: ClientBase,
  customerId: number,
  subAddressId: number | null,
): Promise<{ group: string | null; taxes: SalesTax[] }> {
  const columns = slots.flatMap((slot) => [`tax_authority${slot}`, `tax_class${slot}`, `tax_exempt${slot}`]).join(', ');
  const found = await client.query<Record<string, string | number | boolean | null>>(
    `select tax_group, ${columns} from company_sub_addresses where id = $2 and company_id = $1 and not use_company_taxes
     union all
     select tax_group, ${columns} from companies where id = $1
      limit 1`,
    [customerId, subAddressId],
  );
  const row = found.rows[0];
  if (row === undefined) throw new Error(`customer ${customerId}: there is none`);
  const taxes = slots.flatMap((slot): SalesTax[] => {
    const authority = row[`tax_authority${slot}`];
    const taxClass = row[`tax_class${slot}`];
    if (typeof authority !== 'string' || typeof taxClass !== 'number') return [];
    return [{ slot, authority, taxClass, exempt: row[`tax_exempt${slot}`] === true }];
  });
  return { group: typeof row.tax_group === 'string' ? row.tax_group : null, taxes };
}

/** The rate of a sales tax on a day, per cent; null when there is none. */
export async function readSalesRate(
  client: ClientBase,
  { authority, taxClass }: Pick<SalesTax, 'authority' | 'taxClass'>,
  date: string,
): Promise<string | null> {
  const found = await client.query<{ rate: string }>(
    `select r.rate::text from tax_rates r join tax_authorities a on a.id = r.tax_authority_id
      where a.code = $1 and r.tax_class = $2 and r.tax_type = 'S' and r.effective_from <= $3
        and (r.effective_to is null or r.effective_to >= $3)`,
    [authority, taxClass, date],
  );
  return found.rows[0]?.rate ?? null;
}

/** The header's tax columns. */
export function headerTaxColumns(group: string | null, taxes: readonly SalesTax[]): Columns {
  const columns: Columns = { tax_group: group };
  for (const { slot, authority, taxClass, exempt } of taxes) {
    columns[`tax_authority${slot}`] = authority;
    columns[`tax_class${slot}`] = taxClass;
    columns[`tax_exempt${slot}`] = exempt;
  }
  return columns;
}

/** An item's tax columns: the tax of its net value in each slot. Throws when a rate is missing. */
export async function itemTaxColumns(
  client: ClientBase,
  taxes: readonly SalesTax[],
  netCents: bigint,
  date: string,
): Promise<Columns> {
  const columns: Columns = {};
  for (const tax of taxes) {
    const rate = await readSalesRate(client, tax, date);
    if (rate === null) throw new Error(`no sales tax rate of ${tax.authority}, class ${tax.taxClass}, on ${date}`);
    columns[`tax_class${tax.slot}`] = tax.taxClass;
    columns[`tax_exempt${tax.slot}`] = tax.exempt;
    columns[`vat_value${tax.slot}`] = decimalText(tax.exempt ? 0n : taxOnCents(netCents, scaledInteger(rate, 4)), 2);
  }
  return columns;
}
