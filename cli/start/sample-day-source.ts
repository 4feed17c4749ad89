import type { Pool } from 'pg';
import { z } from 'zod';

const amount = z.string().regex(/^-?\d+(\.\d+)?$/);

const sourceInvoiceKeySchema = z.object({
  document_key: z.string(),
  /** Set by whoever exported the invoice: this hub, or the interface before it. */
  reference: z.string().nullable(),
});

const sourceInvoiceSchema = sourceInvoiceKeySchema.extend({
  entity: z.string(),
  currency: z.string().length(3),
  base_currency: z.string().length(3),
  /** Document currency, from the header. */
  net: amount,
  tax: amount,
  /** Base currency: cost items, and stock adjustments of this invoice (value out of stock is a cost). */
  cost_of_sales: amount,
});

export type SourceInvoiceKey = z.infer<typeof sourceInvoiceKeySchema>;

/** A final invoice as iMetal's own tables add it up. */
export type SourceInvoiceTotals = z.infer<typeof sourceInvoiceSchema>;

const FINAL_INVOICES = `
      from sales_headers header
      join branches branch on branch.id = header.branch_id
      join sales_types type on type.id = header.type_id and type.code in ('DIV', 'MIV', 'INV')
      join sales_statuses status on status.id = header.status_id and status.code in ('INV', 'CMP')`;

/** The keys of every final sales invoice: cheap enough to look at four times a second on a day of thousands. */
export async function readSourceInvoiceKeys(live: Pool): Promise<SourceInvoiceKey[]> {
  const { rows } = await live.query(
    `select branch.code || '-' || type.code || '-' || header.number as document_key,
        header.gateway_reference as reference ${FINAL_INVOICES}`,
  );
  return rows.map((row) => sourceInvoiceKeySchema.parse(row));
}

/** Every final sales invoice of iMetal's live database, read by plain SQL that shares nothing with the hub's client or mapping. */
export async function readSourceInvoices(live: Pool): Promise<SourceInvoiceTotals[]> {
  const { rows } = await live.query(
    `select branch.code || '-' || type.code || '-' || header.number as document_key,
        entity.code as entity, currency.code as currency, base.code as base_currency,
        total.invoiced_value::text as net, total.invoiced_tax_value::text as tax,
        (coalesce(cost.value, 0) - coalesce(adjustment.value, 0))::text as cost_of_sales,
        header.gateway_reference as reference ${FINAL_INVOICES}
      join corporate_entities entity on entity.id = branch.corporate_entity_id
      join currency_codes base on base.id = entity.base_currency_id
      join currency_codes currency on currency.id = header.currency_id
      join sales_totals total on total.id = header.sales_total_id
      left join lateral (
        select sum(cost_item.base_value) as value
          from sales_items item join cost_items cost_item on cost_item.item_type = 'S' and cost_item.item_id = item.id
          where item.sales_header_id = header.id) cost on true
      left join lateral (
        select sum(coalesce(item.material_value, 0) + coalesce(item.transport_value, 0) + coalesce(item.production_value, 0)
            + coalesce(item.miscellaneous_value, 0) + coalesce(item.surcharge_value, 0)) as value
          from stock_transaction_items item
          join stock_transactions movement on movement.id = item.stock_transaction_id and movement.type = 'ADJ'
          where item.sales_invoice_id = header.id) adjustment on true`,
  );
  return rows.map((row) => sourceInvoiceSchema.parse(row));
}
