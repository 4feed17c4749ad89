import type { CompanyProfile } from '../../domain/company-profile';
import type { JournalEntry, JournalLine } from '../../domain/journal-entry';
import {
  type Amount,
  absoluteAmount,
  compareAmounts,
  formatCents,
  isZeroAmount,
  multiplyAmount,
  roundToCents,
  subtractAmounts,
  sumAmounts,
} from '../../domain/money';
import { cutVisibly, printableText } from '../../domain/text';
import { fieldLengthMaxCharacters } from '../imetal-invoice/field-lengths';

/** A line that clears goods received: what it clears in document currency, and what stood there in base currency. */
export interface ClearingLine {
  amount: Amount;
  baseReceived: Amount;
}

/** What the journal takes from its document and profile. */
export interface ExchangeHeading {
  documentKey: string;
  postingDate: string;
  baseCurrency: string;
  /** base = document × rate. */
  exchangeRate: Amount;
  locationId: string;
  documentNoun: 'bill' | 'adjustment';
}

/**
 * What receipts left in goods received, in base currency, less what the document clears of it at its own rate, each line
 * rounded as the ledger rounds it: moved to the exchange difference account, so that goods received is left at nothing.
 * Null when there is no difference. The amounts are signed: of a credit both are negative.
 */
export function createExchangeDifference(
  lines: readonly ClearingLine[],
  profile: CompanyProfile,
  heading: ExchangeHeading,
): { entry: JournalEntry | null; difference: Amount } {
  const differences = lines.map(({ amount, baseReceived }) =>
    subtractAmounts(baseReceived, roundToCents(multiplyAmount(amount, heading.exchangeRate))),
  );
  const left = sumAmounts(differences);
  if (isZeroAmount(left)) return { entry: null, difference: '0' };
  const { goodsReceivedAccount, exchangeDifferenceAccount } = profile.purchasing;
  // More was received than is cleared: goods received is debited with the rest, and the gain is credited.
  const isGain = compareAmounts(left, '0') > 0;
  const shared = {
    amount: formatCents(absoluteAmount(left)),
    memo: `Exchange rate of goods received and of the ${heading.documentNoun}`,
  };
  const line = (lineNumber: number, side: JournalLine['side'], accountNumber: string): JournalLine => ({
    lineNumber,
    side,
    accountNumber,
    ...shared,
    dimensions: { locationId: heading.locationId },
  });
  const entry: JournalEntry = {
    journalSymbol: profile.ledgerEntries.journal,
    postingDate: heading.postingDate,
    title: cutVisibly(
      printableText(`Exchange difference ${heading.documentKey}`),
      fieldLengthMaxCharacters.journalTitle,
    ),
    referenceNumber: heading.documentKey,
    currency: heading.baseCurrency,
    lines: [
      line(1, 'debit', isGain ? goodsReceivedAccount : exchangeDifferenceAccount),
      line(2, 'credit', isGain ? exchangeDifferenceAccount : goodsReceivedAccount),
    ],
  };
  return { entry, difference: subtractAmounts('0', left) };
}
