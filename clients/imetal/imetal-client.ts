import type {
  AcknowledgedHeader,
  DocumentAcknowledgement,
  DocumentHeader,
  DocumentKind,
  DocumentReading,
} from '../../domain/document-source';
import type { FeedCursor } from '../../domain/feed-cursor';
import type { SourceInvoice } from '../../domain/source-invoice';
import type { SourceSalesCredit } from '../../domain/source-sales-credit';
import type { SourceStockMovement } from '../../domain/source-stock-movement';
import type { SourceSupplierDocument } from '../../domain/source-supplier-document';

/** The documents of iMetal that go to the ledger. Credit notes live in the invoices' tables; the others have tables of their own. */
export type ImetalDocumentKind = Exclude<DocumentKind, 'timesheet'>;

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
  findHeader(kind: ImetalDocumentKind, documentKey: string): Promise<DocumentHeader | null>;
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
    kind: ImetalDocumentKind,
    request: { types: string[]; after: FeedCursor | null; limit: number },
  ): Promise<DocumentHeader[]>;
  /**
   * Final documents of the types that nobody has acknowledged, in cursor order; those dated before `datedFrom`
   * (YYYY-MM-DD) are left out.
   */
  listUnexportedHeaders(
    kind: ImetalDocumentKind,
    request: { types: string[]; datedFrom: string; after: FeedCursor | null; limit: number },
  ): Promise<DocumentHeader[]>;
  /** Repeating it is harmless; it never overwrites another batch's acknowledgement (throws Rejected OUTCOME_CONFLICT). */
  acknowledge(kind: ImetalDocumentKind, acknowledgement: DocumentAcknowledgement): Promise<AcknowledgedHeader>;
  checkSchema(): Promise<SchemaDrift[]>;
  /** Live database's clock, ISO 8601, for the clock check. */
  readClock(): Promise<string>;
}
