/** The bundler's list of workflow types: the one barrel. */
export { orderToInvoice } from './order-to-invoice';
export { pollSalesInvoices } from './poll-sales-invoices';
