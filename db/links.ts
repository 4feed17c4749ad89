import type { Database } from './pool';

/** The Intacct id that a source record is linked to, or null when it has none of its own. */
export async function selectLinkedId(
  database: Database,
  key: { company: string; system: string; object: string; sourceId: string; intacctObject: string },
): Promise<string | null> {
  const result = await database.query(
    `select intacct_id from links
      where company = $1::text and system = $2::text and object = $3::text and source_id = $4::text
        and intacct_object = $5::text`,
    [key.company, key.system, key.object, key.sourceId, key.intacctObject],
  );
  return result.rows[0]?.intacct_id ?? null;
}
