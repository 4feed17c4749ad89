import { type Amount, compareAmounts, formatCents, sumAmounts } from '../../domain/money';
import { cutVisibly } from '../../domain/text';
import { fieldLengthMaxCharacters } from '../field-lengths';
import { groupByKey } from '../group-by-key';
import type { GroupedLine, SupplierDraft } from './supplier-lines';

/** What stands in a line of another account than its own, and is moved there by a journal of the same operation. */
export interface MovedAmount {
  accountNumber: string;
  /** Document currency, signed as a line of its own would be. */
  amount: Amount;
  /** The line in which it stands. */
  into: GroupedLine;
}

/**
 * A vendor adjustment's lines must have one sign (facts/intacct.md 8.7), and a credit for less than was received has a variance of
 * the other. Lines of one account are added up; a variance or a rounding that still owes more goes into a line that owes less, and is
 * moved to its own account by a journal: nobody could divide it from the credit. Items of both signs stay as they are.
 */
export function linesOfOneSign(lines: readonly GroupedLine[]): { lines: GroupedLine[]; moved: MovedAmount[] } {
  if (!hasBothSigns(lines)) return { lines: [...lines], moved: [] };
  const standing = mergeByAccount(lines);
  const moved: MovedAmount[] = [];
  for (const line of standing.filter(isIndivisible)) {
    const into = lineToTake(line, standing);
    if (into === null) continue;
    const merged = mergeLines(into, [line]);
    standing.splice(standing.indexOf(line), 1);
    standing.splice(standing.indexOf(into), 1, merged);
    const { accountNumber, amount } = line.draft;
    moved.push({ accountNumber, amount, into: merged });
    for (const before of moved) if (before.into === into) before.into = merged;
  }
  return { lines: standing, moved };
}

function hasBothSigns(lines: readonly GroupedLine[]): boolean {
  return lines.some(owesMore) && lines.some(({ draft }) => compareAmounts(draft.amount, '0') < 0);
}

/** True when a line, or what it bears of a tax, is above zero. */
function owesMore({ draft: { amount, taxShares } }: GroupedLine): boolean {
  const byDetail = groupByKey(taxShares, ({ tax }) => tax.taxDetailId);
  const taxes = [...byDetail.values()].map((shares) => sumAmounts(shares.map((share) => share.amount)));
  return [amount, ...taxes].some((each) => compareAmounts(each, '0') > 0);
}

function mergeByAccount(lines: readonly GroupedLine[]): GroupedLine[] {
  const groups = groupByKey(lines, ({ draft }) => JSON.stringify([draft.accountNumber, draft.dimensions]));
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [others.length === 0 ? first : mergeLines(first, others)],
  );
}

function isIndivisible(line: GroupedLine): boolean {
  return (line.draft.purpose === 'variance' || line.draft.purpose === 'rounding') && owesMore(line);
}

/** The line of the same items' goods, else the largest; null when none owes so much less. */
function lineToTake(line: GroupedLine, lines: readonly GroupedLine[]): GroupedLine | null {
  const items = new Set(line.parts.map(({ itemId }) => itemId));
  const isOfSameItems = ({ parts }: GroupedLine) => parts.some(({ itemId }) => items.has(itemId));
  const taking = lines
    .filter((one) => one !== line)
    .filter(({ draft }) => compareAmounts(sumAmounts([draft.amount, line.draft.amount]), '0') <= 0)
    .sort((a, b) => compareAmounts(a.draft.amount, b.draft.amount));
  return taking.find(isOfSameItems) ?? taking[0] ?? null;
}

function mergeLines(first: GroupedLine, others: readonly GroupedLine[]): GroupedLine {
  const members = [first, ...others];
  const drafts = members.map(({ draft }) => draft);
  const draft: SupplierDraft = {
    ...first.draft,
    amount: formatCents(sumAmounts(drafts.map(({ amount }) => amount))),
    memo: cutVisibly(drafts.map(({ memo }) => memo).join('; '), fieldLengthMaxCharacters.memo),
    parts: drafts.flatMap((one) => one.parts),
    taxShares: drafts.flatMap(({ taxShares }) => taxShares),
  };
  return { draft, parts: members.flatMap((member) => member.parts) };
}
