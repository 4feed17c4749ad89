import { seedSampleDay } from '../../../sandbox/sample-day/seed-sample-day';
import { type SourceDocument, sourceDocuments, sourceTotals } from '../../../sandbox/sample-day/source-totals';
import { roundingInvoiceKey, wrongInvoices } from '../../../sandbox/sample-day/wrong-invoices';
import { createImetalTestSandbox, type ImetalTestSandbox } from '../imetal/sandbox-database';

let sandbox: ImetalTestSandbox;
let documents: SourceDocument[];

beforeAll(async () => {
  sandbox = await createImetalTestSandbox({ seed: 1, invoices: 128 });
  documents = await sourceDocuments(sandbox.reporter);
});
afterAll(() => sandbox.drop());

async function rows<Found extends object>(statement: string): Promise<Found[]> {
  return (await sandbox.reporter.query<Found>(statement)).rows;
}

async function count(statement: string): Promise<number> {
  const [found] = await rows<{ count: number }>(`select count(*)::int as count from ${statement}`);
  return found?.count ?? Number.NaN;
}

const invoices = `(
  select h.*, b.code || '-' || t.code || '-' || h.number as document_key, s.code as status_code, t.code as type_code
    from sales_headers h
    join branches b on b.id = h.branch_id
    join sales_types t on t.id = h.type_id
    join sales_statuses s on s.id = h.status_id
   where t.code in ('DIV', 'MIV', 'INV'))`;

describe('the shape of the day', () => {
  test('128 invoices are to flow; those entered, deleted or exported before are not among them', async () => {
    expect(documents).toHaveLength(128);
    expect(await count(`${invoices} i where status_code = 'ENT'`)).toBe(20);
    expect(await count(`${invoices} i where status_code = 'DEL'`)).toBe(3);
    expect(await count(`${invoices} i where exported_date is not null`)).toBe(3);
  });

  test('most have 5 to 40 lines, several 200, one 2,000', () => {
    const lines = documents.map((document) => document.lines);
    expect(lines.filter((number) => number === 2000)).toHaveLength(1);
    expect(lines.filter((number) => number === 200).length).toBeGreaterThanOrEqual(3);
    expect(lines.filter((number) => number >= 5 && number <= 40).length).toBeGreaterThan(115);
  });

  test('three entities bill in three currencies, all in their own and some in another', () => {
    const pairs = new Set(documents.map(({ entity, currency }) => `${entity} ${currency}`));
    const expected = ['100 USD', '100 CAD', '100 GBP', '200 CAD', '200 USD', '300 GBP', '300 USD'];
    expect([...pairs].sort()).toEqual(expected.sort());
  });

  test('both rate operators are at work', async () => {
    const operators = await rows<{ operator: string }>(
      `select distinct c.exchange_rate_operator as operator from ${invoices} i join currency_codes c on c.id = i.currency_id
        where i.exchange_rate <> 1 order by 1`,
    );
    expect(operators.map(({ operator }) => operator)).toEqual(['*', '/']);
  });

  test('invoices come from despatches, by hand and straight from orders; some orders have several despatches', async () => {
    for (const type of ['DIV', 'MIV', 'INV'])
      expect(await count(`${invoices} i where type_code = '${type}'`)).toBeGreaterThan(3);
    expect(await count(`${invoices} i where type_code = 'DIV' and (order_id is null or despatch_id is null)`)).toBe(0);
    const severalDespatches = `select order_id from ${invoices} i where type_code = 'DIV' group by 1 having count(*) > 1`;
    expect(await count(`(${severalDespatches}) orders`)).toBeGreaterThan(5);
  });

  test.each([
    ['included charges', `sales_charges where charge_visibility = 'I'`],
    ['added charges', `sales_charges where charge_visibility = 'A'`],
    ['zero-value charges', 'sales_charges where value = 0'],
    ['negative surcharges', `sales_charges where cost_group_code = 'SUR' and value < 0`],
    [
      'prices whose extension needed rounding',
      'sales_charges where round(charge * charge_quantity, 2) <> charge * charge_quantity',
    ],
    ['items exempt of the second tax alone', 'sales_items where not tax_exempt1 and tax_exempt2'],
    ['items with two taxes', 'sales_items where vat_value1 <> 0 and vat_value2 <> 0'],
    ['items with three taxes', 'sales_items where vat_value1 <> 0 and vat_value2 <> 0 and vat_value3 <> 0'],
    ['zero-rated items', 'sales_items where tax_class1 = 2'],
    ['own costs', `cost_items where internal_cost and value <> 0`],
    ['outside costs', 'cost_items where not internal_cost'],
    ['outside costs in another currency', 'cost_items where not internal_cost and value <> base_value'],
    [
      'adjustments of invoices',
      `stock_transactions t join stock_transaction_items i on i.stock_transaction_id = t.id where t.type = 'ADJ' and i.sales_invoice_id is not null`,
    ],
    [
      'adjustments of no invoice',
      `stock_transactions t join stock_transaction_items i on i.stock_transaction_id = t.id where t.type = 'ADJ' and i.sales_invoice_id is null`,
    ],
    ['movements that are no adjustments', `stock_transactions where type = 'DES'`],
  ])('there are %s', async (_, statement) => {
    expect(await count(statement)).toBeGreaterThan(3);
  });

  test('HOU-DIV-104233 has 30 lines and three taxes, and nothing is wrong with it', async () => {
    expect(documents.find(({ documentKey }) => documentKey === 'HOU-DIV-104233')?.lines).toBe(30);
    const [taxes] = await rows<{ authorities: string[] }>(
      `select array[tax_authority1, tax_authority2, tax_authority3] as authorities from sales_headers
        where number = 104233 and type_id = (select id from sales_types where code = 'DIV')`,
    );
    expect(taxes?.authorities).toEqual(['OK', 'OK-TULSACO', 'OK-TULSA']);
    expect(wrongInvoices.map(({ documentKey }) => documentKey)).not.toContain('HOU-DIV-104233');
  });
});

