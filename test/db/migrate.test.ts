import { readFileSync } from 'node:fs';
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

test('shifts that were planned before hours were kept have those of their plans, and others none', async () => {
  const { url, drop } = await createEmptyDatabase();
  const client = new Client({ connectionString: url });
  try {
    await migrate(url);
    await client.connect();
    await client.query(`
      drop view standing_documents;
      create view standing_documents as select 'before the migration';
      alter table postings drop column hours;
      alter table exceptions drop column hours;
      insert into plans (company, document_key, revision, version, content_hash, mapping_version, documents, trace, totals)
        values ('civil', 'TS-1', 1, 1, 'a', '1', '[]', '[]', '{"labourHours":"7.58"}'),
          ('civil', 'TS-2', 2, 1, 'b', '1', '[]', '[]', '{}'),
          ('civil', 'HOU-1', 1, 1, 'c', '1', '[]', '[]', '{}');
      insert into postings (company, flow, source_system, document_key, revision, purpose, is_leading, state, plan_id, workflow_id,
          run_id, triggered_at)
        select 'civil', flow, 'any', document_key, 1, purpose, purpose <> 'equipment-hours', 'rejected', plan_id, 'w', 'r', now()
          from (values ('labour-time', 'TS-1', 'timesheet', 1), ('labour-time', 'TS-1', 'equipment-hours', 1),
              ('labour-time', 'TS-2', 'timesheet-reversal', 2), ('labour-time', 'TS-3', 'timesheet', null),
              ('order-to-invoice', 'HOU-1', 'invoice', 3)) row (flow, document_key, purpose, plan_id);
      insert into exceptions (company, flow, document_key, code, message, field, expected, actual, closed_at)
        values ('civil', 'labour-time', 'TS-1', 'PERIOD_CLOSED', '', '', '', '', now()),
          ('civil', 'labour-time', 'TS-1', 'TIME_PERIOD_CLOSED', '', '', '', '', null),
          ('civil', 'labour-time', 'TS-3', 'HOURS_MISSING', '', '', '', '', null)`);
    await client.query(readFileSync('db/migrations/0009_hours.sql', 'utf8'));
    const postings = await client.query('select document_key, purpose, hours from postings order by posting_id');
    expect(postings.rows.map((row) => Object.values(row))).toEqual([
      ['TS-1', 'timesheet', '7.58'],
      ['TS-1', 'equipment-hours', null],
      ['TS-2', 'timesheet-reversal', '0.00'],
      ['TS-3', 'timesheet', null],
      ['HOU-1', 'invoice', null],
    ]);
    const exceptions = await client.query('select code, hours from exceptions order by exception_id');
    expect(exceptions.rows.map((row) => Object.values(row))).toEqual([
      ['PERIOD_CLOSED', null],
      ['TIME_PERIOD_CLOSED', '7.58'],
      ['HOURS_MISSING', null],
    ]);
  } finally {
    await client.end();
    await drop();
  }
});

test('a database that cannot be reached is an error that says so', async () => {
  await expect(migrate('postgres://nobody@127.0.0.1:1/none')).rejects.toThrow(/ECONNREFUSED/);
});
