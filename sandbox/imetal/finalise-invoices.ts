import { setTimeout } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { appendInvoices } from './append-invoices';
import { writeSalesTotals } from './sales-totals';
import { inTransaction } from './write-rows';

export interface FinaliseOptions {
  /** By a login that may write live. */
  owner: Pool;
  /** How many invoices to make final. */
  count: number;
  /** YYYY-MM-DD of invoices newly entered when the queue has run out. */
  businessDate: string;
}

/**
 * Makes entered invoices final, oldest first, as iMetal does: totals, status and change time in one transaction each;
 * enters new ones when the queue has run out. Returns their document keys.
 */
export async function finaliseInvoices(options: FinaliseOptions): Promise<string[]> {
  const documentKeys: string[] = [];
  while (documentKeys.length < options.count) {
    const documentKey = await inTransaction(options.owner, finaliseOldest);
    if (documentKey !== null) {
      documentKeys.push(documentKey);
      continue;
    }
    await inTransaction(options.owner, (client) =>
      appendInvoices(client, { count: 10, status: 'ENT', businessDate: options.businessDate }),
    );
  }
  return documentKeys;
}

/**
 * Writes a new final invoice as a careless program would: its header first, in a transaction of its own, and its items
 * only `childrenDelayMs` later. Returns the document key.
 */
export async function writeHalfWrittenInvoice(
  options: Omit<FinaliseOptions, 'count'> & { childrenDelayMs: number },
): Promise<string> {
  const children = await inTransaction(options.owner, (client) =>
    appendInvoices(client, { count: 1, status: 'INV', businessDate: options.businessDate, childrenLater: true }),
  );
  await setTimeout(options.childrenDelayMs);
  await inTransaction(options.owner, (client) => children.insertChildren(client));
  const [documentKey] = children.documentKeys;
  if (documentKey === undefined) throw new Error('half-written invoice: expected one document, none was entered');
  return documentKey;
}

/** The oldest entered invoice made final; null when none is entered. */
async function finaliseOldest(client: PoolClient): Promise<string | null> {
  const found = await client.query<{ id: number; document_key: string }>(
    `select h.id, b.code || '-' || t.code || '-' || h.number as document_key
       from sales_headers h
       join branches b on b.id = h.branch_id
       join sales_types t on t.id = h.type_id
       join sales_statuses s on s.id = h.status_id
      where s.code = 'ENT' and t.code in ('DIV', 'MIV', 'INV')
      order by h.id limit 1
        for update of h skip locked`,
  );
  const header = found.rows[0];
  if (header === undefined) return null;
  await writeSalesTotals(client, header.id, 'invoiced');
  await client.query(
    `update sales_headers
        set status_id = (select id from sales_statuses where code = 'INV'), invoice_number = number
      where id = $1`,
    [header.id],
  );
  return header.document_key;
}
