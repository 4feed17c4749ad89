import { z } from 'zod';
import { amountField, idField, optionalTextField, textField } from './row-fields';
import { stockAdjustmentType, unconfirmed } from './schema';
import type { SelectRows } from './snapshot';
import { fiveOf } from './tax-slots';

const itemRow = z.object({
  item_id: idField,
  item_number: z.number().int(),
  product_code: optionalTextField,
  product_group_code: optionalTextField,
  description: optionalTextField,
  tax_classes: z.array(z.number().int().nullable()).length(5),
  tax_exempt: z.array(z.boolean().nullable()).length(5),
  tax_amounts: z.array(amountField.nullable()).length(5),
});

const chargeRow = z.object({
  charge_id: idField,
  item_id: idField,
  cost_group_code: textField,
  description: optionalTextField,
  value: amountField.nullable(),
  base_value: amountField.nullable(),
  visibility: optionalTextField,
  sales_group_code: optionalTextField,
  account_code: optionalTextField,
  account_external_code: optionalTextField,
});

const costRow = z.object({
  cost_id: idField,
  item_id: idField,
  cost_group_code: textField,
  internal: z.boolean(),
  base_value: amountField.nullable(),
  sales_group_code: optionalTextField,
  debit_code: optionalTextField,
  debit_external_code: optionalTextField,
  credit_code: optionalTextField,
  credit_external_code: optionalTextField,
});

const adjustmentRow = z.object({
  adjustment_id: idField,
  reason_code: optionalTextField,
  material_value: amountField.nullable(),
  transport_value: amountField.nullable(),
  production_value: amountField.nullable(),
  miscellaneous_value: amountField.nullable(),
  surcharge_value: amountField.nullable(),
});

export type ItemRow = z.output<typeof itemRow>;
export type ChargeRow = z.output<typeof chargeRow>;
export type CostRow = z.output<typeof costRow>;
export type AdjustmentRow = z.output<typeof adjustmentRow>;

/** Items of a document in item order, with their products. */
export async function selectItems(select: SelectRows, headerId: string): Promise<ItemRow[]> {
  return select(
    itemRow,
    `SELECT item.id::text AS item_id,
            item.${unconfirmed.itemNumber} AS item_number,
            product.code AS product_code,
            product.${unconfirmed.productGroupCode} AS product_group_code,
            item.description AS description,
            ${fiveOf('item.tax_class', 'integer')} AS tax_classes,
            ${fiveOf('item.tax_exempt', 'boolean')} AS tax_exempt,
            ${fiveOf(`item.${unconfirmed.itemTaxValue}`, 'text')} AS tax_amounts
       FROM sales_items item
       LEFT JOIN products product ON product.id = item.product_id
      WHERE item.${unconfirmed.itemHeaderId} = $1::integer
      ORDER BY item.${unconfirmed.itemNumber}, item.id`,
    [headerId],
  );
}

/** Charges of all items of a document, each with the nominal account of its sales group's charge. */
export async function selectCharges(select: SelectRows, headerId: string): Promise<ChargeRow[]> {
  return select(
    chargeRow,
    `SELECT charge.id::text AS charge_id,
            charge.item_id::text AS item_id,
            charge.cost_group_code AS cost_group_code,
            charge.description AS description,
            charge.value::text AS value,
            charge.base_value::text AS base_value,
            charge.charge_visibility::text AS visibility,
            sales_group.code AS sales_group_code,
            nominal.${unconfirmed.nominalCode} AS account_code,
            nominal.external_code AS account_external_code
       FROM sales_items item
       JOIN sales_charges charge ON charge.item_id = item.id
       LEFT JOIN sales_group_charges group_charge ON group_charge.id = charge.sales_group_charge_id
       LEFT JOIN sales_groups sales_group ON sales_group.id = group_charge.sales_group_id
       LEFT JOIN nominal_accounts nominal ON nominal.id = group_charge.sales_nominal_id
      WHERE item.${unconfirmed.itemHeaderId} = $1::integer
      ORDER BY charge.item_id, charge.id`,
    [headerId],
  );
}

/**
 * Costs of all items of a document. Accounts are those of the product's sales group for the cost group: its stock pair
 * for material, else its internal or external pair (which pair is which is an assumption, see schema.ts).
 */
export async function selectCosts(select: SelectRows, headerId: string): Promise<CostRow[]> {
  const side = (end: 'Debit' | 'Credit'): string => `
              CASE WHEN cost_group.code = 'MAT' THEN group_charge.${unconfirmed[`stockCost${end}Id`]}
                   WHEN cost.internal_cost THEN group_charge.${unconfirmed[`internalCost${end}Id`]}
                   ELSE group_charge.${unconfirmed[`externalCost${end}Id`]} END`;
  return select(
    costRow,
    `SELECT cost.id::text AS cost_id,
            cost.item_id::text AS item_id,
            cost_group.code AS cost_group_code,
            cost.internal_cost AS internal,
            cost.base_value::text AS base_value,
            sales_group.code AS sales_group_code,
            debit.${unconfirmed.nominalCode} AS debit_code,
            debit.external_code AS debit_external_code,
            credit.${unconfirmed.nominalCode} AS credit_code,
            credit.external_code AS credit_external_code
       FROM sales_items item
       JOIN cost_items cost ON cost.item_id = item.id AND cost.item_type = 'S'
       JOIN ${unconfirmed.costGroups} cost_group ON cost_group.id = cost.cost_group_id
       LEFT JOIN products product ON product.id = item.product_id
       LEFT JOIN sales_groups sales_group ON sales_group.id = product.sales_group_id
       LEFT JOIN sales_group_charges group_charge
              ON group_charge.sales_group_id = sales_group.id AND group_charge.cost_group_id = cost.cost_group_id
       LEFT JOIN nominal_accounts debit ON debit.id = ${side('Debit')}
       LEFT JOIN nominal_accounts credit ON credit.id = ${side('Credit')}
      WHERE item.${unconfirmed.itemHeaderId} = $1::integer
      ORDER BY cost.item_id, cost.id`,
    [headerId],
  );
}

/** Stock adjustments that name the document as their invoice; a despatch's own movements are in the costs already. */
export async function selectStockAdjustments(select: SelectRows, headerId: string): Promise<AdjustmentRow[]> {
  return select(
    adjustmentRow,
    `SELECT movement.id::text AS adjustment_id,
            reason.code AS reason_code,
            movement.material_value::text AS material_value,
            movement.transport_value::text AS transport_value,
            movement.production_value::text AS production_value,
            movement.miscellaneous_value::text AS miscellaneous_value,
            movement.surcharge_value::text AS surcharge_value
       FROM stock_transaction_items movement
       JOIN stock_transactions header ON header.id = movement.${unconfirmed.stockTransactionId}
       LEFT JOIN ${unconfirmed.stockAdjustmentReasons} reason ON reason.id = header.stock_adjustment_reason_id
      WHERE movement.${unconfirmed.stockSalesInvoiceId} = $1::integer
        AND header.type = $2::text
      ORDER BY movement.id`,
    [headerId, stockAdjustmentType],
  );
}
