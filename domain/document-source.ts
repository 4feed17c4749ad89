import type { FeedCursor } from './feed-cursor';
import type { Amount } from './money';
import type { Hours } from './timesheet';

/** The systems in which a business is run, and whose documents go to the ledger. */
export type SourceSystem = 'imetal' | 'assignar';

/** What people call the systems. */
export const systemNames: Record<SourceSystem, string> = { imetal: 'iMetal', assignar: 'Assignar' };

/** The documents that go to the ledger: iMetal's sales and purchasing documents and stock movements, Assignar's timesheets. */
export type DocumentKind = 'sales-invoice' | 'sales-credit' | 'supplier-document' | 'stock-movement' | 'timesheet';

/** Enough of a document's header to start its flow and to name it to a person. */
export interface DocumentHeader {
  /** The source's own id: sales_headers.id, supplier_documents.id, stock_transactions.id; of a timesheet its id. */
  headerId: string;
  /** ISO 8601, as the source gives it: when it was last modified, the cursor's first part. */
  modifiedAt: string;
  documentKey: string;
  /** Rises with every change, our own acknowledgement included: iMetal's version, Assignar's time of modification in milliseconds. */
  version: number;
  /** Of iMetal's documents. */
  branchCode?: string;
  /** Customer, supplier, or worker's employee id; null for a stock movement. */
  partyCode: string | null;
  partyName: string | null;
  currency: string | null;
  /** Net + tax, document currency; null when the totals are not written yet, and of hours. Of a stock movement the value, base currency. */
  grossTotal: Amount | null;
  /** Of a shift, as the source adds them up; absent for money, and where it does not say. */
  hours?: Hours;
  /** YYYY-MM-DD: sale_date, document_date, the day on which a shift began; null when it is missing. */
  documentDate: string | null;
  /** Set once acknowledged. */
  exportedAt: string | null;
  /** Deleted in the source: news of a document that is posted, and of no other. Absent: it is there. */
  isDeleted?: boolean;
}

/**
 * `ageSeconds` is how long ago the header was last modified, by the source's own clock: below zero when the header's time is
 * ahead of it. While a document is young, totals that do not hold may only be half-written.
 */
export type DocumentReading<Document> =
  | { kind: 'found'; document: Document; ageSeconds: number }
  /** A header without what must belong to it, as a transaction half seen leaves it. */
  | { kind: 'incomplete'; missing: string; version: number; modifiedAt: string; ageSeconds: number }
  | { kind: 'not-found' };

/** What the source is told of a document that Intacct has. */
export interface DocumentAcknowledgement {
  documentKey: string;
  gatewayBatchId: number;
  /** Intacct's record number of the document. */
  intacctReference: string;
  /** ISO 8601. */
  acknowledgedAt: string;
  /** The batch of an earlier acknowledgement of ours that this one replaces; null for the first. */
  replacesBatchId: number | null;
  /** Of what was posted: by it a source without versions that rise by one tells whether somebody edited since. */
  contentHash?: string;
}

/**
 * The header as the acknowledgement left it; version null when somebody else changed it in the same moment, or when it
 * stood there already: what was edited since then is not known. Edits between reading and acknowledging are not seen.
 */
export interface AcknowledgedHeader {
  version: number | null;
  /** The source says something else by now than what is posted, or has it no more, and nothing later need tell of it. */
  isEdited?: boolean;
}

/** Where documents come from, whichever system it is. Throws verdicts of `clients/errors.ts`. */
export interface DocumentSource {
  /** By its key alone; null for one that is not there, or not final. */
  findHeader(kind: DocumentKind, documentKey: string): Promise<DocumentHeader | null>;
  /** Final documents of the types modified after the cursor, in cursor order. Fewer than `limit`: there are no more. */
  listHeaders(
    kind: DocumentKind,
    request: { types: string[]; after: FeedCursor | null; limit: number },
  ): Promise<DocumentHeader[]>;
  /**
   * Final documents of the types that nobody has acknowledged, in cursor order; those dated before `datedFrom`
   * (YYYY-MM-DD) are left out.
   */
  listUnexportedHeaders(
    kind: DocumentKind,
    request: { types: string[]; datedFrom: string; after: FeedCursor | null; limit: number },
  ): Promise<DocumentHeader[]>;
  /** Repeating it is harmless. Throws Rejected when the source does not take it. */
  acknowledge(kind: DocumentKind, acknowledgement: DocumentAcknowledgement): Promise<AcknowledgedHeader>;
  /** ISO 8601, the source's own clock. */
  readClock(): Promise<string>;
}
