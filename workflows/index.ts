/** The bundler's list of workflow types: the one barrel. */
export { costOfSalesJournal } from './cost-of-sales-journal';
export { creditApplication } from './credit-application';
export { dailyCostOfSales } from './daily-cost-of-sales';
export { ledgerEntry } from './ledger-entry';
export { orderToInvoice } from './order-to-invoice';
export { pollDocuments } from './poll-documents';
export { pollSalesInvoices } from './poll-sales-invoices';
export { purchaseInvoice } from './purchase-invoice';
export { releaseParked } from './release-parked';
export { salesCredit } from './sales-credit';
