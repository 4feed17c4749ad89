import { createImetalClient } from '../../../clients/imetal/create-imetal-client';
import type { ImetalClient } from '../../../clients/imetal/imetal-client';
import type { DocumentReading } from '../../../domain/document-source';
import { sumAmounts } from '../../../domain/money';
import type { SourceInvoice } from '../../../domain/source-invoice';
import {
  createLiveFixture,
  insertCharge,
  insertHeader,
  insertInvoice,
  insertItem,
  type LiveFixture,
} from './live-fixture';

let fixture: LiveFixture;
let client: ImetalClient;

beforeAll(async () => {
  fixture = await createLiveFixture();
  client = createImetalClient({ live: fixture.live, gateway: fixture.gateway });
});
afterAll(() => fixture?.drop());

function found(reading: DocumentReading<SourceInvoice>): SourceInvoice {
  if (reading.kind !== 'found') throw new Error(`expected an invoice, got ${JSON.stringify(reading)}`);
  return reading.document;
}

describe('a whole invoice', () => {
  it('is read with parties, references, totals, tax slots, charges and their accounts', async () => {
    const order = await insertHeader(fixture.owner, { number: 500123, typeId: 2 });
    const despatch = await insertHeader(fixture.owner, { number: 700001, typeId: 3 });
    const { headerId, itemId } = await insertInvoice(fixture.owner, { number: 104233, net: '145.00' });
    await insertCharge(fixture.owner, itemId, 'TRN', '45.00');
    await fixture.owner.query('UPDATE sales_headers SET order_id = $2, despatch_id = $3 WHERE id = $1', [
      headerId,
      order,
      despatch,
    ]);
    const invoice = found(await client.readSalesInvoice('HOU-DIV-104233'));
    expect(invoice).toMatchObject({
      sourceSystem: 'imetal',
      documentKey: 'HOU-DIV-104233',
      documentType: 'DIV',
      branchCode: 'HOU',
      invoiceNumber: '104233',
      invoiceDate: '2026-11-20',
      paymentDueDate: '2026-12-20',
      termsCode: 'N30',
      customerCode: 'C00123',
      customerName: 'Gulf Steel',
      customerOrderNumber: 'PO-77',
      orderNumber: 'HOU-ORD-500123',
      despatchNumber: 'HOU-DES-700001',
      currency: 'USD',
      baseCurrency: 'USD',
      exchangeRate: { rate: '1.00000000', operator: 'multiply' },
      taxSlots: [{ slot: 1, authorityCode: 'TX', ratePercent: '8.2500', amount: '8.25' }],
      netTotal: '145.00',
      taxTotal: '8.25',
      baseNetTotal: '145.00',
      version: 1,
    });
    expect(invoice.items).toHaveLength(1);
    expect(invoice.items[0]).toMatchObject({
      itemNumber: 1,
      productCode: 'RB4140',
      productGroupCode: 'RB',
      taxes: [{ slot: 1, taxClass: 1, exempt: false, amount: '8.25' }],
      charges: [
        {
          costGroup: 'material',
          value: '100.00',
          salesGroupCode: 'BAR',
          account: { code: '4010', externalCode: '4000-10' },
        },
        { costGroup: 'freight', value: '45.00', salesGroupCode: 'BAR', account: { code: '4020', externalCode: null } },
      ],
    });
  });

  it('has its ship-to address split into lines, with blank ones and carriage returns gone', async () => {
    await insertInvoice(fixture.owner, { number: 2 });
    expect(found(await client.readSalesInvoice('HOU-DIV-2')).shipTo).toEqual({
      code: 'YARD',
      name: 'Gulf Steel yard',
      addressLines: ['Dock 4', '12 Canal St'],
      town: 'Houston',
      county: 'TX',
      postcode: '77002',
      countryCode: 'US',
    });
  });

  it('has the stock pair of accounts for material costs, and the internal or external pair for others', async () => {
    const { itemId } = await insertInvoice(fixture.owner, { number: 3 });
    await fixture.owner.query(
      `INSERT INTO cost_items (item_type, item_id, cost_group_id, base_value, internal_cost)
       VALUES ('S', $1, 1, 61.07, true), ('S', $1, 2, 4.00, true), ('S', $1, 2, 5.00, false), ('P', $1, 1, 99.00, true)`,
      [itemId],
    );
    const [item] = found(await client.readSalesInvoice('HOU-DIV-3')).items;
    expect(
      item?.costs.map(({ baseValue, debitAccount, creditAccount }) => [
        baseValue,
        debitAccount?.code,
        creditAccount?.code,
      ]),
    ).toEqual([
      ['61.07', '5010', '1300'],
      ['4.00', '5020', '2150'],
      ['5.00', '5030', '2160'],
    ]);
  });

  it('takes value out of stock as positive, per cost group, and leaves despatch movements to the costs', async () => {
    const { headerId } = await insertInvoice(fixture.owner, { number: 4 });
    await fixture.owner.query(
      `WITH adjustment AS (INSERT INTO stock_transactions (type, stock_adjustment_reason_id) VALUES ('ADJ', 1) RETURNING id),
            despatch AS (INSERT INTO stock_transactions (type) VALUES ('DES') RETURNING id)
       INSERT INTO stock_transaction_items (stock_transaction_id, sales_invoice_id, material_value, transport_value,
         production_value, miscellaneous_value, surcharge_value)
       SELECT id, $1::integer, -12.34, 0, 1.10, 0, 0 FROM adjustment UNION ALL SELECT id, $1, -500, 0, 0, 0, 0 FROM despatch`,
      [headerId],
    );
    const { stockAdjustments } = found(await client.readSalesInvoice('HOU-DIV-4'));
    expect(stockAdjustments.map(({ reasonCode, costGroup, baseValue }) => [reasonCode, costGroup, baseValue])).toEqual([
      ['WEIGH', 'material', '12.34'],
      ['WEIGH', 'processing', '-1.1'],
    ]);
  });

  it('says null for amounts, accounts and rates that iMetal does not hold, and keeps an unknown cost group as it came', async () => {
    const { headerId, itemId } = await insertInvoice(fixture.owner, { number: 5, net: null });
    await insertCharge(fixture.owner, itemId, 'XYZ', null);
    await fixture.owner.query('UPDATE sales_headers SET currency_id = 3, customer_id = NULL WHERE id = $1', [headerId]);
    const invoice = found(await client.readSalesInvoice('HOU-DIV-5'));
    expect(invoice).toMatchObject({ netTotal: null, currency: 'GBP', exchangeRate: null, customerCode: null });
    expect(invoice.items[0]?.charges[1]).toMatchObject({ costGroup: 'XYZ', value: null, account: null });
  });

  it('carries the divide operator of a foreign currency', async () => {
    const { headerId } = await insertInvoice(fixture.owner, { number: 6 });
    await fixture.owner.query('UPDATE sales_headers SET currency_id = 2, exchange_rate = 1.365 WHERE id = $1', [
      headerId,
    ]);
    expect(found(await client.readSalesInvoice('HOU-DIV-6')).exchangeRate).toEqual({
      rate: '1.36500000',
      operator: 'divide',
    });
  });

  it('keeps tax in a slot that names no authority, so that the mapping can refuse it', async () => {
    const { headerId } = await insertInvoice(fixture.owner, { number: 7 });
    await fixture.owner.query('UPDATE sales_headers SET tax_authority1 = NULL WHERE id = $1', [headerId]);
    const invoice = found(await client.readSalesInvoice('HOU-DIV-7'));
    expect(invoice.taxSlots).toEqual([{ slot: 1, authorityCode: null, ratePercent: '8.2500', amount: '8.25' }]);
    expect(invoice.items[0]?.taxes).toEqual([{ slot: 1, taxClass: 1, exempt: false, amount: '8.25' }]);
  });

  it('has the total cost of its header, whether or not its cost lines make it: the mapping judges that', async () => {
    const { headerId, itemId } = await insertInvoice(fixture.owner, { number: 9 });
    await fixture.owner.query(
      `UPDATE sales_totals SET invoiced_total_cost = 2216.62
        WHERE id = (SELECT sales_total_id FROM sales_headers WHERE id = $1)`,
      [headerId],
    );
    expect(found(await client.readSalesInvoice('HOU-DIV-9'))).toMatchObject({ costTotal: '2216.62' });
    await fixture.owner.query(
      "INSERT INTO cost_items (item_type, item_id, cost_group_id, base_value, internal_cost) VALUES ('S', $1, 1, 1292.36, true)",
      [itemId],
    );
    const invoice = found(await client.readSalesInvoice('HOU-DIV-9'));
    expect(invoice.costTotal).toBe('2216.62');
    expect(invoice.items[0]?.costs.map(({ baseValue }) => baseValue)).toEqual(['1292.36']);
  });

  it('may stand at a branch whose code holds a dash', async () => {
    await insertInvoice(fixture.owner, { number: 8, branchId: 2 });
    expect(found(await client.readSalesInvoice('N-1-DIV-8')).branchCode).toBe('N-1');
  });
});

