import { cancellationSignal } from '@temporalio/activity';
import type { Pool } from 'pg';
import { Rejected } from '../../clients/errors';
import type { ImetalImports, ImportOutcome } from '../../clients/imetal/imetal-imports';
import { deleteRecordImport, moveToOwnBatch, type RecordImport, selectBatch } from '../../db/import-batches';
import { selectLink } from '../../db/links';
import { inTransaction } from '../../db/pool';
import type { PostingException } from '../../domain/exception';
import type { ImportRecord } from '../../domain/import-record';
import type { ParkedReason } from '../../domain/posting';
import { type RecordObject, type RecordReference, recordName } from '../../domain/record-sync';
import { linkedObjectOf } from './record-kind';
import { kindOf } from './record-kinds';
import { settleAsParked, settleInStep } from './settle-record';
import { recordReference, type TouchDeps, touchRecord } from './touch-record';

export interface ImportDeps extends TouchDeps {
  pool: Pool;
  imports: (company: string) => Promise<ImetalImports>;
  /** Lets through what waited for a cause that is gone. */
  releaseCause: (company: string, causeKey: string) => Promise<unknown>;
  /** A customer's limit, hold or parent may be another one: its credit position is worked out again. */
  touchOpenItems?: (company: string, customerId: string) => Promise<unknown>;
}

/** What became of one record of a batch. */
export type ImportedRecord = { record: RecordReference } & (
  | { outcome: 'in-step' }
  | { outcome: 'parked'; reason: ParkedReason }
  /** Changed in iMetal since it was read: nothing was overwritten. */
  | { outcome: 'look-again' }
);

// As iMetal's importer says of a row whose live record has another version than expected.
const changedMeanwhile = /changed in iMetal meanwhile/;
// As it says of a row that adds what is there.
const existsAlready = /\bexists\b/;

/**
 * Hands what is pending of a batch to iMetal's importer and settles each record; what another attempt settled is left out. Throws Transport
 * while the importer has not come by: the same batch is asked again, never a second one made.
 */
export async function importPendingBatch(
  deps: ImportDeps,
  company: string,
  batchNumber: number,
): Promise<ImportedRecord[]> {
  const pending = await selectBatch(deps.pool, batchNumber);
  if (pending.length === 0) return [];
  const records = pending.map((row) => ({ ...(row.importRecord as ImportRecord), importNumber: row.importNumber }));
  let outcomes: ImportOutcome[];
  try {
    outcomes = await (await deps.imports(company)).importBatch(batchNumber, records, cancellationSignal());
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    return pending.length === 1
      ? [await settleRejected(deps, pending[0] as RecordImport, error)]
      : alone(deps, pending);
  }
  const byNumber = new Map(outcomes.map((outcome) => [outcome.importNumber, outcome]));
  const settled: ImportedRecord[] = [];
  for (const row of pending) {
    const outcome = byNumber.get(row.importNumber);
    if (outcome === undefined) throw new Error(`the importer said nothing of ${row.object} ${row.intacctId}`);
    settled.push(await settleImported(deps, row, outcome));
  }
  return settled;
}

/** One row that the client refuses must not hold up the others: each goes by itself. */
async function alone(deps: ImportDeps, pending: readonly RecordImport[]): Promise<ImportedRecord[]> {
  const settled: ImportedRecord[] = [];
  for (const row of pending) {
    const ownBatch = await moveToOwnBatch(deps.pool, row);
    settled.push(...(await importPendingBatch(deps, row.company, ownBatch)));
  }
  return settled;
}

async function settleImported(deps: ImportDeps, row: RecordImport, outcome: ImportOutcome): Promise<ImportedRecord> {
  const record = recordOf(row);
  const kind = kindOf(record.object);
  if (outcome.outcome === 'refused') {
    if (changedMeanwhile.test(outcome.note)) {
      await inTransaction(deps.pool, (transaction) => deleteRecordImport(transaction, row));
      return { record, outcome: 'look-again' };
    }
    const importRecord = row.importRecord as ImportRecord;
    if (kind.changesWhatExists === true && importRecord.action === 'A' && existsAlready.test(outcome.note)) {
      const ownBatch = await moveToOwnBatch(deps.pool, row, { ...importRecord, action: 'C' });
      const [changed] = await importPendingBatch(deps, row.company, ownBatch);
      return changed ?? { record, outcome: 'look-again' };
    }
    return park(deps, row, refusedByImporter(record, outcome.note));
  }
  const { agreedRecord } = row;
  const sourceId = agreedRecord.sourceId ?? kind.sourceIdOf?.(outcome.imetalId, row.importRecord as ImportRecord);
  if (sourceId === undefined) throw new Error(`${record.object} ${record.id} has no id of iMetal to be linked with`);
  await inTransaction(deps.pool, async (transaction) => {
    if (!(await deleteRecordImport(transaction, row))) return;
    await settleInStep(transaction, kind, record, { ...agreedRecord, sourceId });
  });
  await afterInStep(deps, record, agreedRecord);
  return { record, outcome: 'in-step' };
}

/** What a record that is in step lets go on: what waited for it, and the records that hang on it. Harmless to repeat. */
export async function afterInStep(
  deps: ImportDeps,
  record: RecordReference,
  { standing, touches }: Pick<RecordImport['agreedRecord'], 'standing' | 'touches'>,
): Promise<void> {
  const cause = kindOf(record.object).causeKey(record.id);
  if (standing === 'active' && cause !== null) await deps.releaseCause(record.company, cause);
  if (record.object === 'CUSTOMER') await deps.touchOpenItems?.(record.company, record.id);
  for (const touched of touches) {
    const object = touched.object as RecordObject;
    const link = await selectLink(deps.pool, linkedObjectOf(kindOf(object), record.company), touched.id);
    // One that both sides know has a feed of its own.
    if (link?.agreed != null && link.standing === 'active') continue;
    await touchRecord(deps, record.company, object, touched.id, touched.hint ?? {});
  }
}

async function settleRejected(deps: ImportDeps, row: RecordImport, refusal: Rejected): Promise<ImportedRecord> {
  const record = recordOf(row);
  return park(deps, row, {
    code: refusal.code,
    field: refusal.subject ?? 'import row',
    expected: 'a row that iMetal can hold',
    actual: refusal.message,
    message: `${recordName(record)}: ${refusal.message}`,
    causeKey: null,
  });
}

async function park(deps: ImportDeps, row: RecordImport, exception: PostingException): Promise<ImportedRecord> {
  const record = recordOf(row);
  await inTransaction(deps.pool, (transaction) => deleteRecordImport(transaction, row));
  const reason = await settleAsParked(deps.pool, record, [exception], row.agreedRecord);
  return { record, outcome: 'parked', reason };
}

function refusedByImporter(record: RecordReference, note: string): PostingException {
  return {
    code: 'IMPORT_REFUSED',
    field: 'import row',
    expected: "a row that iMetal's importer takes",
    actual: note,
    message: `${recordName(record)}: iMetal's importer refused it: ${note}`,
    causeKey: null,
  };
}

function recordOf(row: RecordImport): RecordReference {
  return recordReference(row.company, row.object as RecordObject, row.intacctId);
}
