import type { PoolClient } from 'pg';
import type { AssignarClient } from '../../clients/assignar/assignar-client';
import type { ImetalClient } from '../../clients/imetal/imetal-client';
import type { Database } from '../../db/pool';
import type { CompanyProfile } from '../../domain/company-profile';
import type { DocumentKind, DocumentReading, DocumentSource, SourceSystem } from '../../domain/document-source';
import type { PostingException } from '../../domain/exception';
import type { JournalEntry } from '../../domain/journal-entry';
import type { DocumentSummary, PlannedDocument, PostingPurpose } from '../../domain/posting';
import type { TraceEntry } from '../../domain/posting-plan';
import type { Hours } from '../../domain/timesheet';

/** The systems that documents come from; a company runs on one of them. */
export interface SourceClients {
  imetal: (company: string) => ImetalClient;
  assignar: (company: string) => Promise<AssignarClient>;
}

/** What a kind's mapping needs besides the document and the profile it was read under. */
export interface MappingContext {
  company: string;
  database: Database;
  /** 1; higher for a document that changed after it was posted. */
  revision: number;
  /** An earlier revision was posted by the hub, so that the source was told of it. */
  wasPostedBefore: boolean;
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
      /** Those that stand in Intacct of the document once it is posted; absent for what is no time. */
      labourHours?: Hours;
      /**
       * Mapped once more in the transaction that stores the plan, under a lock; absent where no other document can make the plan wrong.
       * Locks taken here come after the document's own.
       */
      underLock?: (transaction: PoolClient) => Promise<MappedDocument>;
    }
  | { kind: 'exceptions'; exceptions: PostingException[] }
  /** Accounting expects no effect of it: a movement without value. */
  | { kind: 'nothing'; reason: string; trace: TraceEntry[]; labourHours?: Hours };

/** A document as it was read, with what its kind makes of it. */
export interface ReadDocument {
  summary: DocumentSummary;
  contentHash: string;
  /** The source's own version of this content. */
  version: number;
  /** What has become of it, where that is more than other content: `deleted`. */
  becameOfIt?: string;
  map(context: MappingContext): Promise<MappedDocument>;
}

/** What differs between the kinds of documents; their life is the same, and written once. */
export interface PostedDocumentKind {
  kind: DocumentKind;
  /** The system that has them: only companies that run on it do. */
  system: SourceSystem;
  /** In the ledger and in search attributes. */
  flow: string;
  /** Name of the cursor. */
  feed: string;
  /** In sentences: `invoice`. */
  noun: string;
  mappingVersion: string;
  /** Document types of the source that are of this kind; none for a company that runs on another system. */
  types(profile: CompanyProfile): string[];
  /** The type that a key of this kind's system names: `DIV` of `HOU-DIV-104233`, `TS` of `TS-9001`. */
  typeInKey(documentKey: string): string;
  /** The posting that stands for the document in lists and counts. */
  leadingPurpose(documentKey: string, profile: CompanyProfile): PostingPurpose;
  /** Where its headers come from, and who is told that a document is posted. */
  source(clients: SourceClients, profile: CompanyProfile): Promise<DocumentSource>;
  read(clients: SourceClients, documentKey: string, profile: CompanyProfile): Promise<DocumentReading<ReadDocument>>;
  /**
   * True where people mark documents as exported too: one of the hub's first day or later that somebody else marked is a question for a
   * person, since nobody may have posted it. Absent: it is none of the hub's.
   */
  asksAboutExported?: boolean;
  /** True when the version that an acknowledgement left says that nobody else edited since the planned one. */
  isOnlyAcknowledged(plannedVersion: number, acknowledgedVersion: number): boolean;
  /** YYYY-MM-DD: first day of the time period in which a day lies, where hours belong to one. */
  beginOfTimePeriod?(date: string, profile: CompanyProfile): string;
  /** What stays in Intacct when a person reverses and reposts it, for the exception that asks; null when nothing does. */
  remainsAfterReversal?(database: Database, company: string, documentKey: string): Promise<string | null>;
}

/** A reading with its document replaced by what is made of it. */
export function mapReading<Source, Result>(
  reading: DocumentReading<Source>,
  make: (document: Source) => Result,
): DocumentReading<Result> {
  return reading.kind === 'found' ? { ...reading, document: make(reading.document) } : reading;
}
