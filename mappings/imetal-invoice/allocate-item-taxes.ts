import {
  type Amount,
  absoluteAmount,
  allocateByWeight,
  compareAmounts,
  formatCents,
  sumAmounts,
} from '../../domain/money';
import type { TraceEntry } from '../../domain/posting-plan';
import { groupByKey } from '../group-by-key';
import { type CodedTax, dropTax } from './code-item-taxes';

/** The part of an item's tax that belongs to one of its charges. */
export interface TaxShare {
  tax: CodedTax;
  amount: Amount;
}

/**
 * Each item's tax spread over its charges by value, to the cent; the cents left go by largest loss, then in the order
 * of charge ids. Where the charges (nearly) cancel, so that tax by value would exceed the charges themselves, the
 * largest charge takes all. A zero-rated tax of an item whose charges are all dropped is dropped with them.
 */
export function allocateItemTaxes<Charge extends { itemId: string; amount: Amount }>(
  charges: readonly Charge[],
  taxes: readonly CodedTax[],
): { shares: Map<Charge, TaxShare[]>; dropped: TraceEntry[] } {
  const chargesOfItem = groupByKey(charges, ({ itemId }) => itemId);
  const shares = new Map<Charge, TaxShare[]>(charges.map((charge) => [charge, []]));
  const dropped: TraceEntry[] = [];
  for (const tax of taxes) {
    const ofItem = chargesOfItem.get(tax.itemId) ?? [];
    if (ofItem.length === 0) {
      dropped.push(dropTax(tax.sourceLineId, tax.label));
      continue;
    }
    const amounts = allocate(
      tax.amount,
      ofItem.map((charge) => charge.amount),
    );
    for (const [index, charge] of ofItem.entries()) {
      shares.get(charge)?.push({ tax, amount: formatCents(amounts[index] ?? '0') });
    }
  }
  return { shares, dropped };
}

function allocate(tax: Amount, charges: readonly Amount[]): Amount[] {
  if (charges.length === 1) return [tax];
  const net = sumAmounts(charges);
  // No sales tax is above 100 %: then the charges cancel each other, and parts by value would be absurd.
  if (compareAmounts(absoluteAmount(tax), absoluteAmount(net)) <= 0) return allocateByWeight(tax, charges);
  const sizes = charges.map(absoluteAmount);
  const largest = sizes.reduce((best, size, at) => (compareAmounts(size, sizes[best] ?? '0') > 0 ? at : best), 0);
  return charges.map((_, at) => (at === largest ? tax : '0'));
}
