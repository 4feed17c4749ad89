import type { FeedCursor } from '../../domain/feed-cursor';
import type { Amount } from '../../domain/money';
import type { SourceInvoice } from '../../domain/source-invoice';

/** Enough of a sales invoice's header to start its flow and to name it to a person. */
export interface SalesInvoiceHeader {
  /** sales_headers.id */
  headerId: string;
  /** ISO 8601 with microseconds, as PostgreSQL gives it: sales_headers.mdate, the cursor's first part. */
  modifiedAt: string;
  documentKey: string;
  /** sales_headers.version: rises with every change, our own acknowledgement included. */
  version: number;
  branchCode: string;
  customerCode: string | null;
  customerName: string | null;
  currency: string | null;
  /** Net + tax, document currency; null when the totals are not written yet. */
  grossTotal: Amount | null;
  /** YYYY-MM-DD, sales_headers.sale_date; null when it is missing. */
  invoiceDate: string | null;
  /** Set once acknowledged. */
  exportedAt: string | null;
}

/**
 * `ageSeconds` is how long ago the header was last modified, by iMetal's own clock: below zero when the header's time is
 * ahead of it. While a document is young, totals that do not hold may only be half-written.
 */
export type SalesInvoiceReading =
  | { kind: 'found'; invoice: SourceInvoice; ageSeconds: number }
  /** A header without what must belong to it, as a transaction half seen leaves it. */
  | { kind: 'incomplete'; missing: string; version: number; modifiedAt: string; ageSeconds: number }
  | { kind: 'not-found' };

export interface SalesInvoiceAcknowledgement {
  documentKey: string;
  gatewayBatchId: number;
  /** Intacct's record number of the invoice. */
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
  findSalesInvoiceHeader(documentKey: string): Promise<SalesInvoiceHeader | null>;
  readSalesInvoice(documentKey: string): Promise<SalesInvoiceReading>;
  /** Final sales invoices of the types modified after the cursor, in cursor order. */
  listSalesInvoices(request: {
    types: string[];
    after: FeedCursor | null;
    limit: number;
  }): Promise<SalesInvoiceHeader[]>;
  /**
   * Final sales invoices of the types that nobody has acknowledged, in cursor order; those dated before `invoicedFrom`
   * (YYYY-MM-DD) are left out.
   */
  listUnexportedSalesInvoices(request: {
    types: string[];
    invoicedFrom: string;
    after: FeedCursor | null;
    limit: number;
  }): Promise<SalesInvoiceHeader[]>;
  /** Repeating it is harmless; it never overwrites another batch's acknowledgement (throws Rejected OUTCOME_CONFLICT). */
  acknowledgeSalesInvoice(acknowledgement: SalesInvoiceAcknowledgement): Promise<AcknowledgedHeader>;
  checkSchema(): Promise<SchemaDrift[]>;
  /** Live database's clock, ISO 8601, for the clock check. */
  readClock(): Promise<string>;
}
