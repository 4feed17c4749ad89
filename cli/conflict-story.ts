import { recordReference } from '../activities/records/touch-record';
import type { SettledConflict } from '../db/sync-conflicts';
import { recordDocumentKey } from '../domain/record-sync';
import { isRecordObject } from './named-subject';

/** A conflict that was settled, as `--json` prints it. */
export interface ConflictStory {
  record: string;
  /** Its name in Intacct, and its id in iMetal. */
  intacctId: string;
  imetalId: string;
  field: string;
  /** What both sides had before. */
  agreedValue: string | null;
  intacctValue: string | null;
  imetalValue: string | null;
  /** Whose value stands. */
  stands: 'intacct' | 'imetal';
  rule: 'owner' | 'last writer';
  settledAt: Date;
}

/** The conflict under the key by which lists name its record. */
export function conflictStory(row: SettledConflict): ConflictStory {
  return {
    record: isRecordObject(row.object)
      ? recordDocumentKey(recordReference('', row.object, row.intacct_id))
      : `${row.object}/${row.intacct_id}`,
    intacctId: row.intacct_id,
    imetalId: row.source_id,
    field: row.field,
    agreedValue: row.agreed_value,
    intacctValue: row.intacct_value,
    imetalValue: row.imetal_value,
    stands: row.kept,
    rule: row.rule,
    settledAt: row.settled_at,
  };
}
