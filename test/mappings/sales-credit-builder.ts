import type { SourceInvoice } from '../../domain/source-invoice';
import type { SourceSalesCredit } from '../../domain/source-sales-credit';
import type { CreditedInvoice } from '../../mappings/imetal-credit/check-credit';

/** A credit note of everything that the invoice billed, costs and all; adjustments go the other way. */
export function creditOf(invoice: SourceInvoice, changes: Partial<SourceSalesCredit> = {}): SourceSalesCredit {
  const hasCosts = invoice.items.some((item) => item.costs.some(({ baseValue }) => /[1-9]/.test(baseValue ?? '')));
  return {
    ...invoice,
    documentKey: `${invoice.branchCode}-CRN-700012`,
    documentType: 'CRN',
    invoiceNumber: '700012',
    invoiceDate: '2026-11-25',
    stockAdjustments: invoice.stockAdjustments.map((adjustment) => ({
      ...adjustment,
      baseValue: adjustment.baseValue === null ? null : otherSign(adjustment.baseValue),
    })),
    creditedInvoiceKey: invoice.documentKey,
    creditReference: 'RMA-17',
    reasonCode: hasCosts ? 'RET' : 'DMG',
    reasonDescription: hasCosts ? 'Goods returned' : 'Goods damaged',
    goodsReturned: hasCosts,
    ...changes,
  };
}

/** What the ledger knows of a posted invoice that nobody credited yet. */
export function posted(invoice: SourceInvoice, changes: Partial<CreditedInvoice> = {}): CreditedInvoice {
  return {
    state: 'posted',
    invoiceNumber: null,
    total: '1000000.00',
    currency: invoice.currency,
    customerId: invoice.customerCode,
    creditedBefore: '0.00',
    ...changes,
  };
}

function otherSign(amount: string): string {
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}
