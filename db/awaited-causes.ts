import { z } from 'zod';
import type { Database } from './pool';

/** Those of these causes for which something waits: a cost code of five hundred projects has as many, and few are waited for. */
export async function selectCausesAwaited(
  database: Database,
  company: string,
  causeKeys: readonly string[],
): Promise<string[]> {
  const result = await database.query(
    `select distinct cause_key from exceptions
      where company = $1::text and closed_at is null and cause_key = any($2::text[]) order by cause_key`,
    [company, causeKeys],
  );
  return result.rows.map((row) => z.string().parse(row.cause_key));
}
