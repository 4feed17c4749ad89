import { createImetalClient } from '../../../clients/imetal/create-imetal-client';
import type { ImetalClient } from '../../../clients/imetal/imetal-client';
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

it("tells the database's time", async () => {
  const clock = Date.parse(await client.readClock());
  expect(Math.abs(clock - Date.now())).toBeLessThan(60_000);
});
