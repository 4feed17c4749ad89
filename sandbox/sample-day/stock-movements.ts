import type { DocumentContext } from './add-invoice';
import { decimalText } from './cents';
import type { DraftItem } from './draft-items';
import { idOf } from './id-of';
import type { Random } from './random';

export interface InvoiceMovement {
  branch: string;
  /** YYYY-MM-DD. */
  date: string;
  invoiceId: number;
  despatchId: number;
}

/** The goods leaving stock: its value is in the invoice's cost items already, and is not to be counted again. */
export function addDespatchMovement(context: DocumentContext, movement: InvoiceMovement, drafts: DraftItem[]): void {
  const cents = drafts
    .flatMap((draft) => draft.costs)
    .filter((cost) => cost.costGroup === 'MAT')
    .reduce((sum, cost) => sum + cost.baseValueCents, 0n);
  const transactionId = addTransaction(context, movement, 'DES', null);
  addTransactionItem(context, transactionId, { material: -cents, transport: 0n }, movement);
}

/** A weighing difference or scrap found when the invoice's goods went out; mostly out of stock, sometimes into it. */
export function addInvoiceAdjustment(context: DocumentContext, random: Random, movement: InvoiceMovement): void {
  const sign = random.chance(75) ? -1 : 1;
  const material = BigInt(sign * random.between(150, 24_999));
  const transport = random.chance(30) ? BigInt(sign * random.between(5, 999)) : 0n;
  const transactionId = addTransaction(context, movement, 'ADJ', random.pick(['WGH', 'SCR']));
  addTransactionItem(context, transactionId, { material, transport }, movement);
}

/** A stock count difference of no invoice: another flow's business. */
export function addStockCount(context: DocumentContext, random: Random, branch: string, date: string): void {
  const transactionId = addTransaction(context, { branch, date }, 'ADJ', 'CNT');
  const material = BigInt(-random.between(1000, 99_999));
  addTransactionItem(context, transactionId, { material, transport: 0n }, null);
}

function addTransaction(
  { writer, ids, numbers }: DocumentContext,
  movement: Pick<InvoiceMovement, 'branch' | 'date'>,
  type: 'ADJ' | 'DES',
  reason: string | null,
): number {
  return writer.add('stock_transactions', {
    branch_id: idOf(ids.branch, movement.branch),
    type,
    number: numbers.next(movement.branch, type === 'ADJ' ? 'adjustment' : 'movement'),
    session: 1,
    processing_date: movement.date,
    document_date: movement.date,
    stock_adjustment_reason_id: reason === null ? null : idOf(ids.adjustmentReason, reason),
  });
}

function addTransactionItem(
  { writer }: DocumentContext,
  transactionId: number,
  cents: { material: bigint; transport: bigint },
  movement: InvoiceMovement | null,
): void {
  writer.add('stock_transaction_items', {
    stock_transaction_id: transactionId,
    pieces: cents.material < 0n ? -1 : 1,
    material_cost: `${decimalText(cents.material, 2)}00`,
    material_value: decimalText(cents.material, 2),
    transport_cost: `${decimalText(cents.transport, 2)}00`,
    transport_value: decimalText(cents.transport, 2),
    sales_despatch_id: movement?.despatchId ?? null,
    sales_invoice_id: movement?.invoiceId ?? null,
  });
}
