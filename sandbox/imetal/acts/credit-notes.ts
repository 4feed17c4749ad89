import type { ClientBase, Pool } from 'pg';
import { nextMovementNumber, nextSalesNumber } from '../document-numbers';
import { writeSalesTotals } from '../sales-totals';
import { idOfRow, insertRow } from '../write-rows';
import { copySalesHeader, copySalesLines, removeSalesLines } from './copy-sales-lines';
import {
  type DocumentWriting,
  type HalfWrittenDocument,
  parseDocumentKey,
  salesHeaderId,
  type WrittenDocument,
  writeHeaderFirst,
  writeWhole,
} from './written-document';

/** What operations credits of an invoice, and why. */
export interface CreditNoteRequest {
  invoiceKey: string;
  /** One of `credit_reasons`; it says whether goods came back, and with them their costs. */
  reasonCode: string;
  /** YYYY-MM-DD. */
  date: string;
  creditReference?: string;
  /** Item numbers of the invoice; all when absent. */
  items?: readonly number[];
  /** Whole per cent of each item; 100 when absent. More than 100 credits more than was invoiced: a fault on purpose. */
  percent?: number;
  /** Only the tax: the lines are credited with nothing. */
  taxOnly?: true;
}

/** Enters and finalises a credit note of an invoice or of a part of it; throws when there is no such invoice or reason. */
export function creditInvoice(owner: Pool, request: CreditNoteRequest): Promise<WrittenDocument> {
  return writeWhole(owner, creditNoteWriting(request));
}

/** As `creditInvoice`, but with the header final and visible before its lines. */
export function creditInvoiceHeaderFirst(owner: Pool, request: CreditNoteRequest): Promise<HalfWrittenDocument> {
  return writeHeaderFirst(owner, creditNoteWriting(request));
}

function creditNoteWriting(request: CreditNoteRequest): DocumentWriting {
  return {
    async writeHeader(client) {
      const written = await writeCreditHeader(client, request);
      // The totals come from the lines, which are taken away again: whoever writes the header first has them not.
      await writeLines(client, request, written.id);
      await writeSalesTotals(client, written.id, 'invoiced');
      await removeSalesLines(client, written.id);
      return written;
    },
    async writeRows(client, written) {
      await writeLines(client, request, written.id);
      if (await goodsReturned(client, request.reasonCode)) await bringBack(client, written.id, request.date);
    },
  };
}

async function writeCreditHeader(client: ClientBase, request: CreditNoteRequest): Promise<WrittenDocument> {
  const { branch, type, number: invoiceNumber } = parseDocumentKey(request.invoiceKey);
  const invoiceId = await salesHeaderId(client, request.invoiceKey);
  const branchId = await idOfRow(client, 'branches', { code: branch });
  const number = await nextSalesNumber(client, branchId, 'CRN');
  const totalId = await insertRow(client, 'sales_totals', { invoiced_value: '0.00' });
  await client.query(
    `update sales_totals t set vat_rate1 = i.vat_rate1, vat_rate2 = i.vat_rate2, vat_rate3 = i.vat_rate3,
                               vat_rate4 = i.vat_rate4, vat_rate5 = i.vat_rate5
       from sales_headers h join sales_totals i on i.id = h.sales_total_id where h.id = $1 and t.id = $2`,
    [invoiceId, totalId],
  );
  const credit = { typeCode: 'CRN', statusCode: 'INV', number, date: request.date, totalId };
  const id = await copySalesHeader(client, invoiceId, credit);
  await client.query(
    `update sales_headers set invoice_number = number, payment_due_date = sale_date, credited_invoice = $2,
            credited_branch_id = $3, credited_type_id = $4, credit_reason_id = $5, credit_reference = $6
      where id = $1`,
    [
      id,
      invoiceNumber,
      branchId,
      await idOfRow(client, 'sales_types', { code: type }),
      await idOfRow(client, 'credit_reasons', { code: request.reasonCode }),
      request.creditReference ?? null,
    ],
  );
  return { documentKey: `${branch}-CRN-${number}`, id };
}

async function writeLines(client: ClientBase, request: CreditNoteRequest, creditId: number): Promise<void> {
  const percent = request.percent ?? 100;
  if (!Number.isInteger(percent) || percent < 1) throw new RangeError(`${percent} %: expected a whole number above 0`);
  await copySalesLines(client, {
    fromHeaderId: await salesHeaderId(client, request.invoiceKey),
    toHeaderId: creditId,
    items: request.items ?? null,
    valuePercent: request.taxOnly === true ? 0 : percent,
    taxPercent: percent,
    withCosts: await goodsReturned(client, request.reasonCode),
  });
}

async function goodsReturned(client: ClientBase, reasonCode: string): Promise<boolean> {
  const found = await client.query<{ goods_returned: boolean }>(
    'select goods_returned from credit_reasons where code = $1',
    [reasonCode],
  );
  return found.rows[0]?.goods_returned === true;
}

/** The goods' movement into stock, a despatch the other way round: its value is in the credit's cost items already. */
async function bringBack(client: ClientBase, creditId: number, date: string): Promise<void> {
  const found = await client.query<{ branch_id: number; material: string }>(
    `select h.branch_id, coalesce(sum(c.base_value) filter (where g.code = 'MAT'), 0)::text as material
       from sales_headers h join sales_items i on i.sales_header_id = h.id
       left join cost_items c on c.item_id = i.id left join cost_groups g on g.id = c.cost_group_id
      where h.id = $1 group by h.branch_id`,
    [creditId],
  );
  const row = found.rows[0];
  if (row === undefined) throw new Error(`credit note ${creditId}: expected items, there are none`);
  const transactionId = await insertRow(client, 'stock_transactions', {
    branch_id: row.branch_id,
    type: 'DES',
    number: await nextMovementNumber(client, row.branch_id, 'DES'),
    session: 1,
    processing_date: date,
    document_date: date,
    processed: true,
  });
  await insertRow(client, 'stock_transaction_items', {
    stock_transaction_id: transactionId,
    pieces: 1,
    material_cost: row.material,
    material_value: row.material,
    sales_invoice_id: creditId,
  });
}
