import type { ImportRecord } from '../../domain/import-record';

/** What the importer made of one record. */
export type ImportOutcome =
  | { importNumber: number; outcome: 'imported'; imetalId: string }
  /** Its own note, word for word. */
  | { importNumber: number; outcome: 'refused'; note: string };

/**
 * iMetal's import database: rows in, one transaction, header last; then the importer takes them, and its answer is read. Throws Transport
 * when the importer has not come by within the patience, with the rows still there: the same batch asked again goes on waiting.
 */
export interface ImetalImports {
  /** `batchNumber` is the caller's, new for each batch and the same when it is asked again. */
  importBatch(batchNumber: number, records: readonly ImportRecord[], signal?: AbortSignal): Promise<ImportOutcome[]>;
}
