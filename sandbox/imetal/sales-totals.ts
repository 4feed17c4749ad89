import type { ClientBase } from 'pg';

/**
 * Writes a sales document's totals from its lines: net, tax by slot, value by cost group, cost. Base tax is converted by the
 * header's own rate. An order's balance is what is still to be invoiced: at first all of it.
 */
export async function writeSalesTotals(
  client: ClientBase,
  headerId: number,
  kind: 'invoiced' | 'ordered',
): Promise<void> {
  await client.query(
    `update sales_totals st
        set invoiced_value = lines.net * billed.share, base_invoiced_value = lines.base_net * billed.share,
            balance_value = lines.net, balance_tax_value = tax.total,
            invoiced_tax_value = tax.total * billed.share,
            base_invoiced_tax_value = billed.share * round(case document_currency.exchange_rate_operator
              when '/' then tax.total / h.exchange_rate else tax.total * h.exchange_rate end, 2),
            vat_value1 = tax.slot1, vat_value2 = tax.slot2, vat_value3 = tax.slot3,
            vat_value4 = tax.slot4, vat_value5 = tax.slot5,
            customer_material_value = lines.material, customer_transport_value = lines.transport,
            customer_production_value = lines.production, customer_miscellaneous_value = lines.miscellaneous,
            customer_surcharge_value = lines.surcharge,
            invoiced_total_cost = costs.total, balance_total_cost = costs.total
       from sales_headers h
       join currency_codes document_currency on document_currency.id = h.currency_id
      cross join (select case $2 when 'invoiced' then 1 else 0 end as share) billed
      cross join lateral (
        select coalesce(sum(c.value), 0) as net, coalesce(sum(c.base_value), 0) as base_net,
               coalesce(sum(c.value) filter (where c.cost_group_code = 'MAT'), 0) as material,
               coalesce(sum(c.value) filter (where c.cost_group_code = 'TRN'), 0) as transport,
               coalesce(sum(c.value) filter (where c.cost_group_code = 'PRD'), 0) as production,
               coalesce(sum(c.value) filter (where c.cost_group_code = 'MSC'), 0) as miscellaneous,
               coalesce(sum(c.value) filter (where c.cost_group_code = 'SUR'), 0) as surcharge
          from sales_items i join sales_charges c on c.item_id = i.id where i.sales_header_id = h.id) lines
      cross join lateral (
        select sum(vat_value1) as slot1, sum(vat_value2) as slot2, sum(vat_value3) as slot3,
               sum(vat_value4) as slot4, sum(vat_value5) as slot5,
               coalesce(sum(coalesce(vat_value1, 0) + coalesce(vat_value2, 0) + coalesce(vat_value3, 0)
                   + coalesce(vat_value4, 0) + coalesce(vat_value5, 0)), 0) as total
          from sales_items i where i.sales_header_id = h.id) tax
      cross join lateral (
        select coalesce(sum(c.base_value), 0) as total
          from sales_items i join cost_items c on c.item_id = i.id where i.sales_header_id = h.id) costs
      where h.id = $1 and st.id = h.sales_total_id`,
    [headerId, kind],
  );
}
