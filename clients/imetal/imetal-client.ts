import type { FeedCursor } from '../../domain/feed-cursor';
import type { Amount } from '../../domain/money';
import type { SourceInvoice } from '../../domain/source-invoice';
import type { SourceSalesCredit } from '../../domain/source-sales-credit';
import type { SourceStockMovement } from '../../domain/source-stock-movement';
import type { SourceSupplierDocument } from '../../domain/source-supplier-document';

/** The documents that go to the ledger. Credit notes live in the invoices' tables; the others have tables of their own. */
export type DocumentKind = 'sales-invoice' | 'sales-credit' | 'supplier-document' | 'stock-movement';

/** Enough of a document's header to start its flow and to name it to a person. */
export interface DocumentHeader {
  /** sales_headers.id, supplier_documents.id or stock_transactions.id */
  headerId: string;
  /** ISO 8601 with microseconds, as PostgreSQL gives it: the header's mdate, the cursor's first part. */
  modifiedAt: string;
  documentKey: string;
  /** The header's version: rises with every change, our own acknowledgement included. */
  version: number;
  branchCode: string;
  /** Customer or supplier; null for a stock movement. */
  partyCode: string | null;
  partyName: string | null;
  currency: string | null;
  /** Net + tax, document currency; null when the totals are not written yet. Of a stock movement the value, base currency. */
  grossTotal: Amount | null;
  /** YYYY-MM-DD: sale_date, document_date; null when it is missing. */
  documentDate: string | null;
  /** Set once acknowledged. */
  exportedAt: string | null;
}

/**
 * `ageSeconds` is how long ago the header was last modified, by iMetal's own clock: below zero when the header's time is
 * ahead of it. While a document is young, totals that do not hold may only be half-written.
 */
export type DocumentReading<Document> =
  | { kind: 'found'; document: Document; ageSeconds: number }
  /** A header without what must belong to it, as a transaction half seen leaves it. */
  | { kind: 'incomplete'; missing: string; version: number; modifiedAt: string; ageSeconds: number }
  | { kind: 'not-found' };

export interface DocumentAcknowledgement {
  documentKey: string;
  gatewayBatchId: number;
  /** Intacct's record number of the document. */
  intacctReference: string;
  /** ISO 8601. */
  acknowledgedAt: string;
  /** The batch of an earlier acknowledgement of ours that this one replaces; null for the first. */
  replacesBatchId: number | null;
}

/**
 * The header as the acknowledgement left it; version null when somebody else changed it in the same moment, or when it
 * stood there already: what was edited since then is not known. Edits between reading and acknowledging are not seen.
 */
export interface AcknowledgedHeader {
  version: number | null;
}

/** A table or column that the client needs and the live database lacks, or has otherwise. */
export interface SchemaDrift {
  table: string;
  column: string | null;
  expected: string;
  actual: string;
}

/** iMetal's databases: read-only on live, column-wise writes for acknowledgements. Throws Transport when a database is away. */
export interface ImetalClient {
  /** By its key alone: a key's type code tells the kind only together with the company's profile. */
  findHeader(kind: DocumentKind, documentKey: string): Promise<DocumentHeader | null>;
  readSalesInvoice(documentKey: string): Promise<DocumentReading<SourceInvoice>>;
  readSalesCredit(documentKey: string): Promise<DocumentReading<SourceSalesCredit>>;
  /** `creditTypes`: the document types that are credits; any other is an invoice. */
  readSupplierDocument(
    documentKey: string,
    creditTypes: readonly string[],
  ): Promise<DocumentReading<SourceSupplierDocument>>;
  readStockMovement(documentKey: string): Promise<DocumentReading<SourceStockMovement>>;
  /** Final documents of the types modified after the cursor, in cursor order. */
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
  /** Repeating it is harmless; it never overwrites another batch's acknowledgement (throws Rejected OUTCOME_CONFLICT). */
  acknowledge(kind: DocumentKind, acknowledgement: DocumentAcknowledgement): Promise<AcknowledgedHeader>;
  checkSchema(): Promise<SchemaDrift[]>;
  /** Live database's clock, ISO 8601, for the clock check. */
  readClock(): Promise<string>;
}
