import type { SourceCharge, SourceCost, SourceInvoiceItem, SourceItemTax } from '../../domain/source-invoice';
import { cutVisibly, printableText } from '../../domain/text';

// A label is read in a table beside its amount; a description may be a paragraph.
const labelLengthMaxCharacters = 120;

/** What a person calls a charge: `item 12 · material · RB4140`. */
export function labelOfCharge(item: SourceInvoiceItem, charge: SourceCharge): string {
  return label([`item ${item.itemNumber}`, charge.costGroup, charge.description ?? item.productCode]);
}

/** What a person calls a cost: `item 12 · cost of material · RB4140`. */
export function labelOfCost(item: SourceInvoiceItem, cost: SourceCost): string {
  return label([`item ${item.itemNumber}`, `cost of ${cost.costGroup}`, item.productCode]);
}

/** What a person calls an item's tax: `item 12 · tax slot 1 · GST`. */
export function labelOfItemTax(item: { itemNumber: number }, tax: SourceItemTax, authorityCode: string | null): string {
  return label([`item ${item.itemNumber}`, `tax slot ${tax.slot}`, authorityCode]);
}

/** What a person calls a stock adjustment: `stock adjustment · SCRAP · material`. */
export function labelOfAdjustment(reasonCode: string, costGroup: string): string {
  return label(['stock adjustment', reasonCode, costGroup]);
}

function label(parts: readonly (string | null)[]): string {
  const words = parts.filter((part) => part !== null && part !== '');
  return cutVisibly(printableText(words.join(' · ')), labelLengthMaxCharacters);
}
