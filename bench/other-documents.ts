import type { Pool } from 'pg';
import type { ImetalClient, ImetalDocumentKind } from '../clients/imetal/imetal-client';
import type { DocumentHeader } from '../domain/document-source';
import type { FeedCursor } from '../domain/feed-cursor';
import type { ImetalProfile } from '../domain/imetal-profile';
import { creditInvoice } from '../sandbox/imetal/acts/credit-notes';
import { placePurchaseOrder, receiveGoods } from '../sandbox/imetal/acts/purchasing';
import { bookStockMovement } from '../sandbox/imetal/acts/stock-movements';
import { enterSupplierDocument } from '../sandbox/imetal/acts/supplier-documents';
import { defaultBusinessDate as date } from '../sandbox/sample-day/generate-sample-day';
import type { BenchDocument } from './bench-documents';

type OtherKind = Exclude<ImetalDocumentKind, 'sales-invoice'>;

const PAGE = 1000;
const branch = 'HOU';
/** Reasons in turn: goods kept, goods back in stock. */
const creditReasons = ['DMG', 'RMA'] as const;

/**
 * Enters documents of the kinds beside sales invoices, one of each for every invoice given: a credit of the invoice, a supplier's
 * invoice (in turns of expenses, and of goods that were received for it), and a stock movement, which is the receipt or a count.
 */
export async function enterOtherDocuments(
  owner: Pool,
  imetal: ImetalClient,
  profile: ImetalProfile,
  invoiceKeys: readonly string[],
): Promise<BenchDocument[]> {
  const keys: Record<OtherKind, string[]> = { 'sales-credit': [], 'supplier-document': [], 'stock-movement': [] };
  for (const [index, invoiceKey] of invoiceKeys.entries()) {
    const reasonCode = creditReasons[index % creditReasons.length] ?? creditReasons[0];
    const credit = await creditInvoice(owner, { invoiceKey, reasonCode, date });
    keys['sales-credit'].push(credit.documentKey);
    const [bill, movement] = await (index % 2 === 0 ? buyGoods(owner, index) : buyHaulage(owner, index));
    keys['supplier-document'].push(bill);
    keys['stock-movement'].push(movement);
  }
  const { credits, purchasing, ledgerEntries } = profile;
  return [
    ...(await readHeaders(imetal, 'sales-credit', credits.types, keys['sales-credit'])),
    ...(await readHeaders(imetal, 'supplier-document', purchasing.invoiceTypes, keys['supplier-document'])),
    ...(await readHeaders(imetal, 'stock-movement', ledgerEntries.movementTypes, keys['stock-movement'])),
  ];
}

/** Goods received, and their invoice, a little dearer. */
async function buyGoods(owner: Pool, index: number): Promise<[bill: string, movement: string]> {
  const supplierCode = 'V00205';
  const { id: purchaseOrderId } = await placePurchaseOrder(owner, { branch, supplierCode });
  const goods = { tag: tagOf(index), product: 'PL36-0250', pieces: 2, weight: '2000.000', purchaseValue: '1000.00' };
  const receipt = await receiveGoods(owner, { branch, date, purchaseOrderId, items: [goods] });
  const matches = [{ receiptKey: receipt.documentKey }];
  const bill = await enterSupplierDocument(owner, {
    type: 'PIN',
    branch,
    supplierCode,
    supplierDocumentNumber: `BENCH-${index}`,
    date,
    purchaseOrderId,
    items: [{ kind: 'stock', description: 'Plate', value: '1012.00', matches }],
  });
  return [bill.documentKey, receipt.documentKey];
}

/** An invoice of two expenses; and a count, money and weight. */
async function buyHaulage(owner: Pool, index: number): Promise<[bill: string, movement: string]> {
  const expense = { kind: 'expense', purchaseGroup: 'SUN', costGroup: 'TRN' } as const;
  const bill = await enterSupplierDocument(owner, {
    type: 'PIN',
    branch,
    supplierCode: 'V00201',
    supplierDocumentNumber: `BENCH-${index}`,
    date,
    items: [
      { ...expense, value: '1310.00', description: 'Flatbed to Tulsa' },
      { ...expense, value: '88.15', description: 'Fuel surcharge' },
    ],
  });
  const counted = { tag: tagOf(index), product: 'PL36-0250', weight: '4.500', values: { MAT: '20.00' } };
  const count = await bookStockMovement(owner, { type: 'CNT', branch, date, items: [counted] });
  return [bill.documentKey, count.documentKey];
}

function tagOf(index: number): string {
  return `BENCH-${index}`;
}

/** Headers of those documents, as the feed reads them. Throws when one is missing. */
async function readHeaders(
  imetal: ImetalClient,
  kind: OtherKind,
  types: string[],
  documentKeys: readonly string[],
): Promise<BenchDocument[]> {
  const missing = new Set(documentKeys);
  const found: BenchDocument[] = [];
  let after: FeedCursor | null = null;
  while (missing.size > 0) {
    const page: DocumentHeader[] = await imetal.listHeaders(kind, { types, after, limit: PAGE });
    const last = page.at(-1);
    if (last === undefined) throw new Error(`${kind}: iMetal does not list ${[...missing].slice(0, 5).join(', ')}`);
    for (const header of page) if (missing.delete(header.documentKey)) found.push({ kind, header });
    after = { modifiedAt: last.modifiedAt, headerId: last.headerId };
  }
  return found;
}
