import type { SandboxCompanyInput } from '../intacct/company-file';
import { customers, heldCustomerCode, shipToContactName, unknownCustomerCode } from './parties';
import { corporateEntities, places } from './places';
import { wrongInvoices } from './wrong-invoices';

/** Sign-in of the sample company's sandbox; fakes, good for nothing else. */
export const sampleCredentials = {
  companyId: 'gulf-metals-sandbox',
  senderId: 'sandbox-sender',
  senderPassword: 'sandbox-sender-password',
  userId: 'sandbox-user',
  userPassword: 'sandbox-user-password',
} as const;

type Account = SandboxCompanyInput['accounts'][number];
type AccountList = readonly (readonly [accountNo: string, title: string])[];

const assets: AccountList = [
  ['1200', 'Accounts receivable'],
  ['1300', 'Stock carbon steel'],
  ['1310', 'Stock stainless and non-ferrous'],
];
const liabilities: AccountList = [
  ['1350', 'Processing absorbed'],
  ['1360', 'Own transport absorbed'],
  ['2100', 'Carriers accrued'],
  ['2110', 'Outside processing accrued'],
  ['2120', 'Sundry costs accrued'],
  ['2310', 'GST and HST payable'],
  ['2320', 'PST British Columbia payable'],
  ['2330', 'QST payable'],
  ['2340', 'VAT output tax'],
  ['2351', 'Texas state sales tax payable'],
  ['2352', 'Houston local sales tax payable'],
  ['2353', 'Dallas local sales tax payable'],
  ['2354', 'Oklahoma state sales tax payable'],
  ['2355', 'Tulsa County sales tax payable'],
  ['2356', 'Tulsa city sales tax payable'],
  ['2357', 'Louisiana state sales tax payable'],
  ['2358', 'New Orleans local sales tax payable'],
];
const revenue: AccountList = [
  ['4010', 'Sales carbon flat'],
  ['4020', 'Sales carbon long'],
  ['4030', 'Sales stainless'],
  ['4040', 'Sales non-ferrous'],
  ['4050', 'Processing revenue'],
  ['4060', 'Sales titanium'],
  ['4190', 'Sales rail'],
];
const otherIncome: AccountList = [
  ['4200', 'Freight charged'],
  ['4300', 'Surcharges'],
  ['4400', 'Sundry charges'],
  ['4990', 'Invoice rounding differences'],
];
const costOfSales: AccountList = [
  ['5010', 'Cost of sales carbon flat'],
  ['5020', 'Cost of sales carbon long'],
  ['5030', 'Cost of sales stainless'],
  ['5040', 'Cost of sales non-ferrous'],
  ['5200', 'Freight, own transport'],
  ['5210', 'Freight, carriers'],
  ['5300', 'Processing, own'],
  ['5310', 'Processing, outside'],
  ['5400', 'Sundry cost of sales'],
  ['5900', 'Weighing differences'],
  ['5910', 'Scrap'],
  ['5920', 'Stock count differences'],
];

/**
 * The Intacct side of the sample day: masters that fit `companies/gulf-metals.yaml`, October 2026 closed, and the
 * opening invoice that takes the number of one invoice to come. For `PUT /admin/company`.
 */
