import type { Dimensions } from '../../domain/ar-invoice';
import type { JournalEntry, JournalLine } from '../../domain/journal-entry';
import { absoluteAmount, formatCents, sumAmounts } from '../../domain/money';
import type { TraceEntry } from '../../domain/posting-plan';
import { cutVisibly, printableText } from '../../domain/text';
import type { CodedCost } from './code-costs';
import { fieldLengthMaxCharacters } from './field-lengths';
import { countInWords, groupByKey } from './group-by-key';
import { compareKeys } from './source-order';

/** What a cost of sales journal takes from its invoice and profile. */
export interface JournalHeading {
  journalSymbol: string;
  postingDate: string;
  documentKey: string;
  currency: string;
  locationId: string;
}

/**
 * Costs and stock adjustments as pairs of a debit and a credit line, one pair per title, accounts and department.
 * Negative ones make pairs of their own with the sides changed: an entry's amounts are positive and never 0.00, and
 * a reversal stays visible. Null without costs.
 */
export function createCostOfSalesJournal(
  costs: readonly CodedCost[],
  heading: JournalHeading,
): { journal: JournalEntry | null; trace: TraceEntry[] } {
  const groups = groupByKey(costs, (cost) => JSON.stringify(sortKeyOf(cost)));
  const sorted = [...groups.values()].sort((a, b) => compareGroups(a, b));
  const lines: JournalLine[] = [];
  const trace: TraceEntry[] = [];
  for (const group of sorted) {
    const pair = createPair(group, heading.locationId, lines.length);
    lines.push(...pair.lines);
    trace.push(...pair.trace);
  }
  if (lines.length === 0) return { journal: null, trace };
  const title = printableText(`Cost of sales ${heading.documentKey}`);
  const journal = {
    journalSymbol: heading.journalSymbol,
    postingDate: heading.postingDate,
    title: cutVisibly(title, fieldLengthMaxCharacters.journalTitle),
    referenceNumber: heading.documentKey,
    currency: heading.currency,
    lines,
  };
  return { journal, trace };
}

function compareGroups(left: readonly CodedCost[], right: readonly CodedCost[]): number {
  const [a] = left;
  const [b] = right;
  return a === undefined || b === undefined ? 0 : compareKeys(sortKeyOf(a), sortKeyOf(b));
}

/** `Cost of …` sorts before `Stock adjustment …`, and a positive pair before the negative one of the same accounts. */
function sortKeyOf(cost: CodedCost): string[] {
  return [
    cost.title,
    cost.debitAccountNumber,
    cost.creditAccountNumber,
    cost.departmentId ?? '',
    isNegative(cost) ? '-' : '+',
  ];
}

function isNegative(cost: CodedCost): boolean {
  return cost.amount.startsWith('-');
}

function createPair(
  costs: readonly CodedCost[],
  locationId: string,
  linesBefore: number,
): { lines: JournalLine[]; trace: TraceEntry[] } {
  const [first] = costs;
  if (first === undefined) return { lines: [], trace: [] };
  const negative = isNegative(first);
  const dimensions: Dimensions = { locationId };
  if (first.departmentId !== null) dimensions.departmentId = first.departmentId;
  const amount = formatCents(absoluteAmount(sumAmounts(costs.map((cost) => cost.amount))));
  const words = `${first.title}${negative ? ' taken back' : ''}, ${countInWords(costs.length, 'line')}`;
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
    trace: costs.map(({ sourceLineId, label, amount: cost }) => ({
      sourceLineId,
      label,
      amount: formatCents(cost),
      target: { kind: 'journal-lines', debitLineNumber: debit, creditLineNumber: credit },
    })),
  };
}
