import type { SourceInvoice } from './source-invoice';

/**
 * A final credit note as operations holds it: an invoice's shape with amounts that are positive when they credit the customer.
 * Costs are there only where goods came back into stock; what is missing is null, as in `SourceInvoice`.
 */
export interface SourceSalesCredit extends SourceInvoice {
  /** Document key of the invoice that it corrects, for example `HOU-DIV-104233`. */
  creditedInvoiceKey: string | null;
  /** Return authorisation or the customer's own reference. */
  creditReference: string | null;
  reasonCode: string | null;
  /** Damaged, returned, wrong tax, wrong item …, in operations' words. */
  reasonDescription: string | null;
  /** What the reason says of the goods; null when there is no reason. */
  goodsReturned: boolean | null;
}
