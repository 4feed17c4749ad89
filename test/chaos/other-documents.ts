import type { Pool } from 'pg';
import { z } from 'zod';

/** Kinds of documents that become final in iMetal besides invoices. */
export const OTHER_KINDS = ['sales-credit', 'supplier-document', 'stock-movement'] as const;
export type OtherKind = (typeof OTHER_KINDS)[number];

const otherDocumentSchema = z.object({
  document_key: z.string(),
  kind: z.enum(OTHER_KINDS),
  exported: z.boolean(),
  gateway_batch_id: z.string().nullable(),
  gateway_reference: z.string().nullable(),
});

/** A final document with what iMetal was told of it. */
export type OtherDocument = z.infer<typeof otherDocumentSchema>;

/** Every final credit, supplier's document and stock movement, read by plain SQL; by document key. */
export async function readOtherDocuments(live: Pool): Promise<OtherDocument[]> {
  const told = (table: string) =>
    `${table}.exported_date is not null as exported, ${table}.gateway_batch_id::text, ${table}.gateway_reference`;
  const { rows } = await live.query(
    `select branch.code || '-CRN-' || header.number as document_key, 'sales-credit' as kind, ${told('header')}
       from sales_headers header join branches branch on branch.id = header.branch_id
       join sales_types type on type.id = header.type_id and type.code = 'CRN'
       join sales_statuses status on status.id = header.status_id and status.code in ('INV', 'CMP')
      where header.status = 'A'
     union all
     select branch.code || '-' || document.document_type || '-' || document.number, 'supplier-document', ${told('document')}
       from supplier_documents document join branches branch on branch.id = document.branch_id
      where document.status = 'A' and document.document_status in ('APP', 'CMP')
     union all
     select branch.code || '-' || movement.type || '-' || movement.number, 'stock-movement', ${told('movement')}
       from stock_transactions movement join branches branch on branch.id = movement.branch_id
      where movement.status = 'A' and movement.processed and movement.type in ('REC', 'WOF', 'CNT', 'RVL', 'TRF')
      order by 1`,
  );
  return rows.map((row) => otherDocumentSchema.parse(row));
}
