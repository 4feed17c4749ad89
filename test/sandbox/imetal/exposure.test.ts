import { creditInvoice, creditInvoiceHeaderFirst } from '../../../sandbox/imetal/acts/credit-notes';
import { cancelOrder, holdOrder, invoiceOrder, placeOrder } from '../../../sandbox/imetal/acts/sales-orders';
import { finaliseInvoices } from '../../../sandbox/imetal/finalise-invoices';
import { sourceDocuments } from '../../../sandbox/sample-day/source-totals';
import { createImetalTestSandbox, type ImetalTestSandbox } from './sandbox-database';

const date = '2026-11-20';
let sandbox: ImetalTestSandbox;

beforeAll(async () => {
  sandbox = await createImetalTestSandbox({ seed: 5, invoices: 40, queued: 3 });
});
afterAll(() => sandbox.drop());

async function totals(customerCode: string) {
  const found = await sandbox.reporter.query<Record<string, string>>(
    `select t.open_order_value::text as open, t.open_order_tax::text as open_tax, t.held_order_value::text as held,
            t.unexported_invoice_value::text as invoices, t.unexported_invoice_tax::text as invoices_tax
       from companies c join company_totals t on t.id = c.company_totals_id where c.code = $1`,
    [customerCode],
  );
  return found.rows[0];
}

/** Customers whose totals differ from what their documents say, by a sum of its own. */
async function wrongTotals(): Promise<unknown[]> {
  const found = await sandbox.reporter.query(
    `select c.code, t.unexported_invoice_value::text as shown, d.net::text as summed
       from companies c join company_totals t on t.id = c.company_totals_id
      cross join lateral (
        select coalesce(sum(case y.code when 'CRN' then -st.invoiced_value else st.invoiced_value end), 0) as net
          from sales_headers h join sales_totals st on st.id = h.sales_total_id join sales_types y on y.id = h.type_id
          join sales_statuses s on s.id = h.status_id
         where h.customer_id = c.id and h.exported_date is null and s.code in ('INV', 'CMP') and y.code <> 'ORD'
           and y.code <> 'DES' and h.currency_id = c.currency_id) d
      where t.unexported_invoice_value <> d.net`,
  );
  return found.rows;
}

const aCustomer = { customerCode: 'C00115', branch: 'HOU', date };

test('after the sample day every customer stands at the sum of its unexported invoices', async () => {
  expect(await wrongTotals()).toEqual([]);
  const found = await sandbox.reporter.query('select 1 from company_totals where unexported_invoice_value > 0');
  expect(found.rowCount).toBeGreaterThan(5);
});

test('an invoice counts from when it is final until its export is acknowledged', async () => {
  const [documentKey] = await finaliseInvoices({ owner: sandbox.owner, count: 1, businessDate: date });
  expect(await wrongTotals()).toEqual([]);
  const found = await sandbox.reporter.query<{ code: string; net: string }>(
    `select c.code, st.invoiced_value::text as net from sales_headers h join companies c on c.id = h.customer_id
       join sales_totals st on st.id = h.sales_total_id where h.number = $1 and h.invoice_number = h.number`,
    [documentKey?.split('-')[2]],
  );
  const { code = '', net = '' } = found.rows[0] ?? {};
  const before = Number((await totals(code))?.invoices);
  await sandbox.gateway.query(
    `update sales_headers set gateway_batch_id = 1, exported_date = now(), gateway_reference = 'R' where number = $1
        and type_id in (select id from sales_types where code in ('DIV', 'MIV', 'INV'))`,
    [documentKey?.split('-')[2]],
  );
  expect(Number((await totals(code))?.invoices)).toBeCloseTo(before - Number(net), 2);
  expect(await wrongTotals()).toEqual([]);
});

test('an order is open from when it is placed until it is invoiced or cancelled, with its tax', async () => {
  const before = await totals('C00115');
  const first = await placeOrder(sandbox.owner, {
    ...aCustomer,
    lines: [{ productCode: 'PL36-0250', value: '1000.00' }],
  });
  // Tulsa: state 4.5 %, county 0.367 %, city 3.65 %.
  expect(await totals('C00115')).toEqual({ ...before, open: '1000.00', open_tax: '85.17' });
  await holdOrder(sandbox.owner, first.documentKey, { reason: 'Over its limit', date });
  expect(await totals('C00115')).toEqual({ ...before, held: '1000.00' });
  await holdOrder(sandbox.owner, first.documentKey, null);
  const second = await placeOrder(sandbox.owner, {
    ...aCustomer,
    lines: [{ productCode: 'PL36-0250', value: '50.00' }],
  });
  await cancelOrder(sandbox.owner, second.documentKey);
  expect(await totals('C00115')).toEqual({ ...before, open: '1000.00', open_tax: '85.17' });
  await invoiceOrder(sandbox.owner, first.documentKey, date);
  const after = await totals('C00115');
  expect(after).toMatchObject({ open: '0.00', open_tax: '0.00' });
  expect(Number(after?.invoices)).toBeCloseTo(Number(before?.invoices) + 1000, 2);
  expect(Number(after?.invoices_tax)).toBeCloseTo(Number(before?.invoices_tax) + 85.17, 2);
});

