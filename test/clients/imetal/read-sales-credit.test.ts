import { createImetalClient } from '../../../clients/imetal/create-imetal-client';
import type { ImetalClient } from '../../../clients/imetal/imetal-client';
import { createLiveFixture, insertHeader, insertInvoice, type LiveFixture } from './live-fixture';

const creditTypeId = 5;

let fixture: LiveFixture;
let client: ImetalClient;

beforeAll(async () => {
  fixture = await createLiveFixture();
  client = createImetalClient({ live: fixture.live, gateway: fixture.gateway });
});
afterAll(() => fixture?.drop());

async function found(documentKey: string) {
  const reading = await client.readSalesCredit(documentKey);
  if (reading.kind !== 'found') throw new Error(`expected a credit note, got ${JSON.stringify(reading)}`);
  return reading.document;
}

it('is read as an invoice with positive amounts, and with the invoice that it corrects and the reason', async () => {
  const { headerId } = await insertInvoice(fixture.owner, { number: 1, typeId: creditTypeId });
  await fixture.owner.query(
    `UPDATE sales_headers SET credited_invoice = 104233, credited_branch_id = 1, credited_type_id = 1,
            credit_reference = 'RMA-5', credit_reason_id = 1 WHERE id = $1`,
    [headerId],
  );
  expect(await found('HOU-CRN-1')).toMatchObject({
    documentKey: 'HOU-CRN-1',
    documentType: 'CRN',
    customerCode: 'C00123',
    netTotal: '100.00',
    taxTotal: '8.25',
    taxSlots: [{ slot: 1, authorityCode: 'TX', ratePercent: '8.2500', amount: '8.25' }],
    items: [{ charges: [{ value: '100.00', account: { code: '4010' } }], costs: [] }],
    creditedInvoiceKey: 'HOU-DIV-104233',
    creditReference: 'RMA-5',
    reasonCode: 'DMG',
    reasonDescription: 'Damaged in transit',
    goodsReturned: true,
  });
});

it('names no invoice when iMetal gives only a number, and no reason when it has none', async () => {
  const { headerId } = await insertInvoice(fixture.owner, { number: 2, typeId: creditTypeId });
  await fixture.owner.query(
    'UPDATE sales_headers SET credited_invoice = 104233, credited_branch_id = 1 WHERE id = $1',
    [headerId],
  );
  expect(await found('HOU-CRN-2')).toMatchObject({
    creditedInvoiceKey: null,
    creditReference: null,
    reasonCode: null,
    reasonDescription: null,
    goodsReturned: null,
  });
});

it('is incomplete without its items, as an invoice is', async () => {
  await insertHeader(fixture.owner, { number: 3, typeId: creditTypeId });
  expect(await client.readSalesCredit('HOU-CRN-3')).toMatchObject({ kind: 'incomplete', missing: 'its items' });
});

it('is never read as an invoice, nor an invoice as a credit note', async () => {
  await insertInvoice(fixture.owner, { number: 4, typeId: creditTypeId });
  await insertInvoice(fixture.owner, { number: 4 });
  expect(await client.readSalesInvoice('HOU-CRN-4')).toEqual({ kind: 'not-found' });
  expect(await client.readSalesCredit('HOU-DIV-4')).toEqual({ kind: 'not-found' });
  expect(await client.findHeader('sales-invoice', 'HOU-CRN-4')).toBeNull();
  expect(await client.findHeader('sales-credit', 'HOU-DIV-4')).toBeNull();
});

it('has the type that the site gives it', async () => {
  await insertInvoice(fixture.owner, { number: 5, typeId: 4 });
  const elsewhere = createImetalClient({ ...fixture, salesTypes: async () => ({ creditTypes: ['MIV'] }) });
  expect((await elsewhere.readSalesCredit('HOU-MIV-5')).kind).toBe('found');
});

it('is listed by its types and acknowledged where the invoices are', async () => {
  await insertInvoice(fixture.owner, { number: 6, typeId: creditTypeId });
  const unexported = () =>
    client.listUnexportedHeaders('sales-credit', { types: ['CRN'], datedFrom: '2026-11-20', after: null, limit: 10 });
  expect((await unexported()).map(({ documentKey }) => documentKey)).toContain('HOU-CRN-6');
  const acknowledged = await client.acknowledge('sales-credit', {
    documentKey: 'HOU-CRN-6',
    gatewayBatchId: 4,
    intacctReference: '991',
    acknowledgedAt: '2026-11-20T10:15:00.000Z',
    replacesBatchId: null,
  });
  expect(acknowledged).toEqual({ version: 1 });
  expect((await unexported()).map(({ documentKey }) => documentKey)).not.toContain('HOU-CRN-6');
});
