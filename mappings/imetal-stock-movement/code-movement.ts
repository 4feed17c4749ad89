import type { ImetalProfile } from '../../domain/imetal-profile';
import { isZeroAmount } from '../../domain/money';
import type { TraceEntry } from '../../domain/posting-plan';
import type { SourceStockMovement, SourceStockMovementLine } from '../../domain/source-stock-movement';
import { cutVisibly, printableText } from '../../domain/text';
import type { PairedValue } from '../imetal-invoice/journal-pairs';
import { findDepartment } from '../imetal-invoice/ledger-coding';
import type { MovementPlace, PlacedLine } from './movement-entities';
import { findStockAccount, type MovementRule } from './movement-rule';

// A label is read in a table beside its amount.
const labelLengthMaxCharacters = 120;

/**
 * Lines with the accounts that their value moves between, and the trace of those that post nothing: zero values, and
 * within one entity values that stay in their account. The rule's department goes before the sales group's.
 */
export function codeMovement(
  movement: SourceStockMovement,
  lines: readonly PlacedLine[],
  rule: MovementRule,
  place: MovementPlace,
  profile: ImetalProfile,
): { coded: PairedValue[]; dropped: TraceEntry[] } {
  const stays = place.kind === 'one-entity' && rule.debit === rule.credit;
  const coded: PairedValue[] = [];
  const dropped: TraceEntry[] = [];
  const reason = reasonInWords(movement);
  for (const { line, branch, amount } of lines) {
    const sourceLineId = `movement:${line.lineId}`;
    const label = labelOf(line);
    if (isZeroAmount(amount) || stays) {
      const why = isZeroAmount(amount) ? 'zero value' : 'stays in its account';
      dropped.push({ sourceLineId, label, amount, target: { kind: 'dropped', reason: why } });
      continue;
    }
    coded.push({
      sourceLineId,
      label,
      title: `${reason}, out of stock`,
      titleTakenBack: `${reason}, into stock`,
      debitAccountNumber: otherAccount(branch.entity, rule, place),
      creditAccountNumber: findStockAccount(line.salesGroupCode, rule, profile),
      departmentId: rule.department ?? findDepartment(line.salesGroupCode, profile),
      locationId: branch.location,
      amount,
    });
  }
  return { coded, dropped };
}

/** `WOF LOST Lost in yard`: what finance reads of why. */
export function reasonInWords(movement: SourceStockMovement): string {
  const words = [movement.movementType, movement.reasonCode, movement.reasonDescription];
  return words.filter((word) => (word?.trim() ?? '') !== '').join(' ');
}

/** What stock is moved against: between entities the one is owed what the other owes. */
function otherAccount(entity: string, rule: MovementRule, place: MovementPlace): string {
  if (place.kind === 'one-entity') return rule.debit;
  return entity === place.fromEntity ? place.dueFromAccount : place.dueToAccount;
}

/** `tag 70012 · RB4140 · material`. */
function labelOf(line: SourceStockMovementLine): string {
  const tag = line.stockItemNumber === null ? [] : [`tag ${line.stockItemNumber}`];
  const words = [...tag, line.productCode, line.costGroup].filter((word) => (word?.trim() ?? '') !== '');
  return cutVisibly(printableText(words.join(' · ')), labelLengthMaxCharacters);
}
