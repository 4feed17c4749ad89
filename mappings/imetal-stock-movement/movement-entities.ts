import { causeKey } from '../../domain/exception';
import type { BranchProfile, ImetalProfile } from '../../domain/imetal-profile';
import {
  type Amount,
  absoluteAmount,
  compareAmounts,
  formatCents,
  isZeroAmount,
  subtractAmounts,
  sumAmounts,
} from '../../domain/money';
import type { SourceStockMovement, SourceStockMovementLine } from '../../domain/source-stock-movement';
import type { ReportFault } from '../fault-report';
import { groupByKey } from '../group-by-key';
import { findBranch } from '../imetal-invoice/ledger-coding';
import { postableAmount } from '../imetal-invoice/source-amount';
import { lookUp } from '../look-up';

/** A line of a movement with its value and the branch where its stock lies. */
export interface PlacedLine {
  line: SourceStockMovementLine;
  branch: BranchProfile;
  /** Base currency; positive takes value out of stock. */
  amount: Amount;
}

/** Where a movement stands in the books: in one entity, or from one to another by the profile's rule. */
export type MovementPlace =
  | { kind: 'one-entity'; entityId: string }
  | { kind: 'across'; fromEntity: string; toEntity: string; dueFromAccount: string; dueToAccount: string };

/** Lines whose branch is in the profile and whose amount can be posted; BRANCH_UNMAPPED otherwise. */
export function placeLines(movement: SourceStockMovement, profile: ImetalProfile, report: ReportFault): PlacedLine[] {
  const branches = new Map<string, BranchProfile | null>();
  const branchOf = (code: string) => {
    const known = branches.get(code);
    if (known !== undefined) return known;
    const branch = findBranch(code, profile, report);
    branches.set(code, branch);
    return branch;
  };
  branchOf(movement.branchCode);
  return movement.lines.flatMap((line) => {
    const code = line.branchCode?.trim() ?? '';
    const branch = code === '' ? null : branchOf(code);
    const amount = postableAmount(line.baseValue);
    return branch === null || amount === null ? [] : [{ line, branch, amount }];
  });
}

/**
 * Which entities a movement touches. Within one, its values are in that entity's currency (BASE_AMOUNT_MISMATCH).
 * Between two, as much must be put in as is taken out (JOURNAL_UNBALANCED), and the profile must have the pair
 * (MOVEMENT_ACROSS_ENTITIES); more than two, or out of both, cannot be told in due-from and due-to.
 */
export function findMovementPlace(
  movement: SourceStockMovement,
  lines: readonly PlacedLine[],
  profile: ImetalProfile,
  report: ReportFault,
): MovementPlace | null {
  const valued = lines.filter(({ amount }) => !isZeroAmount(amount));
  const byEntity = groupByKey(valued.length > 0 ? valued : lines, ({ branch }) => branch.entity);
  // Where only quantities move, nothing is owed between entities.
  if (valued.length === 0 && byEntity.size > 1) return { kind: 'one-entity', entityId: '' };
  const sums = [...byEntity].map(([entity, ofEntity]) => ({
    entity,
    branch: ofEntity[0]?.branch,
    sum: sumAmounts(ofEntity.map(({ amount }) => amount)),
  }));
  const [first, second] = sums;
  if (first === undefined) return null;
  if (second === undefined) {
    if (first.branch === undefined || !isInCurrencyOf(first.branch, movement, report)) return null;
    return { kind: 'one-entity', entityId: first.entity };
  }
  const from = sums.filter(({ sum }) => compareAmounts(sum, '0') > 0);
  const to = sums.filter(({ sum }) => compareAmounts(sum, '0') < 0);
  const [source, target] = [from[0], to[0]];
  if (sums.length > 2 || source === undefined || target === undefined) {
    reportAcross(sums.map(({ entity, sum }) => `${entity} ${formatCents(sum)}`).join(', '), null, report);
    return null;
  }
  if (!isInCurrencyOf(source.branch, movement, report)) return null;
  const rule = lookUp(profile.ledgerEntries.interEntity, `${source.entity}>${target.entity}`);
  if (rule === undefined) {
    reportAcross(`${source.entity} to ${target.entity}`, `${source.entity}>${target.entity}`, report);
    return null;
  }
  if (!isBalanced(source.sum, target.sum, movement, report)) return null;
  return { kind: 'across', fromEntity: source.entity, toEntity: target.entity, ...rule };
}

/** Values stand in the currency of the entity that they leave; the ledger converts what arrives in another one. */
function isInCurrencyOf(
  branch: BranchProfile | undefined,
  movement: SourceStockMovement,
  report: ReportFault,
): boolean {
  if (branch === undefined || movement.baseCurrency === null || movement.baseCurrency === branch.baseCurrency)
    return true;
  report({
    code: 'BASE_AMOUNT_MISMATCH',
    field: 'base currency',
    expected: branch.baseCurrency,
    actual: movement.baseCurrency,
    says: `base currency ${movement.baseCurrency} ≠ ${branch.baseCurrency} of entity ${branch.entity}`,
  });
  return false;
}

function isBalanced(out: Amount, into: Amount, movement: SourceStockMovement, report: ReportFault): boolean {
  const arrived = absoluteAmount(into);
  if (compareAmounts(out, arrived) === 0) return true;
  reportUnbalanced(out, arrived, movement.baseCurrency, report);
  return false;
}

/** Reports a transfer that takes out another value than it puts in: JOURNAL_UNBALANCED. */
export function reportUnbalanced(out: Amount, into: Amount, currency: string | null, report: ReportFault): void {
  const print = (amount: Amount) => [formatCents(amount), currency].filter((part) => part !== null).join(' ');
  const difference = print(absoluteAmount(subtractAmounts(out, into)));
  report({
    code: 'JOURNAL_UNBALANCED',
    field: 'lines',
    expected: print(out),
    actual: print(into),
    says: `${print(out)} is taken out of stock and ${print(into)} put in (${difference} apart)`,
  });
}

function reportAcross(words: string, pair: string | null, report: ReportFault): void {
  const says =
    pair === null
      ? `value moves in several entities and not from one to one other: ${words}`
      : `value moves from entity ${words}, and the company profile has no rule for '${pair}'`;
  report({
    code: 'MOVEMENT_ACROSS_ENTITIES',
    field: 'entities',
    expected: pair === null ? 'one entity, or one that gives and one that takes' : `'${pair}' in the company profile`,
    actual: words,
    says,
    ...(pair === null ? {} : { causeKey: causeKey.interEntity(pair) }),
  });
}
