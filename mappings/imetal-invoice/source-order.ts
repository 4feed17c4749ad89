import type { SourceInvoice } from '../../domain/source-invoice';

/** Code unit order: the same on every machine, whatever its locale. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Row numbers by size (9 before 10), before all other ids; those in code unit order. */
export function compareIds(left: string, right: string): number {
  const leftNumber = /^\d+$/.test(left);
  const rightNumber = /^\d+$/.test(right);
  if (leftNumber !== rightNumber) return leftNumber ? -1 : 1;
  if (leftNumber && left.length !== right.length) return left.length - right.length;
  return compareText(left, right);
}

/** Sort keys of equal length, field by field. */
export function compareKeys(left: readonly string[], right: readonly string[]): number {
  for (let index = 0; index < left.length; index += 1) {
    const order = compareText(left[index] ?? '', right[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

/** The same invoice with its lines in one order, so that nothing downstream depends on the order they came in. */
export function inSourceOrder(invoice: SourceInvoice): SourceInvoice {
  return {
    ...invoice,
    taxSlots: [...invoice.taxSlots].sort((a, b) => a.slot - b.slot),
    stockAdjustments: [...invoice.stockAdjustments].sort((a, b) => compareIds(a.adjustmentId, b.adjustmentId)),
    items: invoice.items
      .map((item) => ({
        ...item,
        taxes: [...item.taxes].sort((a, b) => a.slot - b.slot),
        charges: [...item.charges].sort((a, b) => compareIds(a.chargeId, b.chargeId)),
        costs: [...item.costs].sort((a, b) => compareIds(a.costId, b.costId)),
      }))
      .sort((a, b) => a.itemNumber - b.itemNumber || compareIds(a.itemId, b.itemId)),
  };
}
