import { Client } from 'pg';
import { createImetalClient } from '../../../clients/imetal/create-imetal-client';
import { createImetalPools } from '../../../clients/imetal/create-pools';
import type { ImetalClient } from '../../../clients/imetal/imetal-client';
import type { DocumentHeader } from '../../../domain/document-source';
import { compareAmounts, sumAmounts } from '../../../domain/money';
import type { SourceInvoice } from '../../../domain/source-invoice';
import { createImetalSandbox, dropImetalSandbox } from '../../../sandbox/imetal/create-imetal-sandbox';
import { seedSampleDay } from '../../../sandbox/sample-day/seed-sample-day';
import { type SourceTotals, sourceTotals } from '../../../sandbox/sample-day/source-totals';
import { roundingInvoiceKey, wrongInvoices } from '../../../sandbox/sample-day/wrong-invoices';
import { postgresAdminUrl } from '../../postgres';

const namePrefix = 'client_reads_day_';
const types = ['DIV', 'MIV', 'INV'];

let pools: ReturnType<typeof createImetalPools>;
let client: ImetalClient;
let ownerUrl: string;
let totals: SourceTotals;
let headers: DocumentHeader[];
const invoices: SourceInvoice[] = [];

beforeAll(async () => {
  const sandbox = await createImetalSandbox({ adminUrl: await postgresAdminUrl(), namePrefix });
  ownerUrl = sandbox.owner;
  await seedSampleDay(sandbox.owner, { seed: 1, invoices: 40 });
  pools = createImetalPools(
    { liveUrl: sandbox.live, gatewayUrl: sandbox.gateway, importUrl: sandbox.imports },
    () => undefined,
  );
  client = createImetalClient(pools);
  totals = await sourceTotals(pools.live);
  headers = (await client.listHeaders('sales-invoice', { types, after: null, limit: 1000 })).filter(
    (header) => header.exportedAt === null,
  );
  for (const header of headers) {
    const reading = await client.readSalesInvoice(header.documentKey);
    if (reading.kind !== 'found') throw new Error(`${header.documentKey}: ${JSON.stringify(reading)}`);
    invoices.push(reading.document);
  }
});

afterAll(async () => {
  await pools?.close();
  await dropImetalSandbox({ adminUrl: await postgresAdminUrl(), namePrefix });
});

const present = (amounts: (string | null | undefined)[]): string[] =>
  amounts.map((amount) => {
    if (amount === null || amount === undefined) throw new Error('expected an amount');
    return amount;
  });
const chargesOf = (invoice: SourceInvoice) => invoice.items.flatMap((item) => item.charges);
const expectEqualAmounts = (left: string, right: string): void => expect(compareAmounts(left, right)).toBe(0);

it('finds no drift in the sandbox', async () => {
  expect(await client.checkSchema()).toEqual([]);
});

it('lists all final invoices that are not exported yet, and reads each whole', () => {
  expect(headers).toHaveLength(totals.invoices);
  expect(invoices).toHaveLength(totals.invoices);
});

it('reads the totals that operations counts itself: net, tax and lines', () => {
  const sumOf = (part: (row: SourceTotals['receivables'][number]) => string) =>
    sumAmounts(totals.receivables.map(part));
  expectEqualAmounts(
    sumAmounts(present(invoices.map(({ netTotal }) => netTotal))),
    sumOf((row) => row.net),
  );
  expectEqualAmounts(
    sumAmounts(present(invoices.map(({ taxTotal }) => taxTotal))),
    sumOf((row) => row.tax),
  );
  expect(invoices.flatMap(chargesOf)).toHaveLength(totals.receivables.reduce((sum, row) => sum + row.lines, 0));
});

