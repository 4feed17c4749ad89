import type { DocumentContext } from './add-invoice';
import { decimalText } from './cents';
import type { DraftCost, DraftItem } from './draft-items';
import { idOf } from './id-of';
import type { ScheduledInvoice } from './invoice-schedule';
import type { Row } from './rows';

/** Adds the items of a document with their charges and, unless told otherwise, their costs. */
export function addItems(
  context: DocumentContext,
  headerId: number,
  drafts: DraftItem[],
  scheduled: ScheduledInvoice,
  rateE8: bigint,
  extent: 'charges-and-costs' | 'charges-only' = 'charges-and-costs',
): void {
  for (const [index, draft] of drafts.entries()) {
    const itemId = context.writer.add('sales_items', {
      sales_header_id: headerId,
      item_number: index + 1,
      product_id: idOf(context.ids.product, draft.product.code),
      description: draft.product.description,
      ...itemTaxColumns(draft),
    });
    addCharges(context, itemId, draft, rateE8);
    if (extent === 'charges-and-costs') {
      for (const cost of draft.costs) addCost(context, itemId, cost, scheduled);
    }
  }
}

function itemTaxColumns(draft: DraftItem): Omit<Row, 'id'> {
  const columns: Omit<Row, 'id'> = {};
  for (const slot of [1, 2, 3, 4, 5]) {
    const tax = draft.taxes.find((candidate) => candidate.slot === slot);
    columns[`tax_class${slot}`] = tax?.taxClass ?? null;
    columns[`tax_exempt${slot}`] = tax?.exempt ?? null;
    columns[`vat_value${slot}`] = tax === undefined ? null : decimalText(tax.cents, 2);
  }
  return columns;
}

function addCharges({ writer, ids }: DocumentContext, itemId: number, draft: DraftItem, rateE8: bigint): void {
  for (const [index, charge] of draft.charges.entries()) {
    writer.add('sales_charges', {
      item_id: itemId,
      sales_group_charge_id: idOf(ids.salesGroupCharge, `${draft.product.salesGroup}/${charge.costGroup}`),
      cost_group_code: charge.costGroup,
      description: charge.description,
      charge: decimalText(charge.chargeE4, 4),
      charge_unit_id: idOf(ids.unit, charge.unit),
      charge_quantity: decimalText(charge.quantityE3, 3),
      value: decimalText(charge.valueCents, 2),
      base_charge: decimalText(charge.baseChargeE4, 4),
      base_value: decimalText(charge.baseValueCents, 2),
      exchange_rate: decimalText(rateE8, 8),
      charge_visibility: charge.visibility,
      charge_item: index + 1,
      discount_item: charge.discount,
    });
  }
}

function addCost({ writer, ids }: DocumentContext, itemId: number, cost: DraftCost, scheduled: ScheduledInvoice): void {
  writer.add('cost_items', {
    item_type: 'S',
    item_id: itemId,
    cost_group_id: idOf(ids.costGroup, cost.costGroup),
    cost: decimalText(cost.costE4, 4),
    cost_quantity: `${decimalText(cost.quantityE3, 3)}000`,
    value: decimalText(cost.valueCents, 2),
    base_value: decimalText(cost.baseValueCents, 2),
    internal_cost: cost.internal,
    supplier_id: cost.internal ? null : idOf(ids.company, supplierCode(cost, scheduled)),
    purchase_group_id: ids.purchaseGroup,
    po_branch_id: cost.internal ? null : idOf(ids.branch, scheduled.branch),
    po_number: cost.internal ? null : 70_000 + itemId,
    po_item: cost.internal ? null : 1,
  });
}

function supplierCode(cost: DraftCost, scheduled: ScheduledInvoice): string {
  if (scheduled.branch === 'TOR') return 'V00203';
  if (scheduled.branch === 'BHM') return 'V00204';
  return cost.costGroup === 'TRN' ? 'V00201' : 'V00202';
}
