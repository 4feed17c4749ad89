import type { ClientBase } from 'pg';
import type { RowCheck } from './field-checks';
import type { StagedRow } from './staged-record';

/** A table of rows that belong to a header's record. */
export interface ChildTable {
  table: string;
  /** The columns that follow the header's key, in order. */
  ownKeys: readonly string[];
}

/** A record with its children and the faults found in each of its rows. */
export interface ImportRecord {
  live: ClientBase;
  header: RowCheck;
  /** By table name. */
  children: Map<string, RowCheck[]>;
}

/** What a record made or changed in live. */
export interface Applied {
  /** For example `Company Created: C00112`. */
  note: string;
  /** What `idColumn` takes: the row's id, or the document's number. */
  id: number;
}

/**
 * How one import table is worked off. `check` validates every field of every row before anything is written, and returns the
 * writing; nothing is written when a row has a fault.
 */
export interface ImportDefinition {
  /** Of the headers. */
  table: string;
  /** Where the id, or the number, of what was made or changed is told. */
  idColumn: 'imetal_id' | 'imetal_document_number';
  children: readonly ChildTable[];
  check(record: ImportRecord): Promise<() => Promise<Applied>>;
}

/** A row to be checked against live. */
export function rowCheck(live: ClientBase, row: StagedRow): RowCheck {
  return { live, row, faults: [] };
}

/** The rows of a child table; none when the definition names no such table. */
export function childrenOf(record: ImportRecord, table: string): RowCheck[] {
  return record.children.get(table) ?? [];
}

/** `Company Created: C00112`, in the manner of the facts' `Sales Document Created: 99999999`. */
export function successNote(thing: string, action: string | null | undefined, name: string): string {
  const done = action === 'A' ? 'Created' : action === 'C' ? 'Changed' : 'Deleted';
  return `${thing} ${done}: ${name}`;
}