it('reads the costs and stock adjustments that operations counts itself', () => {
  const costs = invoices.flatMap((invoice) => invoice.items.flatMap((item) => item.costs));
  const adjustments = invoices.flatMap((invoice) => invoice.stockAdjustments);
  expect(adjustments.length).toBeGreaterThan(0);
  expectEqualAmounts(
    sumAmounts(present(costs.map(({ baseValue }) => baseValue))),
    sumAmounts(totals.costOfSales.map((row) => row.costs)),
  );
  expectEqualAmounts(
    sumAmounts(present(adjustments.map(({ baseValue }) => baseValue))),
    sumAmounts(totals.costOfSales.map((row) => row.adjustments)),
  );
  expect(costs.filter(({ debitAccount, creditAccount }) => !debitAccount || !creditAccount)).toEqual([]);
});

it('reads charges that add up to the header, but where the sample day is wrong on purpose', () => {
  const off = invoices.filter(
    (invoice) =>
      compareAmounts(
        sumAmounts(present(chargesOf(invoice).map(({ value }) => value))),
        invoice.netTotal ?? 'missing',
      ) !== 0,
  );
  const mismatched = wrongInvoices.filter(({ expectedCode }) => expectedCode === 'TOTAL_MISMATCH');
  expect(off.map(({ documentKey }) => documentKey).sort()).toEqual(
    [roundingInvoiceKey, ...mismatched.map(({ documentKey }) => documentKey)].sort(),
  );
});

it('reads item taxes that add up to each slot of the header', () => {
  for (const invoice of invoices) {
    for (const { slot, amount } of invoice.taxSlots) {
      const itemAmounts = invoice.items.flatMap((item) =>
        item.taxes.filter((tax) => tax.slot === slot).map((tax) => tax.amount),
      );
      expectEqualAmounts(sumAmounts(present(itemAmounts)), amount ?? 'missing');
    }
  }
});

it('reads the 2,000-line invoice within seconds', async () => {
  const largest = invoices.reduce((most, invoice) => (invoice.items.length > most.items.length ? invoice : most));
  expect(chargesOf(largest).length).toBeGreaterThanOrEqual(2000);
  const startedAt = Date.now();
  await client.readSalesInvoice(largest.documentKey);
  expect(Date.now() - startedAt).toBeLessThan(3000);
});

it("acknowledges through the sandbox's own gateway login, and the feed brings the invoice again as exported", async () => {
  const last = headers.at(-1) as DocumentHeader;
  await client.acknowledge('sales-invoice', {
    documentKey: last.documentKey,
    gatewayBatchId: 1,
    intacctReference: '4711',
    acknowledgedAt: '2026-11-20T12:00:00.000Z',
    replacesBatchId: null,
  });
  const after = { modifiedAt: last.modifiedAt, headerId: last.headerId };
  const again = await client.listHeaders('sales-invoice', { types, after, limit: 1000 });
  expect(again.find(({ documentKey }) => documentKey === last.documentKey)?.exportedAt).toBe(
    '2026-11-20T12:00:00.000000Z',
  );
});

it('sees a header that was written before its children as incomplete, and whole once they are there', async () => {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  const { documentKey, invoiceNumber } = invoices.find(({ items }) => items.length > 1) as SourceInvoice;
  await owner.query('CREATE TEMPORARY TABLE kept AS SELECT c.* FROM sales_charges c WHERE false');
  await owner.query(
    `WITH gone AS (
       DELETE FROM sales_charges WHERE item_id IN (
         SELECT i.id FROM sales_items i JOIN sales_headers h ON h.id = i.sales_header_id JOIN branches b ON b.id = h.branch_id
           JOIN sales_types t ON t.id = h.type_id WHERE b.code || '-' || t.code || '-' || h.number = $1) RETURNING *)
     INSERT INTO kept SELECT * FROM gone`,
    [documentKey],
  );
  expect(await client.readSalesInvoice(documentKey)).toMatchObject({
    kind: 'incomplete',
    missing: expect.stringMatching(/^the charges of item /),
  });
  await owner.query('INSERT INTO sales_charges SELECT * FROM kept');
  await owner.end();
  const whole = await client.readSalesInvoice(documentKey);
  expect(whole).toMatchObject({ kind: 'found', document: { invoiceNumber } });
});
