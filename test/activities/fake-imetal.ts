import type { ImetalClient, ImetalDocumentKind } from '../../clients/imetal/imetal-client';
import type {
  AcknowledgedHeader,
  DocumentAcknowledgement,
  DocumentHeader,
  DocumentReading,
} from '../../domain/document-source';
import type { SourceInvoice } from '../../domain/source-invoice';
import type { SourceSalesCredit } from '../../domain/source-sales-credit';
import type { SourceStockMovement } from '../../domain/source-stock-movement';
import type { SourceSupplierDocument } from '../../domain/source-supplier-document';

type Source = SourceInvoice | SourceSalesCredit | SourceSupplierDocument | SourceStockMovement;

/** An iMetal of a few lines: one document per key, which a test edits in place. */
export interface FakeImetal {
  client: ImetalClient;
  invoices: Map<string, SourceInvoice>;
  /** Documents of the other kinds, by kind and key. */
  others: Record<Exclude<ImetalDocumentKind, 'sales-invoice'>, Map<string, Source>>;
  /** Readings that are not what the invoices say, by document key. */
  readings: Map<string, DocumentReading<SourceInvoice>>;
  acknowledgements: DocumentAcknowledgement[];
  /** For the next acknowledgement instead of taking it. */
  refusal: Error | null;
  /** iMetal's clock, ISO 8601; this machine's while null. */
  now: string | null;
  /** Puts an invoice in, or its edit: the version rises with each. */
  save(invoice: SourceInvoice): void;
  /** The same of another kind. */
  saveOther(kind: Exclude<ImetalDocumentKind, 'sales-invoice'>, document: Source): void;
}

// Older than any grace: what the documents say is final.
const settledAgeSeconds = 3600;

/** A fake client of one company. */
export function createFakeImetal(): FakeImetal {
  const fake: FakeImetal = {
    invoices: new Map(),
    others: { 'sales-credit': new Map(), 'supplier-document': new Map(), 'stock-movement': new Map() },
    readings: new Map(),
    acknowledgements: [],
    refusal: null,
    now: null,
    save: (invoice) => saveIn(fake.invoices, invoice),
    saveOther: (kind, document) => saveIn(fake.others[kind], document),
    client: {
      async findHeader(kind, documentKey) {
        const document = documentsOf(kind).get(documentKey);
        return document === undefined ? null : headerOf(document, isAcknowledged(document));
      },
      async readSalesInvoice(documentKey) {
        return fake.readings.get(documentKey) ?? readingOf(fake.invoices.get(documentKey));
      },
      readSalesCredit: async (documentKey) =>
        readingOf(fake.others['sales-credit'].get(documentKey) as SourceSalesCredit | undefined),
      readSupplierDocument: async (documentKey) =>
        readingOf(fake.others['supplier-document'].get(documentKey) as SourceSupplierDocument | undefined),
      readStockMovement: async (documentKey) =>
        readingOf(fake.others['stock-movement'].get(documentKey) as SourceStockMovement | undefined),
      async listHeaders(kind, { after, limit }) {
        const headers = [...documentsOf(kind).values()].map((document) => headerOf(document, isAcknowledged(document)));
        headers.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
        return headers.filter((header) => after === null || orderOf(header) > orderOf(after)).slice(0, limit);
      },
      async listUnexportedHeaders(kind, { datedFrom, after, limit }) {
        const headers = await fake.client.listHeaders(kind, { types: [], after, limit: Number.MAX_SAFE_INTEGER });
        return headers
          .filter(({ exportedAt, documentDate }) => exportedAt === null && (documentDate ?? datedFrom) >= datedFrom)
          .slice(0, limit);
      },
      acknowledge: async (kind, acknowledgement) => acknowledge(kind, acknowledgement),
      checkSchema: async () => [],
      readClock: async () => fake.now ?? new Date().toISOString(),
    },
  };
  return fake;

  function documentsOf(kind: ImetalDocumentKind): Map<string, Source> {
    return kind === 'sales-invoice' ? fake.invoices : fake.others[kind];
  }

  function saveIn<Saved extends Source>(documents: Map<string, Saved>, document: Saved): void {
    const version = (documents.get(document.documentKey)?.version ?? 0) + 1;
    documents.set(document.documentKey, { ...document, version });
  }

  function readingOf<Read extends Source>(document: Read | undefined): DocumentReading<Read> {
    return document === undefined ? { kind: 'not-found' } : { kind: 'found', document, ageSeconds: settledAgeSeconds };
  }

  function isAcknowledged({ documentKey }: Source): boolean {
    return fake.acknowledgements.some((acknowledgement) => acknowledgement.documentKey === documentKey);
  }

  function acknowledge(kind: ImetalDocumentKind, acknowledgement: DocumentAcknowledgement): AcknowledgedHeader {
    const { refusal } = fake;
    fake.refusal = null;
    if (refusal !== null) throw refusal;
    fake.acknowledgements.push(acknowledgement);
    const documents = documentsOf(kind);
    const document = documents.get(acknowledgement.documentKey);
    if (document === undefined) throw new Error(`${acknowledgement.documentKey} is not in the fake iMetal`);
    saveIn(documents, document);
    return { version: document.version + 1 };
  }
}

function orderOf({ modifiedAt, headerId }: { modifiedAt: string; headerId: string }): string {
  return `${modifiedAt} ${headerId.padStart(10, '0')}`;
}

function headerOf(document: Source, isAcknowledged: boolean): DocumentHeader {
  const named = {
    modifiedAt: document.modifiedAt,
    documentKey: document.documentKey,
    version: document.version,
    branchCode: document.branchCode,
    exportedAt: isAcknowledged ? document.modifiedAt : null,
  };
  if ('movementType' in document) {
    const { number: headerId, movementDate: documentDate, baseCurrency: currency } = document;
    return { ...named, headerId, partyCode: null, partyName: null, currency, grossTotal: null, documentDate };
  }
  if ('supplierCode' in document) {
    const { number: headerId, supplierCode, supplierName, currency, grossAmount, documentDate } = document;
    const party = { partyCode: supplierCode, partyName: supplierName };
    return { ...named, ...party, headerId, currency, grossTotal: grossAmount, documentDate };
  }
  const { invoiceNumber: headerId, customerCode, customerName, currency, netTotal, invoiceDate } = document;
  const party = { partyCode: customerCode, partyName: customerName };
  return { ...named, ...party, headerId, currency, grossTotal: netTotal, documentDate: invoiceDate };
}
