import { z } from 'zod';
import type { Database } from './pool';

/** Which of the ids of iMetal's customers and suppliers are linked to a record of Intacct. */
export async function selectLinkedSources(
  database: Database,
  company: string,
  sourceIds: readonly string[],
): Promise<Set<string>> {
  const result = await database.query(
    `select source_id from links
      where company = $1::text and system = 'imetal' and intacct_object in ('CUSTOMER', 'VENDOR')
        and standing = 'active' and source_id = any($2::text[])`,
    [company, sourceIds],
  );
  return new Set(
    z
      .array(z.object({ source_id: z.string() }))
      .parse(result.rows)
      .map((row) => row.source_id),
  );
}
