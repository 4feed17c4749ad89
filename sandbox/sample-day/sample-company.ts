import type { SandboxCompanyInput } from '../intacct/company-file';
import { accounts, ledgerSetUp } from './chart-of-accounts';
import { financeCustomers, financeVendors, longNamedCustomer, shipToContacts } from './finance-parties';
import { payablesTerms, receivablesTerms, taxDetails, taxSchedules } from './finance-terms-and-taxes';
import { unknownCustomerCode } from './parties';
import { corporateEntities } from './places';
import { billKeyedByFinance } from './supplier-documents';
import { wrongInvoices } from './wrong-invoices';

/** Sign-in of the sample company's sandbox; fakes, good for nothing else. */
export const sampleCredentials = {
  companyId: 'gulf-metals-sandbox',
  senderId: 'sandbox-sender',
  senderPassword: 'sandbox-sender-password',
  userId: 'sandbox-user',
  userPassword: 'sandbox-user-password',
} as const;

/** What one unit of a currency is in another, for documents that come without a rate: transfers between entities. */
export const sampleDailyRates = { 'USD/GBP': '0.76218750', 'CAD/USD': '0.71364900', 'USD/CAD': '1.40124600' } as const;

/** The objects whose changes Intacct tells, with the field that their records are known by. */
const toldObjects = [
  ['CUSTOMER', 'CUSTOMERID'],
  ['VENDOR', 'VENDORID'],
  ['CONTACT', 'CONTACTNAME'],
  ['ARTERM', 'NAME'],
  ['APTERM', 'NAME'],
  ['TAXDETAIL', 'DETAILID'],
  ['ARINVOICE', 'RECORDID'],
  ['ARADJUSTMENT', 'RECORDID'],
  ['ARPYMT', 'RECORDNO'],
  ['ARADVANCE', 'RECORDNO'],
] as const;

function smartEvents(url: string): NonNullable<SandboxCompanyInput['smartEvents']> {
  return toldObjects.map(([object, keyField]) => ({
    smartEventId: `hub-${object.toLowerCase()}`,
    object,
    events: ['add', 'set', 'delete'],
    url,
    arguments: {
      object,
      key: `{!${object}.${keyField}!}`,
      recordno: `{!${object}.RECORDNO!}`,
      ...(object.startsWith('AR') && object !== 'ARTERM' ? { customerid: `{!${object}.CUSTOMERID!}` } : {}),
    },
  }));
}

/**
 * The Intacct side of the sample day: masters that fit `companies/gulf-metals.yaml`, October 2026 closed, and the
 * opening invoice that takes the number of one invoice to come. Changes are told to `smartEventUrl` when it is given. For `PUT /admin/company`.
 */
export function sampleCompany(smartEventUrl?: string): SandboxCompanyInput {
  return {
    companyId: sampleCredentials.companyId,
    senders: [{ senderId: sampleCredentials.senderId, password: sampleCredentials.senderPassword }],
    users: [{ userId: sampleCredentials.userId, password: sampleCredentials.userPassword }],
    entities: corporateEntities.map((entity) => ({
      entityId: entity.code,
      name: entity.name,
      baseCurrency: entity.baseCurrency,
      taxSolution: ['100', '400'].includes(entity.code) ? 'none' : 'VAT',
    })),
    locations: [
      { locationId: '110', name: 'Houston', entityId: '100' },
      { locationId: '120', name: 'Dallas', entityId: '100' },
      // An office of finance's: operations have no branch there.
      { locationId: '130', name: 'Baton Rouge', entityId: '100' },
      { locationId: '210', name: 'Toronto', entityId: '200' },
      { locationId: '310', name: 'Birmingham', entityId: '300' },
      { locationId: '410', name: 'Beaumont', entityId: '400' },
    ],
    departments: [
      { departmentId: '10', title: 'Carbon flat' },
      { departmentId: '20', title: 'Carbon long' },
      { departmentId: '30', title: 'Stainless' },
      { departmentId: '40', title: 'Non-ferrous' },
      { departmentId: '50', title: 'Processing' },
    ],
    accounts: accounts(),
    ...ledgerSetUp,
    terms: [...receivablesTerms],
    apTerms: [...payablesTerms],
    taxDetails: taxDetails(),
    taxSchedules,
    contacts: shipToContacts(),
    customers: financeCustomers(unknownCustomerCode),
    vendors: financeVendors(),
    closedPeriods: [{ month: '2026-10' }],
    smartEvents: smartEventUrl === undefined ? [] : smartEvents(smartEventUrl),
    openingInvoices: [openingInvoice(), openingInvoiceOfUnknown()],
    openingBills: [
      {
        ...billKeyedByFinance,
        ...{ entityId: '100', billDate: '2026-11-18', dueDate: '2026-12-18', currency: 'USD', accountNo: '5400' },
        description: 'Tyres, keyed by hand',
      },
    ],
  };
}

function openingInvoice(): NonNullable<SandboxCompanyInput['openingInvoices']>[number] {
  const taken = wrongInvoices.find((wrong) => wrong.fault === 'number-taken');
  if (taken === undefined) throw new Error('the sample day has no invoice whose number is taken');
  return {
    entityId: '200',
    customerId: 'C00128',
    invoiceNumber: taken.documentKey,
    invoiceDate: '2026-11-17',
    dueDate: '2026-12-17',
    currency: 'CAD',
    accountNo: '4020',
    departmentId: '20',
    amount: '1480.00',
    description: 'Keyed by hand during the power cut',
  };
}

/** Of a customer whom operations cannot know: its open items have nowhere to go. */
function openingInvoiceOfUnknown(): NonNullable<SandboxCompanyInput['openingInvoices']>[number] {
  return {
    entityId: '100',
    customerId: longNamedCustomer,
    invoiceNumber: 'FIN-2026-118',
    invoiceDate: '2026-09-14',
    dueDate: '2026-10-14',
    currency: 'USD',
    accountNo: '4400',
    amount: '2750.00',
    description: 'Berth rent, billed by finance',
  };
}
