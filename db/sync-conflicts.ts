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

/** Logs conflicts that a sync settled. */
export async function insertSyncConflicts(
  database: Database,
  record: { company: string; object: string; sourceId: string; intacctId: string },
  conflicts: readonly SyncConflict[],
): Promise<void> {
  for (const conflict of conflicts) {
    await database.query(
      `insert into sync_conflicts (company, object, source_id, intacct_id, field, agreed_value, intacct_value,
          imetal_value, kept, rule)
        values ($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::text, $10::text)`,
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
