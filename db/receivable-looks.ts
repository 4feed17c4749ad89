import type { Database } from './pool';

/** Forgets looks at records that were modified before the time: no feed comes back to them. */
export async function deleteLooksBefore(
  database: Database,
  company: string,
  object: string,
  modifiedBefore: Date,
): Promise<void> {
  await database.query(
    `delete from record_looks
      where company = $1::text and object = $2::text and modified_at::timestamptz < $3::timestamptz`,
    [company, object, modifiedBefore],
  );
}
