import { isZeroAmount, negateAmount } from '../../domain/money';
import type { SourceStockMovement, SourceStockMovementLine } from '../../domain/source-stock-movement';
import { hasMoved, movedValues } from './cost-groups';
import type { DocumentKey } from './document-key';
import type { MovementItemRow, StockMovementRow } from './select-stock-movement';

/** All rows of one stock movement, read in one snapshot. */
export interface StockMovementRows {
  document: StockMovementRow;
  items: MovementItemRow[];
}

/** Says in accounting words what iMetal's rows hold; judges nothing: what is missing stays null. */
export function rowsToStockMovement(
  key: DocumentKey,
  documentKey: string,
  { document, items }: StockMovementRows,
): SourceStockMovement {
  return {
    sourceSystem: 'imetal',
    documentKey,
    movementType: key.typeCode,
    branchCode: key.branchCode,
    number: String(key.number),
    movementDate: document.movement_date,
    reasonCode: document.reason_code,
    reasonDescription: document.reason_description,
    baseCurrency: document.base_currency,
    lines: items.flatMap(toLines),
    version: document.version,
    modifiedAt: document.modified_at,
  };
}

/**
 * One line per cost group that moved value. The material line stays also when only quantities moved, for it carries them, and
 * when nothing did, so that the trace shows the item. iMetal counts what leaves stock as negative, the hub as positive.
 */
function toLines(row: MovementItemRow): SourceStockMovementLine[] {
  const quantified = [row.pieces, row.weight].some((quantity) => quantity !== null && !isZeroAmount(quantity));
  const [material, ...others] = movedValues(row);
  const moved = others.filter(hasMoved);
  const keepsMaterial = material !== undefined && (hasMoved(material) || quantified || moved.length === 0);
  return [...(keepsMaterial ? [material] : []), ...moved].map(({ costGroup, code, value }) => ({
    lineId: `${row.item_id}:${code}`,
    stockItemNumber: row.stock_item_number,
    branchCode: row.branch_code,
    warehouseCode: row.warehouse_code,
    productCode: row.product_code,
    productGroupCode: row.product_group_code,
    salesGroupCode: row.sales_group_code,
    costGroup,
    baseValue: negated(value),
    pieces: code === 'MAT' ? negated(row.pieces) : null,
    weight: code === 'MAT' ? negated(row.weight) : null,
  }));
}

function negated(amount: string | null): string | null {
  return amount === null ? null : negateAmount(amount);
}
