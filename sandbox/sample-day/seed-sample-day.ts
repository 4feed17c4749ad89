import { Client } from 'pg';
import { generateSampleDay, type SampleDayOptions } from './generate-sample-day';
import { insertBatch, reserveIds, type TableName } from './rows';

/**
 * Fills an empty live database with the sample day, in one transaction, over the owner's address; a database that has
 * documents already is left alone, and `seeded` is false.
 */
export async function seedSampleDay(
  ownerUrl: string,
  options: SampleDayOptions,
): Promise<{ seeded: boolean; durationMs: number }> {
  const startedAt = performance.now();
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const found = await client.query('select 1 from sales_headers limit 1');
    if (found.rowCount !== 0) return { seeded: false, durationMs: performance.now() - startedAt };
    await client.query('begin');
    const lastIds = new Map<TableName, number>();
    for (const batch of generateSampleDay(options)) {
      await insertBatch(client, batch);
      for (const [table, rows] of batch) lastIds.set(table, rows.at(-1)?.id ?? 0);
    }
    await reserveIds(client, lastIds);
    await client.query('commit');
    await client.query('analyze');
    return { seeded: true, durationMs: performance.now() - startedAt };
  } finally {
    await client.end();
  }
}
