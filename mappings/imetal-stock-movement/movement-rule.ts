import { causeKey } from '../../domain/exception';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { SourceStockMovement } from '../../domain/source-stock-movement';
import type { ReportFault } from '../fault-report';
import { lookUp } from '../look-up';

/** The accounts that a kind of movement moves value between, and what else the profile asks of it. */
export type MovementRule = ImetalProfile['ledgerEntries']['movements'][string];

/** The profile's rule for type and reason, else for the type; null, reported as MOVEMENT_UNMAPPED, when it has neither. */
export function findMovementRule(
  movement: SourceStockMovement,
  profile: ImetalProfile,
  report: ReportFault,
): MovementRule | null {
  const { movementType: type } = movement;
  const reason = movement.reasonCode?.trim() ?? '';
  const { movements } = profile.ledgerEntries;
  const rule = (reason === '' ? undefined : lookUp(movements, `${type}/${reason}`)) ?? lookUp(movements, type);
  if (rule !== undefined) return rule;
  const name = reason === '' ? `type ${type} without a reason` : `type ${type}, reason ${reason}`;
  report({
    code: 'MOVEMENT_UNMAPPED',
    field: 'type and reason',
    expected: 'a movement of the company profile',
    actual: reason === '' ? type : `${type}/${reason}`,
    says: `${name} has no accounts in the company profile`,
    causeKey: causeKey.movement(type, reason === '' ? 'none' : reason),
  });
  return null;
}

/** The account of a line's stock: its sales group's where the profile names one, else the rule's. */
export function findStockAccount(salesGroupCode: string | null, rule: MovementRule, profile: ImetalProfile): string {
  const { stockAccounts } = profile.ledgerEntries;
  const named = salesGroupCode === null ? undefined : lookUp(stockAccounts ?? {}, salesGroupCode);
  return named ?? rule.credit;
}
