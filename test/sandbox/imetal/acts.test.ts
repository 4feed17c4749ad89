import { until } from '../../../cli/start/until';
import { saveContact, saveShipTo } from '../../../sandbox/imetal/acts/contacts-and-addresses';
import { placePurchaseOrder, receiveGoods } from '../../../sandbox/imetal/acts/purchasing';
import {
  bookStockMovement,
  bookStockMovementHeaderFirst,
  processStockMovement,
  transferStock,
} from '../../../sandbox/imetal/acts/stock-movements';
import {
  changeSupplierDocument,
  enterSupplierDocument,
  enterSupplierDocumentHeaderFirst,
} from '../../../sandbox/imetal/acts/supplier-documents';
import { appendInvoices } from '../../../sandbox/imetal/append-invoices';
import { createImetalTestSandbox, type ImetalTestSandbox } from './sandbox-database';

const date = '2026-11-20';
let sandbox: ImetalTestSandbox;

beforeAll(async () => {
  sandbox = await createImetalTestSandbox({ seed: 1, invoices: 1, queued: 1 });
});
afterAll(() => sandbox.drop());

async function one<Found extends object = Record<string, unknown>>(
  statement: string,
  parameters: unknown[] = [],
): Promise<Found> {
  const found = await sandbox.reporter.query<Found>(statement, parameters);
  if (found.rows[0] === undefined) throw new Error(`expected a row: ${statement}`);
  return found.rows[0];
}

/** Goods of 1,000.00 in the supplier's currency, received for an order. */
async function received(tag: string, supplierCode = 'V00202', rate?: string) {
  const foreign = rate === undefined ? {} : { exchangeRate: rate };
  const order = await placePurchaseOrder(sandbox.owner, { branch: 'HOU', supplierCode, ...foreign });
  const goods = { tag, product: 'PL36-0250', pieces: 2, weight: '2000.000', purchaseValue: '1000.00' };
  const receipt = await receiveGoods(sandbox.owner, { branch: 'HOU', date, purchaseOrderId: order.id, items: [goods] });
  return { order, receiptKey: receipt.documentKey };
}

const stockItem = { kind: 'stock', description: 'Plate' } as const;
const invoice = { type: 'PIN', branch: 'HOU', supplierCode: 'V00202', date } as const;

const reconciliations = `
  select r.matched_status, r.value::text, r.base_value::text, r.reconciled_value::text, r.adjustment_value::text
    from invoice_reconciliations r join supplier_document_items i on i.id = r.supplier_document_item_id
   where i.supplier_document_id = $1 order by r.id`;

