import type { ApLine } from '../../domain/ap-bill';
import type { ImetalProfile } from '../../domain/imetal-profile';
import { formatCents, sumAmounts } from '../../domain/money';
import { cutVisibly, printableText } from '../../domain/text';
import { fieldLengthMaxCharacters } from '../field-lengths';
import { groupByKey } from '../group-by-key';
import type { TaxShare } from '../imetal-invoice/allocate-item-taxes';
import type { CodedTax } from '../imetal-invoice/code-item-taxes';
import { countInWords } from '../imetal-invoice/count-in-words';
import type { Draft } from '../imetal-invoice/invoice-lines';
import type { CodedPart } from './code-supplier-items';

/** A line of a bill or vendor adjustment before it has its number. */
export type SupplierDraft = Draft<ApLine['purpose']>;

/** The order in which a bill's lines are sent. */
export const supplierPurposes: readonly ApLine['purpose'][] = [
  'goods-received',
  'variance',
  'unmatched',
  'expense',
  'purchase-tax',
  'rounding',
];

/** What the grouping needs to know beside the parts. */
export interface SupplierGrouping {
  collapse: ImetalProfile['collapse'];
  locationId: string;
  taxes: readonly CodedTax[];
  /** Taxes to carry on the lines; empty where they are lines of their own. */
  shares: ReadonlyMap<CodedPart, TaxShare[]>;
}

/** Lines of a bill with the parts of items that each is of; by these goods received are cleared in base currency. */
export interface GroupedLine {
  draft: SupplierDraft;
  parts: readonly CodedPart[];
}

/**
 * Parts of items collapsed to one line per purpose, account and set of tax details, and purchase group where the
 * profile asks for groups, or a line per part.
 */
export function groupSupplierLines(parts: readonly CodedPart[], grouping: SupplierGrouping): GroupedLine[] {
  const details = new Map(
    [...groupByKey(grouping.taxes, ({ itemId }) => itemId)].map(([itemId, ofItem]) => [
      itemId,
      [...new Set(ofItem.map(({ taxDetailId }) => taxDetailId))].sort(),
    ]),
  );
  const keyed = parts.map((part, index) => {
    const taxDetails = details.get(part.itemId) ?? [];
    return { part, taxDetails, sortKey: sortKeyOf(part, taxDetails, grouping.collapse, index) };
  });
  const groups = groupByKey(keyed, ({ sortKey }) => JSON.stringify(sortKey));
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    const ofLine = members.map(({ part }) => part);
    const draft: SupplierDraft = {
      sortKey: first.sortKey,
      purpose: first.part.purpose,
      accountNumber: first.part.accountNumber,
      amount: formatCents(sumAmounts(ofLine.map(({ amount }) => amount))),
      memo: memoOf(ofLine, first.taxDetails, grouping.collapse),
      dimensions: { locationId: grouping.locationId },
      parts: ofLine.map(({ sourceLineId, label, amount }) => ({ sourceLineId, label, amount: formatCents(amount) })),
      taxShares: ofLine.flatMap((part) => grouping.shares.get(part) ?? []),
    };
    return [{ draft, parts: ofLine }];
  });
}

function sortKeyOf(
  part: CodedPart,
  taxDetails: readonly string[],
  collapse: ImetalProfile['collapse'],
  index: number,
): string[] {
  // Uncollapsed, a line per part in the order of items: parts come in that order.
  if (collapse === 'none') return [part.purpose, String(index).padStart(9, '0')];
  const key = [part.purpose, part.accountNumber, JSON.stringify(taxDetails)];
  return collapse === 'per-account' ? key : [...key, part.purchaseGroupCode ?? ''];
}

/** `Expense, freight and material, 3 lines · GST Paid 5%`, or the part's own words when it stands alone by choice. */
function memoOf(
  parts: readonly CodedPart[],
  taxDetails: readonly string[],
  collapse: ImetalProfile['collapse'],
): string {
  if (collapse === 'none') return cutVisibly(parts[0]?.label ?? '', fieldLengthMaxCharacters.memo);
  const words = [...new Set(parts.map((part) => part.words))].sort().join(' and ');
  const taxed = taxDetails.length === 0 ? '' : ` · ${taxDetails.join(', ')}`;
  return cutVisibly(
    printableText(`${words}, ${countInWords(parts.length, 'line')}${taxed}`),
    fieldLengthMaxCharacters.memo,
  );
}
