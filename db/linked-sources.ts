import { z } from 'zod';
import type { Database } from './pool';

/** Which of these records of Intacct both systems have, as `<object> <id>`; parties by their code in iMetal too. */
export async function selectInStep(
  database: Database,
  company: string,
  records: readonly { object: string; id: string }[],
): Promise<Set<string>> {
  const result = await database.query(
    `select distinct asked.object || ' ' || asked.id as record
      from unnest($2::text[], $3::text[]) as asked (object, id)
        join links link on link.company = $1::text and link.intacct_object = asked.object
          and (link.intacct_id = asked.id or link.object = 'company' and link.source_id = asked.id)
      where link.agreed is not null`,
    [company, records.map(({ object }) => object), records.map(({ id }) => id)],
  );
  return new Set(
    z
      .array(z.object({ record: z.string() }))
      .parse(result.rows)
      .map(({ record }) => record),
  );
}

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
