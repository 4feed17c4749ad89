import type { ImetalProfile } from '../domain/imetal-profile';
import type { SourceInvoice } from '../domain/source-invoice';
import { collapseSalesDocument, type InvoiceCollapse, type SalesLinks } from './imetal-invoice/collapse-sales-document';

/** Goes into every plan and posting: rises when the same invoice would collapse to another plan. */
export const mappingVersion = 'imetal-invoice-to-intacct/1';

/**
 * Collapses an iMetal sales invoice to the Intacct invoice and cost of sales journal that finance needs, with the trace
 * of every source line; or gives all its faults at once. Pure and total; the order of source lines does not matter.
 * `links.customerId` null sends iMetal's customer code; tax details of the profile go before those synced from Intacct;
 * `correction.postingDate` (YYYY-MM-DD) moves both documents to that date, the invoice date stays. Sources:
 * facts/imetal.md 1.4 to 1.6, facts/intacct.md 8.5, 8.6, 8.9.
 */
export function mapImetalInvoiceToIntacct(
  invoice: SourceInvoice,
  profile: ImetalProfile,
  links: SalesLinks,
  correction: { postingDate?: string } = {},
): InvoiceCollapse {
  const kind = { noun: 'invoice' as const, types: profile.invoiceTypes, isDue: true };
  return collapseSalesDocument(invoice, profile, kind, links, correction);
}
