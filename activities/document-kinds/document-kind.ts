import type { PoolClient } from 'pg';
import type { DocumentKind, DocumentReading, ImetalClient } from '../../clients/imetal/imetal-client';
import type { Database } from '../../db/pool';
import type { CompanyProfile } from '../../domain/company-profile';
import type { PostingException } from '../../domain/exception';
import type { JournalEntry } from '../../domain/journal-entry';
import type { DocumentSummary, PlannedDocument, PostingPurpose } from '../../domain/posting';
import type { TraceEntry } from '../../domain/posting-plan';

/** What a kind's mapping needs besides the document: the profile, and what the ledger and the source know of other records. */
export interface MappingContext {
  company: string;
  profile: CompanyProfile;
  database: Database;
  imetal: ImetalClient;
  /** YYYY-MM-DD, when a person posts into another period. */
  postingDate?: string;
}

/** What a document comes to in Intacct. */
export type MappedDocument =
  | {
      kind: 'plan';
      /** Empty for the top level. */
      entityId: string;
      documents: PlannedDocument[];
      trace: TraceEntry[];
      totals: Record<string, unknown>;
      /** True where the profile posts cost of sales once a day: then it is `pooledEntry` and not among the documents. */
      poolsCostOfSales: boolean;
      pooledEntry: JournalEntry | null;
      /**
       * Mapped once more in the transaction that stores the plan, under a lock; absent where no other document can make the plan wrong.
       * Locks taken here come after the document's own.
       */
      underLock?: (transaction: PoolClient) => Promise<MappedDocument>;
    }
  | { kind: 'exceptions'; exceptions: PostingException[] }
  /** Accounting expects no effect of it: a movement without value. */
  | { kind: 'nothing'; reason: string; trace: TraceEntry[] };

/** A document as it was read, with what its kind makes of it. */
export interface ReadDocument {
  summary: DocumentSummary;
  contentHash: string;
  /** The source's own version of this content. */
  version: number;
  map(context: MappingContext): Promise<MappedDocument>;
}

/** What differs between the kinds of documents; their life is the same, and written once. */
export interface PostedDocumentKind {
  kind: DocumentKind;
  /** In the ledger and in search attributes. */
  flow: string;
  /** Name of the cursor. */
  feed: string;
  /** In sentences: `invoice`. */
  noun: string;
  mappingVersion: string;
  /** Document types of the source that are of this kind. */
  types(profile: CompanyProfile): string[];
  /** The posting that stands for the document in lists and counts. */
  leadingPurpose(documentKey: string, profile: CompanyProfile): PostingPurpose;
  read(imetal: ImetalClient, documentKey: string, profile: CompanyProfile): Promise<DocumentReading<ReadDocument>>;
  /** What stays in Intacct when a person reverses and reposts it, for the exception that asks; null when nothing does. */
  remainsAfterReversal?(database: Database, company: string, documentKey: string): Promise<string | null>;
}

/** The document type in a key: `DIV` of `HOU-DIV-104233`. */
export function typeInKey(documentKey: string): string {
  return documentKey.split('-')[1] ?? '';
}

/** A reading with its document replaced by what is made of it. */
export function mapReading<Source, Result>(
  reading: DocumentReading<Source>,
  make: (document: Source) => Result,
): DocumentReading<Result> {
  return reading.kind === 'found' ? { ...reading, document: make(reading.document) } : reading;
}
