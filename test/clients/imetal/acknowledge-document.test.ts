import { createImetalClient } from '../../../clients/imetal/create-imetal-client';
import type { ImetalClient } from '../../../clients/imetal/imetal-client';
import type { DocumentAcknowledgement } from '../../../domain/document-source';
import { createLiveFixture, insertInvoice, type LiveFixture } from './live-fixture';

let fixture: LiveFixture;
let client: ImetalClient;

beforeAll(async () => {
  fixture = await createLiveFixture();
  client = createImetalClient({ live: fixture.live, gateway: fixture.gateway });
});
afterAll(() => fixture?.drop());

const acknowledgement = (number: number): DocumentAcknowledgement => ({
  documentKey: `HOU-DIV-${number}`,
  gatewayBatchId: 17,
  intacctReference: '88121',
  acknowledgedAt: '2026-11-20T10:15:00.000Z',
  replacesBatchId: null,
});

async function acknowledgedRow(number: number): Promise<unknown> {
  const { rows } = await fixture.owner.query(
    'SELECT gateway_batch_id, gateway_reference, exported_date, version FROM sales_headers WHERE number = $1',
    [number],
  );
  return rows[0];
}

it("writes Intacct's reference, the batch and the time, and nothing else", async () => {
  await insertInvoice(fixture.owner, { number: 1 });
  await client.acknowledge('sales-invoice', acknowledgement(1));
  expect(await acknowledgedRow(1)).toEqual({
    gateway_batch_id: 17,
    gateway_reference: '88121',
    exported_date: new Date('2026-11-20T10:15:00Z'),
    version: 1,
  });
  expect((await client.findHeader('sales-invoice', 'HOU-DIV-1'))?.exportedAt).toBe('2026-11-20T10:15:00.000000Z');
});

it('changes nothing when it is repeated, even later', async () => {
  await insertInvoice(fixture.owner, { number: 2 });
  await client.acknowledge('sales-invoice', acknowledgement(2));
  const first = await acknowledgedRow(2);
  await client.acknowledge('sales-invoice', { ...acknowledgement(2), acknowledgedAt: '2026-11-21T00:00:00.000Z' });
  expect(await acknowledgedRow(2)).toEqual(first);
});

it('tells the version that it made, and none when it stood there already, since an edit may have come after it', async () => {
  const { headerId } = await insertInvoice(fixture.owner, { number: 6 });
  expect(await client.acknowledge('sales-invoice', acknowledgement(6))).toEqual({ version: 1 });
  await fixture.owner.query("UPDATE sales_headers SET customer_order_number = 'PO-78' WHERE id = $1", [headerId]);
  expect(await client.acknowledge('sales-invoice', acknowledgement(6))).toEqual({ version: null });
});

it('replaces the acknowledgement of our own earlier batch, and only that', async () => {
  await insertInvoice(fixture.owner, { number: 7 });
  await client.acknowledge('sales-invoice', acknowledgement(7));
  const next = { ...acknowledgement(7), gatewayBatchId: 18, intacctReference: '90001' };
  await expect(client.acknowledge('sales-invoice', { ...next, replacesBatchId: 16 })).rejects.toMatchObject({
    code: 'OUTCOME_CONFLICT',
  });
  await client.acknowledge('sales-invoice', { ...next, replacesBatchId: 17 });
  await client.acknowledge('sales-invoice', { ...next, replacesBatchId: 17 });
  expect(await acknowledgedRow(7)).toMatchObject({ gateway_batch_id: 18, gateway_reference: '90001', version: 2 });
});

it('never overwrites the acknowledgement of another batch or with another reference', async () => {
  await insertInvoice(fixture.owner, { number: 3 });
  await client.acknowledge('sales-invoice', acknowledgement(3));
  const first = await acknowledgedRow(3);
  for (const other of [{ gatewayBatchId: 18 }, { intacctReference: '99' }]) {
    await expect(client.acknowledge('sales-invoice', { ...acknowledgement(3), ...other })).rejects.toMatchObject({
      name: 'Rejected',
      code: 'OUTCOME_CONFLICT',
      message: expect.stringContaining('iMetal already holds reference 88121 of batch 17'),
    });
  }
  expect(await acknowledgedRow(3)).toEqual(first);
});

it('refuses a document that was exported by another way, for example by hand', async () => {
  const { headerId } = await insertInvoice(fixture.owner, { number: 4 });
  await fixture.owner.query("UPDATE sales_headers SET exported_date = '2026-11-19' WHERE id = $1", [headerId]);
  await expect(client.acknowledge('sales-invoice', acknowledgement(4))).rejects.toMatchObject({
    code: 'OUTCOME_CONFLICT',
  });
});

it('writes once when two acknowledge at the same time', async () => {
  await insertInvoice(fixture.owner, { number: 5 });
  await Promise.all([1, 2, 3, 4].map(() => client.acknowledge('sales-invoice', acknowledgement(5))));
  expect(await acknowledgedRow(5)).toMatchObject({ version: 1 });
});

it.each(['HOU-DIV-404', 'HOU-ORD-1', 'nonsense'])('refuses a key without an invoice: %s', async (documentKey) => {
  await expect(client.acknowledge('sales-invoice', { ...acknowledgement(1), documentKey })).rejects.toMatchObject({
    name: 'Rejected',
    code: 'DOCUMENT_NOT_FOUND',
  });
});
