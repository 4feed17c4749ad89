import { selectLinkedId } from '../../db/links';
import { selectTaxLinks } from '../../db/tax-links';
import type { ImetalProfile } from '../../domain/imetal-profile';
import { sumAmounts } from '../../domain/money';
import type { DocumentSummary, PlannedDocument } from '../../domain/posting';
import type { PostingPlan } from '../../domain/posting-plan';
import type { SourceInvoice } from '../../domain/source-invoice';
import { mapImetalInvoiceToIntacct, mappingVersion } from '../../mappings/imetal-invoice-to-intacct';
import { contentHash } from '../../mappings/source-invoice-content';
import { type MappedDocument, mapReading } from './document-kind';
import { type ImetalMappingContext, imetalDocumentKind } from './imetal-documents';

/** An iMetal sales invoice: an Intacct invoice, with its cost of sales in the same operation or pooled for the day's journal. */
export const salesInvoice = imetalDocumentKind({
  kind: 'sales-invoice',
  flow: 'order-to-invoice',
  feed: 'imetal/sales-invoices',
  noun: 'invoice',
  mappingVersion,
  types: (profile) => profile.invoiceTypes,
  leadingPurpose: () => 'invoice',
  async read(imetal, documentKey, profile) {
    const reading = await imetal.readSalesInvoice(documentKey);
    return mapReading(reading, (invoice) => ({
      summary: summaryOf(invoice, profile),
      contentHash: contentHash(invoice),
      version: invoice.version,
      map: (context) => mapInvoice(invoice, context),
    }));
  },
});

/** The few words about a sales document; the amount is gross, null while a total is missing. */
export function summaryOf(invoice: SourceInvoice, profile: ImetalProfile): DocumentSummary {
  const { netTotal, taxTotal } = invoice;
  return {
    documentKey: invoice.documentKey,
    party: invoice.customerCode,
    partyName: invoice.customerName,
    entityId: profile.branches[invoice.branchCode]?.entity ?? null,
    currency: invoice.currency,
    amount: netTotal === null || taxTotal === null ? null : sumAmounts([netTotal, taxTotal]),
  };
}

/** The Intacct customer that an iMetal customer is linked to; null when it has none of its own. */
export function selectCustomerId(context: ImetalMappingContext, customerCode: string | null): Promise<string | null> {
  return selectLinkedId(context.database, {
    company: context.company,
    system: 'imetal',
    object: 'company',
    sourceId: customerCode ?? '',
    intacctObject: 'CUSTOMER',
  });
}

async function mapInvoice(invoice: SourceInvoice, context: ImetalMappingContext): Promise<MappedDocument> {
  const { profile, postingDate } = context;
  const customerId = await selectCustomerId(context, invoice.customerCode);
  const taxDetails = await selectTaxLinks(context.database, context.company, 'S');
  const mapped = mapImetalInvoiceToIntacct(
    invoice,
    profile,
    { customerId, taxDetails },
    postingDate === undefined ? {} : { postingDate },
  );
  if (mapped.kind === 'exceptions') return mapped;
  const { entityId, invoice: planned, trace, totals } = mapped.plan;
  const cost = costOfSalesOf(mapped.plan);
  return {
    kind: 'plan',
    entityId,
    documents: [{ purpose: 'invoice', kind: 'create-invoice', invoice: planned }, ...cost.documents],
    trace,
    totals: { ...totals },
    poolsCostOfSales: cost.poolsCostOfSales,
    pooledEntry: cost.pooledEntry,
  };
}

/** A sales document's cost of sales: a journal of the same operation, or an entry for the day's journal. */
export function costOfSalesOf({
  costOfSales,
  costOfSalesPosting,
}: Pick<PostingPlan, 'costOfSales' | 'costOfSalesPosting'>): {
  documents: PlannedDocument[];
  poolsCostOfSales: boolean;
  pooledEntry: PostingPlan['costOfSales'];
} {
  if (costOfSalesPosting === 'day-and-branch') {
    return { documents: [], poolsCostOfSales: true, pooledEntry: costOfSales };
  }
  const documents: PlannedDocument[] =
    costOfSales === null ? [] : [{ purpose: 'cost-of-sales', kind: 'create-journal-entry', entry: costOfSales }];
  return { documents, poolsCostOfSales: false, pooledEntry: null };
}
