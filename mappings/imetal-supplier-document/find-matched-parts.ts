import { causeKey } from '../../domain/exception';
import type { ImetalProfile } from '../../domain/imetal-profile';
import {
  type Amount,
  absoluteAmount,
  compareAmounts,
  formatCents,
  isZeroAmount,
  roundToCents,
  subtractAmounts,
  sumAmounts,
} from '../../domain/money';
import type {
  SourceGoodsMatch,
  SourceSupplierDocument,
  SourceSupplierItem,
} from '../../domain/source-supplier-document';
import type { ReportFault } from '../fault-report';
import { mismatch } from '../imetal-invoice/check-totals';
import { postableAmount } from '../imetal-invoice/source-amount';

/** What one match clears of goods received, and what the invoice differs from it. */
export interface MatchedPart {
  receiptKey: string | null;
  /** Document currency. */
  received: Amount;
  variance: Amount;
  /** Base currency, at the receipt's rate. */
  baseReceived: Amount;
}

/**
 * The matches of a stock item; null, reported as MATCH_MISMATCH or GOODS_UNMATCHED, when they do not make its value: a
 * matched item's must to the cent; of any other the rest, which was not received, goes as the profile's policy says.
 */
export function findMatchedParts(
  item: SourceSupplierItem,
  document: SourceSupplierDocument,
  profile: ImetalProfile,
  report: ReportFault,
): MatchedPart[] | null {
  const line = `item ${item.itemNumber}`;
  const parts: MatchedPart[] = [];
  let complete = item.matches.length > 0;
  for (const match of item.matches) {
    if (match.status !== 'matched') complete = false;
    if (match.status === 'unmatched') continue;
    if (match.status !== 'matched' && match.status !== 'part-matched') {
      reportStatus(match, line, report);
      return null;
    }
    const part = toPart(match);
    if (part === null) return null;
    if (document.currency === document.baseCurrency) checkHomeCurrency(match, part, line, document, report);
    parts.push(part);
  }
  const value = postableAmount(item.value);
  if (value === null) return null;
  const invoiced = sumAmounts(parts.flatMap(({ received, variance }) => [received, variance]));
  const rest = subtractAmounts(value, invoiced);
  if (isZeroAmount(rest)) return parts;
  // A rest of the other sign means that more was matched than was invoiced.
  if (complete || isNegative(rest) !== isNegative(value)) {
    const field = `${line}: matches`;
    const matched = ['matched with receipts', invoiced] as const;
    report(mismatch('MATCH_MISMATCH', field, matched, [`value of item ${item.itemNumber}`, value], document.currency));
    return null;
  }
  if (profile.purchasing.unmatched !== 'park') return parts;
  reportUnmatched(item, rest, document, report);
  return null;
}

/** Reports matched values that differ from the header's by more than the profile's tolerance: MATCH_MISMATCH. */
export function checkMatchedTotal(document: SourceSupplierDocument, profile: ImetalProfile, report: ReportFault): void {
  const matchedTotal = postableAmount(document.matchedTotal);
  const matches = document.items.flatMap((item) => item.matches.filter(({ status }) => status !== 'unmatched'));
  const parts = matches.map(toPart);
  if (matchedTotal === null || parts.includes(null)) return;
  const matched = sumAmounts(parts.flatMap((part) => (part === null ? [] : [part.received, part.variance])));
  const difference = absoluteAmount(subtractAmounts(matched, matchedTotal));
  if (compareAmounts(difference, profile.roundingTolerance) <= 0) return;
  const header = ['matched total', matchedTotal] as const;
  report(mismatch('MATCH_MISMATCH', 'matched total', ['matches of items', matched], header, document.currency));
}

function toPart(match: SourceGoodsMatch): MatchedPart | null {
  const received = postableAmount(match.receivedValue);
  const baseReceived = postableAmount(match.baseReceivedValue);
  const variance = postableAmount(match.adjustmentValue);
  if (received === null || baseReceived === null || variance === null) return null;
  return { receiptKey: match.receiptKey, received, baseReceived, variance };
}

function reportStatus(match: SourceGoodsMatch, line: string, report: ReportFault): void {
  report({
    code: 'MATCH_MISMATCH',
    field: `${line}, match ${match.matchId}: status`,
    expected: 'matched, part-matched or unmatched',
    actual: match.status === '' ? 'none' : match.status,
    says: `match status '${match.status}' is none of matched, part-matched, unmatched`,
    line,
  });
}

/** At home there is no rate that could make the two differ. */
function checkHomeCurrency(
  match: SourceGoodsMatch,
  part: MatchedPart,
  line: string,
  document: SourceSupplierDocument,
  report: ReportFault,
): void {
  if (compareAmounts(part.received, part.baseReceived) === 0) return;
  const field = `${line}, match ${match.matchId}: base received value`;
  const received = ['received value', part.received] as const;
  report(mismatch('BASE_AMOUNT_MISMATCH', field, [field, part.baseReceived], received, document.baseCurrency));
}

function reportUnmatched(
  item: SourceSupplierItem,
  rest: Amount,
  document: SourceSupplierDocument,
  report: ReportFault,
): void {
  const receiptKey = item.matches.find((match) => match.status !== 'matched' && match.receiptKey !== null)?.receiptKey;
  const amount = [formatCents(roundToCents(rest)), document.currency].filter((part) => part !== null).join(' ');
  report({
    code: 'GOODS_UNMATCHED',
    field: `item ${item.itemNumber}: matches`,
    expected: 'a goods receipt for all of it',
    actual: `${amount} without one`,
    says: `item ${item.itemNumber} has ${amount} that no goods receipt is matched with`,
    ...(receiptKey == null ? {} : { causeKey: causeKey.document(receiptKey) }),
  });
}

function isNegative(amount: Amount): boolean {
  return compareAmounts(amount, '0') < 0;
}
