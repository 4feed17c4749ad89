import { createImetalClient } from '../../../clients/imetal/create-imetal-client';
import type { ImetalClient } from '../../../clients/imetal/imetal-client';
import { createImportFixture, type ImportFixture } from './import-fixture';
import { createLiveFixture, type LiveFixture } from './live-fixture';

let fixture: LiveFixture;
let client: ImetalClient;

beforeEach(async () => {
  fixture = await createLiveFixture();
  client = createImetalClient({ live: fixture.live, gateway: fixture.gateway });
});
afterEach(() => fixture?.drop());

it('finds no drift in a database with all that the client reads', async () => {
  expect(await client.checkSchema()).toEqual([]);
});

it('names the table, the column and the type that differ', async () => {
  await fixture.owner.query(`
    DROP TABLE stock_transaction_items CASCADE;
    ALTER TABLE products DROP COLUMN product_group_code;
    ALTER TABLE sales_charges ALTER COLUMN value TYPE text;
    ALTER TABLE terms ALTER COLUMN code TYPE text`);
  expect(await client.checkSchema()).toEqual([
    {
      table: 'products',
      column: 'product_group_code',
      expected: 'text',
      actual: 'absent, or not granted to this login',
    },
    { table: 'sales_charges', column: 'value', expected: 'numeric', actual: 'text' },
    {
      table: 'stock_transaction_items',
      column: null,
      expected: 'a table',
      actual: 'absent, or not granted to this login',
    },
  ]);
});

it("names a column that the gateway's login may not write", async () => {
  await fixture.owner.query(
    `REVOKE UPDATE (gateway_reference) ON sales_headers FROM ${new URL(fixture.urls.gateway).username}`,
  );
  expect(await client.checkSchema()).toEqual([
    {
      table: 'sales_headers',
      column: 'gateway_reference',
      expected: "UPDATE granted to the gateway's login",
      actual: 'not granted',
    },
  ]);
});

it("names the gateway's rights on every table of documents", async () => {
  await fixture.owner.query(
    `REVOKE UPDATE (exported_date) ON supplier_documents, stock_transactions FROM ${new URL(fixture.urls.gateway).username}`,
  );
  expect((await client.checkSchema()).map(({ table, column }) => [table, column])).toEqual([
    ['stock_transactions', 'exported_date'],
    ['supplier_documents', 'exported_date'],
  ]);
});

describe('the import database', () => {
  let imports: ImportFixture;
  beforeEach(async () => {
    imports = await createImportFixture();
    client = createImetalClient({ live: fixture.live, gateway: fixture.gateway, imports: imports.imports });
  });
  afterEach(() => imports?.drop());

  it('has no drift when all that the client writes and reads is there', async () => {
    expect(await client.checkSchema()).toEqual([]);
  });

  it('is named where it differs: tables, columns, types, lengths and rights', async () => {
    await imports.owner.query(`
      DROP TABLE import_tax_groups;
      ALTER TABLE import_companies DROP COLUMN imetal_id, ALTER COLUMN name TYPE varchar(40), ALTER COLUMN code TYPE varchar(12);
      ALTER TABLE import_terms ALTER COLUMN due_days TYPE text;
      REVOKE INSERT ON import_open_items FROM ${imports.login};
      GRANT INSERT (import_company_reference, import_source, import_batch_number, import_number, item_no, document_number, document_type,
        document_date, due_date, currency_code, document_amount, open_amount, external_reference, source_document_key)
        ON import_open_items TO ${imports.login}`);
    expect(await client.checkSchema()).toEqual([
      {
        table: 'import_companies',
        column: 'imetal_id',
        expected: 'integer',
        actual: 'absent, or not granted to this login',
      },
      { table: 'import_terms', column: 'due_days', expected: 'integer', actual: 'text' },
      { table: 'import_tax_groups', column: null, expected: 'a table', actual: 'absent, or not granted to this login' },
      { table: 'import_companies', column: 'name', expected: 'text of 60 characters', actual: '40 characters' },
      {
        table: 'import_open_items',
        column: 'base_open_amount',
        expected: "INSERT granted to the importer's login",
        actual: 'not granted',
      },
    ]);
  });
});

it("tells the database's time", async () => {
  const clock = Date.parse(await client.readClock());
  expect(Math.abs(clock - Date.now())).toBeLessThan(60_000);
});
