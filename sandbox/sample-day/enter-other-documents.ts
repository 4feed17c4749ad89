import type { Pool } from 'pg';
import { enterGoodsReceipts } from './goods-receipts';
import { enterStockMovements, wrongMovements } from './movements-of-day';
import type { OtherDocument } from './other-document';
import { enterSalesCredits, wrongCredits } from './sales-credits';
import { enterSupplierDocuments, wrongSupplierDocuments } from './supplier-documents';

/**
 * Enters what the day has besides invoices, as operations do at their screens: credits, goods receipts, suppliers' invoices and
 * credits, stock movements. The day must have the invoices of the fixed schedule. Keys and amounts are the same for every seed but for
 * the credits', which follow from their invoices.
 */
export async function enterOtherDocuments(owner: Pool, date: string): Promise<OtherDocument[]> {
  const credits = await enterSalesCredits(owner, date);
  const { entered, received } = await enterGoodsReceipts(owner, date);
  const supplierDocuments = await enterSupplierDocuments(owner, date, received);
  return [...credits, ...entered, ...supplierDocuments, ...(await enterStockMovements(owner, date))];
}

/** Every one of them that is wrong on purpose. */
export const wrongOtherDocuments: readonly OtherDocument[] = [
  ...wrongCredits,
  ...wrongSupplierDocuments,
  ...wrongMovements,
];
