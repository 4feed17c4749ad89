import type { Pool } from 'pg';
import { z } from 'zod';
import { negateAmount } from '../../domain/money';
import type { MeasuredAmount } from './tie-out';

/** The flows that documents take, as the hub names them. */
export const documentFlows = ['order-to-invoice', 'sales-credit', 'purchase-invoice', 'ledger-entry'] as const;
export type DocumentFlow = (typeof documentFlows)[number];

const sourceKeySchema = z.object({
  flow: z.enum(documentFlows),
  document_key: z.string(),
  /** Set by whoever exported the document: this hub, or the interface before it. */
  reference: z.string().nullable(),
});
export type SourceKey = z.infer<typeof sourceKeySchema>;

/** A final document as iMetal's own tables add it up. */
export type SourceDocument = SourceKey & { amounts: MeasuredAmount[] };

const amount = z.string().regex(/^-?\d+(\.\d+)?$/);
const amountRow = z.object({
  document_key: z.string(),
  entity: z.string(),
  currency: z.string(),
  base_currency: z.string(),
});
const salesRow = amountRow.extend({ type: z.string(), net: amount, tax: amount, cost: amount });
const supplierRow = amountRow.extend({ type: z.string(), gross: amount, net: amount, tax: amount, cleared: amount });
const movementRow = amountRow.extend({ type: z.string(), value: amount, weight: amount });

const finalSales = `
  sales_headers header
  join branches branch on branch.id = header.branch_id
  join sales_types type on type.id = header.type_id and type.code in ('DIV', 'MIV', 'INV', 'CRN')
  join sales_statuses final on final.id = header.status_id and final.code in ('INV', 'CMP') and header.status = 'A'`;
const finalSupplier = `
  supplier_documents header
  join branches branch on branch.id = header.branch_id and header.document_status in ('APP', 'CMP') and header.status = 'A'`;
const finalMovements = `
  stock_transactions header
  join branches branch on branch.id = header.branch_id and header.processed and header.status = 'A'
    and header.type in ('REC', 'WOF', 'CNT', 'RVL', 'TRF')`;

/** The keys of every final document: cheap enough to look at four times a second on a day of thousands. */
export async function readSourceKeys(live: Pool): Promise<SourceKey[]> {
  const { rows } = await live.query(
    `select case type.code when 'CRN' then 'sales-credit' else 'order-to-invoice' end as flow,
            branch.code || '-' || type.code || '-' || header.number as document_key, header.gateway_reference as reference
       from ${finalSales}
     union all
     select 'purchase-invoice', branch.code || '-' || header.document_type || '-' || header.number, header.gateway_reference
       from ${finalSupplier}
     union all
     select 'ledger-entry', branch.code || '-' || header.type || '-' || header.number, header.gateway_reference
       from ${finalMovements}`,
  );
  return rows.map((row) => sourceKeySchema.parse(row));
}

/** Every final document with what it measures, by plain SQL that shares nothing with the hub's client or mapping. */
export async function readSourceDocuments(live: Pool): Promise<SourceDocument[]> {
  const keys = await readSourceKeys(live);
  const amounts = new Map<string, MeasuredAmount[]>();
  const measured = [...(await salesAmounts(live)), ...(await supplierAmounts(live)), ...(await movementAmounts(live))];
  for (const { documentKey, ...each } of measured) {
    amounts.set(documentKey, [...(amounts.get(documentKey) ?? []), each]);
  }
  return keys.map((key) => ({ ...key, amounts: amounts.get(key.document_key) ?? [] }));
}

type OwnedAmount = MeasuredAmount & { documentKey: string };

