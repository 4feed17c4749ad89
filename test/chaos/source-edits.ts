import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { appendInvoices } from '../../sandbox/imetal/append-invoices';
import { defaultBusinessDate } from '../../sandbox/sample-day/generate-sample-day';
import type { Random } from '../../sandbox/sample-day/random';
import { inTransaction, throughFalls } from './through-falls';
import type { Verdicts } from './verdicts';

/** A header without its items for so long at most: within the profile's patience. */
const HALF_WRITTEN_MS_MAX = 6000;

async function isWritten(owner: Pool, documentKey: string, table: 'sales_headers' | 'sales_items'): Promise<boolean> {
  const [branch, type, number] = documentKey.split('-');
  const items = table === 'sales_items' ? 'join sales_items item on item.sales_header_id = header.id' : '';
  const { rowCount } = await owner.query(
    `select 1 from sales_headers header join branches branch on branch.id = header.branch_id
      join sales_types type on type.id = header.type_id ${items}
      where branch.code = $1 and type.code = $2 and header.number = $3::integer limit 1`,
    [branch, type, number],
  );
  return (rowCount ?? 0) > 0;
}

/** Writes final invoices as a careless program would, the header first and its items later, through every fall of the database. */
export async function writeHalfWritten(owner: Pool, howMany: number, random: Random, onWritten: () => void) {
  for (let turn = 0; turn < howMany; turn += 1) {
    await pause(random.between(200, 2000));
    const { documentKeys, insertChildren } = await writeHeader(owner);
    onWritten();
    await pause(random.between(500, HALF_WRITTEN_MS_MAX));
    const documentKey = documentKeys[0] ?? '';
    await throughFalls(async () => {
      // A commit whose answer a kill swallowed has happened all the same.
      if (!(await isWritten(owner, documentKey, 'sales_items'))) await inTransaction(owner, insertChildren);
    });
  }
}

type Appended = Awaited<ReturnType<typeof appendInvoices>>;

function writeHeader(owner: Pool): Promise<Appended> {
  let written: Appended | undefined;
  return throughFalls(async () => {
    if (written !== undefined && (await isWritten(owner, written.documentKeys[0] ?? '', 'sales_headers')))
      return written;
    return inTransaction(owner, async (connection) => {
      written = await appendInvoices(connection, {
        count: 1,
        status: 'INV',
        businessDate: defaultBusinessDate,
        childrenLater: true,
      });
      return written;
    });
  });
}

/** A third of the invoices is nobody's but for edits: what was credited or paid cannot be reversed. */
export function isForEdits(documentKey: string): boolean {
  return Number(documentKey.split('-')[2]) % 3 === 1;
}

/** Invoices in US dollars that stand posted and acknowledged, and that nobody has edited yet. */
async function editable(hub: Pool, except: Verdicts): Promise<string[]> {
  const { rows } = await hub.query<{ document_key: string }>(
    `select document_key from postings where is_leading and document_key ~ '^(HOU|DAL)-(DIV|MIV|INV)-' and currency = 'USD'
      group by document_key
      having count(*) = 1 and min(state) = 'posted' and min(acknowledged_at) is not null order by document_key`,
  );
  return rows.map(({ document_key }) => document_key).filter((documentKey) => !except.has(documentKey));
}

/**
 * Operations edit invoices that are in Intacct: every other one by ten dollars, which is to be reversed and posted anew,
 * the others by the customer's order number, which is to be left alone. Returns how many were edited before the time was up.
 */
export async function editPosted(
  databases: { owner: Pool; hub: Pool },
  { verdicts, claimed }: { verdicts: Verdicts; claimed: ReadonlySet<string> },
  howMany: number,
  random: Random,
  withinMs: number,
): Promise<number> {
  const deadline = Date.now() + withinMs;
  let edited = 0;
  while (edited < howMany && Date.now() < deadline) {
    await pause(random.between(300, 1500));
    const all = await throughFalls(() => editable(databases.hub, verdicts));
    const candidates = all.filter((documentKey) => isForEdits(documentKey) && !claimed.has(documentKey));
    if (candidates.length === 0) continue;
    const documentKey = random.pick(candidates);
    const verdict = edited % 2 === 0 ? 'repost' : 'ignore-change';
    verdicts.set(documentKey, verdict);
    const marker = `chaos ${edited + 1}`;
    await throughFalls(() => editOnce(databases.owner, documentKey, marker, verdict === 'repost' ? '10.00' : '0.00'));
    edited += 1;
  }
  return edited;
}

/** One statement, and none when the marker stands there already: an edit whose answer a kill swallowed has happened. */
async function editOnce(owner: Pool, documentKey: string, marker: string, by: string): Promise<void> {
  const [branch, type, number] = documentKey.split('-');
  await owner.query(
    `with header as (
        update sales_headers header set customer_order_number = $4 from branches branch, sales_types type
          where branch.id = header.branch_id and type.id = header.type_id and branch.code = $1 and type.code = $2
            and header.number = $3::integer and header.customer_order_number is distinct from $4
          returning header.id, header.sales_total_id),
      charge as (
        update sales_charges charge set value = charge.value + $5::numeric, base_value = charge.base_value + $5::numeric
          where charge.id = (select min(own.id) from sales_charges own join sales_items item on item.id = own.item_id
            join header on header.id = item.sales_header_id where own.cost_group_code = 'MAT'))
      update sales_totals total
        set invoiced_value = invoiced_value + $5::numeric, balance_value = balance_value + $5::numeric,
            base_invoiced_value = base_invoiced_value + $5::numeric
        from header where total.id = header.sales_total_id`,
    [branch, type, number, marker, by],
  );
}
