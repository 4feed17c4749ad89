import type { Pool } from 'pg';
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
  const reading = await client.readSupplierDocument(documentKey, ['PCR']);
  if (reading.kind !== 'found') throw new Error(`expected a supplier document, got ${JSON.stringify(reading)}`);
  return reading.document;
}

async function insertedId(owner: Pool, text: string, values: unknown[]): Promise<number> {
  const { rows } = await owner.query<{ id: number }>(`${text} RETURNING id`, values);
  return rows[0]?.id ?? 0;
}

/** An approved invoice of 108.25 USD, with no items. */
async function insertHeader(number: number, { type = 'PIN', status = 'APP' } = {}): Promise<number> {
  return insertedId(
    fixture.owner,
    `INSERT INTO supplier_documents (branch_id, document_type, number, supplier_document_number, document_date, entry_date, supplier_id,
       currency_id, exchange_rate, document_amount, tax_authority1, vat_rate1, vat_amount1, document_status, terms_id, payment_due_date,
       purchase_order_id)
     VALUES (1, $2, $1::integer, 'INV-' || $1::integer, '2026-11-18', '2026-11-20', 2, 1, 1, 108.25, 'TX', 8.25, 8.25, $3, 1, '2026-12-18', 1)`,
    [number, type, status],
  );
}

async function insertItem(headerId: number, itemNumber: number, kind: string, costGroupId: number | null, groupId = 1) {
  return insertedId(
    fixture.owner,
    `INSERT INTO supplier_document_items (supplier_document_id, item_number, item_kind, cost_group_id, purchase_group_id, description,
       value, tax_class1, vat_value1) VALUES ($1, $2, $3, $4, $5, 'bought', 50, 1, 4.12)`,
    [headerId, itemNumber, kind, costGroupId, groupId],
  );
}

it('is read with supplier, order, dates, taxes, and the account of each item', async () => {
  const headerId = await insertHeader(500123);
  await insertItem(headerId, 1, 'E', 1);
  await insertItem(headerId, 2, 'E', 2);
  const document = await found('HOU-PIN-500123');
  expect(document).toMatchObject({
    sourceSystem: 'imetal',
    documentKey: 'HOU-PIN-500123',
    documentType: 'PIN',
    kind: 'invoice',
    branchCode: 'HOU',
    number: '500123',
    supplierDocumentNumber: 'INV-500123',
    documentDate: '2026-11-18',
    entryDate: '2026-11-20',
    paymentDueDate: '2026-12-18',
    termsCode: 'N30',
    supplierCode: 'S00044',
    supplierName: 'Bayou Freight',
    purchaseOrderNumber: 'HOU-70012',
    creditedDocumentKey: null,
    creditedSupplierDocumentNumber: null,
    currency: 'USD',
    baseCurrency: 'USD',
    exchangeRate: { rate: '1.00000000', operator: 'multiply' },
    grossAmount: '108.25',
    taxSlots: [{ slot: 1, authorityCode: 'TX', ratePercent: '8.2500', amount: '8.25' }],
    matchedTotal: null,
    paymentHold: false,
    heldReasons: null,
    version: 0,
  });
  expect(document.items).toMatchObject([
    {
      itemNumber: 1,
      kind: 'expense',
      costGroup: 'material',
      purchaseGroupCode: 'BAR',
      description: 'bought',
      value: '50.00',
      taxes: [{ slot: 1, taxClass: 1, exempt: false, amount: '4.12' }],
      account: { code: '1300', externalCode: '1300' },
      matches: [],
    },
    { itemNumber: 2, costGroup: 'freight', account: { code: '2150', externalCode: '2150' } },
  ]);
});

it('has the receipts that its stock was matched with, and what iMetal says it matched', async () => {
  const headerId = await insertHeader(2);
  const itemId = await insertItem(headerId, 1, 'S', 1);
  const receipt = await insertedId(
    fixture.owner,
    "INSERT INTO stock_transactions (branch_id, type, number, processed) VALUES (1, 'REC', 900017, true)",
    [],
  );
  const receiptItem = await insertedId(
    fixture.owner,
    'INSERT INTO stock_transaction_items (stock_transaction_id, stock_item_id, material_value) VALUES ($1, 1, 48)',
    [receipt],
  );
  await fixture.owner.query(
    `INSERT INTO invoice_reconciliations (supplier_document_item_id, stock_transaction_item_id, value, base_value, matched_status,
       adjustment_value) VALUES ($1, $2, 48.00, 60.00, 'M', 2.00), ($1, NULL, 1.00, 1.25, 'P', NULL), ($1, NULL, 0, 0, 'X', 0)`,
    [itemId, receiptItem],
  );
  await fixture.owner.query(
    'UPDATE supplier_documents SET matched_material_amount = 48, matched_surcharge_amount = 1.5 WHERE id = $1',
    [headerId],
  );
  const document = await found('HOU-PIN-2');
  expect(document.matchedTotal).toBe('49.5');
  expect(document.items[0]).toMatchObject({
    kind: 'stock',
    matches: [
      {
        receiptKey: 'HOU-REC-900017',
        status: 'matched',
        receivedValue: '48.00',
        baseReceivedValue: '60.00',
        adjustmentValue: '2.00',
      },
      { receiptKey: null, status: 'part-matched', adjustmentValue: null },
      { status: 'X' },
    ],
  });
});

