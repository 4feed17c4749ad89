import type { ClientBase } from 'pg';
import { decimalText, divideRounded, scaledInteger } from '../../sample-day/cents';
import { insertRow } from '../write-rows';
import { parseDocumentKey } from './written-document';

/** Goods received that an invoiced item is matched with. */
export interface ReceiptMatch {
  /** For example `HOU-REC-900017`. */
  receiptKey: string;
  /** The receipt's item, from 1; its first when absent. */
  receiptItem?: number;
  /** What of the receipt is invoiced here, in document currency; all that no document has taken yet when absent. */
  receivedValue?: string;
}

interface ReceivedItem {
  id: number;
  /** Cents, without sign: of goods that went back too. */
  purchaseCents: bigint;
  baseCents: bigint;
  /** Already taken by other documents. */
  takenCents: bigint;
  takenBaseCents: bigint;
}

/**
 * Matches an invoiced item with receipts, one after the other: each takes what was received at the receipt's rate, the last also
 * the difference between invoiced and received. What is not matched is a row of its own without a receipt.
 */
export async function reconcile(
  client: ClientBase,
  itemId: number,
  item: { value: string; matches: readonly ReceiptMatch[]; unmatchedValue?: string },
  date: string,
): Promise<void> {
  const unmatched = scaledInteger(item.matches.length === 0 ? item.value : (item.unmatchedValue ?? '0'), 2);
  let rest = scaledInteger(item.value, 2) - unmatched;
  for (const [index, match] of item.matches.entries()) {
    const received = await readReceivedItem(client, match);
    const open = received.purchaseCents - received.takenCents;
    const value = match.receivedValue === undefined ? open : scaledInteger(match.receivedValue, 2);
    const takesAll = value === open;
    const baseValue = takesAll
      ? received.baseCents - received.takenBaseCents
      : divideRounded(received.baseCents * value, received.purchaseCents);
    const reconciled = index === item.matches.length - 1 ? rest : value;
    rest -= reconciled;
    await insertRow(client, 'invoice_reconciliations', {
      supplier_document_item_id: itemId,
      stock_transaction_item_id: received.id,
      cost: decimalText(reconciled, 2),
      value: decimalText(value, 2),
      base_value: decimalText(baseValue, 2),
      matched_status: takesAll ? 'M' : 'P',
      reconciled_value: decimalText(reconciled, 2),
      adjustment_value: decimalText(reconciled - value, 2),
      processed_date: date,
      cost_source: 'I',
    });
  }
  if (unmatched !== 0n) await addUnmatched(client, itemId, unmatched);
}

async function addUnmatched(client: ClientBase, itemId: number, cents: bigint): Promise<void> {
  await insertRow(client, 'invoice_reconciliations', {
    supplier_document_item_id: itemId,
    cost: decimalText(cents, 2),
    value: '0.00',
    base_value: '0.00',
    matched_status: 'U',
    reconciled_value: '0.00',
    adjustment_value: '0.00',
    cost_source: 'I',
  });
}

async function readReceivedItem(client: ClientBase, match: ReceiptMatch): Promise<ReceivedItem> {
  const { branch, type, number } = parseDocumentKey(match.receiptKey);
  const found = await client.query<{
    id: number;
    purchase: string | null;
    base: string;
    taken: string;
    taken_base: string;
  }>(
    `select i.id, abs(i.purchase_value)::text as purchase,
            abs(i.material_value + i.transport_value + i.production_value + i.miscellaneous_value + i.surcharge_value)::text as base,
            coalesce(r.taken, 0)::text as taken, coalesce(r.taken_base, 0)::text as taken_base
       from stock_transactions m join branches b on b.id = m.branch_id
       join stock_transaction_items i on i.stock_transaction_id = m.id
      cross join lateral (
        select sum(x.value) as taken, sum(x.base_value) as taken_base
          from invoice_reconciliations x join supplier_document_items y on y.id = x.supplier_document_item_id
          join supplier_documents d on d.id = y.supplier_document_id and d.document_status <> 'DEL' and d.status = 'A'
         where x.stock_transaction_item_id = i.id) r
      where b.code = $1 and m.type = $2 and m.number = $3 order by i.id offset $4 limit 1`,
    [branch, type, number, (match.receiptItem ?? 1) - 1],
  );
  const row = found.rows[0];
  if (row === undefined || row.purchase === null) {
    throw new Error(`${match.receiptKey}: expected a goods receipt with a purchase value`);
  }
  return {
    id: row.id,
    purchaseCents: scaledInteger(row.purchase, 2),
    baseCents: scaledInteger(row.base, 2),
    takenCents: scaledInteger(row.taken, 2),
    takenBaseCents: scaledInteger(row.taken_base, 2),
  };
}
