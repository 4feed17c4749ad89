import { z } from 'zod';
import type { Database } from './pool';

/** Both sides changed one field since they were last in step: what each said, and which word stands. */
export interface SyncConflict {
  field: string;
  agreedValue: string | null;
  intacctValue: string | null;
  imetalValue: string | null;
  kept: 'intacct' | 'imetal';
  rule: 'owner' | 'last writer';
}

/** Logs conflicts that a sync settled; one that is in the log since both sides were last in step is not said again: it is tried again. */
export async function insertSyncConflicts(
  database: Database,
  record: { company: string; object: string; sourceId: string; intacctId: string },
  conflicts: readonly SyncConflict[],
): Promise<void> {
  for (const conflict of conflicts) {
    await database.query(
      `insert into sync_conflicts (company, object, source_id, intacct_id, field, agreed_value, intacct_value,
          imetal_value, kept, rule)
        select $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::text, $10::text
          where not exists (
            select from sync_conflicts known
              where known.company = $1::text and known.object = $2::text and known.intacct_id = $4::text and known.field = $5::text
                and (known.agreed_value, known.intacct_value, known.imetal_value, known.kept)
                  is not distinct from ($6::text, $7::text, $8::text, $9::text)
                and known.settled_at > coalesce((
                  select max(link.synced_at) from links link
                    where link.company = $1::text and link.intacct_object = $2::text and link.intacct_id = $4::text), '-infinity'))`,
      [
        record.company,
        record.object,
        record.sourceId,
        record.intacctId,
        conflict.field,
        conflict.agreedValue,
        conflict.intacctValue,
        conflict.imetalValue,
        conflict.kept,
        conflict.rule,
      ],
    );
  }
}

/** Which conflicts; what is null does not narrow. */
export interface ConflictFilter {
  company: string;
  object: string | null;
  intacctId: string | null;
  /** Settled then or later. */
  since: Date | null;
}

const settledConflict = z.object({
  object: z.string(),
  source_id: z.string(),
  intacct_id: z.string(),
  field: z.string(),
  agreed_value: z.string().nullable(),
  intacct_value: z.string().nullable(),
  imetal_value: z.string().nullable(),
  kept: z.enum(['intacct', 'imetal']),
  rule: z.enum(['owner', 'last writer']),
  settled_at: z.date(),
});

export type SettledConflict = z.infer<typeof settledConflict>;

/** Conflicts that were settled, oldest first. */
export async function selectSyncConflicts(database: Database, filter: ConflictFilter): Promise<SettledConflict[]> {
  const result = await database.query(
    `select object, source_id, intacct_id, field, agreed_value, intacct_value, imetal_value, kept, rule, settled_at
      from sync_conflicts
      where company = $1::text and ($2::text is null or object = $2::text) and ($3::text is null or intacct_id = $3::text)
        and ($4::timestamptz is null or settled_at >= $4::timestamptz)
      order by conflict_id`,
    [filter.company, filter.object, filter.intacctId, filter.since],
  );
  return z.array(settledConflict).parse(result.rows);
}
