import { selectLinkedId } from '../../db/links';
import { selectTaxLinks } from '../../db/tax-links';
import type { ImetalProfile } from '../../domain/imetal-profile';
import { negateAmount } from '../../domain/money';
import type { DocumentSummary, PlannedDocument } from '../../domain/posting';
import type { SupplierDocumentPlan } from '../../domain/posting-plan';
import type { SourceSupplierDocument } from '../../domain/source-supplier-document';
import {
  mapImetalSupplierDocumentToIntacct,
  supplierMappingVersion,
} from '../../mappings/imetal-supplier-document-to-intacct';
import { supplierDocumentContentHash } from '../../mappings/source-content';
import { type MappedDocument, mapReading } from './document-kind';
import { type ImetalMappingContext, imetalDocumentKind, imetalTypeInKey } from './imetal-documents';

/** A supplier's invoice or credit: a bill or a vendor's credit, and the journal of what exchange rates differ by. */
export const supplierDocument = imetalDocumentKind({
  kind: 'supplier-document',
  flow: 'purchase-invoice',
  feed: 'imetal/supplier-documents',
  noun: 'supplier document',
  mappingVersion: supplierMappingVersion,
  types: ({ purchasing }) => [...purchasing.invoiceTypes, ...purchasing.creditTypes],
  leadingPurpose: (documentKey, { purchasing }) =>
    purchasing.creditTypes.includes(imetalTypeInKey(documentKey)) ? 'supplier-credit' : 'bill',
  async read(imetal, documentKey, profile) {
    const reading = await imetal.readSupplierDocument(documentKey, profile.purchasing.creditTypes);
    return mapReading(reading, (document) => ({
      summary: summaryOf(document, profile),
      contentHash: supplierDocumentContentHash(document),
      version: document.version,
      map: (context) => mapDocument(document, context),
    }));
  },
  // It is taken back by an adjustment, not reversed: until one is applied to the other, the old bill could be paid.
  remainsAfterReversal: async () =>
    'reversed, it stays open beside an adjustment of the same amount until one is applied to the other in Intacct',
});

function summaryOf(document: SourceSupplierDocument, profile: ImetalProfile): DocumentSummary {
  const { grossAmount } = document;
  // As Intacct holds it: a credit's amounts are negative.
  const amount = grossAmount !== null && document.kind === 'credit' ? negateAmount(grossAmount) : grossAmount;
  return {
    documentKey: document.documentKey,
    party: document.supplierCode,
    partyName: document.supplierName,
    entityId: profile.branches[document.branchCode]?.entity ?? null,
    currency: document.currency,
    amount,
  };
}

async function mapDocument(document: SourceSupplierDocument, context: ImetalMappingContext): Promise<MappedDocument> {
  const { profile, postingDate, company, database } = context;
  const vendorId = await selectLinkedId(database, {
    company,
    system: 'imetal',
    object: 'company',
    sourceId: document.supplierCode ?? '',
    intacctObject: 'VENDOR',
  });
  const taxDetails = await selectTaxLinks(database, company, 'P');
  const correction = postingDate === undefined ? {} : { postingDate };
  const mapped = mapImetalSupplierDocumentToIntacct(document, profile, { vendorId, taxDetails }, correction);
  if (mapped.kind === 'exceptions') return mapped;
  const { entityId, trace, totals } = mapped.plan;
  return {
    kind: 'plan',
    entityId,
    documents: documentsOf(mapped.plan),
    trace,
    totals: { ...totals },
    poolsCostOfSales: false,
    pooledEntry: null,
  };
}

function documentsOf({ bill, adjustment, exchangeDifference }: SupplierDocumentPlan): PlannedDocument[] {
  return [
    ...(bill === null ? [] : [{ purpose: 'bill', kind: 'create-bill', bill } as const]),
    ...(adjustment === null ? [] : [{ purpose: 'supplier-credit', kind: 'create-ap-adjustment', adjustment } as const]),
    ...(exchangeDifference === null
      ? []
      : [
          {
            purpose: 'receipt-exchange-difference',
            kind: 'create-journal-entry',
            entry: exchangeDifference,
          } as const,
        ]),
  ];
}
