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
import { fiveOf } from './tax-slots';

const optionalAmounts = z.array(amountField.nullable()).length(5);

const supplierDocumentRow = z.object({
  header_id: idField,
  status_code: textField,
  version: z.number().int(),
  modified_at: timestampField,
  age_seconds: z.number(),
  supplier_document_number: optionalTextField,
  document_date: dateField.nullable(),
  entry_date: dateField.nullable(),
  payment_due_date: dateField.nullable(),
  terms_code: optionalTextField,
  supplier_code: optionalTextField,
  supplier_name: optionalTextField,
  purchase_order_number: optionalTextField,
  credited_document_key: optionalTextField,
  credited_supplier_document_number: optionalTextField,
  currency: optionalTextField,
  base_currency: optionalTextField,
  exchange_rate: amountField.nullable(),
  exchange_rate_operator: z.enum(['*', '/']).nullable(),
  gross_amount: amountField.nullable(),
  tax_authorities: z.array(optionalTextField).length(5),
  tax_rates: optionalAmounts,
  tax_amounts: optionalAmounts,
  matched_amounts: optionalAmounts,
  payment_hold: z.boolean(),
  held_reasons: optionalTextField,
});

const supplierItemRow = z.object({
  item_id: idField,
  item_number: z.number().int(),
  item_kind: optionalTextField,
  cost_group_code: optionalTextField,
  purchase_group_code: optionalTextField,
  description: optionalTextField,
  value: amountField.nullable(),
  tax_classes: z.array(z.number().int().nullable()).length(5),
  tax_exempt: z.array(z.boolean().nullable()).length(5),
  tax_amounts: optionalAmounts,
  account_code: optionalTextField,
  account_external_code: optionalTextField,
});

const matchRow = z.object({
  match_id: idField,
  item_id: idField,
  receipt_key: optionalTextField,
  matched_status: optionalTextField,
  received_value: amountField.nullable(),
  base_received_value: amountField.nullable(),
  adjustment_value: amountField.nullable(),
});

export type SupplierDocumentRow = z.output<typeof supplierDocumentRow>;
export type SupplierItemRow = z.output<typeof supplierItemRow>;
export type MatchRow = z.output<typeof matchRow>;

const { statusCode } = documentTables['supplier-document'];

const selectedDocument = `
  SELECT header.id::text AS header_id,
         ${statusCode} AS status_code,
         header.version AS version,
         ${timestampText('header.mdate')} AS modified_at,
         extract(epoch FROM clock_timestamp() - header.mdate)::float8 AS age_seconds,
         header.supplier_document_number AS supplier_document_number,
         to_char(header.document_date, 'YYYY-MM-DD') AS document_date,
         to_char(header.entry_date, 'YYYY-MM-DD') AS entry_date,
         to_char(header.payment_due_date, 'YYYY-MM-DD') AS payment_due_date,
         terms.code AS terms_code,
         supplier.code AS supplier_code,
         supplier.name AS supplier_name,
         order_branch.code || '-' || purchase_order.number AS purchase_order_number,
         credited_branch.code || '-' || credited.document_type || '-' || credited.number AS credited_document_key,
         credited.supplier_document_number AS credited_supplier_document_number,
         currency.code AS currency,
         base_currency.code AS base_currency,
         header.exchange_rate::text AS exchange_rate,
         nullif(btrim(currency.exchange_rate_operator::text), '') AS exchange_rate_operator,
         header.document_amount::text AS gross_amount,
         ${fiveOf('header.tax_authority', 'text')} AS tax_authorities,
         ${fiveOf('header.vat_rate', 'text')} AS tax_rates,
         ${fiveOf('header.vat_amount', 'text')} AS tax_amounts,
         ARRAY[header.matched_material_amount::text, header.matched_transport_amount::text,
               header.matched_production_amount::text, header.matched_miscellaneous_amount::text,
               header.matched_surcharge_amount::text] AS matched_amounts,
         header.payment_hold IS TRUE AS payment_hold,
         header.held_reasons AS held_reasons
    FROM supplier_documents header
    JOIN branches branch ON branch.id = header.branch_id
    LEFT JOIN ${unconfirmed.corporateEntities} entity ON entity.id = branch.corporate_entity_id
    LEFT JOIN currency_codes base_currency ON base_currency.id = entity.base_currency_id
    LEFT JOIN currency_codes currency ON currency.id = header.currency_id
    LEFT JOIN companies supplier ON supplier.id = header.supplier_id
    LEFT JOIN terms ON terms.id = header.terms_id
    LEFT JOIN purchase_order_headers purchase_order ON purchase_order.id = header.purchase_order_id
    LEFT JOIN branches order_branch ON order_branch.id = purchase_order.branch_id
    LEFT JOIN supplier_documents credited ON credited.id = header.${unconfirmed.creditedDocumentId}
    LEFT JOIN branches credited_branch ON credited_branch.id = credited.branch_id
   WHERE branch.code = $1::text
     AND header.document_type = $2::text
     AND header.number = $3::integer
     AND ${statusCode} <> $4::text`;

