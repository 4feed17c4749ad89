import { negateAmount } from '../../domain/money';
import type {
  SourceCharge,
  SourceCost,
  SourceInvoice,
  SourceInvoiceItem,
  SourceShipTo,
  SourceStockAdjustment,
} from '../../domain/source-invoice';
import type { SourceSalesCredit } from '../../domain/source-sales-credit';
import { hasMoved, movedValues, toAccount, toCostGroup, toExchangeRate } from './cost-groups';
import type { DocumentKey } from './document-key';
import { groupByItem } from './rows-by-item';
import type { CreditRow, SalesDocumentRow } from './select-sales-document';
import type { AdjustmentRow, ChargeRow, CostRow, ItemRow } from './select-sales-lines';
import { toItemTaxes, toTaxSlots } from './tax-slots';

/** All rows of one document, read in one snapshot. */
export interface SalesDocumentRows {
  document: SalesDocumentRow;
  items: ItemRow[];
  charges: ChargeRow[];
  costs: CostRow[];
  adjustments: AdjustmentRow[];
}

/** Says in accounting words what iMetal's rows hold; judges nothing: what is missing stays null. */
export function rowsToSourceInvoice(key: DocumentKey, documentKey: string, rows: SalesDocumentRows): SourceInvoice {
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

/** A credit note is an invoice that says what it corrects, and why. */
export function rowsToSourceSalesCredit(
  key: DocumentKey,
  documentKey: string,
  rows: SalesDocumentRows & { credit: CreditRow },
): SourceSalesCredit {
  const { credit } = rows;
  return {
    ...rowsToSourceInvoice(key, documentKey, rows),
    creditedInvoiceKey: credit.credited_invoice_key,
    creditReference: credit.credit_reference,
    reasonCode: credit.reason_code,
    reasonDescription: credit.reason_description,
    goodsReturned: credit.goods_returned,
  };
}

function toShipTo(document: SalesDocumentRow): SourceShipTo | null {
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

function toItem(item: ItemRow, document: SalesDocumentRow, charges: ChargeRow[], costs: CostRow[]): SourceInvoiceItem {
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
  const values = movedValues(row);
  const moved = values.filter(hasMoved);
  return (moved.length > 0 ? moved : values.slice(0, 1)).map(({ costGroup, value }) => ({
    adjustmentId: `${row.adjustment_id}-${costGroup}`,
    reasonCode: row.reason_code,
    costGroup,
    baseValue: value === null ? null : negateAmount(value),
  }));
}