describe('a half-written invoice', () => {
  it('lacks its items', async () => {
    await insertHeader(fixture.owner, { number: 21 });
    expect(await client.readSalesInvoice('HOU-DIV-21')).toMatchObject({
      kind: 'incomplete',
      missing: 'its items',
    });
  });

  it('has the version of its header, by which a later correction is told', async () => {
    const headerId = await insertHeader(fixture.owner, { number: 27 });
    await fixture.owner.query("UPDATE sales_headers SET customer_order_number = 'PO-78' WHERE id = $1", [headerId]);
    expect(await client.readSalesInvoice('HOU-DIV-27')).toMatchObject({ kind: 'incomplete', version: 1 });
    expect((await client.findHeader('sales-invoice', 'HOU-DIV-27'))?.version).toBe(1);
  });

  it('lacks its totals', async () => {
    const headerId = await insertHeader(fixture.owner, { number: 22, totals: false });
    await insertCharge(fixture.owner, await insertItem(fixture.owner, headerId, 1, '0'), 'MAT', '100.00');
    expect(await client.readSalesInvoice('HOU-DIV-22')).toMatchObject({ kind: 'incomplete', missing: 'its totals' });
  });

  it('lacks the charges of an item', async () => {
    const { headerId } = await insertInvoice(fixture.owner, { number: 23, net: '180.00' });
    await insertItem(fixture.owner, headerId, 2, '0');
    expect(await client.readSalesInvoice('HOU-DIV-23')).toMatchObject({
      kind: 'incomplete',
      missing: 'the charges of item 2',
    });
  });

  it('is whole when an item without charges was given free: the others make the total', async () => {
    const { headerId } = await insertInvoice(fixture.owner, { number: 24 });
    await insertItem(fixture.owner, headerId, 2, '0');
    expect((await client.readSalesInvoice('HOU-DIV-24')).kind).toBe('found');
  });

  it('is not final yet while it is entered', async () => {
    await insertInvoice(fixture.owner, { number: 26, statusId: 1 });
    expect(await client.readSalesInvoice('HOU-DIV-26')).toMatchObject({
      kind: 'incomplete',
      missing: 'its final status: it is ENT, not INV or CMP',
    });
  });
});

