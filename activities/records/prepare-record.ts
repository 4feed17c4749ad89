import type { AgreedRecord } from '../../db/import-batches';
import { selectLink } from '../../db/links';
import { insertSyncConflicts } from '../../db/sync-conflicts';
import type { PostingException } from '../../domain/exception';
import type { ImportRecord } from '../../domain/import-record';
import type { RecordHint, RecordReference } from '../../domain/record-sync';
import { mergeRecord } from '../../mappings/records/merge-record';
import { linkedObjectOf, type RecordKind, type RecordReaders, type RecordSide } from './record-kind';

export type PreparedRecord =
  | { outcome: 'in-step'; record: AgreedRecord; wroteIntacct: boolean }
  | {
      outcome: 'to-import';
      record: AgreedRecord;
      importRecord: Omit<ImportRecord, 'importNumber'>;
    }
  | { outcome: 'filtered' | 'gone'; because: string; modifiedAt: string | null; seenAt: string }
  | { outcome: 'parked'; exceptions: PostingException[]; modifiedAt: string | null; seenAt: string }
  | { outcome: 'look-again' };

/**
 * Reads both sides of a record, merges them, logs what both changed, and brings Intacct's side up to date; what iMetal lacks is told, not
 * yet written. Throws verdicts.
 */
export async function prepareRecord(
  readers: RecordReaders,
  kind: RecordKind,
  record: RecordReference,
  hint: RecordHint,
): Promise<PreparedRecord> {
  const seenAt = new Date().toISOString();
  const link = await selectLink(readers.hub, linkedObjectOf(kind, record.company), record.id);
  const look = await kind.look(readers, record.id, link, hint);
  if (look.kind === 'nothing') return { ...look, modifiedAt: look.modifiedAt ?? null, seenAt };
  if (look.kind === 'exceptions') {
    return { outcome: 'parked', exceptions: look.exceptions, modifiedAt: look.modifiedAt ?? null, seenAt };
  }
  const { intacct, imetal } = look;
  const { merged, toIntacct, toImetal, conflicts } = mergeRecord({
    intacct: intacct?.fields ?? null,
    imetal: imetal?.fields ?? null,
    agreed: link?.agreed ?? null,
    rules: look.rules,
    lastWriter: lastWriterOf(intacct, imetal),
  });
  const isActive = look.isWanted && merged.isActive !== 'false';
  if (imetal === null && !isActive) {
    // Operations never had it, or have it no more: there is nothing to close.
    return {
      outcome: 'filtered',
      because: look.because ?? 'inactive',
      modifiedAt: intacct?.modifiedAt ?? null,
      seenAt,
    };
  }
  const { company, object, id } = record;
  // Before the word of one side is overwritten in Intacct: whatever comes then, it is in the log.
  await insertSyncConflicts(readers.hub, { company, object, sourceId: look.sourceId ?? '', intacctId: id }, conflicts);
  const written = Object.keys(toIntacct).length > 0 ? await look.writeIntacct?.(toIntacct, merged) : undefined;
  if (written === 'look-again') return { outcome: 'look-again' };
  if (link?.agreed == null) await look.bind?.();
  const agreed: AgreedRecord = {
    sourceId: look.sourceId,
    agreed: merged,
    standing: isActive ? 'active' : 'inactive',
    recordNumber: look.recordNumber,
    modifiedAt: intacct?.modifiedAt ?? '',
    seenAt,
    touches: (look.touches ?? []).map(({ object, id, hint = {} }) => ({ object, id, hint })),
  };
  if (Object.keys(toImetal).length > 0) {
    return { outcome: 'to-import', record: agreed, importRecord: look.importOf(merged) };
  }
  return { outcome: 'in-step', record: agreed, wroteIntacct: written === 'written' };
}

/** Finance's word where both were written in the same moment. */
function lastWriterOf(intacct: RecordSide | null, imetal: RecordSide | null): 'intacct' | 'imetal' {
  if (intacct === null) return 'imetal';
  if (imetal === null) return 'intacct';
  return Date.parse(imetal.modifiedAt) > Date.parse(intacct.modifiedAt) ? 'imetal' : 'intacct';
}
