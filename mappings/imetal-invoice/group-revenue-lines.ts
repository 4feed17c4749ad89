import type { Dimensions } from '../../domain/ar-invoice';
import type { ImetalProfile } from '../../domain/imetal-profile';
import { formatCents, sumAmounts } from '../../domain/money';
import type { CostGroup } from '../../domain/source-invoice';
import { cutVisibly, printableText } from '../../domain/text';
import { fieldLengthMaxCharacters } from '../field-lengths';
import { groupByKey } from '../group-by-key';
import type { TaxShare } from './allocate-item-taxes';
import type { CodedCharge } from './code-charges';
import type { CodedTax } from './code-item-taxes';
import { countInWords } from './count-in-words';
import type { DraftLine } from './invoice-lines';

/** What the grouping needs to know beside the charges. */
export interface RevenueGrouping {
  collapse: ImetalProfile['collapse'];
  locationId: string;
  /** Taxes of the items, whether carried on the line or as lines of their own. */
  taxes: readonly CodedTax[];
  /** Taxes to carry on the lines; empty where they are lines of their own. */
  shares: ReadonlyMap<CodedCharge, TaxShare[]>;
}

/** The words of a memo, in the order they are said. */
const wordsInOrder: readonly CostGroup[] = ['material', 'processing', 'freight', 'surcharge', 'miscellaneous'];

/**
 * Charges collapsed to one invoice line per account, purpose, department and set of tax details, and product group
 * where the profile asks for it, or a line per charge. Amounts add up charge values, so a charge included in another's
 * printed price is billed once. Charges that cancel leave a line of 0.00: it keeps them traceable.
 */
export function groupRevenueLines(charges: readonly CodedCharge[], grouping: RevenueGrouping): DraftLine[] {
  const details = detailsByItem(grouping.taxes);
  const withKeys = charges.map((charge, index) => ({
    charge,
    taxDetails: details.get(charge.itemId) ?? [],
    sortKey: sortKeyOf(charge, details.get(charge.itemId) ?? [], grouping.collapse, index),
  }));
  const groups = groupByKey(withKeys, ({ sortKey }) => JSON.stringify(sortKey));
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    const collapsed = members.map(({ charge }) => charge);
    return [toDraft(first.sortKey, first.charge, collapsed, first.taxDetails, grouping)];
  });
}

function detailsByItem(taxes: readonly CodedTax[]): Map<string, string[]> {
  const byItem = groupByKey(taxes, ({ itemId }) => itemId);
  return new Map(
    [...byItem].map(([itemId, ofItem]) => [itemId, [...new Set(ofItem.map(({ taxDetailId }) => taxDetailId))].sort()]),
  );
}

function sortKeyOf(
  charge: CodedCharge,
  taxDetails: readonly string[],
  collapse: ImetalProfile['collapse'],
  index: number,
): string[] {
  const key = [charge.purpose, charge.accountNumber, charge.departmentId ?? '', JSON.stringify(taxDetails)];
  if (collapse === 'per-account') return key;
  if (collapse === 'per-account-and-product-group') return [...key, charge.productGroupCode ?? ''];
  // Uncollapsed, a line per charge in the order of items: charges come in that order.
  return [charge.purpose, String(index).padStart(9, '0')];
}

function toDraft(
  sortKey: readonly string[],
  first: CodedCharge,
  charges: readonly CodedCharge[],
  taxDetails: readonly string[],
  grouping: RevenueGrouping,
): DraftLine {
  const dimensions: Dimensions = { locationId: grouping.locationId };
  if (first.departmentId !== null) dimensions.departmentId = first.departmentId;
  return {
    sortKey,
    purpose: first.purpose,
    accountNumber: first.accountNumber,
    amount: formatCents(sumAmounts(charges.map(({ amount }) => amount))),
    memo: memoOf(first, charges, taxDetails, grouping.collapse),
    dimensions,
    parts: charges.map(({ chargeId, label, amount }) => ({
      sourceLineId: `charge:${chargeId}`,
      label,
      amount: formatCents(amount),
    })),
    taxShares: charges.flatMap((charge) => grouping.shares.get(charge) ?? []),
  };
}

/** `Material and processing, 143 lines · GST, PST`, or the charge's own words when it stands alone by choice. */
function memoOf(
  first: CodedCharge,
  charges: readonly CodedCharge[],
  taxDetails: readonly string[],
  collapse: ImetalProfile['collapse'],
): string {
  if (collapse === 'none') return cutVisibly(first.label, fieldLengthMaxCharacters.memo);
  const groups = new Set(charges.map(({ costGroup }) => costGroup));
  const words = wordsInOrder.filter((word) => groups.has(word)).join(' and ');
  const parts = [words.charAt(0).toUpperCase() + words.slice(1)];
  if (collapse === 'per-account-and-product-group') {
    parts.push(first.productGroupCode === null ? 'no product group' : `product group ${first.productGroupCode}`);
  }
  parts.push(countInWords(charges.length, 'line'));
  const taxed = taxDetails.length === 0 ? '' : ` · ${taxDetails.join(', ')}`;
  return cutVisibly(printableText(parts.join(', ') + taxed), fieldLengthMaxCharacters.memo);
}
