import type { Pool } from 'pg';
import { convertToBase, decimalText, scaledInteger } from '../../sample-day/cents';
import { nextPurchaseOrderNumber } from '../document-numbers';
import { idOfRow, insertRow, inTransaction } from '../write-rows';
import { bookStockMovement, type MovedStock } from './stock-movements';
import type { WrittenDocument } from './written-document';

export interface PurchaseOrderRequest {
  branch: string;
  supplierCode: string;
  /** Document currency to the branch's base currency; for a supplier in a foreign currency. */
  exchangeRate?: string;
}

export interface PurchaseOrder {
  id: number;
  number: number;
}

/** Places an order with a supplier, in the supplier's currency; throws when there is no such supplier. */
export function placePurchaseOrder(owner: Pool, request: PurchaseOrderRequest): Promise<PurchaseOrder> {
  return inTransaction(owner, async (client) => {
    const found = await client.query<{ id: number; currency_id: number }>(
      `select c.id, c.currency_id from companies c join company_types t on t.id = c.type_id
        where t.code = 'S' and c.code = $1`,
      [request.supplierCode],
    );
    const supplier = found.rows[0];
    if (supplier === undefined) throw new Error(`purchase order: no supplier ${request.supplierCode}`);
    const branchId = await idOfRow(client, 'branches', { code: request.branch });
    const number = await nextPurchaseOrderNumber(client, branchId);
    const id = await insertRow(client, 'purchase_order_headers', {
      branch_id: branchId,
      number,
      supplier_id: supplier.id,
      currency_id: supplier.currency_id,
      exchange_rate: request.exchangeRate ?? '1',
    });
    return { id, number };
  });
}

/** Goods that arrive for an order. */
export interface GoodsReceiptRequest {
  branch: string;
  /** YYYY-MM-DD. */
  date: string;
  purchaseOrderId: number;
  /** Net, in the order's currency; negative for goods that go back to the supplier. */
  items: readonly (Pick<MovedStock, 'tag' | 'product' | 'warehouse' | 'pieces' | 'weight'> & {
    purchaseValue: string;
  })[];
}

/** Receives goods: their stock value is the order's value at the order's rate. Returns the receipt, `HOU-REC-900001`. */
export async function receiveGoods(owner: Pool, request: GoodsReceiptRequest): Promise<WrittenDocument> {
  const found = await owner.query<{ rate: string; operator: '*' | '/' }>(
    `select o.exchange_rate::text as rate, c.exchange_rate_operator as operator
       from purchase_order_headers o join currency_codes c on c.id = o.currency_id where o.id = $1`,
    [request.purchaseOrderId],
  );
  const order = found.rows[0];
  if (order === undefined) throw new Error(`goods receipt: no purchase order ${request.purchaseOrderId}`);
  const rate = scaledInteger(order.rate, 8);
  const items = request.items.map((item) => {
    const base = convertToBase(scaledInteger(item.purchaseValue, 2), rate, order.operator);
    return { ...item, purchaseOrderId: request.purchaseOrderId, values: { MAT: decimalText(base, 2) } };
  });
  return bookStockMovement(owner, { type: 'REC', branch: request.branch, date: request.date, items });
}
