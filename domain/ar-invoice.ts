import type { Amount, CurrencyCode } from './money';

/** Dimensions of a ledger line; a key that is absent is not sent. */
export interface Dimensions {
  locationId: string;
  departmentId?: string;
  classId?: string;
  itemId?: string;
  projectId?: string;
  /** Of the project. */
  taskId?: string;
  employeeId?: string;
  customerId?: string;
}

/** One line of an accounts receivable invoice, document currency, two decimals; may be negative. */
export interface ArInvoiceLine {
  /** From 1, in the order sent. */
  lineNumber: number;
  purpose: 'revenue' | 'freight' | 'surcharge' | 'miscellaneous' | 'sales-tax' | 'rounding';
  accountNumber: string;
  amount: Amount;
  memo: string;
  dimensions: Dimensions;
  /** Taxes of this line for companies whose tax solution takes entries; at most one per detail. */
  taxEntries: { taxDetailId: string; amount: Amount }[];
}

/** An accounts receivable invoice as Intacct will hold it. Dates YYYY-MM-DD. */
export interface ArInvoice {
  customerId: string;
  invoiceNumber: string;
  invoiceDate: string;
  postingDate: string;
  dueDate: string | null;
  termName: string | null;
  /** The customer's order number: Intacct's reference number. */
  referenceNumber: string | null;
  /** Begins with the hub's document key, so that it can be searched. */
  description: string;
  /** The hub's document key. */
  externalId: string;
  shipToContactName: string | null;
  currency: CurrencyCode;
  baseCurrency: CurrencyCode;
  /** base = document × rate; null when document and base currency are the same. */
  exchangeRate: Amount | null;
  taxSolutionId: string | null;
  /** Header custom fields by Intacct field id. */
  customFields: Record<string, string>;
  lines: ArInvoiceLine[];
  /** Σ lines + Σ tax entries. */
  total: Amount;
}
