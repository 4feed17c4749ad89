import { findEnteredRows } from '../../../clients/imetal/find-entered-rows';
import { createImportFixture, type ImportFixture } from './import-fixture';

let fixture: ImportFixture;
beforeAll(async () => {
  fixture = await createImportFixture();
});
afterAll(async () => {
  await fixture?.drop();
});

const keys = { companyReference: 'GULF', source: 'HUB' };

test("what waits for the importer is told by table and batch, without other sources' rows and what is taken", async () => {
  expect(await findEnteredRows(fixture.url, keys)).toEqual([]);
  const columns = 'import_company_reference, import_source, import_batch_number, import_number, import_status';
  await fixture.owner.query(
    `INSERT INTO import_companies (${columns}) VALUES
       ('GULF', 'HUB', 7, 1, 'E'), ('GULF', 'HUB', 7, 2, 'E'), ('GULF', 'HUB', 6, 1, 'I'), ('GULF', 'OTHER', 7, 1, 'E');
     INSERT INTO import_customer_balances (${columns}, as_of) VALUES
       ('GULF', 'HUB', 9, 1, 'E', '2026-11-20T12:00:00Z'), ('GULF', 'HUB', 9, 2, 'E', '2026-11-20T11:00:00Z')`,
  );
  expect(await findEnteredRows(fixture.url, keys)).toEqual([
    { table: 'import_companies', batchNumber: 7, records: 2, asOf: null },
    { table: 'import_customer_balances', batchNumber: 9, records: 2, asOf: new Date('2026-11-20T11:00:00Z') },
  ]);
});

test('a server that is away is Transport', async () => {
  const away = findEnteredRows('postgres://nobody@127.0.0.1:1/imports', keys);
  await expect(away).rejects.toMatchObject({ name: 'Transport' });
});
