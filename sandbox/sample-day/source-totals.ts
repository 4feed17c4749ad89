import type { Pool } from 'pg';
import { formerReferencePrefix } from './add-invoice';

/** Which of the final invoices to count, by document key; all when neither is given. */
export interface SourceSelection {
  only?: readonly string[];
  except?: readonly string[];
  /** Types of sales documents; invoices of all types when not given. Amounts of credit notes are positive. */
  types?: readonly string[];
}

/** A final invoice as operations bills it; amounts with two decimals, document currency. */
export interface SourceDocument {
  documentKey: string;
  entity: string;
  currency: string;
  baseCurrency: string;
  /** Charges, costs apart. */
  lines: number;
  net: string;
  tax: string;
  gross: string;
}

/** What finance must come to; each list is sorted by its keys. Amounts with two decimals. */
export interface SourceTotals {
  invoices: number;
  /** From the headers, document currency. */
  receivables: {
    entity: string;
    currency: string;
    invoices: number;
    lines: number;
    net: string;
    tax: string;
    gross: string;
  }[];
  /** Base currency: items' costs, stock adjustments tied to invoices (positive leaves stock), and their sum. */
  costOfSales: { entity: string; currency: string; costs: string; adjustments: string; total: string }[];
  /** Σ value of the charges by the nominal account of their sales group, document currency. */
  revenueByNominal: { entity: string; currency: string; nominalCode: string; amount: string }[];
  /** Document currency. */
  taxByAuthority: { entity: string; currency: string; authority: string; taxClass: number; amount: string }[];
  /** Base currency. */
  costByNominal: { entity: string; currency: string; debitCode: string; creditCode: string; amount: string }[];
  /** Base currency; positive leaves stock. */
  adjustmentsByReason: { entity: string; currency: string; reason: string; amount: string }[];
}

// Final, an invoice by type, and not already in the ledger when the hub came.
const finalInvoices = `
  final_invoices as (
    select h.*, b.code || '-' || t.code || '-' || h.number as document_key, e.code as entity,
           document_currency.code as currency, base_currency.code as base_currency
      from sales_headers h
      join branches b on b.id = h.branch_id
      join corporate_entities e on e.id = b.corporate_entity_id
      join currency_codes base_currency on base_currency.id = e.base_currency_id
      join currency_codes document_currency on document_currency.id = h.currency_id
      join sales_types t on t.id = h.type_id
      join sales_statuses s on s.id = h.status_id
     where t.code = any($3::text[])
       and s.code in ('INV', 'CMP')
       and h.status = 'A'
       and (h.gateway_reference is null or h.gateway_reference not like '${formerReferencePrefix}%')
       and ($1::text[] is null or b.code || '-' || t.code || '-' || h.number = any($1::text[]))
       and ($2::text[] is null or b.code || '-' || t.code || '-' || h.number <> all($2::text[]))
  )`;

/** Every final invoice that the hub is to post, by document key. */
export async function sourceDocuments(live: Pool, selection: SourceSelection = {}): Promise<SourceDocument[]> {
  return read<SourceDocument>(
    live,
    selection,
    `select i.document_key as "documentKey", i.entity, i.currency, i.base_currency as "baseCurrency",
            (select count(*)::int from sales_items x join sales_charges c on c.item_id = x.id
              where x.sales_header_id = i.id) as lines,
            st.invoiced_value::text as net, st.invoiced_tax_value::text as tax,
            (st.invoiced_value + st.invoiced_tax_value)::text as gross
       from final_invoices i join sales_totals st on st.id = i.sales_total_id
      order by i.document_key`,
  );
}

/**
 * Totals of the final invoices, by plain SQL over the live database and independent of every mapping, for tie-outs; as
 * the day stands now, corrections and newly finalised invoices included.
 */
export async function sourceTotals(live: Pool, selection: SourceSelection = {}): Promise<SourceTotals> {
  const receivables = await readReceivables(live, selection);
  return {
    invoices: receivables.reduce((sum, row) => sum + row.invoices, 0),
    receivables,
    costOfSales: await readCostOfSales(live, selection),
    revenueByNominal: await readRevenue(live, selection),
    taxByAuthority: await readTax(live, selection),
    costByNominal: await readCosts(live, selection),
    adjustmentsByReason: await readAdjustments(live, selection),
  };
}

function readReceivables(live: Pool, selection: SourceSelection): Promise<SourceTotals['receivables']> {
  return read(
    live,
    selection,
    `select i.entity, i.currency, count(*)::int as invoices,
            sum((select count(*) from sales_items x join sales_charges c on c.item_id = x.id
                  where x.sales_header_id = i.id))::int as lines,
            sum(st.invoiced_value)::text as net, sum(st.invoiced_tax_value)::text as tax,
            sum(st.invoiced_value + st.invoiced_tax_value)::text as gross
       from final_invoices i join sales_totals st on st.id = i.sales_total_id
      group by 1, 2 order by 1, 2`,
  );
}

