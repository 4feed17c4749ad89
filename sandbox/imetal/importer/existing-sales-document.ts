import type { SalesHeaderIds } from './check-sales-header';
import type { RowCheck } from './field-checks';

/** A sales document of live that a record means. */
export interface ExistingDocument {
  id: number;
  number: number;
}

/** By number when the record has one, else by branch, type, customer and customer order number; faults in the vendor's words. */
export async function findExisting(
  header: RowCheck,
  ids: SalesHeaderIds,
  verb: 'change' | 'delete',
): Promise<ExistingDocument | null> {
  const { imetal_document_number: number = null, customer_order_number: orderNumber = null } = header.row;
  const found = await header.live.query<ExistingDocument>(
    `select id, number from sales_headers
      where branch_id = $1 and type_id = $2 and customer_id = $3
        and case when $4::int is null then customer_order_number = $5 else number = $4::int end
        for no key update`,
    [ids.branch, ids.type, ids.customer, number, orderNumber],
  );
  if (found.rows.length === 1) return found.rows[0] ?? null;
  const why =
    found.rows.length === 0
      ? 'document not found using any references.'
      : 'More than one record was found for the Branch, Type, Customer and Customer Order Number.';
  header.faults.push(`Couldn't ${verb} sales document - ${why}`);
  return null;
}

/** What forbids to delete a document, of all that the facts name those that this sandbox has. */
export async function guardDeletion(header: RowCheck, existing: ExistingDocument): Promise<void> {
  const found = await header.live.query<{ why: string }>(
    `select 'it is ' || lower(s.description) as why from sales_headers h join sales_statuses s on s.id = h.status_id
      where h.id = $1 and s.code <> 'ENT'
     union all
     select distinct 'there is a despatch note' from sales_headers h join sales_types t on t.id = h.type_id
      where h.order_id = $1 and t.code = 'DES'
     union all
     select distinct 'there is an invoice' from sales_headers h join sales_types t on t.id = h.type_id
       join sales_statuses s on s.id = h.status_id
      where h.order_id = $1 and t.code in ('DIV', 'INV', 'COD') and s.code <> 'DEL'`,
    [existing.id],
  );
  for (const { why } of found.rows) header.faults.push(`Couldn't delete sales document - ${why}.`);
}
