import { Client } from 'pg';
import { migrate } from '../../db/migrate';
import { createEmptyDatabase, type TestDatabase } from '../postgres';

let database: TestDatabase;
beforeAll(async () => {
  database = await createEmptyDatabase();
});
afterAll(() => database?.drop());

async function tables(): Promise<string[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    const { rows } = await client.query(
      "select table_name from information_schema.tables where table_schema = 'public' order by 1",
    );
    return rows.map(({ table_name }) => table_name);
  } finally {
    await client.end();
  }
}

test('migrations bring an empty database up, by two processes at once, and repeating them changes nothing', async () => {
  // One of the two may find the other at work: it says so, and finds all done when it tries again.
  await Promise.allSettled([migrate(database.url), migrate(database.url)]);
  await migrate(database.url);
  const once = await tables();
  expect(once).toEqual(expect.arrayContaining(['plans', 'postings', 'posting_events', 'exceptions', 'request_slots']));
  await migrate(database.url);
  expect(await tables()).toEqual(once);
});

test('a database that cannot be reached is an error that says so', async () => {
  await expect(migrate('postgres://nobody@127.0.0.1:1/none')).rejects.toThrow(/ECONNREFUSED/);
});
