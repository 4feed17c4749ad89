import type { SourceTotals } from '../../sandbox/sample-day/source-totals';
import type { ProfileCoding } from './chaos-profile';
import { expectedAccounts } from './expected-accounts';

const coding: ProfileCoding = {
  intacct: { requestsInFlightMax: 2 },
  branches: {
    HOU: {
      entity: '100',
      location: '110',
      tax: { details: [{ authority: 'TX', class: 1, detail: 'Texas state sales tax', account: '2351' }] },
    },
    BHM: {
      entity: '300',
      location: '310',
      tax: { details: [{ authority: 'VAT', class: 1, detail: 'UK sales standard 20%' }] },
    },
  },
  accounts: { overrides: { '13000': '1300' }, rounding: '4990' },
  stockAdjustments: { SCR: { debit: '5910', credit: '1300' } },
  purchasing: { goodsReceivedAccount: '2050', varianceAccount: '5930', exchangeDifferenceAccount: '5940' },
  ledgerEntries: {
    movements: {
      REC: { debit: '2050', credit: '1300' },
      'WOF/LOST': { debit: '5950', credit: '1300' },
      CNT: { debit: '5920', credit: '1300', statistics: { account: '9010' } },
      TRF: { debit: '1300', credit: '1300' },
    },
    interEntity: { '100>300': { dueFromAccount: '1910', dueToAccount: '2910' } },
  },
};
const nothing: SourceTotals = {
  invoices: 0,
  receivables: [],
  costOfSales: [],
  revenueByNominal: [],
  taxByAuthority: [],
  costByNominal: [],
  adjustmentsByReason: [],
};
const us = { entity: '100', currency: 'USD' };

test('what the header has beyond its lines is expected on the rounding account', () => {
  const sums = expectedAccounts(
    {
      ...nothing,
      receivables: [{ ...us, invoices: 1, lines: 1, net: '100.01', tax: '8.25', gross: '108.26' }],
      revenueByNominal: [{ ...us, nominalCode: '40100', amount: '100.00' }],
      taxByAuthority: [{ ...us, authority: 'TX', taxClass: 1, amount: '8.25' }],
    },
    coding,
  );
  expect(Object.fromEntries(sums)).toEqual({
    '1200 100 USD': '108.26',
    '4990 100 USD': '-0.01',
    '4010 100 USD': '-100',
    '2351 100 USD': '-8.25',
  });
});

test('tax carried as entries is expected on the account of its tax detail in Intacct', () => {
  const taxByAuthority = [{ entity: '300', currency: 'GBP', authority: 'VAT', taxClass: 1, amount: '20.00' }];
  expect(Object.fromEntries(expectedAccounts({ ...nothing, taxByAuthority }, coding))).toEqual({
    '2340 300 GBP': '-20',
  });
});

test('costs and stock that leaves are debited to their cost and credited to stock', () => {
  const sums = expectedAccounts(
    {
      ...nothing,
      costByNominal: [{ ...us, debitCode: '50100', creditCode: '13000', amount: '60.00' }],
      adjustmentsByReason: [{ ...us, reason: 'SCR', amount: '5.00' }],
    },
    coding,
  );
  expect(Object.fromEntries(sums)).toEqual({ '5010 100 USD': '60', '1300 100 USD': '-65', '5910 100 USD': '5' });
});