describe('the sums', () => {
  test('every header’s net total is the sum of its charges, but for the wrong one and the one a cent off', async () => {
    const differing = await rows<{ document_key: string; difference: string }>(
      `select document_key, (st.invoiced_value - lines.net)::text as difference
         from ${invoices} i join sales_totals st on st.id = i.sales_total_id
         cross join lateral (select sum(c.value) as net from sales_items x join sales_charges c on c.item_id = x.id
                              where x.sales_header_id = i.id) lines
        where i.status_code <> 'ENT' and st.invoiced_value <> lines.net order by 1`,
    );
    const wrong = wrongInvoices.find(({ fault }) => fault === 'total-mismatch')?.documentKey;
    expect(differing).toEqual([
      { document_key: wrong, difference: '10.00' },
      { document_key: roundingInvoiceKey, difference: '0.01' },
    ]);
  });

  test('every header’s tax, per slot and in all, is the sum of its items’', async () => {
    const slots = [1, 2, 3, 4, 5].map((slot) => `coalesce(st.vat_value${slot}, 0) <> coalesce(items.slot${slot}, 0)`);
    const sums = [1, 2, 3, 4, 5].map((slot) => `sum(vat_value${slot}) as slot${slot}`);
    const all = [1, 2, 3, 4, 5].map((slot) => `coalesce(items.slot${slot}, 0)`).join(' + ');
    const differing = await rows(
      `select document_key from ${invoices} i join sales_totals st on st.id = i.sales_total_id
        cross join lateral (select ${sums.join(', ')} from sales_items x where x.sales_header_id = i.id) items
        where i.status_code <> 'ENT' and (${slots.join(' or ')} or st.invoiced_tax_value <> ${all})`,
    );
    expect(differing).toEqual([]);
  });

  test('a charge’s value is price times quantity, but for prices that print an included charge', async () => {
    const differing = await rows<{ item_id: number }>(
      'select item_id from sales_charges where value <> round(charge * charge_quantity, 2)',
    );
    const included = await rows<{ item_id: number }>(`select item_id from sales_charges where charge_visibility = 'I'`);
    const itemsWithIncluded = new Set(included.map(({ item_id }) => item_id));
    expect(differing.length).toBeGreaterThan(0);
    expect(differing.filter(({ item_id }) => !itemsWithIncluded.has(item_id))).toEqual([]);
  });

  test('every base value is the value at the document’s rate', async () => {
    const differing = await rows(
      `select c.id from ${invoices} i join currency_codes cc on cc.id = i.currency_id
         join sales_items x on x.sales_header_id = i.id join sales_charges c on c.item_id = x.id
        where c.base_value <> round(case cc.exchange_rate_operator when '/' then c.value / i.exchange_rate
                                    else c.value * i.exchange_rate end, 2)`,
    );
    expect(differing).toEqual([]);
  });

  test('no invoice is negative, and item numbers run from 1', async () => {
    expect(documents.filter(({ gross }) => gross.startsWith('-'))).toEqual([]);
    const gaps = `select sales_header_id from sales_items group by 1 having max(item_number) <> count(*)`;
    expect(await rows(gaps)).toEqual([]);
  });
});

