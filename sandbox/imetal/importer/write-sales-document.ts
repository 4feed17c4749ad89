import type { ClientBase } from 'pg';
import { convertToBase, decimalText, divideRounded, extendToCents, scaledInteger } from '../../sample-day/cents';
import { nextSalesNumber } from '../document-numbers';
import { headerTaxColumns, itemTaxColumns } from '../sales-taxes';
import { writeSalesTotals } from '../sales-totals';
import { findId, idOfRow, insertRow } from '../write-rows';
import type { SalesHeaderIds } from './check-sales-header';
import { type CheckedAmount, type CheckedItem, type CheckedLines, saleDateOf } from './check-sales-lines';
import type { Applied, ImportRecord } from './import-definition';
import type { StagedRow } from './staged-record';

interface DocumentRate {
  rate: string;
  operator: '*' | '/';
}

/** Adds a sales document, entered and not yet final, with the items that are there; its number follows the branch's last. */
export async function writeSalesDocument(
  { live, header: { row } }: ImportRecord,
  ids: SalesHeaderIds,
  lines: CheckedLines,
): Promise<Applied> {
  const number = await nextSalesNumber(live, ids.branch ?? 0, row.type_code ?? '');
  const saleDate = saleDateOf(row);
  const rate: DocumentRate = { rate: row.exchange_rate ?? '1', operator: ids.operator };
  const headerId = await insertRow(live, 'sales_headers', {
    ...headerColumns(row, ids, saleDate),
    ...headerTaxColumns(lines.taxGroup, lines.taxes),
    number,
    status_id: await idOfRow(live, 'sales_statuses', { code: 'ENT' }),
    exchange_rate: rate.rate,
    sales_total_id: await insertRow(live, 'sales_totals', { invoiced_value: '0.00' }),
  });
  for (const item of lines.items) await writeItem(live, headerId, item, saleDate, rate);
  // Only orders have totals before somebody makes them final.
  if (row.type_code === 'ORD') await writeSalesTotals(live, headerId, 'ordered');
  return { note: `Sales Document Created: ${number}`, id: number };
}

function headerColumns(row: StagedRow, ids: SalesHeaderIds, saleDate: string) {
  return {
    branch_id: ids.branch,
    type_id: ids.type,
    customer_id: ids.customer,
    sale_date: saleDate,
    due_date: row.due_date ?? saleDate,
    terms_id: ids.terms ?? ids.customerTerms,
    currency_id: ids.currency,
    exchange_rate_type: row.exchange_rate_type_code ?? '1',
    payment_due_date: row.payment_due_date ?? null,
    customer_order_number: row.customer_order_number ?? null,
    deliver_to_address_id: ids.deliverTo,
    delivery_warehouse_id: ids.warehouse,
    salesperson_id: ids.salesperson,
    credit_reference: row.credit_reference ?? null,
    credited_invoice: row.credited_invoice ?? null,
    credited_branch_id: ids.creditedBranch,
    credited_type_id: ids.creditedType,
    update_hold: row.update_hold === 'true',
    import_batch_number: row.import_batch_number ?? null,
    import_source: row.import_source ?? null,
    import_number: row.import_number ?? null,
    discriminator: row.type_code === 'ORD' ? 'ORDER' : row.type_code === 'CRN' ? 'CREDIT' : 'INVOICE',
  };
}

async function writeItem(
  live: ClientBase,
  headerId: number,
  item: CheckedItem,
  saleDate: string,
  rate: DocumentRate,
): Promise<void> {
  const cents = item.charges.reduce((sum, charge) => sum + extended(charge, 'charge'), 0n);
  const itemId = await insertRow(live, 'sales_items', {
    sales_header_id: headerId,
    item_number: item.row.import_item ?? null,
    product_id: item.product,
    description: item.row.description ?? null,
    ...(await itemTaxColumns(live, item.taxes, cents, saleDate)),
  });
  for (const [index, charge] of item.charges.entries()) {
    await writeCharge(live, itemId, index + 1, item.product ?? 0, charge, rate);
  }
  for (const cost of item.costs) await writeCost(live, itemId, cost);
}

function extended({ row, quantity }: CheckedAmount, column: 'charge' | 'cost'): bigint {
  return extendToCents(scaledInteger(row[column] ?? '0', 4), scaledInteger(quantity, 3));
}

async function writeCharge(
  live: ClientBase,
  itemId: number,
  chargeItem: number,
  productId: number,
  charge: CheckedAmount,
  { rate, operator }: DocumentRate,
): Promise<void> {
  const { row } = charge;
  const value = extended(charge, 'charge');
  const rateE8 = scaledInteger(rate, 8);
  const found = await live.query<{ id: number }>(
    `select k.id from products p join sales_group_charges k on k.sales_group_id = p.sales_group_id
       join cost_groups g on g.id = k.cost_group_id where p.id = $1 and g.code = $2`,
    [productId, row.cost_group_code],
  );
  await insertRow(live, 'sales_charges', {
    item_id: itemId,
    sales_group_charge_id: found.rows[0]?.id ?? null,
    cost_group_code: row.cost_group_code ?? null,
    description: row.description ?? null,
    charge: row.charge ?? null,
    charge_unit_id: charge.unit,
    charge_quantity: charge.quantity,
    value: decimalText(value, 2),
    base_charge: decimalText(convertToBase(scaledInteger(row.charge ?? '0', 4), rateE8, operator), 4),
    base_value: decimalText(convertToBase(value, rateE8, operator), 2),
    exchange_rate: rate,
    charge_fix_status: row.charge_fix_status ?? 'F',
    charge_visibility: row.charge_visibility ?? 'S',
    charge_item: chargeItem,
    confirm_at_invoicing: row.confirm_at_invoicing === 'true',
  });
}

/** A cost's own rate converts the supplier's currency, by multiplication; without one it is in base currency. */
async function writeCost(live: ClientBase, itemId: number, cost: CheckedAmount): Promise<void> {
  const { row } = cost;
  const value = extended(cost, 'cost');
  const baseValue = divideRounded(value * scaledInteger(row.exchange_rate ?? '1', 8), 100_000_000n);
  await insertRow(live, 'cost_items', {
    item_type: 'S',
    item_id: itemId,
    cost_group_id: await findId(live, 'cost_groups', { code: row.cost_group_code ?? null }),
    cost: row.cost ?? null,
    cost_quantity: cost.quantity,
    value: decimalText(value, 2),
    base_value: decimalText(baseValue, 2),
    internal_cost: row.internal_cost === 'true',
    supplier_id: cost.supplier,
    purchase_group_id: cost.purchaseGroup,
    po_branch_id: cost.purchaseBranch,
    po_number: row.po_number ?? null,
    po_item: row.po_item ?? null,
    billing_reference: row.billing_reference ?? null,
  });
}
