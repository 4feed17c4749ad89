import { Client, type Pool } from 'pg';
import { createImetalSandbox } from '../../../sandbox/imetal/create-imetal-sandbox';
import { postgresAdminUrl } from '../../postgres';
import { createImetalTestSandbox, type ImetalTestSandbox } from './sandbox-database';

let sandbox: ImetalTestSandbox;

beforeAll(async () => {
  sandbox = await createImetalTestSandbox({ seed: 1, invoices: 1, queued: 1 });
});
afterAll(() => sandbox.drop());

const anInvoice = `(select min(h.id) from sales_headers h join sales_types t on t.id = h.type_id where t.code = 'DIV')`;

async function sqlState(pool: Pool, statement: string): Promise<string | undefined> {
  const outcome = await pool.query(statement).then(
    () => undefined,
    (error: { code: string }) => error.code,
  );
  return outcome;
}

const notNullViolation = '23502';
const foreignKeyViolation = '23503';
const uniqueViolation = '23505';
const checkViolation = '23514';
const textTooLong = '22001';
const numberTooLarge = '22003';
const permissionDenied = '42501';
const undefinedTable = '42P01';

describe('the live database is as strict as iMetal', () => {
  test.each([
    ['a document number twice in a branch and type', uniqueViolation, copyOfHeader('number')],
    [
      'a document without a date',
      notNullViolation,
      `update sales_headers set sale_date = null where id = ${anInvoice}`,
    ],
    [
      'a document of an unknown customer',
      foreignKeyViolation,
      `update sales_headers set customer_id = 99999 where id = ${anInvoice}`,
    ],
    ['a rate of nothing', checkViolation, `update sales_headers set exchange_rate = 0 where id = ${anInvoice}`],
    [
      'an export date without its batch',
      checkViolation,
      `update sales_headers set exported_date = now() where id = ${anInvoice}`,
    ],
    ['a customer code of eleven letters', textTooLong, `update companies set code = 'C0000000001' where id = 1`],
    [
      'a value of eleven digits before the point',
      numberTooLarge,
      `update sales_charges set value = 12345678901 where id = 1`,
    ],
    [
      'a charge of an unknown cost group',
      foreignKeyViolation,
      `update sales_charges set cost_group_code = 'ZZZ' where id = 1`,
    ],
    [
      'a charge that is neither stand-alone, included nor added',
      checkViolation,
      `update sales_charges set charge_visibility = 'Z' where id = 1`,
    ],
    [
      'an outside cost that names no supplier',
      checkViolation,
      `update cost_items set internal_cost = false, supplier_id = null where id = 1`,
    ],
    [
      'a stock adjustment without a reason',
      checkViolation,
      `update stock_transactions set stock_adjustment_reason_id = null where type = 'ADJ'`,
    ],
    [
      'a type of document that is not on the list',
      checkViolation,
      `insert into sales_types (code, description) values ('ZZZ', 'x')`,
    ],
    ['the deletion of an item with charges', foreignKeyViolation, 'delete from sales_items where id = 1'],
  ])('refuses %s', async (_, expected, statement) => {
    expect(await sqlState(sandbox.owner, statement)).toBe(expected);
  });

  test('raises version and change time with every update, an acknowledgement included', async () => {
    const read = `select version, mdate from sales_headers where id = ${anInvoice}`;
    const before = (await sandbox.owner.query<{ version: number; mdate: Date }>(read)).rows[0];
    await sandbox.gateway.query(
      `update sales_headers set gateway_batch_id = 1, exported_date = now(), gateway_reference = 'R1'
        where id = (select min(id) from sales_headers where number = 104233)`,
    );
    const after = (await sandbox.owner.query<{ version: number; mdate: Date }>(read)).rows[0];
    expect(after?.version).toBe((before?.version ?? 0) + 1);
    expect(after?.mdate.getTime()).toBeGreaterThan(before?.mdate.getTime() ?? 0);
  });
});

function copyOfHeader(...columns: string[]): string {
  const copied = ['branch_id', 'type_id', 'status_id', 'customer_id', 'currency_id', 'sale_date', ...columns].join(
    ', ',
  );
  return `insert into sales_headers (${copied}) select ${copied} from sales_headers where id = ${anInvoice}`;
}

