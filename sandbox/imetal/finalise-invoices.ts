import { setTimeout } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { appendInvoices } from './append-invoices';
import { inTransaction } from './write-rows';

export interface FinaliseOptions {
  /** By a login that may write live. */
  owner: Pool;
  /** How many invoices to make final. */
  count: number;
  /** YYYY-MM-DD of invoices newly entered when the queue has run out. */
  businessDate: string;
}

/**
 * Makes entered invoices final, oldest first, as iMetal does: totals, status and change time in one transaction each;
 * enters new ones when the queue has run out. Returns their document keys.
 */
export async function finaliseInvoices(options: FinaliseOptions): Promise<string[]> {
  const documentKeys: string[] = [];
  while (documentKeys.length < options.count) {
    const documentKey = await inTransaction(options.owner, finaliseOldest);
    if (documentKey !== null) {
      documentKeys.push(documentKey);
      continue;
    }
    await inTransaction(options.owner, (client) =>
      appendInvoices(client, { count: 10, status: 'ENT', businessDate: options.businessDate }),
    );
  }
  return documentKeys;
}

/**
 * Writes a new final invoice as a careless program would: its header first, in a transaction of its own, and its items
 * only `childrenDelayMs` later. Returns the document key.
 */
export async function writeHalfWrittenInvoice(
  options: Omit<FinaliseOptions, 'count'> & { childrenDelayMs: number },
): Promise<string> {
  const children = await inTransaction(options.owner, (client) =>
    appendInvoices(client, { count: 1, status: 'INV', businessDate: options.businessDate, childrenLater: true }),
  );
  await setTimeout(options.childrenDelayMs);
  await inTransaction(options.owner, (client) => children.insertChildren(client));
  const [documentKey] = children.documentKeys;
  if (documentKey === undefined) throw new Error('half-written invoice: expected one document, none was entered');
  return documentKey;
}

/** The oldest entered invoice made final; null when none is entered. Base tax is converted by the header's own rate. */
async function finaliseOldest(client: PoolClient): Promise<string | null> {
  const found = await client.query<{ id: number; document_key: string }>(
    `select h.id, b.code || '-' || t.code || '-' || h.number as document_key
       from sales_headers h
       join branches b on b.id = h.branch_id
       join sales_types t on t.id = h.type_id
       join sales_statuses s on s.id = h.status_id
      where s.code = 'ENT' and t.code in ('DIV', 'MIV', 'INV')
      order by h.id limit 1
        for update of h skip locked`,
  );
  const header = found.rows[0];
  if (header === undefined) return null;
  await client.query(
    `update sales_totals st
        set invoiced_value = lines.net, balance_value = lines.net, base_invoiced_value = lines.base_net,
            invoiced_tax_value = tax.total, balance_tax_value = tax.total,
            base_invoiced_tax_value = round(case document_currency.exchange_rate_operator
              when '/' then tax.total / h.exchange_rate else tax.total * h.exchange_rate end, 2),
            vat_value1 = tax.slot1, vat_value2 = tax.slot2, vat_value3 = tax.slot3,
            vat_value4 = tax.slot4, vat_value5 = tax.slot5,
            customer_material_value = lines.material, customer_transport_value = lines.transport,
            customer_production_value = lines.production, customer_miscellaneous_value = lines.miscellaneous,
            customer_surcharge_value = lines.surcharge,
            invoiced_total_cost = costs.total, balance_total_cost = costs.total
       from sales_headers h
       join currency_codes document_currency on document_currency.id = h.currency_id
      cross join lateral (
        select sum(c.value) as net, sum(c.base_value) as base_net,
               coalesce(sum(c.value) filter (where c.cost_group_code = 'MAT'), 0) as material,
               coalesce(sum(c.value) filter (where c.cost_group_code = 'TRN'), 0) as transport,
               coalesce(sum(c.value) filter (where c.cost_group_code = 'PRD'), 0) as production,
               coalesce(sum(c.value) filter (where c.cost_group_code = 'MSC'), 0) as miscellaneous,
               coalesce(sum(c.value) filter (where c.cost_group_code = 'SUR'), 0) as surcharge
          from sales_items i join sales_charges c on c.item_id = i.id where i.sales_header_id = h.id) lines
      cross join lateral (
        select sum(vat_value1) as slot1, sum(vat_value2) as slot2, sum(vat_value3) as slot3,
               sum(vat_value4) as slot4, sum(vat_value5) as slot5,
               sum(coalesce(vat_value1, 0) + coalesce(vat_value2, 0) + coalesce(vat_value3, 0)
                   + coalesce(vat_value4, 0) + coalesce(vat_value5, 0)) as total
          from sales_items i where i.sales_header_id = h.id) tax
      cross join lateral (
        select coalesce(sum(c.base_value), 0) as total
          from sales_items i join cost_items c on c.item_id = i.id where i.sales_header_id = h.id) costs
      where h.id = $1 and st.id = h.sales_total_id`,
    [header.id],
  );
  await client.query(
    `update sales_headers
        set status_id = (select id from sales_statuses where code = 'INV'), invoice_number = number
      where id = $1`,
    [header.id],
  );
  return header.document_key;
}
