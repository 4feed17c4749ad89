import type { SourceInvoice } from '../domain/source-invoice';
import { hashOfContent } from './content-hash';
import { inSourceOrder } from './imetal-invoice/source-order';

/**
 * SHA-256 (64 hex digits) over what the document itself says: equal for two readings of one document, different after
 * any edit that matters. Left out: `version`, `modifiedAt`, the order of lines, trailing zeros of amounts, and what
 * other records say of it (customer name, ship-to texts, the product's groups, the accounts that sales groups name),
 * which may change under a posted document without changing it. A charge names its sales group itself, so that stays.
 */
export function contentHash(invoice: SourceInvoice): string {
  return hashOfContent(invoiceContent(invoice));
}

/** What the hash is of, in one order of lines. */
export function invoiceContent(invoice: SourceInvoice): Record<string, unknown> {
  const {
    version: _version,
    modifiedAt: _modifiedAt,
    customerName: _name,
    shipTo,
    ...document
  } = inSourceOrder(invoice);
  return {
    ...document,
    shipToCode: shipTo?.code ?? null,
    items: document.items.map(({ productGroupCode: _group, ...item }) => ({
      ...item,
      charges: item.charges.map(({ account: _account, ...charge }) => charge),
      costs: item.costs.map(
        ({ salesGroupCode: _salesGroup, debitAccount: _debit, creditAccount: _credit, ...cost }) => cost,
      ),
    })),
  };
}
