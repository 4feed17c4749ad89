import { z } from 'zod';
import { UnexpectedResponse } from '../errors';
import type { DocumentKey } from './document-key';
import { deletedStatus } from './document-kinds';
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

const salesDocumentRow = z.object({
  header_id: idField,
  status_code: textField,
  version: z.number().int(),
  modified_at: timestampField,
  age_seconds: z.number(),
  sale_date: dateField.nullable(),
  payment_due_date: dateField.nullable(),
  terms_code: optionalTextField,
  customer_code: optionalTextField,
  customer_name: optionalTextField,
  customer_order_number: optionalTextField,
  order_key: optionalTextField,
  despatch_key: optionalTextField,
  currency: optionalTextField,
  base_currency: optionalTextField,
  exchange_rate: amountField.nullable(),
  // An operator that is neither is an error with a name: the wrong one would multiply where iMetal divides.
  exchange_rate_operator: z.enum(['*', '/']).nullable(),
  ship_to_code: optionalTextField,
  ship_to_name: optionalTextField,
  ship_to_address: optionalTextField,
  ship_to_town: optionalTextField,
  ship_to_county: optionalTextField,
  ship_to_postcode: optionalTextField,
  ship_to_country: optionalTextField,
  tax_authorities: z.array(optionalTextField).length(5),
  tax_exempt: z.array(z.boolean().nullable()).length(5),
  total_id: idField.nullable(),
  net_total: amountField.nullable(),
  tax_total: amountField.nullable(),
  base_net_total: amountField.nullable(),
  cost_total: amountField.nullable(),
  tax_amounts: optionalAmounts,
  tax_rates: optionalAmounts,
});

/** Header and totals of one document, iMetal's spelling, slots as arrays of five. */
export type SalesDocumentRow = z.output<typeof salesDocumentRow>;

const selectedDocument = `
  SELECT header.id::text AS header_id,
         status.code AS status_code,
         header.version AS version,
         ${timestampText('header.mdate')} AS modified_at,
         extract(epoch FROM clock_timestamp() - header.mdate)::float8 AS age_seconds,
         to_char(header.sale_date, 'YYYY-MM-DD') AS sale_date,
         to_char(header.payment_due_date, 'YYYY-MM-DD') AS payment_due_date,
         terms.code AS terms_code,
         customer.code AS customer_code,
         customer.name AS customer_name,
         header.customer_order_number AS customer_order_number,
         order_branch.code || '-' || order_type.code || '-' || order_header.number AS order_key,
         despatch_branch.code || '-' || despatch_type.code || '-' || despatch_header.number AS despatch_key,
         currency.code AS currency,
         base_currency.code AS base_currency,
         header.exchange_rate::text AS exchange_rate,
         nullif(btrim(currency.exchange_rate_operator::text), '') AS exchange_rate_operator,
         ship_to.code AS ship_to_code,
         ship_to.name AS ship_to_name,
         address.address AS ship_to_address,
         address.town AS ship_to_town,
         address.county AS ship_to_county,
         address.postcode AS ship_to_postcode,
         country.code AS ship_to_country,
         ${fiveOf('header.tax_authority', 'text')} AS tax_authorities,
         ${fiveOf('header.tax_exempt', 'boolean')} AS tax_exempt,
         total.id::text AS total_id,
         total.invoiced_value::text AS net_total,
         total.invoiced_tax_value::text AS tax_total,
         total.${unconfirmed.baseInvoicedValue}::text AS base_net_total,
         total.invoiced_total_cost::text AS cost_total,
         ${fiveOf('total.vat_value', 'text')} AS tax_amounts,
         ${fiveOf('total.vat_rate', 'text')} AS tax_rates
    FROM sales_headers header
    JOIN branches branch ON branch.id = header.branch_id
    JOIN sales_types type ON type.id = header.type_id
    JOIN ${unconfirmed.salesStatuses} status ON status.id = header.status_id
    LEFT JOIN ${unconfirmed.corporateEntities} entity ON entity.id = branch.corporate_entity_id
    LEFT JOIN currency_codes base_currency ON base_currency.id = entity.base_currency_id
    LEFT JOIN currency_codes currency ON currency.id = header.currency_id
    LEFT JOIN companies customer ON customer.id = header.customer_id
    LEFT JOIN terms ON terms.id = header.terms_id
    LEFT JOIN sales_headers order_header ON order_header.id = header.order_id
    LEFT JOIN branches order_branch ON order_branch.id = order_header.branch_id
    LEFT JOIN sales_types order_type ON order_type.id = order_header.type_id
    LEFT JOIN sales_headers despatch_header ON despatch_header.id = header.despatch_id
    LEFT JOIN branches despatch_branch ON despatch_branch.id = despatch_header.branch_id
    LEFT JOIN sales_types despatch_type ON despatch_type.id = despatch_header.type_id
    LEFT JOIN company_sub_addresses ship_to ON ship_to.id = header.${unconfirmed.deliverToAddressId}
    LEFT JOIN addresses address ON address.id = ship_to.address_id
    LEFT JOIN ${unconfirmed.countries} country ON country.id = address.country_id
    LEFT JOIN sales_totals total ON total.id = header.sales_total_id
   WHERE branch.code = $1::text
     AND type.code = $2::text
     AND header.number = $3::integer
     AND status.code <> $4::text`;

/** Header, parties, references and totals of a document that is not deleted; null when there is none. facts/imetal.md 1.4. */
export async function selectSalesDocument(select: SelectRows, key: DocumentKey): Promise<SalesDocumentRow | null> {
  const rows = await select(salesDocumentRow, selectedDocument, [
    key.branchCode,
    key.typeCode,
    key.number,
    deletedStatus,
  ]);
  return rows[0] ?? null;
}

const creditRow = z.object({
  credited_invoice_key: optionalTextField,
  credit_reference: optionalTextField,
  reason_code: optionalTextField,
  reason_description: optionalTextField,
  goods_returned: z.boolean().nullable(),
});

/** What a credit note says beyond an invoice. */
export type CreditRow = z.output<typeof creditRow>;

/** What a credit note corrects and why; a number alone names no invoice, for it may exist at each branch and type. */
export async function selectCredit(select: SelectRows, headerId: string): Promise<CreditRow> {
  const rows = await select(
    creditRow,
    `SELECT credited_branch.code || '-' || credited_type.code || '-' || header.credited_invoice AS credited_invoice_key,
            header.credit_reference AS credit_reference,
            reason.code AS reason_code,
            reason.description AS reason_description,
            reason.goods_returned AS goods_returned
       FROM sales_headers header
       LEFT JOIN branches credited_branch ON credited_branch.id = header.${unconfirmed.creditedBranchId}
       LEFT JOIN sales_types credited_type ON credited_type.id = header.${unconfirmed.creditedTypeId}
       LEFT JOIN ${unconfirmed.creditReasons} reason ON reason.id = header.${unconfirmed.creditReasonId}
      WHERE header.id = $1::integer`,
    [headerId],
  );
  const [row] = rows;
  // Within one snapshot the header that was just read is still there.
  if (!row)
    throw new UnexpectedResponse(`credit note ${headerId}: expected its header again, got none`, {
      operation: 'imetal read credit',
    });
  return row;
}
