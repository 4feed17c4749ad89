import { setTimeout as wait } from 'node:timers/promises';
import { DatabaseError, type Pool } from 'pg';
import type { ImportRecord } from '../../domain/import-record';
import { Transport, UnexpectedResponse } from '../errors';
import { checkImportValues } from './check-import-values';
import type { ImetalImports, ImportOutcome } from './imetal-imports';
import { type ImportBatch, type ImportKeys, type ImportState, insertMissing, selectStates } from './import-rows';
import { inSnapshot, inWriteTransaction } from './snapshot';

/** How long an importer is waited for, and how often its answer is looked for, in milliseconds. */
export interface ImportPatience {
  patienceMs: number;
  lookEveryMs: number;
}

// SQLSTATE unique_violation.
const duplicateKey = '23505';

/**
 * iMetal's import database for one company reference and source. Throws what the signal says when it is aborted: what was entered
 * by then stays. facts/imetal.md 1.3.
 */
export function createImetalImports(pool: Pool, keys: ImportKeys, patience: ImportPatience): ImetalImports {
  return {
    async importBatch(batchNumber, records, signal) {
      const operation = `imetal import batch ${batchNumber} of ${keys.source}`;
      const batch = { ...keys, batchNumber };
      checkImportValues(operation, records);
      signal?.throwIfAborted();
      if (records.length === 0) return [];
      await enterOnce(pool, operation, batch, records);
      return awaitImporter(pool, operation, batch, records, patience, signal);
    },
  };
}

/** Two who enter the same batch at once: one of them is refused as a whole, and finds all rows there the second time. */
async function enterOnce(pool: Pool, operation: string, batch: ImportBatch, records: readonly ImportRecord[]) {
  const enter = () => inWriteTransaction(pool, operation, (select) => insertMissing(select, batch, records));
  try {
    await enter();
  } catch (error) {
    if (!(error instanceof UnexpectedResponse && isDuplicate(error.cause))) throw error;
    await enter();
  }
}

async function awaitImporter(
  pool: Pool,
  operation: string,
  batch: ImportBatch,
  records: readonly ImportRecord[],
  { patienceMs, lookEveryMs }: ImportPatience,
  signal: AbortSignal | undefined,
): Promise<ImportOutcome[]> {
  const patientUntil = performance.now() + patienceMs;
  for (;;) {
    const states = await inSnapshot(pool, operation, (select) => selectStates(select, batch, records));
    const byNumber = new Map(states.map((state) => [state.import_number, state]));
    const outcomes = records.map((record) => toOutcome(operation, record, byNumber.get(record.importNumber)));
    const settled = outcomes.filter((outcome) => outcome !== null);
    if (settled.length === records.length) return settled;
    if (performance.now() >= patientUntil) {
      const left = records.length - settled.length;
      throw new Transport(
        `${operation}: iMetal's importer has not taken ${left} of ${records.length} records within ${patienceMs} ms; they stay entered`,
        { operation },
      );
    }
    await pause(lookEveryMs, signal);
  }
}

/** What the importer made of the record; null while it has not come by. */
function toOutcome(operation: string, record: ImportRecord, state: ImportState | undefined): ImportOutcome | null {
  const { importNumber, table } = record;
  if (!state) {
    throw new UnexpectedResponse(`${operation}: ${table} ${importNumber} was entered and is gone`, { operation });
  }
  if (state.import_status === 'E') return null;
  if (state.import_status === 'F') {
    return { importNumber, outcome: 'refused', note: state.import_notes?.trim() || 'iMetal gave no reason' };
  }
  if (state.imetal_id === null) {
    throw new UnexpectedResponse(
      `${operation}: ${table} ${importNumber} is imported, expected the id of what was made`,
      {
        operation,
      },
    );
  }
  return { importNumber, outcome: 'imported', imetalId: state.imetal_id };
}

async function pause(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(durationMs, undefined, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

function isDuplicate(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === duplicateKey;
}
