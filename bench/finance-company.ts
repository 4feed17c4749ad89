import type { SandboxCompanyInput } from '../sandbox/intacct/company-file';
import { sampleCompany } from '../sandbox/sample-day/sample-company';

type Customer = SandboxCompanyInput['customers'][number];

/** Invoices of each customer that owes something, and what each is over. */
export const invoicesPerCustomer = 3;
export const invoiceAmount = '100.00';
/** Where open items and payments are. */
export const debtorsEntity = '100';

/** How many customers finance has beside the sample company's, and how many of them owe something. */
export interface FinanceSizes {
  customers: number;
  debtors: number;
}

/** Intacct's id of a customer, from 1; short enough to be iMetal's code too. */
export function benchCustomerId(number: number): string {
  return `B${String(number).padStart(5, '0')}`;
}

/** The number of a customer's invoice, from 1. */
export function openInvoiceNumber(customerId: string, number: number): string {
  return `${customerId}-${number}`;
}

/** The sample company with many customers more, and a Smart Event for every payment. */
export function financeCompany({ customers, debtors }: FinanceSizes, paymentHint: string): SandboxCompanyInput {
  const sample = sampleCompany();
  const ids = Array.from({ length: customers }, (_, index) => benchCustomerId(index + 1));
  return {
    ...sample,
    customers: [...sample.customers, ...ids.map(customerOf)],
    openingInvoices: [...(sample.openingInvoices ?? []), ...ids.slice(0, debtors).flatMap(openInvoicesOf)],
    smartEvents: [
      {
        object: 'ARPYMT',
        events: ['add'],
        url: paymentHint,
        arguments: {
          object: 'ARPYMT',
          event: 'add',
          key: '{!ARPYMT.RECORDNO!}',
          recordno: '{!ARPYMT.RECORDNO!}',
          customerid: '{!ARPYMT.CUSTOMERID!}',
        },
      },
    ],
  };
}

function customerOf(customerId: string): Customer {
  return {
    customerId,
    name: `Customer ${customerId} of the bench`,
    customerType: 'Fabricator',
    currency: 'USD',
    termName: 'Net 30',
    creditLimit: '50000.00',
    displayContact: {
      address1: 'Unit 1',
      address2: '1 Foundry Road',
      city: 'Houston',
      state: 'TX',
      zip: '77029',
      countryCode: 'US',
    },
  };
}

function openInvoicesOf(customerId: string): NonNullable<SandboxCompanyInput['openingInvoices']> {
  return Array.from({ length: invoicesPerCustomer }, (_, index) => ({
    entityId: debtorsEntity,
    customerId,
    invoiceNumber: openInvoiceNumber(customerId, index + 1),
    invoiceDate: '2026-11-02',
    dueDate: '2026-12-02',
    currency: 'USD',
    accountNo: '4400',
    amount: invoiceAmount,
    description: 'Slitting',
  }));
}
