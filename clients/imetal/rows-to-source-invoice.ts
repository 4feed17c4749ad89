import { isZeroAmount, negateAmount } from '../../domain/money';
import type {
  CostGroup,
  SourceAccount,
  SourceCharge,
  SourceCost,
  SourceInvoice,
  SourceInvoiceItem,
  SourceItemTax,
  SourceShipTo,
  SourceStockAdjustment,
  SourceTaxSlot,
} from '../../domain/source-invoice';
import type { DocumentKey } from './document-key';
import type { DocumentRow } from './select-document';
import type { AdjustmentRow, ChargeRow, CostRow, ItemRow } from './select-lines';

/** All rows of one document, read in one snapshot. */
export interface DocumentRows {
  document: DocumentRow;
  items: ItemRow[];
  charges: ChargeRow[];
  costs: CostRow[];
  adjustments: AdjustmentRow[];
}

type Slot = SourceTaxSlot['slot'];
const slots: readonly Slot[] = [1, 2, 3, 4, 5];

const costGroupByCode: ReadonlyMap<string, CostGroup> = new Map([
  ['MAT', 'material'],
  ['TRN', 'freight'],
  ['PRD', 'processing'],
  ['MSC', 'miscellaneous'],
  ['SUR', 'surcharge'],
]);

/** Says in accounting words what iMetal's rows hold; judges nothing: what is missing stays null. */
export function rowsToSourceInvoice(key: DocumentKey, documentKey: string, rows: DocumentRows): SourceInvoice {
  const { document } = rows;
  const chargesByItem = groupByItem(rows.charges);
  const costsByItem = groupByItem(rows.costs);
  return {
    sourceSystem: 'imetal',
    documentKey,
    documentType: key.typeCode,
    branchCode: key.branchCode,
    invoiceNumber: String(key.number),
    invoiceDate: document.sale_date,
    paymentDueDate: document.payment_due_date,
    termsCode: document.terms_code,
    customerCode: document.customer_code,
    customerName: document.customer_name,
    customerOrderNumber: document.customer_order_number,
    orderNumber: document.order_key,
    despatchNumber: document.despatch_key,
    shipTo: toShipTo(document),
    currency: document.currency,
    baseCurrency: document.base_currency,
    exchangeRate: toExchangeRate(document),
    taxSlots: toTaxSlots(document),
    items: rows.items.map((item) =>
      toItem(item, document, chargesByItem.get(item.item_id) ?? [], costsByItem.get(item.item_id) ?? []),
    ),
    stockAdjustments: rows.adjustments.flatMap(toStockAdjustments),
    netTotal: document.net_total,
    taxTotal: document.tax_total,
    baseNetTotal: document.base_net_total,
    costTotal: document.cost_total,
    version: document.version,
    modifiedAt: document.modified_at,
  };
}

function toShipTo(document: DocumentRow): SourceShipTo | null {
  if (document.ship_to_code === null) return null;
  return {
    code: document.ship_to_code,
    // An address without a name is known by its code.
    name: document.ship_to_name ?? document.ship_to_code,
    addressLines: (document.ship_to_address ?? '')
      .split(/\r\n|\r|\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    town: document.ship_to_town,
    county: document.ship_to_county,
    postcode: document.ship_to_postcode,
    countryCode: document.ship_to_country,
  };
}

/** A rate without its operator could be used either way, so it is no rate. */
function toExchangeRate(document: DocumentRow): SourceInvoice['exchangeRate'] {
  if (document.exchange_rate === null || document.exchange_rate_operator === null) return null;
  return { rate: document.exchange_rate, operator: document.exchange_rate_operator === '*' ? 'multiply' : 'divide' };
}

/** A slot is in use when it names an authority or carries tax; tax without an authority must not vanish. */
function toTaxSlots(document: DocumentRow): SourceTaxSlot[] {
  return slots
    .map((slot) => ({
      slot,
      authorityCode: document.tax_authorities[slot - 1] ?? null,
      ratePercent: document.tax_rates[slot - 1] ?? null,
      amount: document.tax_amounts[slot - 1] ?? null,
    }))
    .filter(({ authorityCode, amount }) => authorityCode !== null || carriesTax(amount));
}

function toItem(item: ItemRow, document: DocumentRow, charges: ChargeRow[], costs: CostRow[]): SourceInvoiceItem {
  return {
    itemId: item.item_id,
    itemNumber: item.item_number,
    productCode: item.product_code,
    productGroupCode: item.product_group_code,
    description: item.description,
    taxes: toItemTaxes(item, document),
    charges: charges.map(toCharge),
    costs: costs.map(toCost),
  };
}

/** A slot applies to an item that has a class in it, is exempt from it, or carries tax in it. */
function toItemTaxes(item: ItemRow, document: DocumentRow): SourceItemTax[] {
  return slots.flatMap((slot) => {
    const taxClass = item.tax_classes[slot - 1] ?? null;
    const amount = item.tax_amounts[slot - 1] ?? null;
    const exempt = item.tax_exempt[slot - 1] === true || document.tax_exempt[slot - 1] === true;
    const slotInUse = document.tax_authorities[slot - 1] !== null;
    const applies = carriesTax(amount) || (slotInUse && (taxClass !== null || exempt));
    return applies ? [{ slot, taxClass, exempt, amount }] : [];
  });
}

function toCharge(row: ChargeRow): SourceCharge {
  return {
    chargeId: row.charge_id,
    costGroup: toCostGroup(row.cost_group_code),
    description: row.description,
    value: row.value,
    baseValue: row.base_value,
    visibility: row.visibility,
    salesGroupCode: row.sales_group_code,
    account: toAccount(row.account_code, row.account_external_code),
  };
}

function toCost(row: CostRow): SourceCost {
  return {
    costId: row.cost_id,
    costGroup: toCostGroup(row.cost_group_code),
    internal: row.internal,
    salesGroupCode: row.sales_group_code,
    baseValue: row.base_value,
    debitAccount: toAccount(row.debit_code, row.debit_external_code),
    creditAccount: toAccount(row.credit_code, row.credit_external_code),
  };
}

/**
 * One adjustment per cost group that moved value; iMetal counts what leaves stock as negative, the hub as positive. A
 * movement of no value at all stays as one line of 0, so that the trace shows it.
 */
function toStockAdjustments(row: AdjustmentRow): SourceStockAdjustment[] {
  const values: [CostGroup, string | null][] = [
    ['material', row.material_value],
    ['freight', row.transport_value],
    ['processing', row.production_value],
    ['miscellaneous', row.miscellaneous_value],
    ['surcharge', row.surcharge_value],
  ];
  const moved = values.filter(([, value]) => value === null || !isZeroAmount(value));
  return (moved.length > 0 ? moved : values.slice(0, 1)).map(([costGroup, value]) => ({
    adjustmentId: `${row.adjustment_id}-${costGroup}`,
    reasonCode: row.reason_code,
    costGroup,
    baseValue: value === null ? null : negateAmount(value),
  }));
}

function toCostGroup(code: string): CostGroup | string {
  return costGroupByCode.get(code.trim()) ?? code;
}

function toAccount(code: string | null, externalCode: string | null): SourceAccount | null {
  return code === null ? null : { code, externalCode };
}

function carriesTax(amount: string | null): boolean {
  return amount !== null && !isZeroAmount(amount);
}

function groupByItem<Row extends { item_id: string }>(rows: Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.item_id);
    if (group) group.push(row);
    else groups.set(row.item_id, [row]);
  }
  return groups;
}
