import type { ArInvoiceLine } from './ar-invoice';
import type { Amount, CurrencyCode } from './money';

/**
 * An accounts receivable adjustment as Intacct will hold it. Amounts are signed: a credit memo's are negative, a debit
 * memo's positive (facts/intacct.md 8.7); its total may be neither zero nor of the other sign. Dates YYYY-MM-DD.
 */
export interface ArAdjustment {
  customerId: string;
  adjustmentNumber: string;
  adjustmentDate: string;
  postingDate: string;
  /** Number of the invoice that it corrects; informational in Intacct: applying it is another document. */
  correctedInvoiceNumber: string | null;
  /** Begins with the hub's document key, so that it can be searched. */
  description: string;
  /** The hub's document key. */
  externalId: string;
  currency: CurrencyCode;
  baseCurrency: CurrencyCode;
  /** base = document × rate; null when document and base currency are the same. */
  exchangeRate: Amount | null;
  taxSolutionId: string | null;
  /** Line and tax amounts carry the adjustment's sign. */
  lines: ArInvoiceLine[];
  /** Σ lines + Σ tax entries. */
  total: Amount;
}

/** Applies a posted credit memo to a posted invoice of the same customer; no money moves (facts/intacct.md 8.10). */
export interface CreditApplication {
  customerId: string;
  /** ARADJUSTMENT.RECORDNO and ARINVOICE.RECORDNO. */
  creditRecordNumber: string;
  invoiceRecordNumber: string;
  /** Positive, document currency. */
  amount: Amount;
  currency: CurrencyCode;
  baseCurrency: CurrencyCode;
  exchangeRate: Amount | null;
  applicationDate: string;
  /** The hub's document key: what the application is found by. */
  referenceNumber: string;
  /** Intacct wants an account even where nothing is paid. */
  undepositedAccountNumber: string;
}
