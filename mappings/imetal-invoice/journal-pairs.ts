import type { Dimensions } from '../../domain/ar-invoice';
import type { JournalLine } from '../../domain/journal-entry';
import { type Amount, absoluteAmount, formatCents, sumAmounts } from '../../domain/money';
import type { TraceEntry } from '../../domain/posting-plan';
import { cutVisibly, printableText } from '../../domain/text';
import { fieldLengthMaxCharacters } from '../field-lengths';
import { groupByKey } from '../group-by-key';
import { compareKeys } from '../text-order';
import { countInWords } from './count-in-words';

/** Value that moves between two accounts; never zero. Negative takes back: debit and credit change sides. */
export interface PairedValue {
  sourceLineId: string;
  label: string;
  /** What its lines are called, and what they are when the amount is negative. */
  title: string;
  titleTakenBack: string;
  debitAccountNumber: string;
  creditAccountNumber: string;
  departmentId: string | null;
  locationId: string;
  amount: Amount;
}

/**
 * Values as pairs of a debit and a credit line, one pair per title, accounts, department and location. Negative ones
 * make pairs of their own with the sides changed: an entry's amounts are positive and never 0.00, and a reversal stays
 * visible. Every pair balances at its location, so a journal of pairs does.
 */
export function pairLines(values: readonly PairedValue[]): { lines: JournalLine[]; trace: TraceEntry[] } {
  const groups = groupByKey(values, (value) => JSON.stringify(sortKeyOf(value)));
  const sorted = [...groups.values()].sort((a, b) => compareGroups(a, b));
  const lines: JournalLine[] = [];
  const trace: TraceEntry[] = [];
  for (const group of sorted) {
    const pair = createPair(group, lines.length);
    lines.push(...pair.lines);
    trace.push(...pair.trace);
  }
  return { lines, trace };
}

function compareGroups(left: readonly PairedValue[], right: readonly PairedValue[]): number {
  const [a] = left;
  const [b] = right;
  return a === undefined || b === undefined ? 0 : compareKeys(sortKeyOf(a), sortKeyOf(b));
}

/** By title, and a positive pair before the negative one of the same accounts. */
function sortKeyOf(value: PairedValue): string[] {
  return [
    value.title,
    value.debitAccountNumber,
    value.creditAccountNumber,
    value.departmentId ?? '',
    isNegative(value) ? '-' : '+',
    value.locationId,
  ];
}

function isNegative({ amount }: PairedValue): boolean {
  return amount.startsWith('-');
}

function createPair(
  values: readonly PairedValue[],
  linesBefore: number,
): { lines: JournalLine[]; trace: TraceEntry[] } {
  const [first] = values;
  if (first === undefined) return { lines: [], trace: [] };
  const negative = isNegative(first);
  const dimensions: Dimensions = { locationId: first.locationId };
  if (first.departmentId !== null) dimensions.departmentId = first.departmentId;
  const amount = formatCents(absoluteAmount(sumAmounts(values.map((value) => value.amount))));
  const words = `${negative ? first.titleTakenBack : first.title}, ${countInWords(values.length, 'line')}`;
  const memo = cutVisibly(printableText(words), fieldLengthMaxCharacters.memo);
  const debit = linesBefore + 1;
  const credit = linesBefore + 2;
  const side = { amount, memo, dimensions };
  const debitAccount = negative ? first.creditAccountNumber : first.debitAccountNumber;
  const creditAccount = negative ? first.debitAccountNumber : first.creditAccountNumber;
  return {
    lines: [
      { lineNumber: debit, side: 'debit', accountNumber: debitAccount, ...side },
      { lineNumber: credit, side: 'credit', accountNumber: creditAccount, ...side, dimensions: { ...dimensions } },
    ],
    trace: values.map(({ sourceLineId, label, amount: value }) => ({
      sourceLineId,
      label,
      amount: formatCents(value),
      target: { kind: 'journal-lines', debitLineNumber: debit, creditLineNumber: credit },
    })),
  };
}
