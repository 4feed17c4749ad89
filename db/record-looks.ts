import { z } from 'zod';
import type { Database } from './pool';

/** Writes down what was last seen of a record, whatever came of it; `seenAt` (ISO 8601) is when its reading began. */
export async function recordLook(
  database: Database,
  record: { company: string; object: string; intacctId: string },
  look: { modifiedAt: string | null; outcome: 'in-step' | 'drifted' | 'filtered' | 'gone' | 'parked'; seenAt: string },
): Promise<void> {
  await database.query(
    `insert into record_looks (company, object, intacct_id, modified_at, outcome, looked_at)
      values ($1::text, $2::text, $3::text, $4::text, $5::text, $6::timestamptz)
      on conflict (company, object, intacct_id) do update
        set modified_at = excluded.modified_at, outcome = excluded.outcome, looked_at = excluded.looked_at`,
    [record.company, record.object, record.intacctId, look.modifiedAt, look.outcome, look.seenAt],
  );
}

/** What was last seen of each of these Intacct records, by natural key. */
export async function selectLooks(
  database: Database,
  company: string,
  object: string,
  intacctIds: readonly string[],
): Promise<Map<string, { modifiedAt: string | null; outcome: string; lookedAt: Date }>> {
  const result = await database.query(
    `select intacct_id, modified_at, outcome, looked_at from record_looks
      where company = $1::text and object = $2::text and intacct_id = any($3::text[])`,
    [company, object, intacctIds],
  );
  const lookRow = z.object({
    intacct_id: z.string(),
    modified_at: z.string().nullable(),
    outcome: z.string(),
    looked_at: z.date(),
  });
  return new Map(
    result.rows.map((row) => {
      const look = lookRow.parse(row);
      return [look.intacct_id, { modifiedAt: look.modified_at, outcome: look.outcome, lookedAt: look.looked_at }];
    }),
  );
}

/** Records of an object that were parked when they were last looked at, in order of id. */
export async function selectParkedIds(database: Database, company: string, object: string): Promise<string[]> {
  const result = await database.query(
    `select intacct_id from record_looks
      where company = $1::text and object = $2::text and outcome = 'parked' order by intacct_id`,
    [company, object],
  );
  return result.rows.map((row) => z.string().parse(row.intacct_id));
}
