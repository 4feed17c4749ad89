import type { SourceSupplierDocument } from '../../domain/source-supplier-document';
import { compareIds } from '../text-order';

/** The same document with its lines in one order, so that nothing downstream depends on the order they came in. */
export function inSupplierOrder(document: SourceSupplierDocument): SourceSupplierDocument {
  return {
    ...document,
    taxSlots: [...document.taxSlots].sort((a, b) => a.slot - b.slot),
    items: document.items
      .map((item) => ({
        ...item,
        taxes: [...item.taxes].sort((a, b) => a.slot - b.slot),
        matches: [...item.matches].sort((a, b) => compareIds(a.matchId, b.matchId)),
      }))
      .sort((a, b) => a.itemNumber - b.itemNumber || compareIds(a.itemId, b.itemId)),
  };
}
