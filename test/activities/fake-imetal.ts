import type {
  AcknowledgedHeader,
  ImetalClient,
  SalesInvoiceAcknowledgement,
  SalesInvoiceHeader,
  SalesInvoiceReading,
} from '../../clients/imetal/imetal-client';
import type { SourceInvoice } from '../../domain/source-invoice';

/** An iMetal of a few lines: one invoice per key, which a test edits in place. */
export interface FakeImetal {
  client: ImetalClient;
  invoices: Map<string, SourceInvoice>;
  /** Readings that are not what the invoices say, by document key. */
  readings: Map<string, SalesInvoiceReading>;
  acknowledgements: SalesInvoiceAcknowledgement[];
  /** For the next acknowledgement instead of taking it. */
  refusal: Error | null;
  /** iMetal's clock, ISO 8601; this machine's while null. */
  now: string | null;
  /** Puts an invoice in, or its edit: the version rises with each. */
  save(invoice: SourceInvoice): void;
}

// Older than any grace: what the invoices say is final.
const settledAgeSeconds = 3600;

/** A fake client of one company. */
export function createFakeImetal(): FakeImetal {
  const fake: FakeImetal = {
    invoices: new Map(),
    readings: new Map(),
    acknowledgements: [],
    refusal: null,
    now: null,
    save(invoice) {
      const version = (fake.invoices.get(invoice.documentKey)?.version ?? 0) + 1;
      fake.invoices.set(invoice.documentKey, { ...invoice, version });
    },
    client: {
      async findSalesInvoiceHeader(documentKey) {
        const invoice = fake.invoices.get(documentKey);
        return invoice === undefined ? null : headerOf(invoice, isAcknowledged(invoice));
      },
      async readSalesInvoice(documentKey) {
        const invoice = fake.invoices.get(documentKey);
        const otherwise: SalesInvoiceReading =
          invoice === undefined ? { kind: 'not-found' } : { kind: 'found', invoice, ageSeconds: settledAgeSeconds };
        return fake.readings.get(documentKey) ?? otherwise;
      },
      async listSalesInvoices({ after, limit }) {
        const headers = [...fake.invoices.values()].map((invoice) => headerOf(invoice, isAcknowledged(invoice)));
        headers.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
        return headers.filter((header) => after === null || orderOf(header) > orderOf(after)).slice(0, limit);
      },
      async listUnexportedSalesInvoices({ invoicedFrom, after, limit }) {
        const headers = await fake.client.listSalesInvoices({ types: [], after, limit: Number.MAX_SAFE_INTEGER });
        return headers
          .filter(({ exportedAt, invoiceDate }) => exportedAt === null && (invoiceDate ?? invoicedFrom) >= invoicedFrom)
          .slice(0, limit);
      },
      acknowledgeSalesInvoice: async (acknowledgement) => acknowledge(acknowledgement),
      checkSchema: async () => [],
      readClock: async () => fake.now ?? new Date().toISOString(),
    },
  };
  return fake;

  function isAcknowledged(invoice: SourceInvoice): boolean {
    return fake.acknowledgements.some(({ documentKey }) => documentKey === invoice.documentKey);
  }

  function acknowledge(acknowledgement: SalesInvoiceAcknowledgement): AcknowledgedHeader {
    const { refusal } = fake;
    fake.refusal = null;
    if (refusal !== null) throw refusal;
    fake.acknowledgements.push(acknowledgement);
    const invoice = fake.invoices.get(acknowledgement.documentKey);
    if (invoice === undefined) throw new Error(`${acknowledgement.documentKey} is not in the fake iMetal`);
    fake.save(invoice);
    return { version: invoice.version + 1 };
  }
}

function orderOf({ modifiedAt, headerId }: { modifiedAt: string; headerId: string }): string {
  return `${modifiedAt} ${headerId.padStart(10, '0')}`;
}

function headerOf(invoice: SourceInvoice, isAcknowledged: boolean): SalesInvoiceHeader {
  return {
    headerId: invoice.invoiceNumber,
    modifiedAt: invoice.modifiedAt,
    documentKey: invoice.documentKey,
    version: invoice.version,
    branchCode: invoice.branchCode,
    customerCode: invoice.customerCode,
    customerName: invoice.customerName,
    currency: invoice.currency,
    grossTotal: invoice.netTotal,
    invoiceDate: invoice.invoiceDate,
    exportedAt: isAcknowledged ? invoice.modifiedAt : null,
  };
}
