import { Client } from 'pg';
import { createEmptyDatabase, createTestDatabase } from './postgres';
import { connectTestTemporal } from './temporal';

test('a test file gets a PostgreSQL database of its own', async () => {
  const [first, second] = [await createEmptyDatabase(), await createEmptyDatabase()];
  expect(first.url).not.toBe(second.url);
  const client = new Client({ connectionString: first.url });
  await client.connect();
  const { rows } = await client.query('select current_database() as name');
  expect(rows).toEqual([{ name: first.name }]);
  await client.end();
  await Promise.all([first.drop(), second.drop()]);
});

test('a test file gets a Temporal server that knows the search attributes', async () => {
  const temporal = await connectTestTemporal();
  const found = await temporal.client.workflow.count('PostingStatus = "posted" and Company = "none"');
  expect(found.count).toBe(0);
  await temporal.close();
});

test('a test database has the hub schema, and what one file writes no other sees', async () => {
  const [first, second] = [await createTestDatabase(), await createTestDatabase()];
  const client = new Client({ connectionString: first.url });
  await client.connect();
  const { rows } = await client.query("select to_regclass('postings') is not null as migrated");
  expect(rows).toEqual([{ migrated: true }]);
  await client.end();
  await Promise.all([first.drop(), second.drop()]);
});
