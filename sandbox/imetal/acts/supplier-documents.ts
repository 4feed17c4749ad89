import type { ClientBase, Pool } from 'pg';
import { decimalText, scaledInteger, taxOnCents } from '../../sample-day/cents';
import type { CostGroupCode } from '../../sample-day/coding';
import { nextSupplierDocumentNumber } from '../document-numbers';
import { type Columns, findId, idOfRow, insertRow, inTransaction } from '../write-rows';
import { type ReceiptMatch, reconcile } from './reconcile-receipts';
import { type PurchaseTax, readPurchaseTaxes, readSupplier, type Supplier } from './suppliers';
import {
  type DocumentWriting,
  type HalfWrittenDocument,
  parseDocumentKey,
  type WrittenDocument,
  writeHeaderFirst,
  writeWhole,
} from './written-document';

/** A supplier's invoice (PIN) or credit (PCR) as somebody enters it; amounts of both are positive. */
export interface SupplierDocumentRequest {
  type: 'PIN' | 'PCR';
  branch: string;
  supplierCode: string;
  /** The supplier's own number. */
  supplierDocumentNumber: string;
  /** YYYY-MM-DD. */
  date: string;
  /** Document currency to base; for a foreign currency. */
  exchangeRate?: string;
  /** The supplier's own when absent, none when null. */
  taxGroup?: string | null;
  purchaseOrderId?: number;
  creditedDocumentKey?: string;
  items: readonly SupplierItem[];
  /** Entered or held instead of approved. */
  status?: 'ENT' | 'HLD';
  /** What the gross amount is wrong by, in document currency: a fault on purpose. */
  grossError?: string;
}

/** Net values in document currency. */
export type SupplierItem = {
  value: string;
  description: string;
  /** Material unless named. */
  costGroup?: CostGroupCode;
  taxExempt?: true;
} & (
  | { kind: 'expense'; purchaseGroup: string }
  /** What of the value no match takes is unmatched; with `unmatchedValue` the last match takes the rest but for that. */
  | { kind: 'stock'; matches: readonly ReceiptMatch[]; unmatchedValue?: string }
);

/** Enters a supplier's document, matched with receipts and approved unless told otherwise; throws when a code is unknown. */
export function enterSupplierDocument(owner: Pool, request: SupplierDocumentRequest): Promise<WrittenDocument> {
  return writeWhole(owner, supplierDocumentWriting(request));
}

/** As `enterSupplierDocument`, but with the header visible before its items. */
export function enterSupplierDocumentHeaderFirst(
  owner: Pool,
  request: SupplierDocumentRequest,
): Promise<HalfWrittenDocument> {
  return writeHeaderFirst(owner, supplierDocumentWriting(request));
}

/** Moves a document on: approves it, holds it with a reason, deletes it. */
export function changeSupplierDocument(
  owner: Pool,
  documentKey: string,
  change: { status: 'APP' | 'CMP' | 'DEL' } | { status: 'HLD'; heldReasons: string },
): Promise<void> {
  return inTransaction(owner, async (client) => {
    const heldReasons = change.status === 'HLD' ? change.heldReasons : null;
    const id = await supplierDocumentId(client, documentKey);
    await client.query('update supplier_documents set document_status = $2, held_reasons = $3 where id = $1', [
      id,
      change.status,
      heldReasons,
    ]);
  });
}

async function supplierDocumentId(client: ClientBase, documentKey: string): Promise<number> {
  const { branch, type, number } = parseDocumentKey(documentKey);
  const branchId = await idOfRow(client, 'branches', { code: branch });
  return idOfRow(client, 'supplier_documents', { branch_id: branchId, document_type: type, number });
}

function supplierDocumentWriting(request: SupplierDocumentRequest): DocumentWriting {
  return {
    async writeHeader(client) {
      const supplier = await readSupplier(client, request.supplierCode, request.date);
      const taxes = await readTaxes(client, supplier, request);
      const branchId = await idOfRow(client, 'branches', { code: request.branch });
      const number = await nextSupplierDocumentNumber(client, branchId);
      const { creditedDocumentKey: credited } = request;
      const id = await insertRow(client, 'supplier_documents', {
        branch_id: branchId,
        document_type: request.type,
        number,
        ...headerColumns(request, supplier, taxes),
        credited_document_id: credited === undefined ? null : await supplierDocumentId(client, credited),
      });
      return { documentKey: `${request.branch}-${request.type}-${number}`, id };
    },
    async writeRows(client, { id }) {
      const supplier = await readSupplier(client, request.supplierCode, request.date);
      const taxes = await readTaxes(client, supplier, request);
      for (const [index, item] of request.items.entries()) await addItem(client, id, index + 1, item, taxes, request);
    },
  };
}