describe('the invoices wrong on purpose', () => {
  test('are eight, one per code, and all there', () => {
    expect(wrongInvoices).toHaveLength(8);
    expect(new Set(wrongInvoices.map(({ expectedCode }) => expectedCode)).size).toBe(8);
    const keys = documents.map(({ documentKey }) => documentKey);
    expect(keys).toEqual(expect.arrayContaining(wrongInvoices.map(({ documentKey }) => documentKey)));
  });

  test.each([
    ['customer-unknown', `customer_id = (select id from companies where code = 'C00112')`],
    ['customer-on-hold', `customer_id = (select id from companies where code = 'C00107')`],
    ['period-closed', `sale_date between '2026-10-01' and '2026-10-31'`],
    ['tax-unmapped', `tax_authority1 = 'LA'`],
    [
      'dimension-missing',
      `exists (select from sales_items x join products p on p.id = x.product_id where x.sales_header_id = i.id and p.code = 'TI-GR5')`,
    ],
    [
      'account-inactive',
      `exists (select from sales_items x join products p on p.id = x.product_id where x.sales_header_id = i.id and p.code = 'RAIL-115')`,
    ],
  ])('only one invoice of the day has the fault %s', async (fault, condition) => {
    const found = await rows<{ document_key: string }>(`select document_key from ${invoices} i where ${condition}`);
    const expected = wrongInvoices.find((wrong) => wrong.fault === fault)?.documentKey;
    expect(found.map(({ document_key }) => document_key)).toEqual([expected]);
  });
});

describe('the source totals', () => {
  const sum = (amounts: string[]): string =>
    amounts.reduce((cents, amount) => cents + BigInt(amount.replace('.', '')), 0n).toString();

  test('with and without the wrong ones add up to all', async () => {
    const keys = wrongInvoices.map(({ documentKey }) => documentKey);
    const all = await sourceTotals(sandbox.reporter);
    const wrong = await sourceTotals(sandbox.reporter, { only: keys });
    const right = await sourceTotals(sandbox.reporter, { except: keys });
    expect([wrong.invoices, right.invoices, all.invoices]).toEqual([8, 120, 128]);
    const gross = (totals: typeof all) => totals.receivables.map((row) => row.gross);
    expect(sum([...gross(wrong), ...gross(right)])).toBe(sum(gross(all)));
    const costs = (totals: typeof all) => totals.costOfSales.map((row) => row.total);
    expect(sum([...costs(wrong), ...costs(right)])).toBe(sum(costs(all)));
  });

  test('by account, by authority and by pair add up to the totals by entity', async () => {
    const right = await sourceTotals(sandbox.reporter, {
      except: [...wrongInvoices.map(({ documentKey }) => documentKey), roundingInvoiceKey],
    });
    expect(sum(right.revenueByNominal.map(({ amount }) => amount))).toBe(sum(right.receivables.map(({ net }) => net)));
    expect(sum(right.taxByAuthority.map(({ amount }) => amount))).toBe(sum(right.receivables.map(({ tax }) => tax)));
    expect(sum(right.costByNominal.map(({ amount }) => amount))).toBe(sum(right.costOfSales.map(({ costs }) => costs)));
    expect(sum(right.adjustmentsByReason.map(({ amount }) => amount))).toBe(
      sum(right.costOfSales.map(({ adjustments }) => adjustments)),
    );
  });
});

test('a database that holds documents is not seeded again', async () => {
  const again = await seedSampleDay(sandbox.urls.owner, { seed: 2, invoices: 5 });
  expect(again.seeded).toBe(false);
  expect(await sourceDocuments(sandbox.reporter)).toEqual(documents);
});

test('rows entered by hand after the seeding find free ids', async () => {
  await sandbox.owner.query(`insert into countries (code, name) values ('FRA', 'France')`);
  await sandbox.owner.query(`insert into addresses (address) values ('1 Quai du Port')`);
});
