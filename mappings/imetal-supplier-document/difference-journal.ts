import type { ImetalProfile } from '../../domain/imetal-profile';
import type { JournalEntry } from '../../domain/journal-entry';
import {
  type Amount,
  absoluteAmount,
  compareAmounts,
  formatCents,
  isZeroAmount,
  multiplyAmount,
  negateAmount,
  roundToCents,
  subtractAmounts,
  sumAmounts,
} from '../../domain/money';
import { cutVisibly, printableText } from '../../domain/text';
import { fieldLengthMaxCharacters } from '../field-lengths';

/** A line that clears goods received: what it clears in document currency, and what stood there in base currency. */
export interface ClearingLine {
  amount: Amount;
  baseReceived: Amount;
}

/** An amount that stands in a line of another account, signed as a debit, document currency. */
export interface AmountToMove {
  accountNumber: string;
  amount: Amount;
  /** Null: a clearing line, which has it in its amount. */
  fromAccountNumber: string | null;
}

/** What the journal takes from its document and profile. */
export interface DifferenceHeading {
  documentKey: string;
  postingDate: string;
  baseCurrency: string;
  /** base = document × rate; `1` when they are the same. */
  exchangeRate: Amount;
  locationId: string;
  documentNoun: 'bill' | 'adjustment';
}

/**
 * What receipts left in goods received, in base currency, less what the document clears of it at its own rate, each line
 * rounded as the ledger rounds it; and what stands in a line of another account. Moved so that goods received is left at nothing:
 * amounts that stand elsewhere to their accounts, the rest to the exchange difference account. Null when there is nothing to
 * move. The amounts are signed: of a credit they are negative. `exchange`: into the exchange difference account, base currency.
 */
export function createDifferenceJournal(
  lines: readonly ClearingLine[],
  moves: readonly AmountToMove[],
  profile: ImetalProfile,
  heading: DifferenceHeading,
): { entry: JournalEntry | null; exchange: Amount } {
  const inBase = (amount: Amount) => roundToCents(multiplyAmount(amount, heading.exchangeRate));
  const left = sumAmounts(lines.map(({ amount, baseReceived }) => subtractAmounts(baseReceived, inBase(amount))));
  const { goodsReceivedAccount, exchangeDifferenceAccount } = profile.purchasing;
  const debits = [
    { accountNumber: goodsReceivedAccount, amount: left },
    ...moves.map(({ accountNumber, amount }) => ({ accountNumber, amount: inBase(amount) })),
    ...moves.flatMap(({ fromAccountNumber: accountNumber, amount }) =>
      accountNumber === null ? [] : [{ accountNumber, amount: negateAmount(inBase(amount)) }],
    ),
  ];
  const exchange = negateAmount(sumAmounts(debits.map(({ amount }) => amount)));
  const legs = [...debits, { accountNumber: exchangeDifferenceAccount, amount: exchange }].filter(
    ({ amount }) => !isZeroAmount(amount),
  );
  if (legs.length === 0) return { entry: null, exchange };
  const isDebit = ({ amount }: { amount: Amount }) => compareAmounts(amount, '0') > 0;
  const memo =
    moves.length === 0
      ? `Exchange rate of goods received and of the ${heading.documentNoun}`
      : `Differences of goods received and of the ${heading.documentNoun}`;
  const name = moves.length === 0 ? 'Exchange difference' : 'Differences of';
  const entry: JournalEntry = {
    journalSymbol: profile.ledgerEntries.journal,
    postingDate: heading.postingDate,
    title: cutVisibly(printableText(`${name} ${heading.documentKey}`), fieldLengthMaxCharacters.journalTitle),
    referenceNumber: heading.documentKey,
    currency: heading.baseCurrency,
    lines: [...legs.filter(isDebit), ...legs.filter((leg) => !isDebit(leg))].map((leg, index) => ({
      lineNumber: index + 1,
      side: isDebit(leg) ? 'debit' : 'credit',
      accountNumber: leg.accountNumber,
      amount: formatCents(absoluteAmount(leg.amount)),
      memo,
      dimensions: { locationId: heading.locationId },
    })),
  };
  return { entry, exchange };
}
