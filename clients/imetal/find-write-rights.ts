import { Client } from 'pg';
import { z } from 'zod';
import { databaseVerdict } from './database-verdict';

const connectTimeoutMs = 10_000;

/**
 * Tables of the live database that the reading login could write to: there should be none (facts/imetal.md 1.4, read only).
 * Throws Transport when the database is away.
 */
export async function findWriteRights(liveUrl: string): Promise<string[]> {
  const client = new Client({ connectionString: liveUrl, connectionTimeoutMillis: connectTimeoutMs });
  try {
    await client.connect();
    const { rows } = await client.query(
      `select relname as table_name from pg_class
        where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace
          and has_table_privilege(oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
        order by relname`,
    );
    return z
      .array(z.object({ table_name: z.string() }))
      .parse(rows)
      .map(({ table_name }) => table_name);
  } catch (error) {
    throw databaseVerdict(error, 'imetal check write rights');
  } finally {
    await client.end().catch(() => undefined);
  }
}
