import { z } from 'zod';
import type { FeedCursor } from '../../domain/feed-cursor';
import type { DocumentKey } from './document-key';
import type { SalesInvoiceHeader } from './imetal-client';
import {
  amountField,
  dateField,
  idField,
  optionalTextField,
  textField,
  timestampField,
  timestampText,
} from './row-fields';
import { deletedStatus, finalStatuses, unconfirmed } from './schema';
import type { SelectRows } from './snapshot';

const headerRow = z
  .object({
    header_id: idField,
    modified_at: timestampField,
    version: z.number().int(),
    branch_code: textField,
    type_code: textField,
    number: z.string(),
    customer_code: optionalTextField,
    customer_name: optionalTextField,
    currency: optionalTextField,
    gross_total: amountField.nullable(),
    invoice_date: dateField.nullable(),
    exported_at: timestampField.nullable(),
  })
  .transform(
    (row): SalesInvoiceHeader => ({
      headerId: row.header_id,
      modifiedAt: row.modified_at,
      documentKey: `${row.branch_code}-${row.type_code}-${row.number}`,
      version: row.version,
      branchCode: row.branch_code,
      customerCode: row.customer_code,
      customerName: row.customer_name,
      currency: row.currency,
      grossTotal: row.gross_total,
      invoiceDate: row.invoice_date,
      exportedAt: row.exported_at,
    }),
  );

const selectedHeader = `
  SELECT header.id::text AS header_id,
         ${timestampText('header.mdate')} AS modified_at,
         header.version AS version,
         branch.code AS branch_code,
         type.code AS type_code,
         header.number::text AS number,
         customer.code AS customer_code,
         customer.name AS customer_name,
         currency.code AS currency,
         (total.invoiced_value + total.invoiced_tax_value)::text AS gross_total,
         to_char(header.sale_date, 'YYYY-MM-DD') AS invoice_date,
         ${timestampText('header.exported_date')} AS exported_at
    FROM sales_headers header
    JOIN branches branch ON branch.id = header.branch_id
    JOIN sales_types type ON type.id = header.type_id
    JOIN ${unconfirmed.salesStatuses} status ON status.id = header.status_id
    LEFT JOIN companies customer ON customer.id = header.customer_id
    LEFT JOIN currency_codes currency ON currency.id = header.currency_id
    LEFT JOIN sales_totals total ON total.id = header.sales_total_id`;

/** The header of a document that is not deleted; null when there is none. */
export async function selectHeaderByKey(select: SelectRows, key: DocumentKey): Promise<SalesInvoiceHeader | null> {
  const rows = await select(
    headerRow,
    `${selectedHeader}
   WHERE branch.code = $1::text
     AND type.code = $2::text
     AND header.number = $3::integer
     AND status.code <> $4::text`,
    [key.branchCode, key.typeCode, key.number, deletedStatus],
  );
  return rows[0] ?? null;
}

/** Final documents of the types after the cursor, at most `limit`, ordered by (mdate, id): no gap when many share one mdate. */
export async function selectHeadersAfter(
  select: SelectRows,
  request: { types: string[]; after: FeedCursor | null; limit: number },
): Promise<SalesInvoiceHeader[]> {
  return select(
    headerRow,
    `${selectedHeader}
   WHERE type.code = ANY ($1::text[])
     AND status.code = ANY ($2::text[])
     AND (header.mdate, header.id) > ($3::timestamptz, $4::integer)
   ORDER BY header.mdate, header.id
   LIMIT $5::integer`,
    [
      request.types,
      finalStatuses,
      request.after?.modifiedAt ?? '-infinity',
      request.after?.headerId ?? '0',
      request.limit,
    ],
  );
}

/**
 * Final documents of the types that nobody has acknowledged, dated from `invoicedFrom` (YYYY-MM-DD) on or not at all, after the
 * cursor, at most `limit`, those modified longest ago first. facts/imetal.md 1.5.
 */
export async function selectUnexportedHeaders(
  select: SelectRows,
  request: { types: string[]; invoicedFrom: string; after: FeedCursor | null; limit: number },
): Promise<SalesInvoiceHeader[]> {
  return select(
    headerRow,
    `${selectedHeader}
   WHERE type.code = ANY ($1::text[])
     AND status.code = ANY ($2::text[])
     AND header.exported_date IS NULL
     AND (header.sale_date IS NULL OR header.sale_date >= $3::date)
     AND (header.mdate, header.id) > ($4::timestamptz, $5::integer)
   ORDER BY header.mdate, header.id
   LIMIT $6::integer`,
    [
      request.types,
      finalStatuses,
      request.invoicedFrom,
      request.after?.modifiedAt ?? '-infinity',
      request.after?.headerId ?? '0',
      request.limit,
    ],
  );
}