describe('purchasing', () => {
  test('an invoice matched with its receipt clears what was received, and the difference is its variance', async () => {
    const { order, receiptKey } = await received('T-MATCH');
    const written = await enterSupplierDocument(sandbox.owner, {
      ...invoice,
      supplierDocumentNumber: 'A-1',
      purchaseOrderId: order.id,
      items: [
        { ...stockItem, value: '1012.00', matches: [{ receiptKey }] },
        { kind: 'expense', description: 'Pallets', costGroup: 'MSC', purchaseGroup: 'SUN', value: '40.00' },
      ],
    });
    expect(written.documentKey).toMatch(/^HOU-PIN-5\d{5}$/);
    expect((await sandbox.reporter.query(reconciliations, [written.id])).rows).toEqual([
      {
        matched_status: 'M',
        value: '1000.00',
        base_value: '1000.00',
        reconciled_value: '1012.00',
        adjustment_value: '12.00',
      },
    ]);
    expect(
      await one(
        `select document_status, document_amount::text, matched_material_amount::text, matched_miscellaneous_amount::text,
                payment_due_date::text from supplier_documents where id = $1`,
        [written.id],
      ),
    ).toEqual({
      document_status: 'APP',
      document_amount: '1052.00',
      matched_material_amount: '1012.00',
      matched_miscellaneous_amount: '0.00',
      payment_due_date: '2026-12-20',
    });
  });

  test('two invoices of one receipt take it to the cent, in both currencies', async () => {
    const { receiptKey } = await received('T-PARTS', 'V00203', '0.71364900');
    const bases: string[] = [];
    for (const [number, match] of [
      ['B-1', { receiptKey, receivedValue: '333.33' }],
      ['B-2', { receiptKey }],
    ] as const) {
      const written = await enterSupplierDocument(sandbox.owner, {
        ...invoice,
        supplierCode: 'V00203',
        supplierDocumentNumber: number,
        exchangeRate: '0.72000000',
        taxGroup: null,
        items: [{ ...stockItem, value: number === 'B-1' ? '333.33' : '666.67', matches: [match] }],
      });
      const row = await one<{ base_value: string; matched_status: string }>(reconciliations, [written.id]);
      bases.push(`${row.matched_status} ${row.base_value}`);
    }
    expect(bases).toEqual(['P 237.88', 'M 475.77']);
    expect(await one(`select material_value::text as value from stock_items where number = 'T-PARTS'`)).toEqual({
      value: '713.65',
    });
  });

  test('what was invoiced and not received is a reconciliation without a receipt', async () => {
    const { receiptKey } = await received('T-UNMATCHED');
    const written = await enterSupplierDocument(sandbox.owner, {
      ...invoice,
      supplierDocumentNumber: 'C-1',
      status: 'ENT',
      items: [{ ...stockItem, value: '1500.00', matches: [{ receiptKey }], unmatchedValue: '500.00' }],
    });
    const rows = (await sandbox.reporter.query(reconciliations, [written.id])).rows;
    expect(rows.map(({ matched_status, reconciled_value }) => [matched_status, reconciled_value])).toEqual([
      ['M', '1000.00'],
      ['U', '0.00'],
    ]);
    await changeSupplierDocument(sandbox.owner, written.documentKey, { status: 'HLD', heldReasons: 'Not received' });
    await changeSupplierDocument(sandbox.owner, written.documentKey, { status: 'APP' });
    expect(
      await one('select document_status, held_reasons from supplier_documents where id = $1', [written.id]),
    ).toEqual({
      document_status: 'APP',
      held_reasons: null,
    });
  });

  test('taxes of a supplier are those of its group, on the header as on the items', async () => {
    const written = await enterSupplierDocument(sandbox.owner, {
      ...invoice,
      branch: 'BHM',
      supplierCode: 'V00204',
      supplierDocumentNumber: 'D-1',
      items: [
        { kind: 'expense', description: 'Haulage', costGroup: 'TRN', purchaseGroup: 'SUN', value: '10.03' },
        { kind: 'expense', description: 'Stamps', purchaseGroup: 'SUN', value: '5.00', taxExempt: true },
      ],
    });
    expect(
      await one(
        `select tax_authority1, vat_rate1::text, vat_amount1::text, document_amount::text,
                (select sum(vat_value1)::text from supplier_document_items where supplier_document_id = d.id) as items_tax
           from supplier_documents d where id = $1`,
        [written.id],
      ),
    ).toEqual({
      tax_authority1: 'VAT',
      vat_rate1: '20.0000',
      vat_amount1: '2.01',
      document_amount: '17.04',
      items_tax: '2.01',
    });
  });

  test('a half-written document is approved, and its items come later', async () => {
    const half = await enterSupplierDocumentHeaderFirst(sandbox.owner, {
      ...invoice,
      supplierDocumentNumber: 'E-1',
      items: [{ kind: 'expense', description: 'Tyres', purchaseGroup: 'SUN', value: '99.00' }],
    });
    const read = `select d.document_status, d.document_amount::text,
                         (select count(*)::int from supplier_document_items i where i.supplier_document_id = d.id) as items
                    from supplier_documents d where d.id = $1`;
    expect(await one(read, [half.id])).toEqual({ document_status: 'APP', document_amount: '99.00', items: 0 });
    await half.writeRest();
    expect(await one(read, [half.id])).toMatchObject({ items: 1 });
  });
});

