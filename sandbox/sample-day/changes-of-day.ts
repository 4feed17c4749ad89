import type { Pool } from 'pg';
import { saveContact, saveShipTo } from '../imetal/acts/contacts-and-addresses';
import { creditInvoice } from '../imetal/acts/credit-notes';
import { placeOrder } from '../imetal/acts/sales-orders';
import { overExtendedCustomer, vendorToBecomeTrade } from './finance-parties';
import type { FinancePort } from './finance-port';
import { changedTaxDetail, changedTerm, receivablesTerms } from './finance-terms-and-taxes';

/** Who does something, and where. */
export interface ChangingDay {
  finance: FinancePort;
  /** iMetal's live database, by a login that may write. */
  operations: Pool;
  /** YYYY-MM-DD. */
  date: string;
}

/** The customers that finance opens in the course of the day. */
export const newCustomerOfDay = 'C00151';
export const newSubsidiaryOfDay = 'C00152';

type Step = (day: ChangingDay) => Promise<unknown>;

/** What finance changes in its masters. */
const financeSteps: Readonly<Record<string, Step>> = {
  'a new customer': ({ finance }) =>
    finance.put('customers', newCustomerOfDay, {
      customerId: newCustomerOfDay,
      name: 'Neches Crane & Rigging',
      customerType: 'Manufacturer',
      currency: 'USD',
      termName: '1% 5 Net 30',
      creditLimit: '35000.00',
      displayContact: {
        address1: '400 Magnolia Avenue',
        city: 'Beaumont',
        state: 'TX',
        zip: '77701',
        countryCode: 'US',
      },
    }),
  'a new subsidiary of a group': ({ finance }) =>
    finance.put('customers', newSubsidiaryOfDay, {
      customerId: newSubsidiaryOfDay,
      name: 'Kelham Forge - North',
      customerType: 'Manufacturer',
      currency: 'GBP',
      termName: 'Net 30 EOM',
      parentId: 'C00133',
      displayContact: { address1: '9 Saltaire Way', city: 'Bradford', zip: 'BD18 3LA', countryCode: 'GB' },
    }),
  'a customer has moved': ({ finance }) =>
    finance.patch('customers', 'C00105', { displayContact: { address1: 'Gate 4', address2: '2200 Refinery Road' } }),
  'a limit is raised': ({ finance }) => finance.patch('customers', 'C00118', { creditLimit: '90000.00' }),
  'a customer is put on hold': ({ finance }) => finance.patch('customers', 'C00141', { onHold: true }),
  'a vendor becomes a trade vendor': ({ finance }) =>
    finance.patch('vendors', vendorToBecomeTrade, { vendorType: 'Processing' }),
  'a term gets a day more': ({ finance }) => {
    const term = receivablesTerms.find(({ name }) => name === changedTerm);
    return finance.patch('terms', changedTerm, { dueDays: (term?.dueDays ?? 0) + 1, description: 'Net 21 days' });
  },
  'a tax rate changes': ({ finance }) => finance.patch('taxDetails', changedTaxDetail, { ratePercent: '6' }),
  'a dock is renumbered by finance': ({ finance }) =>
    finance.patch('contacts', 'C00123-DOCK2', { address1: 'Dock 12', phone1: '604 555 0172' }),
};

/** What operations change: addresses, contacts, orders. */
const operationsSteps: Readonly<Record<string, Step>> = {
  'a new ship-to address': ({ operations }) =>
    saveShipTo(operations, {
      companyCode: 'C00104',
      code: 'PORT',
      name: 'Lone Star Tank, port yard',
      telephone: '713 555 0144',
      address: { address: 'Barbours Cut 3', town: 'La Porte', county: 'TX', postcode: '77571', countryCode: 'USA' },
    }),
  'a new warehouse contact': ({ operations }) =>
    saveContact(operations, {
      companyCode: 'C00110',
      forename: 'Yard',
      surname: 'Office',
      typeCode: 'WHS',
      telephone: '504 555 0190',
      email: 'yard@crescent.example',
    }),
  'one telephone is changed on both sides at once': ({ operations, finance }) =>
    Promise.all([
      saveShipTo(operations, { companyCode: 'C00101', code: 'MAIN', telephone: '713 555 0111' }),
      finance.patch('contacts', 'C00101-MAIN', { phone1: '713 555 0222' }),
    ]),
  'an order of a customer that is over its limit': ({ operations, date }) =>
    placeOrder(operations, {
      customerCode: overExtendedCustomer,
      branch: 'HOU',
      date,
      lines: [{ productCode: 'PL36-0250', value: '12500.00' }],
      holdReason: 'Over its credit limit',
    }),
  'an order within its limit': ({ operations, date }) =>
    placeOrder(operations, {
      customerCode: 'C00118',
      branch: 'HOU',
      date,
      lines: [{ productCode: 'RB4140', value: '8400.00' }],
    }),
  'a credit for an invoice that was paid meanwhile': ({ operations, date }) =>
    creditInvoice(operations, { invoiceKey: 'HOU-DIV-104233', reasonCode: 'REQ', items: [4], date }),
};

/** The credit of the last step; its application finds nothing left to pay. */
export const creditOfPaidInvoice = 'HOU-CRN-600007';

/** Changes masters on both sides as a day brings it. Returns what was done, in words. */
export async function makeChanges(day: ChangingDay): Promise<string[]> {
  const steps = { ...financeSteps, ...operationsSteps };
  for (const step of Object.values(steps)) await step(day);
  return Object.keys(steps);
}