export function sampleCompany(): SandboxCompanyInput {
  return {
    companyId: sampleCredentials.companyId,
    senders: [{ senderId: sampleCredentials.senderId, password: sampleCredentials.senderPassword }],
    users: [{ userId: sampleCredentials.userId, password: sampleCredentials.userPassword }],
    entities: corporateEntities.map((entity) => ({
      entityId: entity.code,
      name: entity.name,
      baseCurrency: entity.baseCurrency,
      taxSolution: entity.code === '100' ? 'none' : 'VAT',
    })),
    locations: [
      { locationId: '110', name: 'Houston', entityId: '100' },
      { locationId: '120', name: 'Dallas', entityId: '100' },
      { locationId: '210', name: 'Toronto', entityId: '200' },
      { locationId: '310', name: 'Birmingham', entityId: '300' },
    ],
    departments: [
      { departmentId: '10', title: 'Carbon flat' },
      { departmentId: '20', title: 'Carbon long' },
      { departmentId: '30', title: 'Stainless' },
      { departmentId: '40', title: 'Non-ferrous' },
      { departmentId: '50', title: 'Processing' },
    ],
    accounts: accounts(),
    journals: [
      { symbol: 'CGS', title: 'Cost of goods sold' },
      { symbol: 'GJ', title: 'General journal' },
    ],
    terms: [
      { name: 'Net 30', dueDays: 30 },
      { name: 'Net 45', dueDays: 45 },
      { name: 'N60', dueDays: 60 },
      { name: 'Net 30 EOM', dueDays: 60 },
    ],
    taxDetails: taxDetails(),
    contacts: customers.flatMap((customer) =>
      customer.addresses.map(([addressCode, placeKey]) => ({
        contactName: shipToContactName(customer.code, addressCode),
        printAs: customer.name,
        address1: '1 Foundry Road',
        city: places[placeKey].town,
        state: places[placeKey].county,
        zip: places[placeKey].postcode,
        countryCode: { USA: 'US', CAN: 'CA', GBR: 'GB', IRL: 'IE' }[places[placeKey].country],
      })),
    ),
    customers: customers.filter((customer) => customer.code !== unknownCustomerCode).map(customerMaster),
    closedPeriods: [{ month: '2026-10' }],
    receivablesAccountNo: '1200',
    openingInvoices: [openingInvoice()],
  };
}

/** The customer as finance would key it in; also the fix of the invoice whose customer finance does not know. */
export function customerMaster(customer: (typeof customers)[number]): SandboxCompanyInput['customers'][number] {
  const termName = { N30: 'Net 30', N45: 'Net 45', EOM30: 'Net 30 EOM' }[customer.termsCode] ?? customer.termsCode;
  return {
    customerId: customer.code,
    name: customer.name,
    onHold: customer.code === heldCustomerCode,
    currency: customer.currency,
    termName,
    creditLimit: '500000.00',
    ...(customer.parent === undefined ? {} : { parentId: customer.parent }),
  };
}

function accounts(): Account[] {
  const balance = (normalBalance: 'debit' | 'credit') => (account: readonly [string, string]) =>
    ({ accountNo: account[0], title: account[1], accountType: 'balancesheet', normalBalance }) satisfies Account;
  const income = (normalBalance: 'debit' | 'credit', requires: Account['requires'] = []) => {
    return (account: readonly [string, string]) =>
      ({
        accountNo: account[0],
        title: account[1],
        accountType: 'incomestatement',
        normalBalance,
        requires,
        status: account[0] === '4190' ? 'inactive' : 'active',
      }) satisfies Account;
  };
  return [
    ...assets.map(balance('debit')),
    ...liabilities.map(balance('credit')),
    ...revenue.map(income('credit', ['DEPARTMENT'])),
    ...otherIncome.map(income('credit')),
    ...costOfSales.map(income('debit')),
  ];
}

function taxDetails(): SandboxCompanyInput['taxDetails'] {
  return [
    { detailId: 'GST 5%', ratePercent: '5', accountNo: '2310', entityId: '200' },
    { detailId: 'GST zero-rated', ratePercent: '0', accountNo: '2310', entityId: '200' },
    { detailId: 'HST Ontario 13%', ratePercent: '13', accountNo: '2310', entityId: '200' },
    { detailId: 'HST Nova Scotia 14%', ratePercent: '14', accountNo: '2310', entityId: '200' },
    { detailId: 'PST British Columbia 7%', ratePercent: '7', accountNo: '2320', entityId: '200' },
    { detailId: 'QST 9.975%', ratePercent: '9.975', accountNo: '2330', entityId: '200' },
    { detailId: 'UK sales standard 20%', ratePercent: '20', accountNo: '2340', entityId: '300' },
    { detailId: 'UK sales zero-rated', ratePercent: '0', accountNo: '2340', entityId: '300' },
  ];
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