describe('stock movements', () => {
  test('stock items stand at the sum of their movements', async () => {
    const { receiptKey } = await received('T-SUM');
    expect(receiptKey).toMatch(/^HOU-REC-9\d{5}$/);
    const book = (type: 'WOF' | 'CNT' | 'RVL', values: Record<string, string>, reasonCode?: string) =>
      bookStockMovement(sandbox.owner, {
        type,
        branch: 'HOU',
        date,
        ...(reasonCode === undefined ? {} : { reasonCode }),
        items: [{ tag: 'T-SUM', weight: '-10.000', values }],
      });
    await book('WOF', { MAT: '-100.00' }, 'LOST');
    await book('CNT', { MAT: '20.00', TRN: '1.50' });
    await book('RVL', { MAT: '-0.01' });
    await transferStock(sandbox.owner, {
      date,
      fromBranch: 'HOU',
      fromTag: 'T-SUM',
      toTag: 'T-SUM-BHM',
      toWarehouse: 'BHM',
      product: 'PL36-0250',
      pieces: 1,
      weight: '500.000',
      value: '300.00',
    });
    const stock = await sandbox.reporter.query(
      `select s.number, w.code as warehouse, s.physical_weight::text as weight, s.material_value::text as material,
              s.transport_value::text as transport, sum(i.material_value)::text as moved
         from stock_items s join warehouses w on w.id = s.warehouse_id join stock_transaction_items i on i.stock_item_id = s.id
        where s.number like 'T-SUM%' group by s.id, w.code order by 1`,
    );
    expect(stock.rows).toEqual([
      { number: 'T-SUM', warehouse: 'HOU', weight: '1470.000', material: '619.99', transport: '1.50', moved: '619.99' },
      {
        number: 'T-SUM-BHM',
        warehouse: 'BHM',
        weight: '500.000',
        material: '300.00',
        transport: '0.00',
        moved: '300.00',
      },
    ]);
  });

  test('a write-off needs a reason', async () => {
    const request = { type: 'WOF', branch: 'HOU', date, items: [{ tag: 'T-SUM', values: { MAT: '-1.00' } }] } as const;
    await expect(bookStockMovement(sandbox.owner, request)).rejects.toThrow('violates check constraint');
  });

  test('what is only entered is final when it is processed, and a header may stand without its items', async () => {
    const request = { type: 'CNT', branch: 'HOU', date, items: [{ tag: 'T-SUM', values: { MAT: '5.00' } }] } as const;
    const entered = await bookStockMovement(sandbox.owner, { ...request, unprocessed: true });
    const read = 'select processed, version from stock_transactions where id = $1';
    expect(await one(read, [entered.id])).toEqual({ processed: false, version: 0 });
    await processStockMovement(sandbox.owner, entered.documentKey);
    expect(await one(read, [entered.id])).toEqual({ processed: true, version: 1 });
    const half = await bookStockMovementHeaderFirst(sandbox.owner, request);
    const items = 'select count(*)::int as items from stock_transaction_items where stock_transaction_id = $1';
    expect(await one(items, [half.id])).toEqual({ items: 0 });
    await half.writeRest();
    expect(await one(items, [half.id])).toEqual({ items: 1 });
  });

  test('rows that come later wait for whoever gives ids meanwhile: they would draw the same', async () => {
    const request = { type: 'CNT', branch: 'HOU', date, items: [{ tag: 'T-SUM', values: { MAT: '5.00' } }] } as const;
    const half = await bookStockMovementHeaderFirst(sandbox.owner, request);
    const program = await sandbox.owner.connect();
    await program.query('begin');
    await appendInvoices(program, { count: 1, status: 'ENT', businessDate: date });
    const rest = half.writeRest();
    const waiting = `select count(*)::int as waiting from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`;
    await until('the later rows wait', 30_000, async () => {
      const { waiting: count } = await one<{ waiting: number }>(waiting);
      return count === 1;
    });
    await program.query('commit');
    program.release();
    await rest;
    const items = 'select count(*)::int as items from stock_transaction_items where stock_transaction_id = $1';
    expect(await one(items, [half.id])).toEqual({ items: 1 });
  });
});

describe('addresses and contacts', () => {
  test('a ship-to address is made, changed, and made inactive', async () => {
    const owner = { companyCode: 'C00101', code: 'SITE9' };
    const id = await saveShipTo(sandbox.owner, {
      ...owner,
      name: 'Site 9',
      address: { address: 'Gate 1', town: 'Baytown', countryCode: 'USA' },
    });
    const read = `select s.name, s.status, s.version, a.town, a.version as address_version
                    from company_sub_addresses s join addresses a on a.id = s.address_id where s.id = $1`;
    expect(await one(read, [id])).toEqual({
      name: 'Site 9',
      status: 'A',
      version: 0,
      town: 'Baytown',
      address_version: 0,
    });
    await saveShipTo(sandbox.owner, { ...owner, address: { town: 'Pasadena' } });
    expect(await one(read, [id])).toMatchObject({ town: 'Pasadena', version: 1, address_version: 1 });
    await saveShipTo(sandbox.owner, { ...owner, address: { town: 'La Porte' } }, 'addressAlone');
    expect(await one(read, [id])).toMatchObject({ town: 'La Porte', version: 1, address_version: 2 });
    await saveShipTo(sandbox.owner, { ...owner, active: false });
    expect(await one(read, [id])).toMatchObject({ status: 'D', version: 2 });
  });

  test('a contact of a supplier is made and changed', async () => {
    const owner = { companyType: 'S', companyCode: 'V00201' } as const;
    const id = await saveContact(sandbox.owner, { ...owner, surname: 'Doe', typeCode: 'SAL' });
    await saveContact(sandbox.owner, { ...owner, id, mobile: '555-2', address: { town: 'Houston' } });
    expect(
      await one(
        `select c.surname, c.mobile, t.code, a.town from contacts c join contact_types t on t.id = c.type_id
           join addresses a on a.id = c.address_id where c.id = $1`,
        [id],
      ),
    ).toEqual({ surname: 'Doe', mobile: '555-2', code: 'SAL', town: 'Houston' });
  });
});
