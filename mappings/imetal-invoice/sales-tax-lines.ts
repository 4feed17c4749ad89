import { type Amount, formatCents, sumAmounts } from '../../domain/money';
import { cutVisibly, printableText } from '../../domain/text';
import { fieldLengthMaxCharacters } from '../field-lengths';
import { groupByKey } from '../group-by-key';
import type { CodedTax } from './code-item-taxes';
import { countInWords } from './count-in-words';
import type { Draft, DraftLine } from './invoice-lines';

/** Where tax is carried as lines (United States): one invoice line per tax detail on its liability account. */
export function createSalesTaxLines(taxes: readonly CodedTax[], locationId: string): DraftLine[] {
  return createTaxLines(taxes, locationId, 'sales-tax', 'Sales tax');
}

/** One line per tax detail on its account, called by the words given. */
export function createTaxLines<Purpose>(
  taxes: readonly CodedTax[],
  locationId: string,
  purpose: Purpose,
  words: string,
): Draft<Purpose>[] {
  const groups = groupByKey(taxes, (tax) => JSON.stringify([tax.accountNumber, tax.taxDetailId]));
  return [...groups.values()].flatMap((ofDetail) => {
    const [first] = ofDetail;
    if (first === undefined || first.accountNumber === null) return [];
    const memo = printableText(`${words} ${first.taxDetailId}, ${countInWords(ofDetail.length, 'item')}`);
    return [
      {
        sortKey: [first.taxDetailId, first.accountNumber],
        purpose,
        accountNumber: first.accountNumber,
        amount: formatCents(sumAmounts(ofDetail.map(({ amount }) => amount))),
        memo: cutVisibly(memo, fieldLengthMaxCharacters.memo),
        dimensions: { locationId },
        parts: ofDetail.map(({ sourceLineId, label, amount }) => ({
          sourceLineId,
          label,
          amount: formatCents(amount),
        })),
        taxShares: [],
      },
    ];
  });
}

/** The visible line for what a header says more (or less) than the lines, within the profile's tolerance. */
export function createRoundingLine(difference: Amount, accountNumber: string, locationId: string): Draft<'rounding'> {
  return {
    sortKey: [accountNumber],
    purpose: 'rounding',
    accountNumber,
    amount: formatCents(difference),
    memo: 'Rounding: invoice total less sum of lines',
    dimensions: { locationId },
    parts: [],
    taxShares: [],
  };
}