describe('the age of an invoice', () => {
  // The trigger of a live database keeps mdate; here the test says when the header was modified.
  const modified = async (number: number, interval: string) => {
    const { rows } = await fixture.owner.query<{ at: string }>(
      'SELECT to_char((clock_timestamp() + $1::interval) AT TIME ZONE \'UTC\', \'YYYY-MM-DD"T"HH24:MI:SS.US"Z"\') AS at',
      [interval],
    );
    const modifiedAt = rows[0]?.at ?? 'no time';
    const headerId = await insertHeader(fixture.owner, { number, modifiedAt });
    return { headerId, modifiedAt };
  };

  it("is told by iMetal's own clock, of a whole invoice and of a half-written one", async () => {
    const { headerId } = await modified(41, '-90 seconds');
    const half = await client.readSalesInvoice('HOU-DIV-41');
    expect(half).toMatchObject({ kind: 'incomplete', missing: 'its items' });
    await insertCharge(fixture.owner, await insertItem(fixture.owner, headerId, 1, '8.25'), 'MAT', '100.00');
    const whole = await client.readSalesInvoice('HOU-DIV-41');
    for (const reading of [half, whole]) {
      if (reading.kind === 'not-found') throw new Error('expected a document');
      expect(reading.ageSeconds).toBeGreaterThanOrEqual(90);
      expect(reading.ageSeconds).toBeLessThan(150);
    }
  });

  it('is below zero when its header is ahead of the clock', async () => {
    await modified(42, '1 hour');
    expect(await client.readSalesInvoice('HOU-DIV-42')).toMatchObject({ ageSeconds: expect.any(Number) });
    const reading = await client.readSalesInvoice('HOU-DIV-42');
    expect(reading.kind === 'not-found' ? 0 : reading.ageSeconds).toBeLessThan(-3000);
  });
});

