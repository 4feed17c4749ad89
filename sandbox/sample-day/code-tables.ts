import {
  type CostGroupCode,
  chargeCoding,
  costGroups,
  creditReasons,
  nominalAccounts,
  products,
  salesGroups,
  stockAdjustmentReasons,
} from './coding';
import { addCodes, idOf } from './id-of';
import type { RowWriter } from './rows';

/** Adds cost groups, nominal accounts, sales groups with their charges, the purchase group and products. */
export function addCoding(writer: RowWriter) {
  const costGroup = addCodes(costGroups, (row) =>
    writer.add('cost_groups', { code: row.code, description: row.description }),
  );
  const nominal = addCodes(nominalAccounts, (row) =>
    writer.add('nominal_accounts', {
      code: row.code,
      external_code: row.externalCode,
      description: row.description,
      application_source: 'GL',
    }),
  );
  const salesGroup = addCodes(salesGroups, (row) =>
    writer.add('sales_groups', { code: row.code, external_code: row.code, description: row.name }),
  );
  const salesGroupCharge = new Map<string, number>();
  for (const group of salesGroups) {
    for (const costs of costGroups) {
      const id = addSalesGroupCharge(writer, group, costs.code, { costGroup, nominal, salesGroup });
      salesGroupCharge.set(`${group.code}/${costs.code}`, id);
    }
  }
  const purchaseGroup = addPurchaseGroups(writer, nominal);
  const product = addCodes(products, (row) =>
    writer.add('products', {
      code: row.code,
      description: row.description,
      product_group_code: row.group,
      sales_group_id: idOf(salesGroup, row.salesGroup),
      purchase_group_id: purchaseGroup,
      ledger_segment_code: row.group,
    }),
  );
  return { costGroup, salesGroupCharge, product, purchaseGroup };
}

/** Steel, which goes into stock and whose id is returned, and sundries, which are expensed. */
function addPurchaseGroups(writer: RowWriter, nominal: Map<string, number>): number {
  const group = (
    code: string,
    [material, transport, production, miscellaneous, surcharge]: readonly string[],
  ): number =>
    writer.add('purchase_groups', {
      code,
      material_nominal_id: material === undefined ? null : idOf(nominal, material),
      transport_nominal_id: transport === undefined ? null : idOf(nominal, transport),
      production_nominal_id: production === undefined ? null : idOf(nominal, production),
      miscellaneous_nominal_id: miscellaneous === undefined ? null : idOf(nominal, miscellaneous),
      surcharge_nominal_id: surcharge === undefined ? null : idOf(nominal, surcharge),
    });
  const steel = group('STL', ['13000']);
  group('SUN', ['54000', '52100', '53100', '54000', '54000']);
  return steel;
}

function addSalesGroupCharge(
  writer: RowWriter,
  group: (typeof salesGroups)[number],
  costGroupCode: CostGroupCode,
  ids: { costGroup: Map<string, number>; nominal: Map<string, number>; salesGroup: Map<string, number> },
): number {
  const coding = chargeCoding(group, costGroupCode);
  return writer.add('sales_group_charges', {
    sales_group_id: idOf(ids.salesGroup, group.code),
    cost_group_id: idOf(ids.costGroup, costGroupCode),
    sales_nominal_id: idOf(ids.nominal, coding.sales),
    internal_cost_debit_id: idOf(ids.nominal, coding.internal.debit),
    internal_cost_credit_id: idOf(ids.nominal, coding.internal.credit),
    external_cost_debit_id: idOf(ids.nominal, coding.external.debit),
    external_cost_credit_id: idOf(ids.nominal, coding.external.credit),
    stock_cost_debit_id: coding.stock === null ? null : idOf(ids.nominal, coding.stock.debit),
    stock_cost_credit_id: coding.stock === null ? null : idOf(ids.nominal, coding.stock.credit),
  });
}

/** Adds the types, statuses and reasons of documents. */
export function addCodeTables(writer: RowWriter) {
  const salesType = addCodes(
    [
      { code: 'ORD', description: 'Order' },
      { code: 'DES', description: 'Despatch' },
      { code: 'DIV', description: 'Despatch invoice' },
      { code: 'MIV', description: 'Manual invoice' },
      { code: 'INV', description: 'Invoice' },
      { code: 'COD', description: 'Cash on delivery' },
      { code: 'CRN', description: 'Credit note' },
    ],
    (row) => writer.add('sales_types', row),
  );
  const salesStatus = addCodes(
    [
      { code: 'ENT', description: 'Entered' },
      { code: 'INV', description: 'Invoiced' },
      { code: 'CMP', description: 'Complete' },
      { code: 'DEL', description: 'Deleted' },
    ],
    (row) => writer.add('sales_statuses', row),
  );
  const adjustmentReason = addCodes(stockAdjustmentReasons, (row) =>
    writer.add('stock_adjustment_reasons', { code: row.code, description: row.description }),
  );
  const creditReason = addCodes(creditReasons, (row) =>
    writer.add('credit_reasons', {
      code: row.code,
      description: row.description,
      goods_returned: row.goodsReturned,
    }),
  );
  return { salesType, salesStatus, adjustmentReason, creditReason };
}
