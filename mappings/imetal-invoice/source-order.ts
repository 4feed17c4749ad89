import type { SourceInvoice } from '../../domain/source-invoice';
import { compareIds } from '../text-order';

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