describe('the logins', () => {
  test.each([
    ['update a header', 'update sales_headers set credit_hold = true'],
    ['insert a country', `insert into countries (code, name) values ('FRA', 'France')`],
    ['delete a charge', 'delete from sales_charges'],
    ['create a table', 'create table mine (id int)'],
  ])('the reporter cannot %s', async (_, statement) => {
    expect(await sqlState(sandbox.reporter, statement)).toBe(permissionDenied);
  });

  test('the reporter reads every table', async () => {
    const tables = await sandbox.reporter.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public'`,
    );
    expect(tables.rows.length).toBeGreaterThan(30);
    for (const { name } of tables.rows)
      expect(await sqlState(sandbox.reporter, `select * from ${name} limit 1`)).toBeUndefined();
  });

  test.each([
    ['change a status', `update sales_headers set status_id = 1 where number = 1`],
    ['change a total', 'update sales_totals set invoiced_value = 0'],
    ['insert a header', copyOfHeader('number')],
    ['delete a header', 'delete from sales_headers where number = 1'],
    ['approve a supplier document', `update supplier_documents set document_status = 'APP'`],
    ['process a stock movement', 'update stock_transactions set processed = true'],
    ['read an amount', 'select value from sales_charges'],
    ['read who bought', 'select customer_id from sales_headers'],
  ])('the gateway cannot %s', async (_, statement) => {
    expect(await sqlState(sandbox.gateway, statement)).toBe(permissionDenied);
  });

  test('the gateway finds a document by its key', async () => {
    const found = await sandbox.gateway.query(
      `select h.id from sales_headers h join branches b on b.id = h.branch_id join sales_types t on t.id = h.type_id
        where b.code = 'HOU' and t.code = 'DIV' and h.number = 104233`,
    );
    expect(found.rowCount).toBe(1);
  });

  test.each(['sales_headers', 'supplier_documents', 'stock_transactions'])(
    'the gateway acknowledges %s',
    async (table) => {
      const acknowledgement = `gateway_batch_id = 1, exported_date = now(), gateway_reference = 'R1'`;
      expect(await sqlState(sandbox.gateway, `update ${table} set ${acknowledgement} where id = 1`)).toBeUndefined();
      expect(await sqlState(sandbox.owner, `update ${table} set exported_date = null where id = 1`)).toBe(
        table === 'supplier_documents' ? undefined : checkViolation,
      );
    },
  );

  test('the importer sees no faults, and no live table', async () => {
    expect(await sqlState(sandbox.imports, 'select * from sandbox.importer_faults')).toBe(permissionDenied);
    expect(await sqlState(sandbox.imports, 'select * from companies')).toBe(undefinedTable);
  });
});

test('a sandbox of an earlier version is named, not mended', async () => {
  const adminUrl = await postgresAdminUrl();
  const namePrefix = new URL(sandbox.urls.live).pathname.slice(1).replace('live_emetal', '');
  await sandbox.importsOwner.query('alter table import_customer_balances rename to hidden');
  await expect(createImetalSandbox({ adminUrl, namePrefix })).rejects.toThrow('of an earlier version');
  await sandbox.importsOwner.query('alter table hidden rename to import_customer_balances');
});

test('making a sandbox that stands leaves it as it is', async () => {
  const adminUrl = await postgresAdminUrl();
  const namePrefix = new URL(sandbox.urls.live).pathname.slice(1).replace('live_emetal', '');
  const count = 'select count(*)::int as documents from sales_headers';
  const before = await sandbox.owner.query<{ documents: number }>(count);
  const again = await createImetalSandbox({ adminUrl, namePrefix });
  const after = await sandbox.owner.query<{ documents: number }>(count);
  expect(again).toEqual({ ...sandbox.urls, created: false });
  expect(after.rows).toEqual(before.rows);
  expect(before.rows[0]?.documents).toBeGreaterThan(0);
});

test('the importer writes the import database, and a status that is none of E, I, F is refused', async () => {
  const client = new Client({ connectionString: sandbox.urls.imports });
  await client.connect();
  const insert = (status: string) =>
    client.query(
      `insert into import_sales_headers (import_company_reference, import_source, import_batch_number, import_number,
         import_status, import_action, branch_code, type_code, customer_code)
       values ('DEMO', 'SIM', 17, 100000042, $1, 'A', 'HOU', 'ORD', 'C00101')`,
      [status],
    );
  try {
    await expect(insert('X')).rejects.toMatchObject({ code: checkViolation });
    expect((await insert('E')).rowCount).toBe(1);
  } finally {
    await client.end();
  }
});
