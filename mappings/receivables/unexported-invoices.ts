import { type Amount, compareAmounts, formatCents, subtractAmounts, sumAmounts } from '../../domain/money';
import type { OpenItem } from '../../domain/open-items';

/** What iMetal's totals say of a customer, in its currency, tax included. */
export interface SoldAmounts {
  currency: string;
  openOrders: Amount;
  unexportedInvoices: Amount;
}

/**
 * iMetal's total of unexported invoices less credit notes, without those that are open items already: between its posting and its
 * acknowledgement a document is in both. `unacknowledgedKeys` are documents that are posted and that iMetal was not told of. Never below zero: iMetal
 * may have been told since.
 */
export function unexportedBesides(
  { currency, unexportedInvoices }: SoldAmounts,
  items: readonly OpenItem[],
  unacknowledgedKeys: ReadonlySet<string>,
): Amount {
  const counted = items.filter(
    (item) =>
      (item.kind === 'invoice' || item.kind === 'credit-memo') &&
      item.currency === currency &&
      item.documentKey !== null &&
      unacknowledgedKeys.has(item.documentKey),
  );
  const left = subtractAmounts(unexportedInvoices, sumAmounts(counted.map(({ totalAmount }) => totalAmount)));
  return compareAmounts(left, '0') < 0 ? '0.00' : formatCents(left);
}
