import {
  type Amount,
  compareAmounts,
  divideAmount,
  multiplyAmount,
  roundToCents,
  subtractAmounts,
  sumAmounts,
} from '../../../domain/money';
import { addDays } from '../accounting-date';
import type { BookRecord, Books } from '../books';
import { dateByTerm } from '../term-dates';

/** WHENDISCOUNT: the last day on which the term gives a discount; empty when it gives none. */
export function discountDateOf(term: BookRecord | undefined, documentDate: string): string {
  if (!term?.DISCAMOUNT) return '';
  return dateByTerm(documentDate, Number(term.DISCDATE ?? '0'), term.DISCFROM ?? '');
}

/**
 * What the term of an invoice lets the customer keep when paid by that day: zero after its last day and the days of grace, never more
 * than what is open beyond what else is taken. Document currency.
 */
export function termDiscount(books: Books, invoice: BookRecord, paidOn: string, open: Amount, taken: Amount): Amount {
  const term = books.get('ARTERM', invoice.TERMNAME ?? '');
  const lastDay = invoice.WHENDISCOUNT ?? '';
  if (!term?.DISCAMOUNT || lastDay === '' || paidOn > addDays(lastDay, Number(term.DISCFUDGEDAYS ?? '0'))) return '0';
  const items = books.find('ARINVOICEITEM', 'RECORDKEY', invoice.RECORDNO as string);
  const counted = term.DISCCALCON === 'Line items total' ? items.filter(({ SUBTOTAL }) => SUBTOTAL !== 'T') : items;
  const total = sumAmounts(counted.map(({ TRX_AMOUNT }) => TRX_AMOUNT as string));
  const discount =
    term.DISCPERCAMN === '%'
      ? roundToCents(divideAmount(multiplyAmount(total, term.DISCAMOUNT), '100'))
      : term.DISCAMOUNT;
  const rest = subtractAmounts(open, taken);
  if (compareAmounts(rest, '0') <= 0) return '0';
  return compareAmounts(discount, rest) < 0 ? discount : rest;
}
