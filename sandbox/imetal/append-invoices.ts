import type { ClientBase } from 'pg';
import { addInvoice } from '../sample-day/add-invoice';
import { createDocumentNumbers } from '../sample-day/generate-sample-day';
import { drawInvoice } from '../sample-day/invoice-schedule';
import { addMasters } from '../sample-day/masters';
import { createRandom } from '../sample-day/random';
import { type Batch, createRowWriter, insertBatch, readLastIds, reserveIds } from '../sample-day/rows';
import { takeTurn } from './document-numbers';

export interface AppendOptions {
  count: number;
  status: 'ENT' | 'INV';
  /** YYYY-MM-DD. */
  businessDate: string;
  /** Leaves items, costs and movements out; the caller inserts them later by `insertChildren`. */
  childrenLater?: true;
}

/**
 * Adds invoices of ordinary customers behind the last of a live database that holds the sample company's masters, in
 * the caller's transaction. What they are follows from the last id, so that equal histories go on equally.
 */
export async function appendInvoices(
  client: ClientBase,
  options: AppendOptions,
): Promise<{ documentKeys: string[]; insertChildren(client: ClientBase): Promise<void> }> {
  await takeTurn(client);
  const lastIds = await readLastIds(client);
  const context = {
    writer: createRowWriter(lastIds),
    // The masters were inserted by the same function, from the same lists: the ids are the same.
    ids: addMasters(createRowWriter()),
    numbers: createDocumentNumbers(await readLastNumbers(client)),
  };
  const documentKeys: string[] = [];
  for (let index = 1; index <= options.count; index += 1) {
    const random = createRandom(`append/${lastIds.get('sales_headers')}/${index}`);
    const scheduled = { ...drawInvoice(random), despatchesToFollow: 0 };
    const added = addInvoice(context, random, scheduled, { date: options.businessDate, status: options.status });
    documentKeys.push(added.documentKey);
  }
  const { headers, children } = splitBatch(context.writer.takeBatch());
  await reserveIds(client, context.writer.lastIds());
  await insertBatch(client, headers);
  const insertChildren = (later: ClientBase): Promise<void> => insertBatch(later, children);
  if (options.childrenLater === undefined) await insertChildren(client);
  return { documentKeys, insertChildren };
}

/** Headers carry document numbers, which are taken from the moment they are visible. */
function splitBatch(batch: Batch): { headers: Batch; children: Batch } {
  const headerTables = ['sales_totals', 'sales_headers', 'stock_transactions'];
  const isHeader = (table: string): boolean => headerTables.includes(table);
  return {
    headers: new Map([...batch].filter(([table]) => isHeader(table))),
    children: new Map([...batch].filter(([table]) => !isHeader(table))),
  };
}

async function readLastNumbers(client: ClientBase): Promise<Map<string, number>> {
  const result = await client.query<{ series: string; last: number }>(
    `select b.code || '/' || case t.code when 'ORD' then 'order' when 'DES' then 'despatch' else 'invoice' end as series,
            max(h.number) as last
       from sales_headers h join branches b on b.id = h.branch_id join sales_types t on t.id = h.type_id
      where t.code <> 'CRN' group by 1
     union all
     select b.code || '/' || case m.type when 'ADJ' then 'adjustment' else 'movement' end, max(m.number)
       from stock_transactions m join branches b on b.id = m.branch_id
      where m.type in ('ADJ', 'DES') group by 1`,
  );
  return new Map(result.rows.map((row) => [row.series, row.last]));
}
