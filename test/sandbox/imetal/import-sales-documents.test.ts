import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { placeOrder } from '../../../sandbox/imetal/acts/sales-orders';
import { importSalesDocuments } from '../../../sandbox/imetal/importer/import-sales-documents';
import { createImetalTestSandbox, type ImetalTestSandbox } from './sandbox-database';
import { createStaging, type Settled } from './staging';

type Values = Record<string, string | number | boolean | null>;
const definitions = [importSalesDocuments];
let sandbox: ImetalTestSandbox;
let staging: ReturnType<typeof createStaging>;

beforeAll(async () => {
  sandbox = await createImetalTestSandbox({ seed: 1, invoices: 30, queued: 1 });
  staging = createStaging(sandbox);
});
afterAll(() => sandbox.drop());

const header: Values = {
  import_action: 'A',
  import_user_name: 'First_Last',
  branch_code: 'HOU',
  type_code: 'ORD',
  customer_code: 'C00102',
  deliver_to_address_code: 'TULSA',
  customer_order_number: 'PO-77',
  sale_date: '2026-11-20',
};
const item: Values = { import_item: 1, product_code: 'PL36-0250', required_pieces: 2, required_weight: '512.500' };
const charges: Values[] = [
  { item_no: 1, cost_group_code: 'MAT', charge: '1.8500', charge_unit_code: 'LB', charge_visibility: 'S' },
  { item_no: 2, cost_group_code: 'TRN', charge: '45.0000', charge_unit_code: 'LOT', charge_visibility: 'A' },
  { item_no: 3, cost_group_code: 'PRD', charge: '12.0000', charge_unit_code: 'EA', charge_visibility: 'I' },
];
const cost: Values = {
  item_no: 1,
  internal_cost: false,
  cost_group_code: 'TRN',
  cost: '30.0000',
  cost_unit_code: 'LOT',
};

async function stage(
  further: Values = {},
  lines: { item?: Values; charges?: Values[]; cost?: Values } = {},
): Promise<number> {
  const importNumber = staging.nextNumber();
  const key = staging.key(importNumber);
  await staging.insert('import_sales_items', { ...key, ...item, ...lines.item });
  for (const charge of lines.charges ?? charges) {
    await staging.insert('import_sales_charges', { ...key, import_item: 1, ...charge });
  }
  const supplied = { ...key, import_item: 1, supplier_code: 'V00201', ...cost, ...lines.cost };
  await staging.insert('import_sales_costs', supplied);
  await staging.insert('import_sales_headers', { ...key, ...header, ...further });
  return importNumber;
}

async function imported(importNumber: number): Promise<Settled & { imetal_document_number: number | null }> {
  await staging.run({ definitions });
  return (await staging.outcome('import_sales_headers', importNumber)) as Settled & {
    imetal_document_number: number | null;
  };
}

async function documentOf(number: number | null, type: string) {
  const found = await sandbox.reporter.query(
    `select s.code as status, st.balance_value::text as balance, st.balance_tax_value::text as tax, h.import_source,
            array(select c.value::text from sales_items i join sales_charges c on c.item_id = i.id
                   where i.sales_header_id = h.id order by c.charge_item) as charges,
            (select sum(c.base_value)::text from sales_items i join cost_items c on c.item_id = i.id
              where i.sales_header_id = h.id) as costs
       from sales_headers h join sales_types t on t.id = h.type_id join sales_statuses s on s.id = h.status_id
       join sales_totals st on st.id = h.sales_total_id where h.number = $1 and t.code = $2`,
    [number, type],
  );
  return found.rows;
}

test('an order is added with its number, charges by their units, taxes of its address', async () => {
  const settled = await imported(await stage());
  expect(settled).toMatchObject({
    import_status: 'I',
    import_notes: `Sales Document Created: ${settled.imetal_document_number}`,
  });
  // 1.85 × 512.5 = 948.125; Tulsa 4.5, 0.367 and 3.65 % of 1017.13, each rounded.
  expect(await documentOf(settled.imetal_document_number, 'ORD')).toEqual([
    {
      status: 'ENT',
      balance: '1017.13',
      tax: '86.63',
      import_source: 'SIM',
      charges: ['948.13', '45.00', '24.00'],
      costs: '30.00',
    },
  ]);
});