it('is a credit by the types that the caller names, and names what it credits', async () => {
  const invoiceId = await insertHeader(3);
  const creditId = await insertHeader(30, { type: 'PCR', status: 'CMP' });
  await insertItem(creditId, 1, 'E', 1);
  await fixture.owner.query('UPDATE supplier_documents SET credited_document_id = $2 WHERE id = $1', [
    creditId,
    invoiceId,
  ]);
  expect(await found('HOU-PCR-30')).toMatchObject({
    kind: 'credit',
    grossAmount: '108.25',
    creditedDocumentKey: 'HOU-PIN-3',
    creditedSupplierDocumentNumber: 'INV-3',
  });
});

it('tells that it is held from payment, and why', async () => {
  const headerId = await insertHeader(4);
  await insertItem(headerId, 1, 'E', 1);
  await fixture.owner.query(
    "UPDATE supplier_documents SET payment_hold = true, held_reasons = 'Wrong grade' WHERE id = $1",
    [headerId],
  );
  expect(await found('HOU-PIN-4')).toMatchObject({ paymentHold: true, heldReasons: 'Wrong grade', version: 1 });
});

it('judges nothing: kinds, groups and accounts that are unknown or missing stay as they came', async () => {
  const headerId = await insertHeader(5);
  await insertItem(headerId, 1, 'Q', 6);
  await insertItem(headerId, 2, 'E', null);
  await insertItem(headerId, 3, 'E', 2, 2);
  await fixture.owner.query(
    'UPDATE supplier_documents SET supplier_id = NULL, currency_id = 3, document_amount = NULL WHERE id = $1',
    [headerId],
  );
  const document = await found('HOU-PIN-5');
  expect(document).toMatchObject({ supplierCode: null, exchangeRate: null, grossAmount: null });
  expect(document.items.map(({ kind, costGroup, account }) => [kind, costGroup, account])).toEqual([
    ['Q', 'XYZ', null],
    ['expense', '', null],
    ['expense', 'freight', null],
  ]);
});

it.each([
  ['entered', 'ENT'],
  ['held', 'HLD'],
])('is incomplete while it is %s', async (_, status) => {
  const number = status === 'ENT' ? 61 : 62;
  await insertItem(await insertHeader(number, { status }), 1, 'E', 1);
  expect(await client.readSupplierDocument(`HOU-PIN-${number}`, [])).toMatchObject({
    kind: 'incomplete',
    missing: `its final status: it is ${status}, not APP or CMP`,
    version: 0,
  });
});

it('is incomplete without its items', async () => {
  await insertHeader(7);
  expect(await client.readSupplierDocument('HOU-PIN-7', [])).toMatchObject({
    kind: 'incomplete',
    missing: 'its items',
    ageSeconds: expect.any(Number),
  });
});

it('is not found when there is none, or when it was deleted in either of the two ways', async () => {
  await insertHeader(81, { status: 'DEL' });
  const headerId = await insertHeader(82);
  await fixture.owner.query("UPDATE supplier_documents SET status = 'D' WHERE id = $1", [headerId]);
  for (const key of ['HOU-PIN-80', 'HOU-PIN-81', 'HOU-PIN-82', 'nonsense']) {
    expect(await client.readSupplierDocument(key, [])).toEqual({ kind: 'not-found' });
    expect(await client.findHeader('supplier-document', key)).toBeNull();
  }
});

describe('its header', () => {
  it('names supplier, gross amount and date, and is listed once it is final', async () => {
    await insertHeader(91, { status: 'ENT' });
    await insertHeader(92);
    const request = { types: ['PIN'], after: null, limit: 1000 };
    const keys = (await client.listHeaders('supplier-document', request)).map(({ documentKey }) => documentKey);
    expect(keys).toContain('HOU-PIN-92');
    expect(keys).not.toContain('HOU-PIN-91');
    expect(await client.findHeader('supplier-document', 'HOU-PIN-92')).toMatchObject({
      branchCode: 'HOU',
      partyCode: 'S00044',
      partyName: 'Bayou Freight',
      currency: 'USD',
      grossTotal: '108.25',
      documentDate: '2026-11-18',
      exportedAt: null,
      version: 0,
    });
  });

  it('is acknowledged once, and then no longer among the unexported', async () => {
    await insertHeader(93);
    const unexported = async () => {
      const request = { types: ['PIN'], datedFrom: '2026-11-18', after: null, limit: 1000 };
      return (await client.listUnexportedHeaders('supplier-document', request)).map(({ documentKey }) => documentKey);
    };
    expect(await unexported()).toContain('HOU-PIN-93');
    const acknowledgement = {
      documentKey: 'HOU-PIN-93',
      gatewayBatchId: 5,
      intacctReference: '4711',
      acknowledgedAt: '2026-11-20T10:15:00.000Z',
      replacesBatchId: null,
    };
    expect(await client.acknowledge('supplier-document', acknowledgement)).toEqual({ version: 1 });
    expect(await client.acknowledge('supplier-document', acknowledgement)).toEqual({ version: null });
    expect(await unexported()).not.toContain('HOU-PIN-93');
    await expect(
      client.acknowledge('supplier-document', { ...acknowledgement, gatewayBatchId: 6 }),
    ).rejects.toMatchObject({
      code: 'OUTCOME_CONFLICT',
      message: expect.stringContaining('supplier document HOU-PIN-93'),
    });
  });
});
