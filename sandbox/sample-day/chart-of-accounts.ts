import type { SandboxCompanyInput } from '../intacct/company-file';

type Account = SandboxCompanyInput['accounts'][number];
type AccountList = readonly (readonly [accountNo: string, title: string])[];

const assets: AccountList = [
  ['1000', 'Bank, US operating'],
  ['1010', 'Bank, Canada operating'],
  ['1020', 'Bank, UK operating'],
  ['1090', 'Undeposited funds'],
  ['1160', 'Input tax recoverable'],
  ['1200', 'Accounts receivable'],
  ['1300', 'Stock carbon steel'],
  ['1310', 'Stock stainless and non-ferrous'],
  ['1910', 'Due from group companies'],
];
const liabilities: AccountList = [
  ['1350', 'Processing absorbed'],
  ['1360', 'Own transport absorbed'],
  ['2000', 'Accounts payable'],
  ['2050', 'Goods received, not invoiced'],
  ['2100', 'Carriers accrued'],
  ['2110', 'Outside processing accrued'],
  ['2120', 'Sundry costs accrued'],
  ['2200', 'Advances of customers'],
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
  ['2910', 'Due to group companies'],
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
  ['5930', 'Purchase price variances'],
  ['5940', 'Exchange differences on goods received'],
  ['5950', 'Stock written off, lost'],
  ['5960', 'Stock written off, damaged'],
  ['5970', 'Stock revaluation'],
];
const financeOwn: AccountList = [
  ['6810', 'Bad debts'],
  ['6820', 'Discounts taken by customers'],
  ['7100', 'Exchange gains and losses'],
];

/** The accounts of the sample company; 4190 is inactive, and revenue wants a department. */
export function accounts(): Account[] {
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
    ...financeOwn.map(income('debit')),
  ];
}

/** Journals, accounts that Intacct posts to by itself, and where money is received. */
export const ledgerSetUp = {
  journals: [
    { symbol: 'CGS', title: 'Cost of goods sold' },
    { symbol: 'INV', title: 'Stock movements' },
    { symbol: 'GJ', title: 'General journal' },
  ],
  statJournals: [{ symbol: 'STK', title: 'Stock quantities' }],
  statAccounts: [{ accountNo: '9010', title: 'Weight counted' }],
  banks: [
    { bankId: 'US-OPERATING', name: 'Gulf Coast National', accountNo: '1000', entityId: '100', currency: 'USD' },
    { bankId: 'CA-OPERATING', name: 'Dominion Trust', accountNo: '1010', entityId: '200', currency: 'CAD' },
    { bankId: 'UK-OPERATING', name: 'Mercia Clearing', accountNo: '1020', entityId: '300', currency: 'GBP' },
  ],
  receivablesAccountNo: '1200',
  payablesAccountNo: '2000',
  undepositedAccountNo: '1090',
  discountAccountNo: '6820',
  gainLossAccountNo: '7100',
  advancesAccountNo: '2200',
} satisfies Partial<SandboxCompanyInput>;