function readTaxes(client: ClientBase, supplier: Supplier, request: SupplierDocumentRequest): Promise<PurchaseTax[]> {
  const group = request.taxGroup === undefined ? supplier.taxGroup : request.taxGroup;
  return group === null ? Promise.resolve([]) : readPurchaseTaxes(client, group, request.date);
}

function headerColumns(request: SupplierDocumentRequest, supplier: Supplier, taxes: PurchaseTax[]): Columns {
  const { items } = request;
  const net = items.reduce((sum, item) => sum + scaledInteger(item.value, 2), 0n);
  const columns: Columns = {};
  let gross = net + scaledInteger(request.grossError ?? '0', 2);
  for (const tax of taxes) {
    const cents = items.reduce((sum, item) => sum + itemTax(item, tax), 0n);
    gross += cents;
    columns[`tax_authority${tax.slot}`] = tax.authority;
    columns[`tax_class${tax.slot}`] = tax.taxClass;
    columns[`vat_rate${tax.slot}`] = tax.ratePercent;
    columns[`vat_amount${tax.slot}`] = decimalText(cents, 2);
  }
  return {
    ...columns,
    accounting_period: request.date.slice(0, 7),
    supplier_document_number: request.supplierDocumentNumber,
    document_date: request.date,
    entry_date: request.date,
    supplier_id: supplier.id,
    currency_id: supplier.currencyId,
    exchange_rate: request.exchangeRate ?? '1',
    document_amount: decimalText(gross, 2),
    tax_group: taxes.length === 0 ? null : (request.taxGroup ?? supplier.taxGroup),
    document_status: request.status ?? 'APP',
    terms_id: supplier.termsId,
    payment_due_date: supplier.dueDate,
    purchase_order_id: request.purchaseOrderId ?? null,
    ...matchedColumns(items),
  };
}

function itemTax(item: SupplierItem, tax: PurchaseTax): bigint {
  return item.taxExempt === true ? 0n : taxOnCents(scaledInteger(item.value, 2), scaledInteger(tax.ratePercent, 4));
}

const matchedColumnOf: Record<CostGroupCode, string> = {
  MAT: 'matched_material_amount',
  TRN: 'matched_transport_amount',
  PRD: 'matched_production_amount',
  MSC: 'matched_miscellaneous_amount',
  SUR: 'matched_surcharge_amount',
};

/** By cost group, what of the stock items is matched with receipts. */
function matchedColumns(items: readonly SupplierItem[]): Columns {
  const matched = new Map<CostGroupCode, bigint>();
  for (const item of items) {
    if (item.kind !== 'stock' || item.matches.length === 0) continue;
    const group = item.costGroup ?? 'MAT';
    const cents = scaledInteger(item.value, 2) - scaledInteger(item.unmatchedValue ?? '0', 2);
    matched.set(group, (matched.get(group) ?? 0n) + cents);
  }
  return Object.fromEntries(
    Object.entries(matchedColumnOf).map(([group, column]) => [
      column,
      decimalText(matched.get(group as CostGroupCode) ?? 0n, 2),
    ]),
  );
}

async function addItem(
  client: ClientBase,
  documentId: number,
  itemNumber: number,
  item: SupplierItem,
  taxes: PurchaseTax[],
  request: SupplierDocumentRequest,
): Promise<void> {
  const purchaseGroup = item.kind === 'expense' ? item.purchaseGroup : 'STL';
  const columns: Columns = {};
  for (const tax of taxes) {
    columns[`tax_class${tax.slot}`] = tax.taxClass;
    columns[`tax_exempt${tax.slot}`] = item.taxExempt === true;
    columns[`vat_value${tax.slot}`] = decimalText(itemTax(item, tax), 2);
  }
  const itemId = await insertRow(client, 'supplier_document_items', {
    supplier_document_id: documentId,
    item_number: itemNumber,
    item_kind: item.kind === 'stock' ? 'S' : 'E',
    cost_group_id: await idOfRow(client, 'cost_groups', { code: item.costGroup ?? 'MAT' }),
    purchase_group_id: await findId(client, 'purchase_groups', { code: purchaseGroup }),
    description: item.description,
    value: item.value,
    ...columns,
  });
  if (item.kind === 'stock') await reconcile(client, itemId, item, request.date);
}
