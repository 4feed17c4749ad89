import type { Amount, CurrencyCode } from './money';
import type { CostGroup, SourceAccount, SourceItemTax, SourceTaxSlot } from './source-invoice';

/** A supplier's invoice or credit as operations approved it; what is missing is null. Amounts of a credit are positive. */
export interface SourceSupplierDocument {
  sourceSystem: 'imetal';
  /** Branch, type and number: `HOU-PIN-500123`. */
  documentKey: string;
  documentType: string;
  /** By the profile's types. */
  kind: 'invoice' | 'credit';
  branchCode: string;
  number: string;
  /** The supplier's own number. */
  supplierDocumentNumber: string | null;
  /** YYYY-MM-DD, as all dates here. */
  documentDate: string | null;
  entryDate: string | null;
  paymentDueDate: string | null;
  termsCode: string | null;
  supplierCode: string | null;
  supplierName: string | null;
  purchaseOrderNumber: string | null;
  /** The supplier document that a credit corrects. */
  creditedDocumentKey: string | null;
  creditedSupplierDocumentNumber: string | null;
  currency: CurrencyCode | null;
  baseCurrency: CurrencyCode | null;
  exchangeRate: { rate: Amount; operator: 'multiply' | 'divide' } | null;
  /** Document currency, tax included. */
  grossAmount: Amount | null;
  taxSlots: SourceTaxSlot[];
  items: SourceSupplierItem[];
  /** What iMetal says it matched, net in document currency; null where it says nothing. */
  matchedTotal: Amount | null;
  /** Approved, and yet not to be paid for now; with operations' reasons. Part of no content hash. */
  paymentHold: boolean;
  heldReasons: string | null;
  version: number;
  /** ISO 8601 with offset. */
  modifiedAt: string;
}

export interface SourceSupplierItem {
  itemId: string;
  itemNumber: number;
  /** `stock`: goods that were received; `expense`: sundries, freight, services. */
  kind: 'stock' | 'expense' | string;
  costGroup: CostGroup | string;
  purchaseGroupCode: string | null;
  description: string | null;
  /** Net, document currency, two decimals. */
  value: Amount | null;
  taxes: SourceItemTax[];
  /** The purchase group's nominal account for the cost group: where an expense goes. */
  account: SourceAccount | null;
  /** The receipts that a stock item was matched with. */
  matches: SourceGoodsMatch[];
}

/** One reconciliation of an invoiced item with goods received not invoiced. */
export interface SourceGoodsMatch {
  matchId: string;
  /** Key of the goods receipt, for example `HOU-REC-900017`; null where the receipt is gone. */
  receiptKey: string | null;
  status: 'matched' | 'part-matched' | 'unmatched' | string;
  /** What stood in goods received not invoiced for it, document currency: this is cleared. */
  receivedValue: Amount | null;
  /** The same in base currency, at the receipt's rate. */
  baseReceivedValue: Amount | null;
  /** Invoiced less received, document currency: the variance. */
  adjustmentValue: Amount | null;
}