test('a status set back to E adds the document again', async () => {
  const importNumber = await stage();
  const first = await imported(importNumber);
  await sandbox.imports.query(`update import_sales_headers set import_status = 'E' where import_number = $1`, [
    importNumber,
  ]);
  const second = await imported(importNumber);
  expect(second.import_status).toBe('I');
  expect(second.imetal_document_number).toBe((first.imetal_document_number ?? 0) + 1);
});

test('all rows are validated before the document fails, each with its own notes', async () => {
  const importNumber = await stage(
    { branch_code: 'COV', exchange_rate_type_code: '6', contact_surname: 'Nobody' },
    {
      item: { product_code: 'RB9999' },
      charges: [{ ...charges[0], charge_unit_code: 'FT' }],
      cost: { supplier_code: null },
    },
  );
  const settled = await imported(importNumber);
  expect(settled.import_status).toBe('F');
  expect(settled.import_notes?.split('\n')).toEqual([
    'branch_code: "COV" not found in branches table.',
    'exchange_rate_type_code: "6" must be one of "1", "2".',
    'contact_surname: "Nobody" not found in contacts table.',
  ]);
  const notes = await sandbox.imports.query(
    `select import_notes from import_sales_items where import_number = $1
     union all select import_notes from import_sales_charges where import_number = $1
     union all select import_notes from import_sales_costs where import_number = $1`,
    [importNumber],
  );
  expect(notes.rows.map(({ import_notes }) => import_notes)).toEqual([
    'product_code: "RB9999" not found in products table.',
    'charge_unit_code: "FT" needs required_quantity of the item.',
    'supplier_code: a value must be entered.',
  ]);
});

test.each([
  [
    'a contact that is not unique',
    { customer_code: 'C00101', deliver_to_address_code: null, contact_surname: 'Twin' },
    'contact_surname: "Twin" found more than once in contacts table.',
  ],
  ['no sales group', { import_user_name: null }, 'sales_group_code: none for salesperson, user or customer.'],
  ['a type that cannot be imported', { type_code: 'DIV' }, 'type_code: "DIV" must be one of "ORD", "MIV", "CRN".'],
  [
    'a foreign currency without a rate',
    { customer_code: 'C00116', deliver_to_address_code: null },
    'exchange_rate: a value must be entered.',
  ],
  [
    'a credit of an unknown invoice',
    { type_code: 'CRN', credited_invoice: 999 },
    'credited_invoice: "999" not found in sales_headers table.',
  ],
])('refuses %s', async (_, further, note) => {
  await sandbox.owner.query(
    `insert into contacts (surname, company_id) select 'Twin', c.id from companies c, generate_series(1, 2) where c.code = 'C00101'`,
  );
  expect(await imported(await stage(further))).toMatchObject({ import_status: 'F', import_notes: note });
});

test('a manual credit note names its invoice, and waits to be made final', async () => {
  const settled = await imported(await stage({ type_code: 'CRN', credited_invoice: 104233 }));
  const found = await sandbox.reporter.query(
    `select b.code as branch, t.code as type from sales_headers h join branches b on b.id = h.credited_branch_id
       join sales_types t on t.id = h.credited_type_id join sales_types own on own.id = h.type_id and own.code = 'CRN'
      where h.number = $1`,
    [settled.imetal_document_number],
  );
  expect(found.rows).toEqual([{ branch: 'HOU', type: 'DIV' }]);
});

