import { z } from 'zod';
import type { DocumentKey } from './document-key';
import { deletedStatus, documentTables } from './document-kinds';
import {
  amountField,
  dateField,
  idField,
  optionalTextField,
  textField,
  timestampField,
  timestampText,
} from './row-fields';
import { unconfirmed } from './schema';
import type { SelectRows } from './snapshot';

const stockMovementRow = z.object({
  header_id: idField,
  status_code: textField,
  version: z.number().int(),
  modified_at: timestampField,
  age_seconds: z.number(),
  movement_date: dateField.nullable(),
  reason_code: optionalTextField,
  reason_description: optionalTextField,
  base_currency: optionalTextField,
});

const movementItemRow = z.object({
  item_id: idField,
  stock_item_number: optionalTextField,
  branch_code: optionalTextField,
  warehouse_code: optionalTextField,
  product_code: optionalTextField,
  product_group_code: optionalTextField,
  sales_group_code: optionalTextField,
  pieces: amountField.nullable(),
  weight: amountField.nullable(),
  material_value: amountField.nullable(),
  transport_value: amountField.nullable(),
  production_value: amountField.nullable(),
  miscellaneous_value: amountField.nullable(),
  surcharge_value: amountField.nullable(),
});

export type StockMovementRow = z.output<typeof stockMovementRow>;
export type MovementItemRow = z.output<typeof movementItemRow>;

const { statusCode } = documentTables['stock-movement'];

/** Header of a stock movement that is not deleted; null when there is none. facts/imetal.md 1.4. */
export async function selectStockMovement(select: SelectRows, key: DocumentKey): Promise<StockMovementRow | null> {
  const rows = await select(
    stockMovementRow,
    `SELECT header.id::text AS header_id,
            ${statusCode} AS status_code,
            header.version AS version,
            ${timestampText('header.mdate')} AS modified_at,
            extract(epoch FROM clock_timestamp() - header.mdate)::float8 AS age_seconds,
            to_char(header.document_date, 'YYYY-MM-DD') AS movement_date,
            reason.code AS reason_code,
            reason.description AS reason_description,
            base_currency.code AS base_currency
       FROM stock_transactions header
       JOIN branches branch ON branch.id = header.branch_id
       LEFT JOIN ${unconfirmed.corporateEntities} entity ON entity.id = branch.corporate_entity_id
       LEFT JOIN currency_codes base_currency ON base_currency.id = entity.base_currency_id
       LEFT JOIN ${unconfirmed.stockAdjustmentReasons} reason ON reason.id = header.stock_adjustment_reason_id
      WHERE branch.code = $1::text
        AND header.type = $2::text
        AND header.number = $3::integer
        AND ${statusCode} <> $4::text`,
    [key.branchCode, key.typeCode, key.number, deletedStatus],
  );
  return rows[0] ?? null;
}

/** Items of a movement, each with its tag, and the warehouse, branch, product and sales group of that. */
export async function selectMovementItems(select: SelectRows, headerId: string): Promise<MovementItemRow[]> {
  return select(
    movementItemRow,
    `SELECT movement.id::text AS item_id,
            stock_item.number AS stock_item_number,
            warehouse_branch.code AS branch_code,
            warehouse.code AS warehouse_code,
            product.code AS product_code,
            product.${unconfirmed.productGroupCode} AS product_group_code,
            sales_group.code AS sales_group_code,
            movement.pieces::text AS pieces,
            movement.weight::text AS weight,
            movement.material_value::text AS material_value,
            movement.transport_value::text AS transport_value,
            movement.production_value::text AS production_value,
            movement.miscellaneous_value::text AS miscellaneous_value,
            movement.surcharge_value::text AS surcharge_value
       FROM stock_transaction_items movement
       LEFT JOIN stock_items stock_item ON stock_item.id = movement.${unconfirmed.stockItemId}
       LEFT JOIN warehouses warehouse ON warehouse.id = stock_item.warehouse_id
       LEFT JOIN branches warehouse_branch ON warehouse_branch.id = warehouse.${unconfirmed.warehouseBranchId}
       LEFT JOIN products product ON product.id = stock_item.product_id
       LEFT JOIN sales_groups sales_group ON sales_group.id = product.sales_group_id
      WHERE movement.${unconfirmed.stockTransactionId} = $1::integer
      ORDER BY movement.id`,
    [headerId],
  );
}