test('orders placed at once for one customer all count', async () => {
  const before = Number((await totals('C00118'))?.open);
  const order = { customerCode: 'C00118', branch: 'HOU', date, lines: [{ productCode: 'PL36-0250', value: '10.00' }] };
  await Promise.all(Array.from({ length: 8 }, () => placeOrder(sandbox.owner, order)));
  expect(Number((await totals('C00118'))?.open)).toBeCloseTo(before + 80, 2);
});

describe('credit notes', () => {
  const sums = `
    select st.invoiced_value::text as net, st.invoiced_tax_value::text as tax, st.base_invoiced_value::text as base_net,
           st.base_invoiced_tax_value::text as base_tax, st.invoiced_total_cost::text as cost,
           (select sum(c.value)::text from sales_items i join sales_charges c on c.item_id = i.id
             where i.sales_header_id = h.id) as lines_net,
           (select count(*)::int from sales_items i where i.sales_header_id = h.id) as items,
           (select count(*)::int from sales_items i join cost_items c on c.item_id = i.id where i.sales_header_id = h.id) as costs
      from sales_headers h join sales_totals st on st.id = h.sales_total_id where h.id = $1`;

  async function sumsOf(id: number) {
    return (await sandbox.reporter.query(sums, [id])).rows[0];
  }

  async function invoiceId(documentKey: string): Promise<number> {
    const [branch, type, number] = documentKey.split('-');
    const found = await sandbox.reporter.query<{ id: number }>(
      `select h.id from sales_headers h join branches b on b.id = h.branch_id join sales_types t on t.id = h.type_id
        where b.code = $1 and t.code = $2 and h.number = $3`,
      [branch, type, number],
    );
    return found.rows[0]?.id ?? 0;
  }

  test('a credit of everything returned has the sums of its invoice, costs included', async () => {
    const documents = await sourceDocuments(sandbox.reporter);
    for (const { documentKey } of documents.slice(0, 12)) {
      const invoice = await sumsOf(await invoiceId(documentKey));
      const credit = await creditInvoice(sandbox.owner, { invoiceKey: documentKey, reasonCode: 'RMA', date });
      const credited = await sumsOf(credit.id);
      // A wrong invoice's header may differ from its lines: the credit is of the lines.
      expect(credited).toEqual({ ...invoice, net: invoice.lines_net, base_net: credited.base_net });
    }
    expect(await wrongTotals()).toEqual([]);
  });

  test('a credit of a part names its invoice, and has no costs when the goods stayed', async () => {
    const invoiceKey = 'HOU-DIV-104233';
    const credit = await creditInvoice(sandbox.owner, {
      invoiceKey,
      reasonCode: 'DMG',
      date,
      items: [1],
      percent: 30,
      creditReference: 'CLAIM-7',
    });
    expect(credit.documentKey).toMatch(/^HOU-CRN-60\d{4}$/);
    const credited = await sumsOf(credit.id);
    expect(credited).toMatchObject({ items: 1, costs: 0, cost: '0.00' });
    expect(credited.net).toBe(credited.lines_net);
    const header = await sandbox.reporter.query(
      `select h.credited_invoice, t.code as credited_type, r.code as reason, h.credit_reference, s.code as status
         from sales_headers h join sales_types t on t.id = h.credited_type_id join credit_reasons r on r.id = h.credit_reason_id
         join sales_statuses s on s.id = h.status_id where h.id = $1`,
      [credit.id],
    );
    expect(header.rows).toEqual([
      { credited_invoice: 104233, credited_type: 'DIV', reason: 'DMG', credit_reference: 'CLAIM-7', status: 'INV' },
    ]);
  });

  test('a credit of the tax alone has no net', async () => {
    const credit = await creditInvoice(sandbox.owner, {
      invoiceKey: 'HOU-DIV-104233',
      reasonCode: 'TAX',
      date,
      taxOnly: true,
    });
    const credited = await sumsOf(credit.id);
    expect(credited.net).toBe('0.00');
    expect(Number(credited.tax)).toBeGreaterThan(0);
  });

  test('a half-written credit shows its totals before its lines', async () => {
    const half = await creditInvoiceHeaderFirst(sandbox.owner, {
      invoiceKey: 'HOU-DIV-104233',
      reasonCode: 'RMA',
      date,
    });
    const before = await sumsOf(half.id);
    expect(before).toMatchObject({ items: 0, lines_net: null });
    expect(Number(before.net)).toBeGreaterThan(0);
    await half.writeRest();
    expect((await sumsOf(half.id)).lines_net).toBe(before.net);
  });
});
