import type { Pool } from 'pg';
import { placePurchaseOrder, receiveGoods } from '../imetal/acts/purchasing';
import type { OtherDocument } from './other-document';

/** Goods of an order, received; `value` is net, in the supplier's currency. */
interface ReceiptOfDay {
  branch: string;
  supplierCode: string;
  exchangeRate?: string;
  items: readonly { product: string; pieces: number; weight: string; value: string }[];
}

/** What the supplier documents name of a receipt. */
export interface ReceivedOrder {
  receiptKey: string;
  purchaseOrderId: number;
}

// In the order in which they come in, from which their numbers follow.
const receiptsOfDay = {
  plate: {
    branch: 'HOU',
    supplierCode: 'V00205',
    items: [
      { product: 'PL36-0250', pieces: 12, weight: '18250.000', value: '12500.00' },
      { product: 'PL50-1000', pieces: 4, weight: '11040.000', value: '8240.50' },
    ],
  },
  coilFromCanada: {
    branch: 'HOU',
    supplierCode: 'V00208',
    exchangeRate: '0.71364900',
    items: [{ product: 'CR16-048', pieces: 2, weight: '22300.000', value: '20000.00' }],
  },
  bar: {
    branch: 'TOR',
    supplierCode: 'V00206',
    items: [{ product: 'RB4140', pieces: 60, weight: '9120.000', value: '15300.25' }],
  },
  beams: {
    branch: 'BHM',
    supplierCode: 'V00207',
    items: [{ product: 'UB-203', pieces: 18, weight: '5400.000', value: '9870.40' }],
  },
  /** Of which a part is invoiced. */
  sections: {
    branch: 'BHM',
    supplierCode: 'V00207',
    items: [{ product: 'RHS-100X50', pieces: 90, weight: '7700.000', value: '6600.00' }],
  },
  /** Not invoiced yet. */
  sheet: {
    branch: 'HOU',
    supplierCode: 'V00205',
    items: [{ product: 'GV20-048', pieces: 3, weight: '9900.000', value: '5025.75' }],
  },
  tube: {
    branch: 'DAL',
    supplierCode: 'V00205',
    items: [{ product: 'TB-SQ-4X4', pieces: 40, weight: '3200.000', value: '3000.00' }],
  },
  /** Back to the mill: laminated. */
  plateReturned: {
    branch: 'HOU',
    supplierCode: 'V00205',
    items: [{ product: 'PL36-0250', pieces: -1, weight: '-1520.000', value: '-1041.67' }],
  },
} satisfies Record<string, ReceiptOfDay>;

export type ReceiptName = keyof typeof receiptsOfDay;

/** Receives the day's goods, each for an order of its own. */
export async function enterGoodsReceipts(
  owner: Pool,
  date: string,
): Promise<{ entered: OtherDocument[]; received: Record<ReceiptName, ReceivedOrder> }> {
  const received: Partial<Record<ReceiptName, ReceivedOrder>> = {};
  const entered: OtherDocument[] = [];
  for (const [name, receipt] of Object.entries(receiptsOfDay) as [ReceiptName, ReceiptOfDay][]) {
    const { branch, supplierCode, exchangeRate } = receipt;
    const order = await placePurchaseOrder(owner, {
      branch,
      supplierCode,
      ...(exchangeRate === undefined ? {} : { exchangeRate }),
    });
    const items = receipt.items.map(({ value, ...item }, index) => ({
      ...item,
      tag: `R${branch}-${order.number}-${index + 1}`,
      purchaseValue: value,
    }));
    const { documentKey } = await receiveGoods(owner, { branch, date, purchaseOrderId: order.id, items });
    received[name] = { receiptKey: documentKey, purchaseOrderId: order.id };
    entered.push({ documentKey, wrong: null });
  }
  return { entered, received: received as Record<ReceiptName, ReceivedOrder> };
}

/** Receipts under no key, for what does not depend on them. */
export function receivedAnywhere(): Record<ReceiptName, ReceivedOrder> {
  const names = Object.keys(receiptsOfDay) as ReceiptName[];
  const nowhere = { receiptKey: '', purchaseOrderId: 0 };
  return Object.fromEntries(names.map((name) => [name, nowhere])) as Record<ReceiptName, ReceivedOrder>;
}