describe('changes and deletions', () => {
  const order = { customerCode: 'C00102', branch: 'HOU', date: '2026-11-20' };
  const lines = [{ productCode: 'PL36-0250', value: '10.00' }];

  test('a change finds its document and leaves it as it is', async () => {
    const placed = await placeOrder(sandbox.owner, { ...order, lines });
    const number = placed.documentKey.split('-')[2] ?? '';
    const before = await documentOf(Number(number), 'ORD');
    const settled = await imported(await stage({ import_action: 'C', imetal_document_number: number }));
    expect(settled).toMatchObject({ import_status: 'I', import_notes: `Sales Document Found: ${number}` });
    expect(await documentOf(Number(number), 'ORD')).toEqual(before);
  });

  test('a deletion cancels an open order, and no other', async () => {
    const placed = await placeOrder(sandbox.owner, { ...order, lines });
    const number = placed.documentKey.split('-')[2] ?? '';
    const deletion = { import_action: 'D', imetal_document_number: number };
    expect(await imported(await stage(deletion))).toMatchObject({ import_notes: `Sales Document Deleted: ${number}` });
    expect(await documentOf(Number(number), 'ORD')).toMatchObject([{ status: 'DEL' }]);
    const closed = await sandbox.reporter.query<{ number: number; customer: string }>(
      `select h.number, c.code as customer from sales_headers h join companies c on c.id = h.customer_id
         join sales_types t on t.id = h.type_id join branches b on b.id = h.branch_id
        where t.code = 'ORD' and b.code = 'HOU' and exists (select from sales_headers d join sales_types y on y.id = d.type_id
                where d.order_id = h.id and y.code = 'DES') limit 1`,
    );
    const { number: closedNumber = 0, customer = '' } = closed.rows[0] ?? {};
    const refused = await imported(
      await stage({ import_action: 'D', imetal_document_number: closedNumber, customer_code: customer }),
    );
    expect(refused.import_notes).toContain(`Couldn't delete sales document - there is a despatch note.`);
  });

  test('a reference that fits several documents or none is refused in the words of the vendor', async () => {
    await imported(await stage({ customer_order_number: 'PO-TWICE' }));
    await imported(await stage({ customer_order_number: 'PO-TWICE' }));
    expect((await imported(await stage({ import_action: 'D', customer_order_number: 'PO-TWICE' }))).import_notes).toBe(
      `Couldn't delete sales document - More than one record was found for the Branch, Type, Customer and Customer Order Number.`,
    );
    expect((await imported(await stage({ import_action: 'C', customer_order_number: 'PO-NONE' }))).import_notes).toBe(
      `Couldn't change sales document - document not found using any references.`,
    );
  });
});

test('the half-written trap: a header that is committed before its items makes a document without them', async () => {
  const importNumber = staging.nextNumber();
  await staging.insert('import_sales_headers', { ...staging.key(importNumber), ...header });
  const settled = await imported(importNumber);
  expect(await documentOf(settled.imetal_document_number, 'ORD')).toMatchObject([{ balance: '0.00', charges: [] }]);
});

test('the command prints its totals, for a validation and for the import', async () => {
  await stage({ import_batch_number: 1 });
  await stage({ branch_code: 'COV' });
  const command = async (runType: string) => {
    const urls = ['--imports-url', sandbox.urls.importsOwner, '--live-owner-url', sandbox.urls.owner];
    const words = [
      'SalesDocumentImport',
      'BatchNumberFrom=1',
      'BatchNumberTo=1',
      `RunType=${runType}`,
      'ImportUser=First_Last',
      'ImportSource=SIM',
    ];
    const options = { cwd: resolve(__dirname, '../../..') };
    const script = ['--import', 'tsx', 'sandbox/imetal/import-documents.ts'];
    return (await promisify(execFile)(process.execPath, [...script, ...words, ...urls], options)).stdout;
  };
  expect(await command('VALIDATE')).toBe('VALIDATE\nFOUND : 2\nFAILED : 1\nPASSED : 1\nTOTAL : 2\n');
  expect(await command('IMPORT')).toBe('IMPORT\nFOUND : 2\nFAILED : 1\nIMPORTED: 1\nTOTAL : 2\n');
});
