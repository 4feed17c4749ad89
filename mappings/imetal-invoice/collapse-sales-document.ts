import type { ArInvoice } from '../../domain/ar-invoice';
import type { PostingException } from '../../domain/exception';
import type { BranchProfile, ImetalProfile } from '../../domain/imetal-profile';
import { type Amount, formatCents, isZeroAmount, sumAmounts } from '../../domain/money';
import type { PostingPlan, TraceEntry } from '../../domain/posting-plan';
import type { SourceInvoice } from '../../domain/source-invoice';
import { createFaultReport } from '../fault-report';
import { checkJournalReference } from '../required-fields';
import { allocateItemTaxes } from './allocate-item-taxes';
import { checkCompleteness } from './check-completeness';
import { checkCosts } from './check-costs';
import { checkPlan } from './check-plan';
import { checkTotals, netDifference } from './check-totals';
import { type CodedCharge, codeCharges } from './code-charges';
import { type CodedCost, codeCosts } from './code-costs';
import { type CodedTax, codeItemTaxes, type SyncedTaxDetails, salesTaxCoding } from './code-item-taxes';
import { createCostOfSalesJournal } from './cost-of-sales-journal';
import { type DocumentCurrency, findDocumentCurrency } from './document-currency';
import { groupRevenueLines } from './group-revenue-lines';
import { type InvoiceHeader, mapInvoiceHeader } from './invoice-header';
import { type DraftLine, numberInvoiceLines } from './invoice-lines';
import { findBranch } from './ledger-coding';
import { createRoundingLine, createSalesTaxLines } from './sales-tax-lines';
import { inSourceOrder } from './source-order';
import { orderTrace } from './trace-order';

/** What a kind of sales document is called and must have. */
export interface SalesDocumentKind {
  noun: 'invoice' | 'credit';
  /** iMetal's document types of the kind. */
  types: readonly string[];
  /** A receivable has a due date or terms; a credit has neither. */
  isDue: boolean;
}

/** What the hub knows of the document's customer and taxes. */
export interface SalesLinks {
  /** The Intacct customer linked to iMetal's; null sends iMetal's code as it is. */
  customerId: string | null;
  /** Tax details synced from Intacct; absent: none are. */
  taxDetails?: SyncedTaxDetails;
}

/** The exact Intacct documents, or every reason why there are none. */
export type InvoiceCollapse =
  | { kind: 'plan'; plan: PostingPlan }
  | { kind: 'exceptions'; exceptions: PostingException[] };

/**
 * Collapses a document of the shape of a sales invoice to the lines and the cost of sales journal that finance needs,
 * or gives all its faults at once. Pure and total; the order of source lines does not matter. Amounts may all be turned
 * to negative ones: then so is every line, and the journal takes the costs back. facts/imetal.md 1.4 to 1.6.
 */
export function collapseSalesDocument(
  document: SourceInvoice,
  profile: ImetalProfile,
  kind: SalesDocumentKind,
  links: SalesLinks,
  correction: { postingDate?: string },
): InvoiceCollapse {
  const source = inSourceOrder(document);
  const { report, exceptions } = createFaultReport(source.documentKey, kind.noun);
  const branch = findBranch(source.branchCode, profile, report);
  const currency = findDocumentCurrency(source, branch, report);
  checkCompleteness(source, kind, report);
  const header = mapInvoiceHeader(
    source,
    profile,
    { customerId: links.customerId, isDue: kind.isDue, ...correction },
    report,
  );
  checkTotals(source, profile, currency, report);
  checkCosts(source, profile, report);
  const charges = codeCharges(source, profile, report);
  const taxes = branch === null ? null : codeItemTaxes(source, salesTaxCoding(branch, links.taxDetails), report);
  const costs = codeCosts(source, profile, report);
  if (costs.coded.length > 0) checkJournalReference(source.documentKey, report);

  const faults = exceptions();
  if (faults.length > 0 || branch === null || currency === null || header === null || taxes === null) {
    return { kind: 'exceptions', exceptions: faults };
  }
  const coded = { charges: charges.coded, taxes: taxes.coded, costs: costs.coded };
  const dropped = [...charges.dropped, ...taxes.dropped, ...costs.dropped];
  const plan = composePlan(source, profile, { branch, currency, header }, coded, dropped);
  checkPlan(plan, source, profile, report);
  const doubts = exceptions();
  return doubts.length > 0 ? { kind: 'exceptions', exceptions: doubts } : { kind: 'plan', plan };
}

interface Heading {
  branch: BranchProfile;
  currency: DocumentCurrency;
  header: InvoiceHeader;
}

interface CodedLines {
  charges: readonly CodedCharge[];
  taxes: readonly CodedTax[];
  costs: readonly CodedCost[];
}

/** Faultless parts to documents: nothing here can fail any more. */
function composePlan(
  source: SourceInvoice,
  profile: ImetalProfile,
  { branch, currency, header }: Heading,
  coded: CodedLines,
  dropped: readonly TraceEntry[],
): PostingPlan {
  const rounding = netDifference(source) ?? '0';
  const drafts = draftInvoiceLines(profile, branch, coded, rounding);
  const { lines, trace } = numberInvoiceLines(drafts.lines);
  const { journal, trace: journalTrace } = createCostOfSalesJournal(coded.costs, {
    journalSymbol: profile.costOfSales.journal,
    postingDate: header.postingDate,
    documentKey: source.documentKey,
    currency: currency.baseCurrency,
    locationId: branch.location,
  });
  const entries = lines.flatMap((line) => line.taxEntries.map(({ amount }) => amount));
  const invoice: ArInvoice = {
    ...header,
    currency: currency.currency,
    baseCurrency: currency.baseCurrency,
    exchangeRate: currency.exchangeRate,
    taxSolutionId: branch.tax.solution ?? null,
    customFields: {},
    lines,
    total: formatCents(sumAmounts([...lines.map(({ amount }) => amount), ...entries])),
  };
  const fullTrace = orderTrace(source, [...trace, ...journalTrace, ...drafts.dropped, ...dropped]);
  return {
    entityId: branch.entity,
    invoice,
    costOfSales: journal,
    costOfSalesPosting: profile.costOfSales.posting,
    trace: fullTrace,
    totals: {
      sourceLines: new Set(fullTrace.map(({ sourceLineId }) => sourceLineId)).size,
      targetLines: lines.length + (journal?.lines.length ?? 0),
      currency: currency.currency,
      baseCurrency: currency.baseCurrency,
      net: formatCents(sumAmounts([rounding, ...coded.charges.map(({ amount }) => amount)])),
      tax: formatCents(sumAmounts(coded.taxes.map(({ amount }) => amount))),
      gross: invoice.total,
      costOfSales: formatCents(sumAmounts(coded.costs.map(({ amount }) => amount))),
      rounding: formatCents(rounding),
    },
  };
}

function draftInvoiceLines(
  profile: ImetalProfile,
  branch: BranchProfile,
  { charges, taxes }: CodedLines,
  rounding: Amount,
): { lines: DraftLine[]; dropped: TraceEntry[] } {
  const asEntries = branch.tax.carriedAs === 'entries';
  const { shares, dropped } = allocateItemTaxes(charges, asEntries ? taxes : []);
  const locationId = branch.location;
  const lines = groupRevenueLines(charges, { collapse: profile.collapse, locationId, taxes, shares });
  if (!asEntries) lines.push(...createSalesTaxLines(taxes, locationId));
  if (!isZeroAmount(rounding)) lines.push(createRoundingLine(rounding, profile.accounts.rounding, locationId));
  return { lines, dropped };
}
