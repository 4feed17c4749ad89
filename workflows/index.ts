/** The bundler's list of workflow types: the one barrel. */
export { costOfSalesJournal } from './cost-of-sales-journal';
export { dailyCostOfSales } from './daily-cost-of-sales';
export { orderToInvoice } from './order-to-invoice';
export { pollSalesInvoices } from './poll-sales-invoices';
