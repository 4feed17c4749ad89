import { lockCreditedInvoice, sumOtherCredits } from '../../db/credited-invoices';
import type { Database } from '../../db/pool';
import { selectPostedDocuments } from '../../db/posted-documents';
import { selectTaxLinks } from '../../db/tax-links';
import { negateAmount } from '../../domain/money';
import type { SalesCreditPlan } from '../../domain/posting-plan';
import type { SourceSalesCredit } from '../../domain/source-sales-credit';
import type { CreditedInvoice } from '../../mappings/imetal-credit/check-credit';
import { creditMappingVersion, mapImetalCreditToIntacct } from '../../mappings/imetal-credit-to-intacct';
import { creditContentHash } from '../../mappings/source-content';
import { creditApplicationKey } from '../../workflows/credit-application';
import { type MappedDocument, mapReading } from './document-kind';
import { type ImetalMappingContext, imetalDocumentKind } from './imetal-documents';
import { costOfSalesOf, selectCustomerId, summaryOf } from './sales-invoice';

/** An iMetal credit note: a credit memo that names its invoice, and the journal that returns goods to stock. */
export const salesCredit = imetalDocumentKind({
  kind: 'sales-credit',
  flow: 'sales-credit',
  feed: 'imetal/sales-credits',
  noun: 'credit',
  mappingVersion: creditMappingVersion,
  types: (profile) => profile.credits.types,
  leadingPurpose: () => 'credit-memo',
  async read(imetal, documentKey, profile) {
    const reading = await imetal.readSalesCredit(documentKey);
    return mapReading(reading, (credit) => {
      const summary = summaryOf(credit, profile);
      return {
        // As Intacct holds it: a credit's amounts are negative.
        summary: { ...summary, amount: summary.amount === null ? null : negateAmount(summary.amount) },
        contentHash: creditContentHash(credit),
        version: credit.version,
        map: (context) => mapCredit(credit, context),
      };
    });
  },
  remainsAfterReversal,
});

async function mapCredit(credit: SourceSalesCredit, context: ImetalMappingContext): Promise<MappedDocument> {
  const { profile, postingDate, company, database } = context;
  const customerId = await selectCustomerId(context, credit.customerCode);
  const taxDetails = await selectTaxLinks(database, company, 'S');
  const credited = await findCreditedInvoice(credit, context);
  const correction = postingDate === undefined ? {} : { postingDate };
  const mapAgainst = (known: CreditedInvoice | null): MappedDocument => {
    const mapped = mapImetalCreditToIntacct(credit, profile, { customerId, taxDetails }, known, correction);
    return mapped.kind === 'exceptions' ? mapped : toMappedDocument(mapped.plan);
  };
  const mapped = mapAgainst(credited);
  if (mapped.kind !== 'plan' || credited === null) return mapped;
  return {
    ...mapped,
    // Another credit of the invoice may have been planned since its credits were added up.
    async underLock(transaction) {
      await lockCreditedInvoice(transaction, company, creditedKeyOf(credit));
      const creditedBefore = await creditedWithout(credit, transaction, company);
      return creditedBefore === credited.creditedBefore ? mapped : mapAgainst({ ...credited, creditedBefore });
    },
  };
}

function toMappedDocument(plan: SalesCreditPlan): MappedDocument {
  const { entityId, adjustment, trace, totals } = plan;
  const cost = costOfSalesOf(plan);
  return {
    kind: 'plan',
    entityId,
    documents: [{ purpose: 'credit-memo', kind: 'create-ar-adjustment', adjustment }, ...cost.documents],
    trace,
    totals: { ...totals },
    poolsCostOfSales: cost.poolsCostOfSales,
    pooledEntry: cost.pooledEntry,
  };
}

function creditedKeyOf(credit: SourceSalesCredit): string {
  return credit.creditedInvoiceKey?.trim() ?? '';
}

/** Gross of the other credits of the invoice that are posted or on their way, positive. */
async function creditedWithout(credit: SourceSalesCredit, database: Database, company: string): Promise<string> {
  const { documentKey, customerCode } = credit;
  const search = { company, documentKey, party: customerCode ?? '', invoiceKey: creditedKeyOf(credit) };
  return negateAmount(await sumOtherCredits(database, search));
}

/** What the ledger knows of the invoice that a credit names; else what iMetal says; null when it names none. */
async function findCreditedInvoice(
  credit: SourceSalesCredit,
  { company, database, imetal }: ImetalMappingContext,
): Promise<CreditedInvoice | null> {
  const invoiceKey = creditedKeyOf(credit);
  if (invoiceKey === '') return null;
  const creditedBefore = await creditedWithout(credit, database, company);
  const posted = await selectPostedDocuments(database, company, invoiceKey);
  const document = posted?.documents.find((planned) => planned.kind === 'create-invoice');
  if (document?.kind === 'create-invoice') {
    const { invoiceNumber, total, currency, customerId } = document.invoice;
    const number = invoiceNumber === invoiceKey ? null : invoiceNumber;
    return { state: 'posted', invoiceNumber: number, total, currency, customerId, creditedBefore };
  }
  const header = await imetal.findHeader('sales-invoice', invoiceKey);
  // An earlier interface took it to the ledger, before the hub came: the source's word stands for it.
  const state = header === null ? 'unknown' : header.exportedAt === null ? 'not-posted' : 'posted';
  return {
    state,
    invoiceNumber: null,
    total: header?.grossTotal ?? null,
    currency: header?.currency ?? null,
    customerId: null,
    creditedBefore,
  };
}

async function remainsAfterReversal(database: Database, company: string, documentKey: string): Promise<string | null> {
  const applied = await selectPostedDocuments(database, company, creditApplicationKey(documentKey));
  if (!applied?.isInLedger) {
    return 'reversed, the memo and a debit memo of the same amount stay open until one is applied to the other in Intacct';
  }
  return `it was applied to its invoice as record ${applied.intacctKey}: reversed, a debit memo of the same amount stays open until that is undone in Intacct`;
}