describe('a key without an invoice', () => {
  it.each([
    ['unknown', 'HOU-DIV-999'],
    ['of an order', 'HOU-ORD-500123'],
    ['malformed', 'HOU-DIV'],
    ['with a leading zero', 'HOU-DIV-0104233'],
    ['beyond an integer', 'HOU-DIV-9999999999'],
    ['with a NUL character', 'H\0U-DIV-1'],
    ['with SQL in it', "'; --DIV-1"],
    ['empty', ''],
  ])('is not found: %s', async (_, documentKey) => {
    expect(await client.readSalesInvoice(documentKey)).toEqual({ kind: 'not-found' });
    expect(await client.findHeader('sales-invoice', documentKey)).toBeNull();
  });

  it('is not found when the invoice was deleted', async () => {
    await insertInvoice(fixture.owner, { number: 31, statusId: 4 });
    expect(await client.readSalesInvoice('HOU-DIV-31')).toEqual({ kind: 'not-found' });
    expect(await client.findHeader('sales-invoice', 'HOU-DIV-31')).toBeNull();
  });
});

describe('a large invoice', () => {
  it('of 5,000 items and 10,000 charges is read whole with a handful of statements', async () => {
    const headerId = await insertHeader(fixture.owner, { number: 5000, net: '500000.00' });
    await fixture.owner.query(
      `WITH item AS (
         INSERT INTO sales_items (sales_header_id, item_number, product_id, tax_class1, vat_value1)
         SELECT $1, n, 1, 1, 8.25 FROM generate_series(1, 5000) AS n RETURNING id)
       INSERT INTO sales_charges (item_id, sales_group_charge_id, cost_group_code, value, base_value, charge_visibility)
       SELECT item.id, charge.id, charge.code, charge.value, charge.value, 'S'
         FROM item, (VALUES (1, 'MAT', 60.07), (2, 'TRN', 39.93)) AS charge (id, code, value)`,
      [headerId],
    );
    const connection = await fixture.live.connect();
    const ask = jest.spyOn(Object.getPrototypeOf(connection), 'query');
    connection.release();
    try {
      const startedAt = Date.now();
      const invoice = found(await client.readSalesInvoice('HOU-DIV-5000'));
      expect(invoice.items).toHaveLength(5000);
      expect(sumAmounts(invoice.items.flatMap((item) => item.charges.map((charge) => charge.value ?? 'missing')))).toBe(
        '500000',
      );
      expect(ask.mock.calls.length).toBeLessThanOrEqual(8);
      expect(Date.now() - startedAt).toBeLessThan(5000);
    } finally {
      ask.mockRestore();
    }
  });
});
