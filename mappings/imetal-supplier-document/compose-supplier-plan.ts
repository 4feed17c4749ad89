import type { ApAdjustment, ApBill, ApLine } from '../../domain/ap-bill';
import type { BranchProfile, ImetalProfile } from '../../domain/imetal-profile';
import type { JournalEntry } from '../../domain/journal-entry';
import { type Amount, formatCents, isZeroAmount, sumAmounts } from '../../domain/money';
import type { SupplierDocumentPlan, TraceEntry } from '../../domain/posting-plan';
import type { SourceSupplierDocument } from '../../domain/source-supplier-document';
import { allocateItemTaxes } from '../imetal-invoice/allocate-item-taxes';
import type { DocumentCurrency } from '../imetal-invoice/document-currency';
import { numberLines } from '../imetal-invoice/invoice-lines';
import { createRoundingLine, createTaxLines } from '../imetal-invoice/sales-tax-lines';
import { orderTraceBy } from '../imetal-invoice/trace-order';
import { createDifferenceJournal } from './difference-journal';
import { linesOfOneSign, type MovedAmount } from './lines-of-one-sign';
import type { SupplierHeader } from './supplier-header';
import { type GroupedLine, groupSupplierLines, supplierPurposes } from './supplier-lines';
import { type CodedSupplierLines, supplierSourceAmounts } from './turn-supplier-document';

interface Heading {
  branch: BranchProfile;
  currency: DocumentCurrency;
  header: SupplierHeader;
}

/** Faultless parts, signed as posted, to a bill or adjustment, with the exchange difference of what it clears. */
export function composeSupplierPlan(
  source: SourceSupplierDocument,
  profile: ImetalProfile,
  heading: Heading,
  coded: CodedSupplierLines,
  dropped: readonly TraceEntry[],
): SupplierDocumentPlan {
  const { branch, currency } = heading;
  const isCredit = source.kind === 'credit';
  const drafted = draftLines(profile, branch, coded);
  const { lines: grouped, moved } = isCredit ? linesOfOneSign(drafted.lines) : { lines: drafted.lines, moved: [] };
  const { lines, trace } = numberLines(
    grouped.map(({ draft }) => draft),
    supplierPurposes,
  );
  const difference = differenceOf(grouped, moved, profile, heading, isCredit);
  const entries = lines.flatMap((line) => line.taxEntries.map(({ amount }) => amount));
  const total = formatCents(sumAmounts([...lines.map(({ amount }) => amount), ...entries]));
  const fullTrace = orderTraceBy([...supplierSourceAmounts(source).keys()], [...trace, ...drafted.dropped, ...dropped]);
  const sumOf = (purpose: ApLine['purpose']) =>
    formatCents(sumAmounts(coded.parts.filter((part) => part.purpose === purpose).map(({ amount }) => amount)));
  return {
    entityId: branch.entity,
    ...documentOf(isCredit, heading, lines, total),
    exchangeDifference: difference.entry,
    trace: fullTrace,
    totals: {
      sourceLines: new Set(fullTrace.map(({ sourceLineId }) => sourceLineId)).size,
      targetLines: lines.length + (difference.entry?.lines.length ?? 0),
      currency: currency.currency,
      baseCurrency: currency.baseCurrency,
      net: formatCents(sumAmounts([coded.rounding, ...coded.parts.map(({ amount }) => amount)])),
      tax: formatCents(sumAmounts(coded.taxes.map(({ amount }) => amount))),
      gross: total,
      rounding: formatCents(coded.rounding),
      goodsReceived: sumOf('goods-received'),
      variance: sumOf('variance'),
      exchangeDifference: formatCents(difference.exchange),
    },
  };
}

function documentOf(
  isCredit: boolean,
  { branch, currency, header }: Heading,
  lines: ApLine[],
  total: Amount,
): { bill: ApBill | null; adjustment: ApAdjustment | null } {
  const { vendorId, postingDate, description, documentKey, documentDate, supplierNumber } = header;
  const shared = {
    vendorId,
    postingDate,
    description,
    currency: currency.currency,
    baseCurrency: currency.baseCurrency,
    exchangeRate: currency.exchangeRate,
    taxSolutionId: branch.tax.solution ?? null,
    lines,
    total,
  };
  if (isCredit) {
    const { correctedBillNumber } = header;
    // The hub's own key: a supplier's number is unique for that supplier only, and adjustments are found by number alone.
    const own = { adjustmentNumber: documentKey, adjustmentDate: documentDate, correctedBillNumber };
    return { bill: null, adjustment: { ...shared, ...own } };
  }
  const { dueDate, termName, referenceNumber } = header;
  const own = { billNumber: supplierNumber, billDate: documentDate, dueDate, termName, referenceNumber };
  return { bill: { ...shared, ...own }, adjustment: null };
}

function draftLines(
  profile: ImetalProfile,
  branch: BranchProfile,
  { parts, taxes, rounding }: CodedSupplierLines,
): { lines: GroupedLine[]; dropped: TraceEntry[] } {
  const asEntries = branch.tax.carriedAs === 'entries';
  const { shares, dropped } = allocateItemTaxes(parts, asEntries ? taxes : []);
  const locationId = branch.location;
  const lines = groupSupplierLines(parts, { collapse: profile.collapse, locationId, taxes, shares });
  if (!asEntries) {
    const taxLines = createTaxLines(taxes, locationId, 'purchase-tax' as const, 'Purchase tax');
    lines.push(...taxLines.map((draft) => ({ draft, parts: [] })));
  }
  if (!isZeroAmount(rounding)) {
    lines.push({ draft: createRoundingLine(rounding, profile.accounts.rounding, locationId), parts: [] });
  }
  return { lines, dropped };
}

/** Only lines of goods received clear something; a merged line may hold other parts too, which clear nothing. */
function differenceOf(
  grouped: readonly GroupedLine[],
  moved: readonly MovedAmount[],
  profile: ImetalProfile,
  { branch, currency, header }: Heading,
  isCredit: boolean,
): { entry: JournalEntry | null; exchange: Amount } {
  const clearing = grouped.flatMap((line) => {
    const parts = line.parts.filter(({ baseReceived }) => baseReceived !== null);
    if (parts.length === 0) return [];
    const within = moved.filter(({ into }) => into === line);
    return [
      {
        amount: sumAmounts([...parts, ...within].map(({ amount }) => amount)),
        baseReceived: sumAmounts(parts.map(({ baseReceived }) => baseReceived ?? '0')),
      },
    ];
  });
  const clears = ({ parts }: GroupedLine) => parts.some(({ baseReceived }) => baseReceived !== null);
  const moves = moved.map(({ accountNumber, amount, into }) => ({
    accountNumber,
    amount,
    fromAccountNumber: clears(into) ? null : into.draft.accountNumber,
  }));
  return createDifferenceJournal(clearing, moves, profile, {
    documentKey: header.documentKey,
    postingDate: header.postingDate,
    baseCurrency: currency.baseCurrency,
    exchangeRate: currency.exchangeRate ?? '1',
    locationId: branch.location,
    documentNoun: isCredit ? 'adjustment' : 'bill',
  });
}
