import type { ImetalMasters } from '../../clients/imetal/imetal-masters';
import type { IntacctMasters } from '../../clients/intacct/intacct-masters';
import type { LinkedObject, RecordLink } from '../../db/links';
import type { Database } from '../../db/pool';
import type { PostingException } from '../../domain/exception';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { ImportRecord } from '../../domain/import-record';
import type { RecordHint, RecordObject } from '../../domain/record-sync';
import type { FieldRule, RecordFields } from '../../mappings/records/record-fields';
import type { InTurn } from '../gateway-turns';

/** What a kind of record looks with. Every call of `intacct` takes a turn at the gateway; `raw` and `inTurn` are for several calls in one turn. */
export interface RecordReaders {
  profile: ImetalProfile;
  hub: Database;
  intacct: IntacctMasters;
  imetal: ImetalMasters;
  raw: IntacctMasters;
  inTurn: InTurn;
  /** Part of every control id. */
  environment: string;
}

/** One side of a record: its fields, and when it was last written there (ISO 8601). */
export interface RecordSide {
  fields: RecordFields;
  modifiedAt: string;
}

/** Two sides of a record that are to be brought in step. */
export interface FoundRecord {
  kind: 'found';
  /** The record in iMetal, as links know it; null where iMetal gives a new one its id. */
  sourceId: string | null;
  intacct: RecordSide | null;
  imetal: RecordSide | null;
  rules: Readonly<Record<string, FieldRule>>;
  recordNumber: string | null;
  /** False for what operations need not have: it is not made there, only closed where they have it. */
  isWanted: boolean;
  because: string | null;
  /** The row for iMetal's importer that brings its side to these fields. */
  importOf(merged: RecordFields): Omit<ImportRecord, 'importNumber'>;
  /** Brings Intacct's side to these fields; absent where nothing flows to Intacct. `look-again` when it was changed meanwhile. */
  writeIntacct?(change: RecordFields, merged: RecordFields): Promise<'written' | 'not-needed' | 'look-again'>;
  /** Run before the two are in step for the first time; harmless to repeat. */
  bind?: () => Promise<void>;
  /** After both sides are in step: what else it touches. */
  touches?: TouchedRecord[];
}

/** What a look at both sides of a record found. */
export type RecordLook =
  | FoundRecord
  /** Nothing to bring in step; the words say why. */
  | { kind: 'nothing'; outcome: 'filtered' | 'gone'; because: string; modifiedAt?: string | null }
  | { kind: 'exceptions'; exceptions: PostingException[]; modifiedAt?: string | null };

/** A record that should be looked at, and what is known of it. */
export interface TouchedRecord {
  object: RecordObject;
  id: string;
  hint?: RecordHint;
}

/** All that differs between the masters; the rest of a sync is written once, in `look-at-record.ts` and `import-record.ts`. */
export interface RecordKind {
  /** `links.object` and `links.intacct_object`. */
  linkedObject: string;
  intacctObject: string;
  /** The import row's `values` of an inactive record when Intacct's is gone: the agreed fields, with this changed. */
  inactive: RecordFields;
  look(readers: RecordReaders, id: string, link: RecordLink | null, hint: RecordHint): Promise<RecordLook>;
  /** The id under which links know what the importer made; absent where the hub chose it before. */
  sourceIdOf?(imetalId: string, imported: Omit<ImportRecord, 'importNumber'>): string;
  /** Whether a row that is refused because iMetal has such a record already changes that one instead. */
  changesWhatExists?: boolean;
  /** What waits for the record: `customer:C00123`. Null when nothing can. */
  causeKey(id: string): string | null;
}

/** The object of links in which a kind's records of one company are. */
export function linkedObjectOf(kind: RecordKind, company: string): LinkedObject {
  return { company, object: kind.linkedObject, intacctObject: kind.intacctObject };
}
