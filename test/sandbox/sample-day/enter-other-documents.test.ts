import { enterOtherDocuments, wrongOtherDocuments } from '../../../sandbox/sample-day/enter-other-documents';
import type { OtherDocument } from '../../../sandbox/sample-day/other-document';
import { createImetalTestSandbox, type ImetalTestSandbox } from '../imetal/sandbox-database';

const date = '2026-11-20';
let sandbox: ImetalTestSandbox;
let entered: OtherDocument[];
beforeAll(async () => {
  sandbox = await createImetalTestSandbox({ seed: 1, invoices: 20, queued: 0 });
  entered = await enterOtherDocuments(sandbox.owner, date);
}, 60_000);
afterAll(() => sandbox?.drop());

const rows = async <Row extends object>(statement: string): Promise<Row[]> =>
  (await sandbox.reporter.query<Row>(statement)).rows;
const ofType = (type: string) => entered.filter(({ documentKey }) => documentKey.includes(`-${type}-`));

test('there are 14 credits of every reason, 19 supplier documents, 8 receipts and 12 other movements', () => {
  expect(ofType('CRN')).toHaveLength(14);
  expect(ofType('PIN').length + ofType('PCR').length).toBe(19);
  expect(ofType('REC')).toHaveLength(8);
  expect(['WOF', 'CNT', 'RVL', 'TRF'].map((type) => ofType(type).length)).toEqual([4, 4, 1, 3]);
  expect(new Set(entered.map(({ documentKey }) => documentKey)).size).toBe(entered.length);
});

test('every reason is credited for, in all three entities, and every credit names its invoice', async () => {
  const credits = await rows<{ reason: string; entity: string; credited: boolean }>(
    `select r.code as reason, e.code as entity, exists (
        select from sales_headers i where i.branch_id = h.credited_branch_id and i.type_id = h.credited_type_id
          and i.number = h.credited_invoice) as credited
       from sales_headers h join sales_types t on t.id = h.type_id and t.code = 'CRN'
       join credit_reasons r on r.id = h.credit_reason_id
       join branches b on b.id = h.branch_id join corporate_entities e on e.id = b.corporate_entity_id`,
  );
  expect(new Set(credits.map(({ reason }) => reason))).toEqual(new Set(['RMA', 'DMG', 'TAX', 'WRONG', 'REQ']));
  expect(new Set(credits.map(({ entity }) => entity))).toEqual(new Set(['100', '200', '300']));
  expect(credits.every(({ credited }) => credited)).toBe(true);
});

test('suppliers bill in two ways: goods received with and without variance, and expenses; one in a foreign currency', async () => {
  const [found] = await rows<Record<string, number>>(
    `select count(*) filter (where x.matched_status = 'M' and x.adjustment_value = 0)::int as "atReceivedValue",
            count(*) filter (where x.adjustment_value > 0)::int as dearer,
            count(*) filter (where x.adjustment_value < 0)::int as cheaper,
            count(*) filter (where x.matched_status = 'P')::int as parts,
            count(*) filter (where x.matched_status = 'U')::int as unmatched
       from invoice_reconciliations x`,
  );
  expect(found).toEqual({ atReceivedValue: 5, dearer: 1, cheaper: 1, parts: 1, unmatched: 1 });
  const [foreign] = await rows<{ rates: number }>(
    `select count(distinct d.exchange_rate)::int as rates from supplier_documents d
       join currency_codes c on c.id = d.currency_id and c.code = 'CAD'
       join branches b on b.id = d.branch_id and b.code = 'HOU'`,
  );
  expect(foreign?.rates).toBe(1);
});

test('one receipt has not been invoiced, so that goods received are not empty at the end of the day', async () => {
  const open = await rows<{ number: number }>(
    `select m.number from stock_transactions m join stock_transaction_items i on i.stock_transaction_id = m.id
      where m.type = 'REC'
        and not exists (select from invoice_reconciliations x where x.stock_transaction_item_id = i.id)`,
  );
  expect(open).toHaveLength(1);
});

test('what is wrong on purpose is known by its key, each with its code and a way out', () => {
  const wrong = entered.filter((document) => document.wrong !== null);
  expect(wrong).toEqual(wrongOtherDocuments);
  expect(wrong.map(({ documentKey, wrong: fault }) => [documentKey, fault?.expectedCode])).toEqual([
    ['HOU-CRN-600005', 'CREDIT_EXCEEDS_INVOICE'],
    ['HOU-CRN-600006', 'CREDIT_INVOICE_NOT_POSTED'],
    ['HOU-PIN-500009', 'GOODS_UNMATCHED'],
    ['HOU-PIN-500010', 'BILL_NUMBER_TAKEN'],
    ['BHM-PIN-500005', 'TOTAL_MISMATCH'],
    ['DAL-PIN-500002', 'VENDOR_UNKNOWN'],
    ['HOU-WOF-900002', 'MOVEMENT_UNMAPPED'],
    ['HOU-TRF-900003', 'MOVEMENT_ACROSS_ENTITIES'],
  ]);
});
