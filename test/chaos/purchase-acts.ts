import { setTimeout as pause } from 'node:timers/promises';
import { placePurchaseOrder, receiveGoods } from '../../sandbox/imetal/acts/purchasing';
import {
  changeSupplierDocument,
  enterSupplierDocument,
  enterSupplierDocumentHeaderFirst,
  type SupplierDocumentRequest,
  type SupplierItem,
} from '../../sandbox/imetal/acts/supplier-documents';
import { decimalText, scaledInteger } from '../../sandbox/sample-day/cents';
import { defaultBusinessDate } from '../../sandbox/sample-day/generate-sample-day';
import { unknownSupplierCode } from '../../sandbox/sample-day/parties';
import type { Random } from '../../sandbox/sample-day/random';
import { type ActPlace, writeRestLater } from './operations-acts';
import { throughFalls } from './through-falls';

/** What is bought, and how its invoice comes: one of these each time, every one before any comes again. */
export const purchaseVariants = [
  'matched',
  'dearer than received',
  'cheaper than received',
  'foreign at another rate',
  'taxed in Canada',
  'taxed in the United Kingdom',
  'expense',
  'goods and expense',
  'sent back and credited',
  'held and approved later',
  'half-written',
  'number used twice',
  'of an unknown vendor',
  'not received',
  'wrong in its total',
] as const;
export type PurchaseVariant = (typeof purchaseVariants)[number];

interface Supplier {
  branch: string;
  supplierCode: string;
  orderRate?: string;
  exchangeRate?: string;
}

const MILL: Supplier = { branch: 'HOU', supplierCode: 'V00205' };
const suppliers: Partial<Record<PurchaseVariant, Supplier>> = {
  'foreign at another rate': {
    branch: 'HOU',
    supplierCode: 'V00208',
    orderRate: '0.71364900',
    exchangeRate: '0.72518300',
  },
  'taxed in Canada': { branch: 'TOR', supplierCode: 'V00206' },
  'taxed in the United Kingdom': { branch: 'BHM', supplierCode: 'V00207' },
  expense: { branch: 'HOU', supplierCode: 'V00209' },
  'of an unknown vendor': { branch: 'DAL', supplierCode: unknownSupplierCode },
};

/** Buys: an order, goods, and the supplier's invoice; or only an invoice for what never goes into stock. */
export async function buySomething(place: ActPlace, variant: PurchaseVariant, random: Random): Promise<void> {
  const supplier = suppliers[variant] ?? MILL;
  const cents = () => `.${String(random.between(0, 99)).padStart(2, '0')}`;
  const value = `${random.between(200, 9000)}${cents()}`;
  const expense: SupplierItem = { kind: 'expense', purchaseGroup: 'SUN', value, description: 'Tyres and strapping' };
  switch (variant) {
    case 'expense':
      return enter(place, variant, supplier, [expense], random);
    case 'not received': {
      const item: SupplierItem = { kind: 'stock', value, description: 'Plate, not received', matches: [] };
      return enter(place, variant, supplier, [item], random);
    }
    default: {
      const goods = await receiveSome(place, supplier, value, random);
      const by = { 'dearer than received': 1, 'cheaper than received': -1 }[variant as string] ?? 0;
      const item: SupplierItem = {
        kind: 'stock',
        value: plusCents(value, by * random.between(1, 9000)),
        description: 'Plate',
        matches: [{ receiptKey: goods }],
      };
      const items = variant === 'goods and expense' ? [item, expense] : [item];
      await enter(place, variant, supplier, items, random);
      if (variant !== 'sent back and credited') return;
      const back = await receiveSome(place, supplier, `-${value}`, random);
      const credit: SupplierItem = { ...item, matches: [{ receiptKey: back }] };
      await enter(place, variant, supplier, [credit], random, 'PCR');
    }
  }
}

function plusCents(value: string, cents: number): string {
  const sum = scaledInteger(value, 2) + BigInt(cents);
  return decimalText(sum > 0n ? sum : 1n, 2);
}

/** Orders, receives, and says under which key: a receipt is a stock movement of its own. */
async function receiveSome(
  { owner }: ActPlace,
  supplier: Supplier,
  purchaseValue: string,
  random: Random,
): Promise<string> {
  const { branch, supplierCode, orderRate } = supplier;
  const order = await throughFalls(() =>
    placePurchaseOrder(owner, {
      branch,
      supplierCode,
      ...(orderRate === undefined ? {} : { exchangeRate: orderRate }),
    }),
  );
  const sign = purchaseValue.startsWith('-') ? '-' : '';
  const item = {
    tag: `CHAOS-${branch}`,
    product: 'PL36-0500',
    pieces: sign === '' ? 1 : -1,
    weight: `${sign}${random.between(100, 4000)}.000`,
    purchaseValue,
  };
  const receipt = { branch, date: defaultBusinessDate, purchaseOrderId: order.id, items: [item] };
  return (await throughFalls(() => receiveGoods(owner, receipt))).documentKey;
}

async function enter(
  { owner }: ActPlace,
  variant: PurchaseVariant,
  { branch, supplierCode, exchangeRate }: Supplier,
  items: readonly SupplierItem[],
  random: Random,
  type: SupplierDocumentRequest['type'] = 'PIN',
): Promise<void> {
  const request: SupplierDocumentRequest = {
    type,
    branch,
    supplierCode,
    supplierDocumentNumber: variant === 'number used twice' ? 'CHAOS-TWICE' : `CHAOS-${random.below(2 ** 31)}`,
    date: defaultBusinessDate,
    ...(exchangeRate === undefined ? {} : { exchangeRate }),
    items,
    ...(variant === 'wrong in its total' ? { grossError: '7.00' } : {}),
  };
  if (variant === 'half-written') {
    const written = await throughFalls(() => enterSupplierDocumentHeaderFirst(owner, request));
    return writeRestLater(owner, 'supplier_document_items', 'supplier_document_id', written, random);
  }
  const isHeld = variant === 'held and approved later';
  const { documentKey } = await throughFalls(() =>
    enterSupplierDocument(owner, isHeld ? { ...request, status: 'HLD' } : request),
  );
  // Two invoices of one number: somebody keyed the supplier's invoice a second time.
  if (variant === 'number used twice') {
    const expense: SupplierItem = {
      kind: 'expense',
      purchaseGroup: 'SUN',
      value: `${random.between(20, 400)}.00`,
      description: 'Keyed a second time',
    };
    await throughFalls(() => enterSupplierDocument(owner, { ...request, items: [expense] }));
  }
  if (!isHeld) return;
  await pause(random.between(200, 3000));
  await throughFalls(() => changeSupplierDocument(owner, documentKey, { status: 'APP' }));
}
