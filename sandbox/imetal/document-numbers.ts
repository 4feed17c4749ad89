import type { ClientBase } from 'pg';

const advisoryLockKey = 1_106_101;

/** Waits until no other transaction gives numbers or ids: two that read the last one at once would give the same. */
export async function takeTurn(client: ClientBase): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [advisoryLockKey]);
}

/** The number before the first of each series that the sample day does not begin itself. */
const numberBeforeFirst = {
  credit: 600_000,
  supplierDocument: 500_000,
  movement: 900_000,
  purchaseOrder: 70_000,
} as const;

/** Next number of a sales document: a series for each branch, one for invoices of all types, one each for other types. */
export async function nextSalesNumber(client: ClientBase, branchId: number, typeCode: string): Promise<number> {
  const types = ['DIV', 'MIV', 'INV', 'COD'].includes(typeCode) ? ['DIV', 'MIV', 'INV', 'COD'] : [typeCode];
  return next(
    client,
    `select max(h.number) as last from sales_headers h join sales_types t on t.id = h.type_id
      where h.branch_id = $1 and t.code = any($2)`,
    [branchId, types],
    typeCode === 'CRN' ? numberBeforeFirst.credit : 0,
  );
}

/** Next number of a supplier's invoice or credit; both count in one series of the branch. */
export function nextSupplierDocumentNumber(client: ClientBase, branchId: number): Promise<number> {
  const statement = 'select max(number) as last from supplier_documents where branch_id = $1';
  return next(client, statement, [branchId], numberBeforeFirst.supplierDocument);
}

/** Next number of a stock movement of a type in a branch; despatches go on from the sample day's. */
export function nextMovementNumber(client: ClientBase, branchId: number, type: string): Promise<number> {
  return next(
    client,
    'select max(number) as last from stock_transactions where branch_id = $1 and type = $2',
    [branchId, type],
    ['ADJ', 'DES'].includes(type) ? 0 : numberBeforeFirst.movement,
  );
}

/** Next number of a purchase order of a branch. */
export function nextPurchaseOrderNumber(client: ClientBase, branchId: number): Promise<number> {
  const statement = 'select max(number) as last from purchase_order_headers where branch_id = $1';
  return next(client, statement, [branchId], numberBeforeFirst.purchaseOrder);
}

async function next(
  client: ClientBase,
  statement: string,
  parameters: unknown[],
  beforeFirst: number,
): Promise<number> {
  await takeTurn(client);
  const found = await client.query<{ last: number | null }>(statement, parameters);
  return (found.rows[0]?.last ?? beforeFirst) + 1;
}