/** Header of a supplier's invoice or credit that is not deleted; null when there is none. facts/imetal.md 1.4. */
export async function selectSupplierDocument(
  select: SelectRows,
  key: DocumentKey,
): Promise<SupplierDocumentRow | null> {
  const values = [key.branchCode, key.typeCode, key.number, deletedStatus];
  const rows = await select(supplierDocumentRow, selectedDocument, values);
  return rows[0] ?? null;
}

/** Items in item order, each with its purchase group's nominal account for the item's cost group. */
export async function selectSupplierItems(select: SelectRows, headerId: string): Promise<SupplierItemRow[]> {
  return select(
    supplierItemRow,
    `SELECT item.id::text AS item_id,
            item.item_number AS item_number,
            item.item_kind::text AS item_kind,
            cost_group.code AS cost_group_code,
            purchase_group.code AS purchase_group_code,
            item.description AS description,
            item.value::text AS value,
            ${fiveOf('item.tax_class', 'integer')} AS tax_classes,
            ${fiveOf('item.tax_exempt', 'boolean')} AS tax_exempt,
            ${fiveOf('item.vat_value', 'text')} AS tax_amounts,
            account.${unconfirmed.nominalCode} AS account_code,
            account.external_code AS account_external_code
       FROM supplier_document_items item
       LEFT JOIN ${unconfirmed.costGroups} cost_group ON cost_group.id = item.cost_group_id
       LEFT JOIN purchase_groups purchase_group ON purchase_group.id = item.purchase_group_id
       LEFT JOIN nominal_accounts account
              ON account.id = CASE cost_group.code
                              WHEN 'MAT' THEN purchase_group.material_nominal_id
                              WHEN 'TRN' THEN purchase_group.transport_nominal_id
                              WHEN 'PRD' THEN purchase_group.production_nominal_id
                              WHEN 'MSC' THEN purchase_group.miscellaneous_nominal_id
                              WHEN 'SUR' THEN purchase_group.surcharge_nominal_id END
      WHERE item.supplier_document_id = $1::integer
      ORDER BY item.item_number, item.id`,
    [headerId],
  );
}

/** What the items were matched with: goods received and not invoiced until then. */
export async function selectGoodsMatches(select: SelectRows, headerId: string): Promise<MatchRow[]> {
  return select(
    matchRow,
    `SELECT match.id::text AS match_id,
            match.supplier_document_item_id::text AS item_id,
            receipt_branch.code || '-' || receipt.type || '-' || receipt.number AS receipt_key,
            match.matched_status::text AS matched_status,
            match.value::text AS received_value,
            match.base_value::text AS base_received_value,
            match.adjustment_value::text AS adjustment_value
       FROM supplier_document_items item
       JOIN invoice_reconciliations match ON match.supplier_document_item_id = item.id
       LEFT JOIN stock_transaction_items receipt_item ON receipt_item.id = match.stock_transaction_item_id
       LEFT JOIN stock_transactions receipt ON receipt.id = receipt_item.${unconfirmed.stockTransactionId}
       LEFT JOIN branches receipt_branch ON receipt_branch.id = receipt.branch_id
      WHERE item.supplier_document_id = $1::integer
      ORDER BY match.supplier_document_item_id, match.id`,
    [headerId],
  );
}
