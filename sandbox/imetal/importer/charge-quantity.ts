import { decimalText, divideRounded, scaledInteger } from '../../sample-day/cents';
import type { StagedRow } from './staged-record';

/** Kilograms in a pound: an item's weight is in pounds, the company's unit (assumed). */
const kilogramsPerPoundE8 = 45_359_237n;

/** Where a unit's quantity comes from. */
const sourceOfUnit: Record<string, 'required_weight' | 'required_quantity' | 'required_pieces' | 'none'> = {
  LB: 'required_weight',
  CWT: 'required_weight',
  KG: 'required_weight',
  FT: 'required_quantity',
  M: 'required_quantity',
  EA: 'required_pieces',
  LOT: 'none',
};

/** How much of an item a charge or cost in a unit is for, three decimals; or the column that is missing for it. */
export function chargeQuantity(unitCode: string, item: StagedRow): { quantity: string } | { missing: string } {
  const source = sourceOfUnit[unitCode] ?? 'required_quantity';
  if (source === 'none') return { quantity: '1.000' };
  const text = item[source] ?? null;
  if (text === null) return { missing: source };
  const amount = scaledInteger(text, 3);
  if (unitCode === 'CWT') return { quantity: decimalText(divideRounded(amount, 100n), 3) };
  if (unitCode === 'KG') return { quantity: decimalText(divideRounded(amount * kilogramsPerPoundE8, 100_000_000n), 3) };
  return { quantity: decimalText(amount, 3) };
}
