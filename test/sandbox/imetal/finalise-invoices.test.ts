import { finaliseInvoices, writeHalfWrittenInvoice } from '../../../sandbox/imetal/finalise-invoices';
import { sourceDocuments } from '../../../sandbox/sample-day/source-totals';
import { createImetalTestSandbox, type ImetalTestSandbox } from './sandbox-database';

const businessDate = '2026-11-20';
let sandbox: ImetalTestSandbox;

beforeAll(async () => {
  sandbox = await createImetalTestSandbox({ seed: 3, invoices: 2, queued: 3 });
});
afterAll(() => sandbox.drop());

interface Sums {
  key: string;
  status: string;
  net: string;
  lines_net: string | null;
  tax: string;
  lines_tax: string | null;
}

async function sumsOf(documentKeys: string[]): Promise<Sums[]> {
  const result = await sandbox.reporter.query<Sums>(
    `select b.code || '-' || t.code || '-' || h.number as key, s.code as status,
            st.invoiced_value::text as net, st.invoiced_tax_value::text as tax,
            (select sum(c.value)::text from sales_items i join sales_charges c on c.item_id = i.id
              where i.sales_header_id = h.id) as lines_net,
            (select sum(coalesce(vat_value1, 0) + coalesce(vat_value2, 0) + coalesce(vat_value3, 0))::text
               from sales_items i where i.sales_header_id = h.id) as lines_tax
       from sales_headers h
       join branches b on b.id = h.branch_id
       join sales_types t on t.id = h.type_id
       join sales_statuses s on s.id = h.status_id
       join sales_totals st on st.id = h.sales_total_id
      where b.code || '-' || t.code || '-' || h.number = any($1)`,
    [documentKeys],
  );
  return result.rows;
}

test('makes the queue final, then goes on with newly entered invoices', async () => {
  const before = await sourceDocuments(sandbox.reporter);
  const documentKeys = await finaliseInvoices({ owner: sandbox.owner, count: 6, businessDate });
  expect(new Set(documentKeys).size).toBe(6);
  const sums = await sumsOf(documentKeys);
  expect(sums).toHaveLength(6);
  for (const { status, net, lines_net, tax, lines_tax } of sums) {
    expect([status, net, tax]).toEqual(['INV', lines_net, lines_tax]);
    expect(net).not.toBe('0.00');
  }
  const after = await sourceDocuments(sandbox.reporter);
  expect(after.map((document) => document.documentKey)).toEqual(
    [...before.map((document) => document.documentKey), ...documentKeys].sort(),
  );
});

test('a finalised invoice is newer, by change time, than all before it', async () => {
  const newest = `select max(mdate) as newest from sales_headers`;
  const before = (await sandbox.reporter.query<{ newest: Date }>(newest)).rows[0]?.newest;
  const [documentKey] = await finaliseInvoices({ owner: sandbox.owner, count: 1, businessDate });
  const found = await sandbox.reporter.query<{ mdate: Date }>(
    'select mdate from sales_headers where number = $1 and invoice_number = number',
    [documentKey?.split('-')[2]],
  );
  expect(found.rows[0]?.mdate.getTime()).toBeGreaterThanOrEqual(before?.getTime() ?? Number.POSITIVE_INFINITY);
});

test('a half-written invoice shows its header first, final and with totals but without items', async () => {
  const countItemless = async (): Promise<number> => {
    const result = await sandbox.reporter.query<{ itemless: number }>(
      `select count(*)::int as itemless from sales_headers h join sales_totals st on st.id = h.sales_total_id
        where st.invoiced_value > 0 and not exists (select from sales_items i where i.sales_header_id = h.id)`,
    );
    return result.rows[0]?.itemless ?? 0;
  };
  let seen = 0;
  let finished = false;
  const writing = writeHalfWrittenInvoice({ owner: sandbox.owner, businessDate, childrenDelayMs: 1500 });
  const watching = writing.finally(() => {
    finished = true;
  });
  while (!finished && seen === 0) seen = await countItemless();
  const documentKey = await watching;
  expect(seen).toBe(1);
  expect(await countItemless()).toBe(0);
  const [sums] = await sumsOf([documentKey]);
  expect(sums?.net).toBe(sums?.lines_net);
});

test('invoices entered while another is half-written take other ids and numbers', async () => {
  const writing = writeHalfWrittenInvoice({ owner: sandbox.owner, businessDate, childrenDelayMs: 500 });
  const documentKeys = await finaliseInvoices({ owner: sandbox.owner, count: 12, businessDate });
  const halfWritten = await writing;
  expect(documentKeys).not.toContain(halfWritten);
  const sums = await sumsOf([...documentKeys, halfWritten]);
  expect(sums.filter(({ net, lines_net }) => net !== lines_net)).toEqual([]);
});