/** Receivables, sales and tax in document currency; cost of sales, stock adjustments of the invoice included, in base currency. */
async function salesAmounts(live: Pool): Promise<OwnedAmount[]> {
  const { rows } = await live.query(
    `select branch.code || '-' || type.code || '-' || header.number as document_key, type.code as type,
        entity.code as entity, currency.code as currency, base.code as base_currency,
        total.invoiced_value::text as net, total.invoiced_tax_value::text as tax,
        (coalesce(cost.value, 0) - coalesce(adjustment.value, 0))::text as cost
      from ${finalSales}
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
  return rows.flatMap((raw) => {
    const row = salesRow.parse(raw);
    const signed = signedFor(row.type === 'CRN');
    const document = { documentKey: row.document_key, entity: row.entity, currency: row.currency };
    return [
      { ...document, measure: 'receivables' as const, amount: signed(row.net) },
      { ...document, measure: 'receivables' as const, amount: signed(row.tax) },
      { ...document, measure: 'sales' as const, amount: signed(row.net) },
      { ...document, measure: 'sales tax' as const, amount: signed(row.tax) },
      { ...document, currency: row.base_currency, measure: 'cost of sales' as const, amount: signed(row.cost) },
    ];
  });
}

/** Payables, purchases and tax in document currency; what of goods received is cleared, at the receipt's rate, in base currency. */
async function supplierAmounts(live: Pool): Promise<OwnedAmount[]> {
  const taxes = [1, 2, 3, 4, 5].map((slot) => `coalesce(header.vat_amount${slot}, 0)`).join(' + ');
  const { rows } = await live.query(
    `select branch.code || '-' || header.document_type || '-' || header.number as document_key,
        header.document_type as type, entity.code as entity, currency.code as currency, base.code as base_currency,
        header.document_amount::text as gross, (${taxes})::text as tax,
        (select coalesce(sum(item.value), 0) from supplier_document_items item
          where item.supplier_document_id = header.id)::text as net,
        (select coalesce(sum(matched.base_value), 0) from supplier_document_items item
          join invoice_reconciliations matched on matched.supplier_document_item_id = item.id
          where item.supplier_document_id = header.id)::text as cleared
      from ${finalSupplier}
      join corporate_entities entity on entity.id = branch.corporate_entity_id
      join currency_codes base on base.id = entity.base_currency_id
      join currency_codes currency on currency.id = header.currency_id`,
  );
  return rows.flatMap((raw) => {
    const row = supplierRow.parse(raw);
    const signed = signedFor(row.type === 'PCR');
    const document = { documentKey: row.document_key, entity: row.entity, currency: row.currency };
    const cleared = negateAmount(signed(row.cleared));
    return [
      { ...document, measure: 'payables' as const, amount: signed(row.gross) },
      { ...document, measure: 'purchases' as const, amount: signed(row.net) },
      { ...document, measure: 'purchase tax' as const, amount: signed(row.tax) },
      { ...document, currency: row.base_currency, measure: 'goods received' as const, amount: cleared },
    ];
  });
}

/** Value into stock by the entity where it lies, in the giving entity's currency; weights of counts. */
async function movementAmounts(live: Pool): Promise<OwnedAmount[]> {
  const { rows } = await live.query(
    `select branch.code || '-' || header.type || '-' || header.number as document_key, header.type as type,
        entity.code as entity, base.code as currency, base.code as base_currency,
        sum(item.material_value + item.transport_value + item.production_value + item.miscellaneous_value
          + item.surcharge_value)::text as value,
        sum(item.weight)::text as weight
      from ${finalMovements}
      join corporate_entities own on own.id = branch.corporate_entity_id
      join currency_codes base on base.id = own.base_currency_id
      join stock_transaction_items item on item.stock_transaction_id = header.id
      join stock_items tag on tag.id = item.stock_item_id
      join warehouses warehouse on warehouse.id = tag.warehouse_id
      join branches place on place.id = warehouse.branch_id
      join corporate_entities entity on entity.id = place.corporate_entity_id
      group by 1, 2, 3, 4, 5`,
  );
  return rows.flatMap((raw): OwnedAmount[] => {
    const row = movementRow.parse(raw);
    const document = { documentKey: row.document_key, entity: row.entity, currency: row.currency };
    const moved: OwnedAmount[] = [{ ...document, measure: 'stock movements', amount: row.value }];
    if (row.type === 'REC') moved.push({ ...document, measure: 'goods received', amount: row.value });
    if (row.type === 'CNT')
      moved.push({ ...document, currency: 'weight', measure: 'weight counted', amount: row.weight });
    return moved;
  });
}

function signedFor(isCredit: boolean): (positive: string) => string {
  return (positive) => (isCredit ? negateAmount(positive) : positive);
}
