import { isZeroAmount } from '../../domain/money';
import type { SourceItemTax, SourceTaxSlot } from '../../domain/source-invoice';

type Slot = SourceTaxSlot['slot'];
const slots: readonly Slot[] = [1, 2, 3, 4, 5];

/** A document's five tax slots, slot by slot, as its rows hold them. */
export interface HeaderTaxes {
  tax_authorities: (string | null)[];
  tax_rates: (string | null)[];
  tax_amounts: (string | null)[];
}

/** An item's five tax slots; those of a document that knows exemption as a whole count with them. */
export interface ItemTaxes {
  tax_classes: (number | null)[];
  tax_exempt: (boolean | null)[];
  tax_amounts: (string | null)[];
}

/** SQL of an array of the five columns of a slot: `fiveOf('item.tax_class', 'integer')`. */
export function fiveOf(column: string, cast: string): string {
  return `ARRAY[${slots.map((slot) => `${column}${slot}::${cast}`).join(', ')}]`;
}

/** A slot is in use when it names an authority or carries tax; tax without an authority must not vanish. */
export function toTaxSlots(header: HeaderTaxes): SourceTaxSlot[] {
  return slots
    .map((slot) => ({
      slot,
      authorityCode: header.tax_authorities[slot - 1] ?? null,
      ratePercent: header.tax_rates[slot - 1] ?? null,
      amount: header.tax_amounts[slot - 1] ?? null,
    }))
    .filter(({ authorityCode, amount }) => authorityCode !== null || carriesTax(amount));
}

/** A slot applies to an item that has a class in it, is exempt from it, or carries tax in it. */
export function toItemTaxes(
  item: ItemTaxes,
  header: { tax_authorities: (string | null)[]; tax_exempt?: (boolean | null)[] },
): SourceItemTax[] {
  return slots.flatMap((slot) => {
    const taxClass = item.tax_classes[slot - 1] ?? null;
    const amount = item.tax_amounts[slot - 1] ?? null;
    const exempt = item.tax_exempt[slot - 1] === true || header.tax_exempt?.[slot - 1] === true;
    const slotInUse = header.tax_authorities[slot - 1] !== null;
    const applies = carriesTax(amount) || (slotInUse && (taxClass !== null || exempt));
    return applies ? [{ slot, taxClass, exempt, amount }] : [];
  });
}

function carriesTax(amount: string | null): boolean {
  return amount !== null && !isZeroAmount(amount);
}
