import type { ClientBase, Pool } from 'pg';
import { type CostGroupCode, costGroups } from '../../sample-day/coding';
import { nextMovementNumber } from '../document-numbers';
import { type Columns, findId, idOfRow, insertRow } from '../write-rows';
import {
  type DocumentWriting,
  type HalfWrittenDocument,
  parseDocumentKey,
  type WrittenDocument,
  writeHeaderFirst,
  writeWhole,
} from './written-document';

/** A movement of stock that belongs to no invoice. */
export interface StockMovementRequest {
  /** Goods receipt, write-off, count, revaluation, transfer. */
  type: 'REC' | 'WOF' | 'CNT' | 'RVL' | 'TRF';
  branch: string;
  /** YYYY-MM-DD. */
  date: string;
  /** One of `stock_adjustment_reasons`; a write-off needs one. */
  reasonCode?: string;
  items: readonly MovedStock[];
  /** Entered only: not final before `processStockMovement`. */
  unprocessed?: true;
}

/** What goes into a stock item (positive) or out of it (negative). */
export interface MovedStock {
  /** Number of the stock item: its tag, 16 characters at most. */
  tag: string;
  /** Makes the tag when it is not there; the warehouse is the document's branch's unless named. */
  product?: string;
  warehouse?: string;
  pieces?: number;
  /** The company's weight unit. */
  weight?: string;
  /** Base currency, signed, two decimals. */
  values: Partial<Record<CostGroupCode, string>>;
  /** Of a receipt: the order, and the value in its currency. */
  purchaseOrderId?: number;
  purchaseValue?: string;
}

/** Books a movement, and the stock items' quantities and values with it; throws when a code is unknown. */
export function bookStockMovement(owner: Pool, request: StockMovementRequest): Promise<WrittenDocument> {
  return writeWhole(owner, stockMovementWriting(request));
}

/** As `bookStockMovement`, but with the header processed and visible before its items. */
export function bookStockMovementHeaderFirst(owner: Pool, request: StockMovementRequest): Promise<HalfWrittenDocument> {
  return writeHeaderFirst(owner, stockMovementWriting(request));
}

/** Makes a movement that was only entered final. */
export async function processStockMovement(owner: Pool, documentKey: string): Promise<void> {
  const { branch, type, number } = parseDocumentKey(documentKey);
  const updated = await owner.query(
    `update stock_transactions set processed = true
      where branch_id = (select id from branches where code = $1) and type = $2 and number = $3 and not processed`,
    [branch, type, number],
  );
  if (updated.rowCount !== 1) throw new Error(`stock movement ${documentKey}: there is none that waits`);
}

/** How stock goes from one tag to another. */
export interface TransferRequest {
  date: string;
  fromBranch: string;
  fromTag: string;
  toTag: string;
  toWarehouse: string;
  product: string;
  pieces: number;
  weight: string;
  /** Base currency of the branch that gives, positive. */
  value: string;
}

/** Moves stock to another warehouse at its value: one document of the giving branch with both sides. */
export function transferStock(owner: Pool, request: TransferRequest): Promise<WrittenDocument> {
  const { date, fromBranch: branch, product, pieces, weight, value } = request;
  const out = { tag: request.fromTag, product, pieces: -pieces, weight: `-${weight}`, values: { MAT: `-${value}` } };
  const into = { tag: request.toTag, product, warehouse: request.toWarehouse, pieces, weight, values: { MAT: value } };
  return bookStockMovement(owner, { type: 'TRF', branch, date, items: [out, into] });
}

function stockMovementWriting(request: StockMovementRequest): DocumentWriting {
  return {
    async writeHeader(client) {
      const branchId = await idOfRow(client, 'branches', { code: request.branch });
      const number = await nextMovementNumber(client, branchId, request.type);
      const { reasonCode } = request;
      const id = await insertRow(client, 'stock_transactions', {
        branch_id: branchId,
        type: request.type,
        number,
        session: 1,
        processing_date: request.date,
        document_date: request.date,
        stock_adjustment_reason_id:
          reasonCode === undefined ? null : await idOfRow(client, 'stock_adjustment_reasons', { code: reasonCode }),
        processed: request.unprocessed !== true,
      });
      return { documentKey: `${request.branch}-${request.type}-${number}`, id };
    },
    async writeRows(client, { id }) {
      for (const item of request.items) await moveStock(client, id, request.branch, item);
    },
  };
}

async function moveStock(client: ClientBase, transactionId: number, branch: string, item: MovedStock): Promise<void> {
  const stockItemId = await findOrMakeTag(client, branch, item);
  const { pieces = 0, weight = '0' } = item;
  const row: Columns = {
    stock_transaction_id: transactionId,
    stock_item_id: stockItemId,
    pieces,
    weight,
    purchase_order_id: item.purchaseOrderId ?? null,
    purchase_value: item.purchaseValue ?? null,
  };
  for (const { code, column } of costGroups) {
    row[`${column}_value`] = item.values[code] ?? '0.00';
    row[`${column}_cost`] = item.values[code] ?? '0.00';
  }
  await insertRow(client, 'stock_transaction_items', row);
  await client.query(
    `update stock_items set physical_pieces = physical_pieces + $2, physical_weight = physical_weight + $3,
            material_value = material_value + $4, transport_value = transport_value + $5,
            production_value = production_value + $6, miscellaneous_value = miscellaneous_value + $7,
            surcharge_value = surcharge_value + $8
      where id = $1`,
    [stockItemId, pieces, weight, ...costGroups.map(({ code }) => item.values[code] ?? '0')],
  );
}

async function findOrMakeTag(client: ClientBase, branch: string, item: MovedStock): Promise<number> {
  const found = await findId(client, 'stock_items', { number: item.tag });
  if (found !== null) return found;
  if (item.product === undefined)
    throw new Error(`stock item ${item.tag}: there is none, and no product to make it of`);
  return insertRow(client, 'stock_items', {
    number: item.tag,
    warehouse_id: await idOfRow(client, 'warehouses', { code: item.warehouse ?? branch }),
    product_id: await idOfRow(client, 'products', { code: item.product }),
  });
}
