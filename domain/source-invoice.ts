import type { Amount, CurrencyCode } from './money';

/** What a customer pays for, in iMetal's five cost groups; any other text is a mapping exception. */
export type CostGroup = 'material' | 'freight' | 'processing' | 'miscellaneous' | 'surcharge';

/**
 * A final sales invoice as operations holds it, in accounting words. A client builds it from the source's rows and
 * judges nothing: what is missing there is null here, and the mapping makes an exception of it.
 */
export interface SourceInvoice {
  sourceSystem: 'imetal';
  /** Branch, type and number, for example `HOU-DIV-104233`: the key of everything the hub does with it. */
  documentKey: string;
  documentType: string;
  branchCode: string;
  invoiceNumber: string;
  /** YYYY-MM-DD, as all dates here. */
  invoiceDate: string | null;
  paymentDueDate: string | null;
  termsCode: string | null;
  customerCode: string | null;
  customerName: string | null;
  /** The customer's own order number. */
  customerOrderNumber: string | null;
  orderNumber: string | null;
  despatchNumber: string | null;
  shipTo: SourceShipTo | null;
  currency: CurrencyCode | null;
  baseCurrency: CurrencyCode | null;
  /** `multiply`: base = document × rate; `divide`: base = document ÷ rate. */
  exchangeRate: { rate: Amount; operator: 'multiply' | 'divide' } | null;
  /** The document's taxes as iMetal calculated them, at most five, slot 1 to 5. */
  taxSlots: SourceTaxSlot[];
  items: SourceInvoiceItem[];
  stockAdjustments: SourceStockAdjustment[];
  /** Header totals in document currency: net of tax, and tax. */
  netTotal: Amount | null;
  taxTotal: Amount | null;
  /** Header net total in base currency. */
  baseNetTotal: Amount | null;
  /** Header total of all items' costs in base currency, stock adjustments not among them. */
  costTotal: Amount | null;
  /** Rises with each edit in the source; part of no content hash. */
  version: number;
  /** ISO 8601 with offset. */
  modifiedAt: string;
}

export interface SourceShipTo {
  code: string;
  name: string;
  addressLines: string[];
  town: string | null;
  county: string | null;
  postcode: string | null;
  countryCode: string | null;
}

export interface SourceTaxSlot {
  slot: 1 | 2 | 3 | 4 | 5;
  /** iMetal's tax authority code, for example `GST`. */
  authorityCode: string | null;
  /** Per cent, for example `5.0000`. */
  ratePercent: Amount | null;
  amount: Amount | null;
}

export interface SourceInvoiceItem {
  itemId: string;
  itemNumber: number;
  productCode: string | null;
  productGroupCode: string | null;
  description: string | null;
  /** One entry for each tax slot that applies to the item. */
  taxes: SourceItemTax[];
  charges: SourceCharge[];
  costs: SourceCost[];
}

export interface SourceItemTax {
  slot: 1 | 2 | 3 | 4 | 5;
  taxClass: number | null;
  exempt: boolean;
  amount: Amount | null;
}

export interface SourceCharge {
  chargeId: string;
  /** iMetal's code as it came when it is none of the five. */
  costGroup: CostGroup | string;
  description: string | null;
  /** What is billed, document currency, two decimals: the only figure that sums to the total. */
  value: Amount | null;
  baseValue: Amount | null;
  /** `I` included in and `A` added to the printed price of another charge; `S` printed alone. No effect on sums. */
  visibility: string | null;
  salesGroupCode: string | null;
  /** Nominal account of the sales group's charge for the cost group; null when the sales group names none. */
  account: SourceAccount | null;
}

/** A nominal account of the source: its own code, and the ledger's code for it when the source knows it. */
export interface SourceAccount {
  code: string;
  externalCode: string | null;
}

export interface SourceCost {
  costId: string;
  costGroup: CostGroup | string;
  internal: boolean;
  salesGroupCode: string | null;
  /** Cost in base currency, two decimals. */
  baseValue: Amount | null;
  /** Cost of sales, and what it is taken from (inventory for stock). */
  debitAccount: SourceAccount | null;
  creditAccount: SourceAccount | null;
}

/** A stock movement that belongs to the invoice but to no item's cost: weighing differences, scrap. */
export interface SourceStockAdjustment {
  adjustmentId: string;
  reasonCode: string | null;
  costGroup: CostGroup | string;
  /** Base currency, two decimals; positive takes value out of stock. */
  baseValue: Amount | null;
}
