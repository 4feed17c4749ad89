import { createImetalClient } from '../../../clients/imetal/create-imetal-client';
import type { ImetalClient } from '../../../clients/imetal/imetal-client';
import { createLiveFixture, type LiveFixture } from './live-fixture';

let fixture: LiveFixture;
let client: ImetalClient;

beforeAll(async () => {
  fixture = await createLiveFixture();
  client = createImetalClient({ live: fixture.live, gateway: fixture.gateway });
});
afterAll(() => fixture?.drop());

async function found(documentKey: string) {
  const reading = await client.readStockMovement(documentKey);
  if (reading.kind !== 'found') throw new Error(`expected a stock movement, got ${JSON.stringify(reading)}`);
  return reading.document;
}

async function insertMovement(type: string, number: number, wish: { processed?: boolean; reasonId?: number } = {}) {
  const { rows } = await fixture.owner.query<{ id: number }>(
    `INSERT INTO stock_transactions (branch_id, type, number, document_date, stock_adjustment_reason_id, processed)
     VALUES (1, $1, $2, '2026-11-20', $3, $4) RETURNING id`,
    [type, number, wish.reasonId ?? null, wish.processed ?? true],
  );
  return rows[0]?.id ?? 0;
}

/** Values in iMetal's own signs: negative leaves stock; material, transport, production, miscellaneous, surcharge. */
async function insertItem(
  movementId: number,
  values: (string | null)[],
  wish: { stockItemId?: number | null; pieces?: number; weight?: string } = {},
) {
  const { rows } = await fixture.owner.query<{ id: number }>(
    `INSERT INTO stock_transaction_items (stock_transaction_id, stock_item_id, pieces, weight, material_value, transport_value,
       production_value, miscellaneous_value, surcharge_value) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
    [
      movementId,
      wish.stockItemId === undefined ? 1 : wish.stockItemId,
      wish.pieces ?? 0,
      wish.weight ?? '0',
      ...[0, 1, 2, 3, 4].map((index) => (values[index] === undefined ? '0' : values[index])),
    ],
  );
  return rows[0]?.id ?? 0;
}

it('is read with its reason and one line per item and cost group, positive where value leaves stock', async () => {
  const movement = await insertMovement('WOF', 900123, { reasonId: 2 });
  const itemId = await insertItem(movement, ['-120.50', '-4.50'], { pieces: -2, weight: '-512.500' });
  const document = await found('HOU-WOF-900123');
  expect(document).toMatchObject({
    sourceSystem: 'imetal',
    documentKey: 'HOU-WOF-900123',
    movementType: 'WOF',
    branchCode: 'HOU',
    number: '900123',
    movementDate: '2026-11-20',
    reasonCode: 'LOST',
    reasonDescription: 'Lost in the yard',
    baseCurrency: 'USD',
    version: 0,
  });
  const place = {
    stockItemNumber: 'T100',
    branchCode: 'HOU',
    warehouseCode: 'MAIN',
    productCode: 'RB4140',
    productGroupCode: 'RB',
    salesGroupCode: 'BAR',
  };
  expect(document.lines).toEqual([
    {
      lineId: `${itemId}:MAT`,
      ...place,
      costGroup: 'material',
      baseValue: '120.5',
      pieces: '2',
      weight: '512.5',
    },
    { lineId: `${itemId}:TRN`, ...place, costGroup: 'freight', baseValue: '4.5', pieces: null, weight: null },
  ]);
});

it('has the branch of the warehouse where the stock lies: another than its own in a transfer', async () => {
  const movement = await insertMovement('TRF', 1);
  await insertItem(movement, ['-100']);
  await insertItem(movement, ['100'], { stockItemId: 2 });
  const { lines } = await found('HOU-TRF-1');
  expect(lines.map(({ branchCode, baseValue }) => [branchCode, baseValue])).toEqual([
    ['HOU', '100'],
    ['N-1', '-100'],
  ]);
});

it('keeps the material line for quantities without material value, and a line for an item that moved nothing', async () => {
  const movement = await insertMovement('CNT', 2, { reasonId: 1 });
  await insertItem(movement, ['0', '0', '-5'], { pieces: 3 });
  await insertItem(movement, []);
  await insertItem(movement, ['0', '0', '-6']);
  const { lines } = await found('HOU-CNT-2');
  expect(lines.map(({ costGroup, baseValue, pieces }) => [costGroup, baseValue, pieces])).toEqual([
    ['material', '0', '-3'],
    ['processing', '5', null],
    ['material', '0', '0'],
    ['processing', '6', null],
  ]);
});

it('says null for values, reasons and stock that iMetal does not hold', async () => {
  const movement = await insertMovement('RVL', 3);
  await insertItem(movement, [null], { stockItemId: null });
  expect(await found('HOU-RVL-3')).toMatchObject({
    reasonCode: null,
    reasonDescription: null,
    lines: [
      {
        baseValue: null,
        branchCode: null,
        warehouseCode: null,
        stockItemNumber: null,
        productCode: null,
        salesGroupCode: null,
      },
    ],
  });
});

it('is incomplete while it is not processed, and without its items', async () => {
  await insertItem(await insertMovement('WOF', 41, { processed: false }), ['-1']);
  await insertMovement('WOF', 42);
  expect(await client.readStockMovement('HOU-WOF-41')).toMatchObject({
    kind: 'incomplete',
    missing: 'its final status: it is open, not processed',
  });
  expect(await client.readStockMovement('HOU-WOF-42')).toMatchObject({ kind: 'incomplete', missing: 'its items' });
});

it('is none when it is an invoice’s own: a despatch, or an adjustment', async () => {
  for (const type of ['DES', 'ADJ']) {
    await insertItem(await insertMovement(type, 5), ['-1']);
    expect(await client.readStockMovement(`HOU-${type}-5`)).toEqual({ kind: 'not-found' });
    expect(await client.findHeader('stock-movement', `HOU-${type}-5`)).toBeNull();
  }
});

it('is none when it was deleted', async () => {
  const movement = await insertMovement('WOF', 6);
  await fixture.owner.query("UPDATE stock_transactions SET status = 'D' WHERE id = $1", [movement]);
  expect(await client.readStockMovement('HOU-WOF-6')).toEqual({ kind: 'not-found' });
});

describe('its header', () => {
  it('has no party, the base currency, and the value that left stock', async () => {
    const movement = await insertMovement('WOF', 7);
    await insertItem(movement, ['-120.50', '-4.50']);
    await insertItem(movement, ['20']);
    expect(await client.findHeader('stock-movement', 'HOU-WOF-7')).toMatchObject({
      partyCode: null,
      partyName: null,
      currency: 'USD',
      grossTotal: '105.00',
      documentDate: '2026-11-20',
    });
  });

  it('has no value while it has no items or one of them has none', async () => {
    const movement = await insertMovement('WOF', 8);
    expect((await client.findHeader('stock-movement', 'HOU-WOF-8'))?.grossTotal).toBeNull();
    await insertItem(movement, ['-1']);
    await insertItem(movement, [null]);
    expect((await client.findHeader('stock-movement', 'HOU-WOF-8'))?.grossTotal).toBeNull();
  });

  it('is listed once it is processed, and until it is acknowledged', async () => {
    await insertItem(await insertMovement('CNT', 91, { processed: false }), ['-1']);
    await insertItem(await insertMovement('CNT', 92), ['-1']);
    const request = { types: ['CNT'], datedFrom: '2026-11-01', after: null, limit: 100 };
    const unexported = async () =>
      (await client.listUnexportedHeaders('stock-movement', request)).map(({ documentKey }) => documentKey);
    expect(await unexported()).toEqual(expect.arrayContaining(['HOU-CNT-92']));
    expect(await unexported()).not.toContain('HOU-CNT-91');
    await client.acknowledge('stock-movement', {
      documentKey: 'HOU-CNT-92',
      gatewayBatchId: 9,
      intacctReference: '5',
      acknowledgedAt: '2026-11-20T10:15:00.000Z',
      replacesBatchId: null,
    });
    expect(await unexported()).not.toContain('HOU-CNT-92');
    const listed = await client.listHeaders('stock-movement', { types: ['CNT'], after: null, limit: 100 });
    expect(listed.find(({ documentKey }) => documentKey === 'HOU-CNT-92')?.exportedAt).not.toBeNull();
  });
});
