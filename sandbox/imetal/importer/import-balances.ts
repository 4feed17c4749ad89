import type { ClientBase } from 'pg';
import { type Columns, findId, insertRow, insertRows, updateRow } from '../write-rows';
import { codeIn, oneOf, type RowCheck, required } from './field-checks';
import { type Applied, childrenOf, type ImportDefinition, type ImportRecord } from './import-definition';
import type { StagedRow } from './staged-record';

const lines = 'import_customer_balance_lines';
const openItems = 'import_open_items';
const itemTypes = ['INV', 'CRN', 'DBN', 'ADV', 'OVP'];

/** All that finance tells of a customer's account: replaces what iMetal shows of it, and never a later state by an earlier one. */
export const importBalances: ImportDefinition = {
  table: 'import_customer_balances',
  idColumn: 'imetal_id',
  children: [
    { table: lines, ownKeys: ['item_no'] },
    { table: openItems, ownKeys: ['item_no'] },
  ],
  async check(record) {
    const { header } = record;
    oneOf(header, 'import_action', ['A']);
    for (const column of ['customer_code', 'as_of', 'currency_code', 'exposure', 'over_extended'])
      required(header, column);
    await codeIn(header, 'currency_code', 'currency_codes');
    const customer = await findCustomer(header, 'customer_code');
    await findCustomer(header, 'group_code');
    if (customer !== null) await checkLater(header, customer);
    for (const line of childrenOf(record, lines)) await checkLine(line);
    for (const item of childrenOf(record, openItems)) await checkOpenItem(item);
    return () => apply(record, customer);
  },
};

async function findCustomer(header: RowCheck, column: string): Promise<number | null> {
  const code = header.row[column] ?? null;
  if (code === null) return null;
  const found = await header.live.query<{ id: number }>(
    `select c.id from companies c join company_types t on t.id = c.type_id
      where t.code = 'C' and c.code = $1 for no key update of c`,
    [code],
  );
  const id = found.rows[0]?.id ?? null;
  if (id === null) header.faults.push(`${column}: "${code}" not found in companies table.`);
  return id;
}

/** The company's row is locked by now: of two states that come at once, the second sees the first. */
async function checkLater(header: RowCheck, customer: number): Promise<void> {
  const found = await header.live.query<{ as_of: Date }>(
    'select as_of from customer_credit_positions where company_id = $1 and as_of > $2::timestamptz',
    [customer, header.row.as_of ?? null],
  );
  const later = found.rows[0]?.as_of;
  if (later === undefined) return;
  const code = header.row.customer_code;
  header.faults.push(`Couldn't take balances - ${code} was told a later state (${later.toISOString()}).`);
}

async function checkLine(line: RowCheck): Promise<void> {
  const sums = ['currency_code', 'total_due', 'overdue_total', 'pending_credits', 'unapplied_cash'];
  for (const column of sums) required(line, column);
  await codeIn(line, 'currency_code', 'currency_codes');
}

async function checkOpenItem(item: RowCheck): Promise<void> {
  const amounts = ['document_amount', 'open_amount', 'base_open_amount'];
  for (const column of ['document_number', 'document_type', 'document_date', 'currency_code', ...amounts]) {
    required(item, column);
  }
  oneOf(item, 'document_type', itemTypes);
  await codeIn(item, 'currency_code', 'currency_codes');
}

async function apply(record: ImportRecord, customer: number | null): Promise<Applied> {
  const { live, header } = record;
  for (const table of ['customer_balances', 'customer_open_items']) {
    await live.query(`delete from ${table} where company_id = $1`, [customer]);
  }
  const staged = (table: string) =>
    childrenOf(record, table).map(({ row }) => ({ ...liveColumns(row), company_id: customer }));
  await insertRows(live, 'customer_balances', staged(lines));
  await insertRows(live, 'customer_open_items', staged(openItems));
  const { customer_code: code, ...position } = liveColumns(header.row);
  const id = await writePosition(live, customer, position);
  return { note: `Balances Taken: ${code}`, id };
}

/** The columns that live has under the same names: all but the keys and states of the import. */
function liveColumns(row: StagedRow): Columns {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !/^(import_|imetal_|item_no$)/.test(name)));
}

async function writePosition(live: ClientBase, customer: number | null, position: Columns): Promise<number> {
  const id = await findId(live, 'customer_credit_positions', { company_id: customer });
  if (id === null) return insertRow(live, 'customer_credit_positions', { company_id: customer, ...position });
  await updateRow(live, 'customer_credit_positions', id, position);
  return id;
}
