import { readSalesRate, readSalesTaxes, type SalesTax } from '../sales-taxes';
import { chargeQuantity } from './charge-quantity';
import type { SalesHeaderIds } from './check-sales-header';
import { codeIn, oneOf, type RowCheck, required } from './field-checks';
import { childrenOf, type ImportRecord } from './import-definition';
import type { StagedRow } from './staged-record';

/** An item with what its codes stand for. */
export interface CheckedItem {
  row: StagedRow;
  product: number | null;
  taxes: SalesTax[];
  charges: CheckedAmount[];
  costs: CheckedAmount[];
}

/** A charge or a cost. */
export interface CheckedAmount {
  row: StagedRow;
  unit: number | null;
  quantity: string;
  /** Of a cost from outside. */
  supplier: number | null;
  purchaseGroup: number | null;
  purchaseBranch: number | null;
}

/** What a document's lines come to; taxes are those of its ship-to address or customer, unless the header overrides them. */
export interface CheckedLines {
  taxGroup: string | null;
  taxes: SalesTax[];
  items: CheckedItem[];
}

/** A document without a date bears that of its import. */
export function saleDateOf(header: StagedRow): string {
  return header.sale_date ?? new Date().toISOString().slice(0, 10);
}

const costGroupCodes = ['MAT', 'TRN', 'PRD', 'MSC', 'SUR'];

/** Validates items, charges and costs of a record; a charge of an item that is not there is a fault. */
export async function checkSalesLines(record: ImportRecord, ids: SalesHeaderIds): Promise<CheckedLines> {
  const { group, taxes } = await documentTaxes(record.header, ids);
  const items = new Map<string | null, CheckedItem>();
  for (const check of childrenOf(record, 'import_sales_items')) {
    items.set(check.row.import_item ?? null, await checkItem(check, taxes, saleDateOf(record.header.row)));
  }
  for (const [table, list] of [
    ['import_sales_charges', 'charges'],
    ['import_sales_costs', 'costs'],
  ] as const) {
    for (const check of childrenOf(record, table)) {
      const number = check.row.import_item ?? null;
      const item = items.get(number);
      if (item === undefined) check.faults.push(`import_item: "${number}" not found in import_sales_items table.`);
      const amount = list === 'charges' ? await checkCharge(check, item) : await checkCost(check, item);
      item?.[list].push(amount);
    }
  }
  return { taxGroup: group, taxes, items: [...items.values()] };
}

async function documentTaxes(
  header: RowCheck,
  ids: SalesHeaderIds,
): Promise<{ group: string | null; taxes: SalesTax[] }> {
  if (ids.customer === null) return { group: null, taxes: [] };
  const own = await readSalesTaxes(header.live, ids.customer, ids.deliverTo);
  const overridden = [1, 2, 3, 4, 5].flatMap((slot): SalesTax[] => {
    const authority = header.row[`tax_authority${slot}`] ?? null;
    if (authority === null) return [];
    const taxClass = required(header, `tax_class_${slot}`);
    return [{ slot, authority, taxClass: Number(taxClass), exempt: header.row[`tax_exempt${slot}`] === 'true' }];
  });
  const group = header.row.tax_group_code ?? own.group;
  return { group, taxes: overridden.length === 0 ? own.taxes : overridden };
}

async function checkItem(check: RowCheck, documentTaxes: SalesTax[], saleDate: string): Promise<CheckedItem> {
  required(check, 'product_code');
  const product = await codeIn(check, 'product_code', 'products');
  await codeIn(check, 'original_quantity_unit_code', 'units_of_measure');
  await codeIn(check, 'delivery_branch_code', 'branches');
  await codeIn(check, 'delivery_warehouse_code', 'warehouses');
  const taxes: SalesTax[] = [];
  for (const tax of documentTaxes) {
    const taxClass = Number(check.row[`tax_class_${tax.slot}`] ?? tax.taxClass);
    const exempt = (check.row[`tax_exempt${tax.slot}`] ?? String(tax.exempt)) === 'true';
    const own = { ...tax, taxClass, exempt };
    taxes.push(own);
    if ((await readSalesRate(check.live, own, saleDate)) === null) {
      check.faults.push(`tax_class_${tax.slot}: "${taxClass}" of ${tax.authority} not found in tax_rates table.`);
    }
  }
  return { row: check.row, product, taxes, charges: [], costs: [] };
}

async function checkCharge(check: RowCheck, item: CheckedItem | undefined): Promise<CheckedAmount> {
  for (const column of ['cost_group_code', 'charge', 'charge_unit_code']) required(check, column);
  oneOf(check, 'charge_fix_status', ['F', 'V']);
  oneOf(check, 'charge_visibility', ['S', 'I', 'A']);
  return checkAmount(check, item, 'charge_unit_code');
}

async function checkCost(check: RowCheck, item: CheckedItem | undefined): Promise<CheckedAmount> {
  for (const column of ['internal_cost', 'cost_group_code', 'cost', 'cost_unit_code']) required(check, column);
  oneOf(check, 'cost_fix_status', ['F', 'V', 'M']);
  if (check.row.internal_cost === 'false') required(check, 'supplier_code');
  return checkAmount(check, item, 'cost_unit_code');
}

async function checkAmount(check: RowCheck, item: CheckedItem | undefined, unitColumn: string): Promise<CheckedAmount> {
  oneOf(check, 'cost_group_code', costGroupCodes);
  const unit = await codeIn(check, unitColumn, 'units_of_measure');
  const unitCode = check.row[unitColumn] ?? null;
  const measured = unitCode === null || item === undefined ? null : chargeQuantity(unitCode, item.row);
  if (measured !== null && 'missing' in measured) {
    check.faults.push(`${unitColumn}: "${unitCode}" needs ${measured.missing} of the item.`);
  }
  return {
    row: check.row,
    unit,
    quantity: measured !== null && 'quantity' in measured ? measured.quantity : '0',
    supplier: await findSupplier(check),
    purchaseGroup: await codeIn(check, 'purchase_group_code', 'purchase_groups'),
    purchaseBranch: await codeIn(check, 'po_branch_code', 'branches'),
  };
}

async function findSupplier(check: RowCheck): Promise<number | null> {
  const code = check.row.supplier_code ?? null;
  if (code === null) return null;
  const found = await check.live.query<{ id: number }>(
    `select c.id from companies c join company_types t on t.id = c.type_id
      where t.code = 'S' and c.code = $1 and c.status = 'A'`,
    [code],
  );
  const id = found.rows[0]?.id ?? null;
  if (id === null) check.faults.push(`supplier_code: "${code}" not found in companies table.`);
  return id;
}
