import type { ImetalProfile } from '../../domain/imetal-profile';
import type { SourceStockMovement } from '../../domain/source-stock-movement';
import type { ReportFault } from '../fault-report';
import { amountThere, lineOnce } from '../imetal-invoice/line-checks';

/**
 * Reports what a whole stock movement has and this one lacks: a type that is a ledger entry of its own, lines, each once,
 * each with a value and a branch (DOCUMENT_NOT_FOUND, DOCUMENT_INCOMPLETE, AMOUNT_MISSING, REQUIRED_FIELD_MISSING).
 */
export function checkMovement(movement: SourceStockMovement, profile: ImetalProfile, report: ReportFault): void {
  checkType(movement, profile, report);
  if (movement.lines.length === 0) {
    const says = 'the movement has no lines';
    report({ code: 'DOCUMENT_INCOMPLETE', field: 'lines', expected: 'at least one', actual: 'none', says });
  }
  const once = lineOnce(report);
  const required = amountThere(report);
  for (const { lineId, baseValue, branchCode } of movement.lines) {
    const line = `line ${lineId}`;
    once(line);
    required('base value', baseValue, line);
    if ((branchCode?.trim() ?? '') === '') {
      report({
        code: 'REQUIRED_FIELD_MISSING',
        field: `${line}: branch`,
        expected: 'the branch where the stock lies',
        actual: 'none',
        says: 'the branch where the stock lies is missing',
        line,
      });
    }
  }
}

function checkType(movement: SourceStockMovement, profile: ImetalProfile, report: ReportFault): void {
  const { movementTypes } = profile.ledgerEntries;
  if (movementTypes.includes(movement.movementType)) return;
  const expected = movementTypes.join(', ');
  report({
    code: 'DOCUMENT_NOT_FOUND',
    field: 'movement type',
    expected,
    actual: movement.movementType,
    says: `type ${movement.movementType} is no ledger entry of its own in this company (${expected})`,
  });
}
