import type { Amount, CurrencyCode } from './money';
import type { CostGroup } from './source-invoice';

/** A stock movement that belongs to no invoice: write-off, count, revaluation, goods receipt, transfer. What is missing is null. */
export interface SourceStockMovement {
  sourceSystem: 'imetal';
  /** Branch, type and number: `HOU-WOF-900123`. */
  documentKey: string;
  movementType: string;
  branchCode: string;
  number: string;
  /** YYYY-MM-DD. */
  movementDate: string | null;
  reasonCode: string | null;
  reasonDescription: string | null;
  baseCurrency: CurrencyCode | null;
  lines: SourceStockMovementLine[];
  version: number;
  /** ISO 8601 with offset. */
  modifiedAt: string;
}

/** The value of one stock item and cost group in a movement. */
export interface SourceStockMovementLine {
  /** `<stock transaction item id>:<cost group code>`. */
  lineId: string;
  stockItemNumber: string | null;
  /** Branch of the warehouse where the stock lies: another branch than the document's in a transfer. */
  branchCode: string | null;
  warehouseCode: string | null;
  productCode: string | null;
  productGroupCode: string | null;
  salesGroupCode: string | null;
  costGroup: CostGroup | string;
  /** Base currency, two decimals; positive takes value out of stock, as `SourceStockAdjustment`. */
  baseValue: Amount | null;
  /** Signed as the value; on the material line of an item only, null on the others, so that sums count each once. */
  pieces: string | null;
  /** The company's weight unit. */
  weight: string | null;
}