// Only adjustments: the movements of despatches are in the items' costs already.
const invoiceAdjustments = `
  select i.entity, i.base_currency, r.code as reason,
         -(a.material_value + a.transport_value + a.production_value + a.miscellaneous_value + a.surcharge_value) as value
    from final_invoices i
    join stock_transaction_items a on a.sales_invoice_id = i.id
    join stock_transactions m on m.id = a.stock_transaction_id and m.type = 'ADJ'
    join stock_adjustment_reasons r on r.id = m.stock_adjustment_reason_id`;

const invoiceCosts = `
  select i.entity, i.base_currency, c.base_value as value,
         case when g.code = 'MAT' then k.stock_cost_debit_id
              when c.internal_cost then k.internal_cost_debit_id else k.external_cost_debit_id end as debit_id,
         case when g.code = 'MAT' then k.stock_cost_credit_id
              when c.internal_cost then k.internal_cost_credit_id else k.external_cost_credit_id end as credit_id
    from final_invoices i
    join sales_items x on x.sales_header_id = i.id
    join products p on p.id = x.product_id
    join cost_items c on c.item_id = x.id
    join cost_groups g on g.id = c.cost_group_id
    left join sales_group_charges k on k.sales_group_id = p.sales_group_id and k.cost_group_id = c.cost_group_id`;

function readCostOfSales(live: Pool, selection: SourceSelection): Promise<SourceTotals['costOfSales']> {
  return read(
    live,
    selection,
    `select entity, base_currency as currency, sum(cost)::text as costs, sum(adjustment)::text as adjustments,
            sum(cost + adjustment)::text as total
       from (select entity, base_currency, value as cost, 0.00 as adjustment from (${invoiceCosts}) costs
             union all
             select entity, base_currency, 0.00, value from (${invoiceAdjustments}) adjustments) both_kinds
      group by 1, 2 order by 1, 2`,
  );
}

function readRevenue(live: Pool, selection: SourceSelection): Promise<SourceTotals['revenueByNominal']> {
  return read(
    live,
    selection,
    `select i.entity, i.currency, n.code as "nominalCode", sum(c.value)::text as amount
       from final_invoices i
       join sales_items x on x.sales_header_id = i.id
       join sales_charges c on c.item_id = x.id
       join sales_group_charges k on k.id = c.sales_group_charge_id
       join nominal_accounts n on n.id = k.sales_nominal_id
      group by 1, 2, 3 order by 1, 2, 3`,
  );
}

function readTax(live: Pool, selection: SourceSelection): Promise<SourceTotals['taxByAuthority']> {
  return read(
    live,
    selection,
    `select i.entity, i.currency, slot.authority, slot.tax_class as "taxClass", sum(slot.amount)::text as amount
       from final_invoices i
       join sales_items x on x.sales_header_id = i.id
       cross join lateral (values
         (i.tax_authority1, x.tax_class1, x.vat_value1), (i.tax_authority2, x.tax_class2, x.vat_value2),
         (i.tax_authority3, x.tax_class3, x.vat_value3), (i.tax_authority4, x.tax_class4, x.vat_value4),
         (i.tax_authority5, x.tax_class5, x.vat_value5)) as slot (authority, tax_class, amount)
      where slot.authority is not null
      group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
  );
}

function readCosts(live: Pool, selection: SourceSelection): Promise<SourceTotals['costByNominal']> {
  return read(
    live,
    selection,
    `select c.entity, c.base_currency as currency, debit.code as "debitCode", credit.code as "creditCode",
            sum(c.value)::text as amount
       from (${invoiceCosts}) c
       join nominal_accounts debit on debit.id = c.debit_id
       join nominal_accounts credit on credit.id = c.credit_id
      group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
  );
}

function readAdjustments(live: Pool, selection: SourceSelection): Promise<SourceTotals['adjustmentsByReason']> {
  return read(
    live,
    selection,
    `select entity, base_currency as currency, reason, sum(value)::text as amount
       from (${invoiceAdjustments}) a group by 1, 2, 3 order by 1, 2, 3`,
  );
}

async function read<Found extends object>(live: Pool, selection: SourceSelection, statement: string): Promise<Found[]> {
  const only = selection.only === undefined ? null : [...selection.only];
  const except = selection.except === undefined ? null : [...selection.except];
  const types = [...(selection.types ?? ['DIV', 'MIV', 'INV'])];
  const result = await live.query<Found>(`with ${finalInvoices} ${statement}`, [only, except, types]);
  return result.rows;
}
