import { type Amount, isAmount, negateAmount } from '../../domain/money';
import type { SourceSupplierDocument } from '../../domain/source-supplier-document';
import type { CodedTax } from '../imetal-invoice/code-item-taxes';
import type { CodedPart } from './code-supplier-items';

/** What a supplier document's lines are made of; amounts as they are posted. */
export interface CodedSupplierLines {
  parts: readonly CodedPart[];
  taxes: readonly CodedTax[];
  /** Gross less items and taxes. */
  rounding: Amount;
}

/** The parts of a credit with the signs of its effect: it owes less. */
export function turnSupplierParts({ parts, taxes, rounding }: CodedSupplierLines): CodedSupplierLines {
  return {
    parts: parts.map((part) => ({
      ...part,
      amount: negateAmount(part.amount),
      baseReceived: part.baseReceived === null ? null : negateAmount(part.baseReceived),
    })),
    taxes: taxes.map((tax) => ({ ...tax, amount: negateAmount(tax.amount) })),
    rounding: negateAmount(rounding),
  };
}

/** What the source says of each of its lines, as it is posted: of a credit the other sign. */
export function supplierSourceAmounts(document: SourceSupplierDocument): Map<string, Amount | null> {
  const signed = (amount: Amount | null) =>
    document.kind === 'credit' && amount !== null && isAmount(amount) ? negateAmount(amount) : amount;
  const amounts = new Map<string, Amount | null>();
  for (const item of document.items) {
    amounts.set(`item:${item.itemId}`, signed(item.value));
    for (const { slot, exempt, amount } of item.taxes) {
      // An exempt tax without an amount is no line.
      if (!(exempt && amount === null)) amounts.set(`tax:${item.itemId}:${slot}`, signed(amount));
    }
  }
  return amounts;
}
