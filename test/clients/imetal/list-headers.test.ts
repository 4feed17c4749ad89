import { createImetalClient } from '../../../clients/imetal/create-imetal-client';
import type { ImetalClient } from '../../../clients/imetal/imetal-client';
import type { DocumentHeader } from '../../../domain/document-source';
import type { FeedCursor } from '../../../domain/feed-cursor';
import { createLiveFixture, insertHeader, insertInvoice, type LiveFixture } from './live-fixture';

let fixture: LiveFixture;
let client: ImetalClient;

beforeAll(async () => {
  fixture = await createLiveFixture();
  client = createImetalClient({ live: fixture.live, gateway: fixture.gateway });
});
afterAll(() => fixture?.drop());
beforeEach(() => fixture.owner.query('TRUNCATE sales_headers, sales_totals CASCADE'));

const keysOf = (headers: DocumentHeader[]): string[] => headers.map((header) => header.documentKey);
const cursorOf = (header: DocumentHeader | undefined): FeedCursor | null =>
  header ? { modifiedAt: header.modifiedAt, headerId: header.headerId } : null;

it('lists final invoices of the wanted types only: no orders, no entered, no deleted ones', async () => {
  await insertInvoice(fixture.owner, { number: 1 });
  await insertInvoice(fixture.owner, { number: 2, statusId: 3 });
  await insertInvoice(fixture.owner, { number: 3, statusId: 1 });
  await insertInvoice(fixture.owner, { number: 4, statusId: 4 });
  await insertInvoice(fixture.owner, { number: 5, typeId: 2 });
  await insertInvoice(fixture.owner, { number: 6, typeId: 4 });
  expect(keysOf(await client.listHeaders('sales-invoice', { types: ['DIV'], after: null, limit: 10 }))).toEqual([
    'HOU-DIV-1',
    'HOU-DIV-2',
  ]);
  expect(
    keysOf(await client.listHeaders('sales-invoice', { types: ['DIV', 'MIV'], after: null, limit: 10 })),
  ).toHaveLength(3);
});

it('names a document to a person: customer, currency, gross total, and whether it is acknowledged', async () => {
  const { headerId } = await insertInvoice(fixture.owner, { number: 1, modifiedAt: '2026-11-20T10:00:00.123456Z' });
  expect(await client.findHeader('sales-invoice', 'HOU-DIV-1')).toEqual({
    headerId: String(headerId),
    modifiedAt: '2026-11-20T10:00:00.123456Z',
    version: 0,
    documentKey: 'HOU-DIV-1',
    branchCode: 'HOU',
    partyCode: 'C00123',
    partyName: 'Gulf Steel',
    currency: 'USD',
    grossTotal: '108.25',
    documentDate: '2026-11-20',
    exportedAt: null,
  });
});

it('has no gross total while the totals are not written', async () => {
  await insertHeader(fixture.owner, { number: 1, totals: false });
  expect((await client.findHeader('sales-invoice', 'HOU-DIV-1'))?.grossTotal).toBeNull();
});

it('pages without gap or repetition through documents that share one microsecond', async () => {
  for (let number = 1; number <= 7; number++) {
    await insertInvoice(fixture.owner, { number, modifiedAt: '2026-11-20T10:00:00.123456Z' });
  }
  const seen: string[] = [];
  let after: FeedCursor | null = null;
  for (;;) {
    const page: DocumentHeader[] = await client.listHeaders('sales-invoice', { types: ['DIV'], after, limit: 3 });
    seen.push(...keysOf(page));
    if (page.length < 3) break;
    after = cursorOf(page.at(-1));
  }
  expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7].map((number) => `HOU-DIV-${number}`));
});

it('tells apart documents that lie one microsecond apart', async () => {
  await insertInvoice(fixture.owner, { number: 1, modifiedAt: '2026-11-20T10:00:00.123457Z' });
  await insertInvoice(fixture.owner, { number: 2, modifiedAt: '2026-11-20T10:00:00.123456Z' });
  const [first] = await client.listHeaders('sales-invoice', { types: ['DIV'], after: null, limit: 1 });
  expect(first?.documentKey).toBe('HOU-DIV-2');
  expect(
    keysOf(await client.listHeaders('sales-invoice', { types: ['DIV'], after: cursorOf(first), limit: 10 })),
  ).toEqual(['HOU-DIV-1']);
});

it('brings a document again after an edit', async () => {
  const { headerId } = await insertInvoice(fixture.owner, { number: 1, modifiedAt: '2026-11-20T10:00:00Z' });
  const [first] = await client.listHeaders('sales-invoice', { types: ['DIV'], after: null, limit: 10 });
  expect(await client.listHeaders('sales-invoice', { types: ['DIV'], after: cursorOf(first), limit: 10 })).toEqual([]);
  await fixture.owner.query("UPDATE sales_headers SET customer_order_number = 'PO-78' WHERE id = $1", [headerId]);
  expect(
    keysOf(await client.listHeaders('sales-invoice', { types: ['DIV'], after: cursorOf(first), limit: 10 })),
  ).toEqual(['HOU-DIV-1']);
});

describe('what is not exported', () => {
  const list = (changes: { after?: FeedCursor | null; limit?: number } = {}) =>
    client.listUnexportedHeaders('sales-invoice', {
      types: ['DIV'],
      datedFrom: '2026-11-20',
      after: null,
      limit: 10,
      ...changes,
    });

  it('is listed by its state, whatever its time: final, not acknowledged, of the first day or later', async () => {
    const { headerId: acknowledged } = await insertInvoice(fixture.owner, { number: 1 });
    await fixture.owner.query('UPDATE sales_headers SET exported_date = now() WHERE id = $1', [acknowledged]);
    await insertInvoice(fixture.owner, { number: 2, statusId: 1 });
    await insertInvoice(fixture.owner, { number: 3, typeId: 4 });
    const { headerId: earlier } = await insertInvoice(fixture.owner, { number: 4 });
    await fixture.owner.query("UPDATE sales_headers SET sale_date = '2026-11-19' WHERE id = $1", [earlier]);
    const { headerId: undated } = await insertInvoice(fixture.owner, { number: 5 });
    await fixture.owner.query('UPDATE sales_headers SET sale_date = NULL WHERE id = $1', [undated]);
    await insertInvoice(fixture.owner, { number: 6, modifiedAt: '1999-01-01T00:00:00Z' });
    expect(keysOf(await list())).toEqual(['HOU-DIV-6', 'HOU-DIV-5']);
  });

  it('comes in pages, what was modified longest ago first', async () => {
    for (const number of [1, 2, 3]) {
      await insertInvoice(fixture.owner, { number, modifiedAt: `2026-11-20T10:00:0${4 - number}.000000Z` });
    }
    const first = await list({ limit: 2 });
    expect(keysOf(first)).toEqual(['HOU-DIV-3', 'HOU-DIV-2']);
    expect(keysOf(await list({ after: cursorOf(first.at(-1)), limit: 2 }))).toEqual(['HOU-DIV-1']);
  });
});
