import type { ClientBase } from 'pg';

/** Which lines of a sales document another one takes over, and how much of them. */
export interface LineCopy {
  fromHeaderId: number;
  toHeaderId: number;
  /** Item numbers; null for all. */
  items: readonly number[] | null;
  /** Of values and quantities; each value is rounded to cents by itself, half away from zero. */
  valuePercent: number;
  taxPercent: number;
  withCosts: boolean;
}

/** Copies items, charges and, if told so, costs from one sales document to another. */
export async function copySalesLines(client: ClientBase, copy: LineCopy): Promise<void> {
  const { fromHeaderId, toHeaderId, items, valuePercent, taxPercent } = copy;
  const taken = await client.query(
    `insert into sales_items (sales_header_id, item_number, product_id, description,
            tax_class1, tax_class2, tax_class3, tax_class4, tax_class5,
            tax_exempt1, tax_exempt2, tax_exempt3, tax_exempt4, tax_exempt5,
            vat_value1, vat_value2, vat_value3, vat_value4, vat_value5)
     select $2, item_number, product_id, description,
            tax_class1, tax_class2, tax_class3, tax_class4, tax_class5,
            tax_exempt1, tax_exempt2, tax_exempt3, tax_exempt4, tax_exempt5,
            round(vat_value1 * $4::int / 100, 2), round(vat_value2 * $4::int / 100, 2), round(vat_value3 * $4::int / 100, 2),
            round(vat_value4 * $4::int / 100, 2), round(vat_value5 * $4::int / 100, 2)
       from sales_items where sales_header_id = $1 and ($3::int[] is null or item_number = any($3)) order by item_number`,
    [fromHeaderId, toHeaderId, items, taxPercent],
  );
  if (taken.rowCount === 0) throw new Error(`sales header ${fromHeaderId}: expected items to copy, there are none`);
  await copyCharges(client, fromHeaderId, toHeaderId, valuePercent);
  if (copy.withCosts) await copyCosts(client, fromHeaderId, toHeaderId, valuePercent);
}

const sameItems = `
  join sales_items o on o.id = x.item_id and o.sales_header_id = $1
  join sales_items n on n.sales_header_id = $2 and n.item_number = o.item_number`;

async function copyCharges(client: ClientBase, from: number, to: number, percent: number): Promise<void> {
  await client.query(
    `insert into sales_charges (item_id, sales_group_charge_id, cost_group_code, description, charge, charge_unit_id,
            charge_quantity, value, base_charge, base_value, exchange_rate, charge_fix_status, charge_visibility,
            charge_item, confirm_at_invoicing, discount_item)
     select n.id, x.sales_group_charge_id, x.cost_group_code, x.description, x.charge, x.charge_unit_id,
            round(x.charge_quantity * $3::int / 100, 3), round(x.value * $3::int / 100, 2), x.base_charge,
            round(x.base_value * $3::int / 100, 2), x.exchange_rate, x.charge_fix_status, x.charge_visibility,
            x.charge_item, x.confirm_at_invoicing, x.discount_item
       from sales_charges x ${sameItems} order by x.id`,
    [from, to, percent],
  );
}

async function copyCosts(client: ClientBase, from: number, to: number, percent: number): Promise<void> {
  await client.query(
    `insert into cost_items (item_type, item_id, cost_group_id, cost, cost_quantity, value, base_value, internal_cost,
            actual_cost, supplier_id, purchase_group_id, po_branch_id, po_number, po_item, billing_reference)
     select x.item_type, n.id, x.cost_group_id, x.cost, round(x.cost_quantity * $3::int / 100, 6),
            round(x.value * $3::int / 100, 2), round(x.base_value * $3::int / 100, 2), x.internal_cost,
            x.actual_cost, x.supplier_id, x.purchase_group_id, x.po_branch_id, x.po_number, x.po_item, x.billing_reference
       from cost_items x ${sameItems} order by x.id`,
    [from, to, percent],
  );
}

/** Takes a sales document's lines away again. */
export async function removeSalesLines(client: ClientBase, headerId: number): Promise<void> {
  for (const table of ['cost_items', 'sales_charges']) {
    await client.query(
      `delete from ${table} where item_id in (select id from sales_items where sales_header_id = $1)`,
      [headerId],
    );
  }
  await client.query('delete from sales_items where sales_header_id = $1', [headerId]);
}

/** Inserts a header like another one: parties, terms, currency, rate, addresses and taxes are its own; returns the id. */
export async function copySalesHeader(
  client: ClientBase,
  fromHeaderId: number,
  header: { typeCode: string; statusCode: string; number: number; date: string; totalId: number },
): Promise<number> {
  const taxColumns = ['authority', 'class', 'exempt'].flatMap((kind) => [1, 2, 3, 4, 5].map((n) => `tax_${kind}${n}`));
  const copied = [
    'branch_id, customer_id, terms_id, currency_id, exchange_rate, exchange_rate_type, customer_order_number',
    'deliver_to_address_id, delivery_warehouse_id, salesperson_id, tax_group',
    ...taxColumns,
  ].join(', ');
  const inserted = await client.query<{ id: number }>(
    `insert into sales_headers (${copied}, type_id, status_id, number, sale_date, due_date, sales_total_id, discriminator)
     select ${copied}, (select id from sales_types where code = $2), (select id from sales_statuses where code = $3),
            $4, $5, $5, $6, case $2 when 'CRN' then 'CREDIT' else 'INVOICE' end
       from sales_headers where id = $1 returning id`,
    [fromHeaderId, header.typeCode, header.statusCode, header.number, header.date, header.totalId],
  );
  const id = inserted.rows[0]?.id;
  if (id === undefined) throw new Error(`sales header ${fromHeaderId}: there is none to copy`);
  return id;
}
