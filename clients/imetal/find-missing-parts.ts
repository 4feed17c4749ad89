import { compareAmounts, sumAmounts } from '../../domain/money';
import type { SalesDocumentRows } from './rows-to-sales-document';

/** A document that is not final yet, in words; null when it is. */
export function findMissingStatus(statusCode: string, finalStatuses: readonly string[]): string | null {
  if (finalStatuses.includes(statusCode)) return null;
  return `its final status: it is ${statusCode}, not ${finalStatuses.join(' or ')}`;
}

/**
 * What a sales document lacks of what must belong to it, in words for a person and without amounts, since they are logged;
 * null when every part is there. A header can be seen before its children (facts/imetal.md 1.6), and a child may be
 * missing only when the totals show that nothing is. Whether sums hold is the mapping's to judge.
 */
export function findMissingSalesParts({ document, items, charges }: SalesDocumentRows): string | null {
  if (document.total_id === null) return 'its totals';
  if (items.length === 0) return 'its items';
  const itemsWithCharges = new Set(charges.map((charge) => charge.item_id));
  const bare = items.filter((item) => !itemsWithCharges.has(item.item_id));
  if (bare.length > 0 && !chargesReachTotal(document.net_total, charges)) {
    const named = bare.slice(0, 5).map((item) => item.item_number);
    const more = bare.length > named.length ? ` and ${bare.length - named.length} more` : '';
    return `the charges of item ${named.join(', ')}${more}`;
  }
  return null;
}

/** An item given free may have no charge: then the others already make the header's net total. */
function chargesReachTotal(netTotal: string | null, charges: SalesDocumentRows['charges']): boolean {
  const values = charges.map((charge) => charge.value);
  if (netTotal === null || values.length === 0 || values.includes(null)) return false;
  return compareAmounts(sumAmounts(values.filter((value) => value !== null)), netTotal) === 0;
}
