import type { ClientBase, Pool } from 'pg';
import { convertToBase, decimalText, scaledInteger } from '../../sample-day/cents';
import { nextSalesNumber } from '../document-numbers';
import { headerTaxColumns, itemTaxColumns, readSalesTaxes, type SalesTax } from '../sales-taxes';
import { writeSalesTotals } from '../sales-totals';
import { type Columns, idOfRow, insertRow, inTransaction } from '../write-rows';
import { copySalesHeader, copySalesLines } from './copy-sales-lines';
import { salesHeaderId, type WrittenDocument } from './written-document';

/** An order as sales takes it: one material charge for each line. */
export interface OrderRequest {
  customerCode: string;
  branch: string;
  /** YYYY-MM-DD. */
  date: string;
  lines: readonly { productCode: string /** Net, in the customer's currency. */; value: string }[];
  /** Document currency to the branch's base currency; for a foreign currency only. */
  exchangeRate?: string;
  /** Puts the order on credit hold with this reason. */
  holdReason?: string;
}

/** Places an order of an existing customer, taxed as its default address is; the customer's open orders rise with it. */
export function placeOrder(owner: Pool, request: OrderRequest): Promise<WrittenDocument> {
  return inTransaction(owner, async (client) => {
    const party = await readParty(client, request);
    const number = await nextSalesNumber(client, party.branchId, 'ORD');
    const id = await insertRow(client, 'sales_headers', {
      ...party.columns,
      branch_id: party.branchId,
      number,
      type_id: await idOfRow(client, 'sales_types', { code: 'ORD' }),
      status_id: await idOfRow(client, 'sales_statuses', { code: 'ENT' }),
      sale_date: request.date,
      due_date: request.date,
      exchange_rate: request.exchangeRate ?? '1',
      sales_total_id: await insertRow(client, 'sales_totals', { invoiced_value: '0.00' }),
      credit_hold: request.holdReason !== undefined,
      credit_hold_date: request.holdReason === undefined ? null : request.date,
      credit_hold_reason: request.holdReason ?? null,
      discriminator: 'ORDER',
    });
    for (const [index, line] of request.lines.entries())
      await addLine(client, id, index + 1, line, party, request.date);
    await writeSalesTotals(client, id, 'ordered');
    return { documentKey: `${request.branch}-ORD-${number}`, id };
  });
}

/** Cancels an order: it is deleted, and no longer open. */
export function cancelOrder(owner: Pool, orderKey: string): Promise<void> {
  return inTransaction(owner, async (client) => {
    const id = await salesHeaderId(client, orderKey);
    await client.query(
      `update sales_headers set status_id = (select id from sales_statuses where code = 'DEL') where id = $1`,
      [id],
    );
  });
}

/** Takes an order off credit hold, or puts it on hold with a reason. */
export function holdOrder(owner: Pool, orderKey: string, hold: { reason: string; date: string } | null): Promise<void> {
  return inTransaction(owner, async (client) => {
    await client.query(
      'update sales_headers set credit_hold = $2, credit_hold_reason = $3, credit_hold_date = $4 where id = $1',
      [await salesHeaderId(client, orderKey), hold !== null, hold?.reason ?? null, hold?.date ?? null],
    );
  });
}

/** Bills all of an order: an invoice of its lines, final, and the order complete. Costs are none: nothing was despatched. */
export function invoiceOrder(owner: Pool, orderKey: string, date: string): Promise<WrittenDocument> {
  return inTransaction(owner, async (client) => {
    const orderId = await salesHeaderId(client, orderKey);
    const found = await client.query<{ branch_id: number; branch: string }>(
      'select h.branch_id, b.code as branch from sales_headers h join branches b on b.id = h.branch_id where h.id = $1',
      [orderId],
    );
    const order = found.rows[0];
    if (order === undefined) throw new Error(`order ${orderKey}: there is none`);
    const number = await nextSalesNumber(client, order.branch_id, 'INV');
    const totalId = await insertRow(client, 'sales_totals', { invoiced_value: '0.00' });
    const id = await copySalesHeader(client, orderId, { typeCode: 'INV', statusCode: 'INV', number, date, totalId });
    const all = { items: null, valuePercent: 100, taxPercent: 100, withCosts: false };
    await copySalesLines(client, { fromHeaderId: orderId, toHeaderId: id, ...all });
    await writeSalesTotals(client, id, 'invoiced');
    await client.query(
      `update sales_headers set order_id = $2, invoice_number = number, payment_due_date = $3 where id = $1`,
      [id, orderId, date],
    );
    await client.query(
      `update sales_headers set status_id = (select id from sales_statuses where code = 'CMP') where id = $1`,
      [orderId],
    );
    return { documentKey: `${order.branch}-INV-${number}`, id };
  });
}

interface OrderParty {
  branchId: number;
  columns: Columns;
  taxes: SalesTax[];
  /** Document to base currency. */
  operator: '*' | '/';
  rate: string;
}

async function readParty(client: ClientBase, request: OrderRequest): Promise<OrderParty> {
  const found = await client.query<{
    id: number;
    terms: number;
    currency: number;
    address: number;
    operator: '*' | '/';
  }>(
    `select c.id, c.terms_id as terms, c.currency_id as currency, m.exchange_rate_operator as operator, a.id as address
       from companies c join company_types t on t.id = c.type_id and t.code = 'C'
       join currency_codes m on m.id = c.currency_id
       left join company_sub_addresses a on a.company_id = c.id and a.default_address
      where c.code = $1`,
    [request.customerCode],
  );
  const row = found.rows[0];
  if (row === undefined) throw new Error(`order: no customer ${request.customerCode}`);
  const { group, taxes } = await readSalesTaxes(client, row.id, row.address);
  return {
    branchId: await idOfRow(client, 'branches', { code: request.branch }),
    columns: {
      customer_id: row.id,
      terms_id: row.terms,
      currency_id: row.currency,
      deliver_to_address_id: row.address,
      ...headerTaxColumns(group, taxes),
    },
    taxes,
    operator: row.operator,
    rate: request.exchangeRate ?? '1',
  };
}

async function addLine(
  client: ClientBase,
  headerId: number,
  itemNumber: number,
  line: OrderRequest['lines'][number],
  party: OrderParty,
  date: string,
): Promise<void> {
  const found = await client.query<{ id: number; description: string; charge_id: number }>(
    `select p.id, p.description, k.id as charge_id
       from products p join sales_group_charges k on k.sales_group_id = p.sales_group_id
       join cost_groups g on g.id = k.cost_group_id and g.code = 'MAT' where p.code = $1`,
    [line.productCode],
  );
  const product = found.rows[0];
  if (product === undefined) throw new Error(`order: no product ${line.productCode}`);
  const cents = scaledInteger(line.value, 2);
  const taxColumns = await itemTaxColumns(client, party.taxes, cents, date);
  const item = { sales_header_id: headerId, item_number: itemNumber, product_id: product.id };
  const itemId = await insertRow(client, 'sales_items', { ...item, description: product.description, ...taxColumns });
  const baseCents = convertToBase(cents, scaledInteger(party.rate, 8), party.operator);
  await insertRow(client, 'sales_charges', {
    item_id: itemId,
    sales_group_charge_id: product.charge_id,
    cost_group_code: 'MAT',
    description: 'Material',
    charge: line.value,
    charge_unit_id: await idOfRow(client, 'units_of_measure', { code: 'LOT' }),
    charge_quantity: '1',
    value: line.value,
    base_charge: decimalText(baseCents, 2),
    base_value: decimalText(baseCents, 2),
    exchange_rate: party.rate,
    charge_item: 1,
  });
}
