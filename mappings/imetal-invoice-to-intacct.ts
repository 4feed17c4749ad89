import type { ArInvoice } from '../domain/ar-invoice';
import type { BranchProfile, CompanyProfile } from '../domain/company-profile';
import type { PostingException } from '../domain/exception';
import { type Amount, formatCents, isZeroAmount, sumAmounts } from '../domain/money';
import type { PostingPlan, TraceEntry } from '../domain/posting-plan';
import type { SourceInvoice } from '../domain/source-invoice';
import { allocateItemTaxes } from './imetal-invoice/allocate-item-taxes';
import { checkCompleteness } from './imetal-invoice/check-completeness';
import { checkCosts } from './imetal-invoice/check-costs';
import { checkPlan } from './imetal-invoice/check-plan';
import { checkTotals, netDifference } from './imetal-invoice/check-totals';
import { type CodedCharge, codeCharges } from './imetal-invoice/code-charges';
import { type CodedCost, codeCosts } from './imetal-invoice/code-costs';
import { type CodedTax, codeItemTaxes } from './imetal-invoice/code-item-taxes';
import { createCostOfSalesJournal } from './imetal-invoice/cost-of-sales-journal';
import { type DocumentCurrency, findDocumentCurrency } from './imetal-invoice/document-currency';
import { createFaultReport } from './imetal-invoice/fault-report';
import { groupRevenueLines } from './imetal-invoice/group-revenue-lines';
import { checkJournalReference, type InvoiceHeader, mapInvoiceHeader } from './imetal-invoice/invoice-header';
import { type DraftLine, numberInvoiceLines } from './imetal-invoice/invoice-lines';
import { findBranch } from './imetal-invoice/ledger-coding';
import { createRoundingLine, createSalesTaxLines } from './imetal-invoice/sales-tax-lines';
import { inSourceOrder } from './imetal-invoice/source-order';
import { orderTrace } from './imetal-invoice/trace-order';

/** Goes into every plan and posting: rises when the same invoice would collapse to another plan. */
export const mappingVersion = 'imetal-invoice-to-intacct/1';

/** The exact Intacct documents, or every reason why there are none. */
export type InvoiceCollapse =
  | { kind: 'plan'; plan: PostingPlan }
  | { kind: 'exceptions'; exceptions: PostingException[] };

/**
 * Collapses an iMetal sales invoice to the Intacct invoice and cost of sales journal that finance needs, with the trace
 * of every source line; or gives all its faults at once. Pure and total; the order of source lines does not matter.
 * `links.customerId` null sends iMetal's customer code; `correction.postingDate` (YYYY-MM-DD) moves both documents to
 * that date, the invoice date stays. Sources: facts/imetal.md 1.4 to 1.6, facts/intacct.md 8.5, 8.6, 8.9.
 */
export function mapImetalInvoiceToIntacct(
  invoice: SourceInvoice,
  profile: CompanyProfile,
  links: { customerId: string | null },
  correction: { postingDate?: string } = {},
): InvoiceCollapse {
  const source = inSourceOrder(invoice);
  const { report, exceptions } = createFaultReport(source.documentKey);
  const branch = findBranch(source.branchCode, profile, report);
  const currency = findDocumentCurrency(source, branch, report);
  checkCompleteness(source, profile, report);
  const header = mapInvoiceHeader(source, profile, { ...links, ...correction }, report);
  checkTotals(source, profile, currency, report);
  checkCosts(source, profile, report);
  const charges = codeCharges(source, profile, report);
  const taxes = branch === null ? null : codeItemTaxes(source, branch, report);
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
  profile: CompanyProfile,
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
  profile: CompanyProfile,
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
