import type { OpenItem } from '../../../domain/open-items';

/** An invoice of 100.00 USD, due on 2026-11-20, changed as the test says. */
export function openItem(change: Partial<OpenItem> = {}): OpenItem {
  const openAmount = change.openAmount ?? '100.00';
  return {
    kind: 'invoice',
    recordNumber: '1',
    documentNumber: 'HOU-DIV-104233',
    documentKey: 'HOU-DIV-104233',
    entityId: '100',
    documentDate: '2026-10-21',
    dueDate: '2026-11-20',
    currency: 'USD',
    totalAmount: openAmount,
    openAmount,
    openAmountBase: openAmount,
    baseCurrency: 'USD',
    ...change,
  };
}
