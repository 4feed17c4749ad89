import { refuse, told } from './collapse';
import { buildAdjustment, buildCharge, buildCost, buildInvoice, buildItem, buildTax } from './source-invoice-builder';

const plain = () => buildInvoice([buildItem(1, [buildCharge('1', '100.00')])]);

describe('coding that the profile does not know', () => {
  it('is one exception for the branch', () => {
    expect(told({ ...plain(), branchCode: 'NOL' })).toEqual([
      [
        'BRANCH_UNMAPPED',
        'branch:NOL',
        'invoice HOU-DIV-104233: branch NOL is not in the company profile, so it has no entity and no location',
      ],
    ]);
  });

  it('is one exception per cost group that is none of the five', () => {
    const charges = [buildCharge('1', '10.00', { costGroup: 'XYZ' }), buildCharge('2', '5.00', { costGroup: 'XYZ' })];
    expect(told(buildInvoice([buildItem(1, charges)]))).toEqual([
      [
        'COST_GROUP_UNKNOWN',
        null,
        "invoice HOU-DIV-104233: cost group 'XYZ' is none of material, freight, processing, miscellaneous, surcharge (item 1, charge 1 and 1 more)",
      ],
    ]);
  });

  it('is one exception per nominal account without a ledger account, however many lines use it', () => {
    const account = { code: '4777', externalCode: null };
    const charges = ['1', '2', '3'].map((id) => buildCharge(id, '10.00', { account }));
    const costs = [buildCost('4', '5.00', { debitAccount: null })];
    expect(told(buildInvoice([buildItem(1, charges, { costs })]))).toEqual([
      [
        'ACCOUNT_UNMAPPED',
        'nominal-account:4777',
        'invoice HOU-DIV-104233: nominal account 4777 has no Intacct account: no external code and no override in the profile (item 1, charge 1 and 2 more)',
      ],
      [
        'ACCOUNT_UNMAPPED',
        'sales-group:BAR/material',
        'invoice HOU-DIV-104233: sales group BAR names no nominal debit account for material (item 1, cost 4)',
      ],
    ]);
  });

  it('is an exception for a stock adjustment whose reason has no accounts, or that has none', () => {
    const stockAdjustments = [
      buildAdjustment('1', '3.00', { reasonCode: 'THEFT' }),
      buildAdjustment('2', '3.00', { reasonCode: null }),
    ];
    expect(told({ ...plain(), stockAdjustments })).toEqual([
      [
        'ACCOUNT_UNMAPPED',
        'adjustment-reason:THEFT',
        'invoice HOU-DIV-104233: stock adjustment reason THEFT has no accounts in the company profile (adjustment 1)',
      ],
      [
        'ACCOUNT_UNMAPPED',
        null,
        'invoice HOU-DIV-104233: stock adjustment without a reason has no accounts in the company profile (adjustment 2)',
      ],
    ]);
  });

  it('does not take a property that every object has for a mapping', () => {
    const account = { code: 'constructor', externalCode: null };
    const [exception] = refuse({
      ...buildInvoice([buildItem(1, [buildCharge('1', '10.00', { account })])]),
      branchCode: '__proto__',
    });
    expect(exception?.code).toBe('BRANCH_UNMAPPED');
  });
});

describe('tax that is not the source to the cent', () => {
  const taxed = (amount: string, changes = {}) =>
    buildInvoice([buildItem(1, [buildCharge('1', '100.00')], { taxes: [buildTax(1, amount, changes)] })]);

  it('is refused when its authority and class have no tax detail', () => {
    expect(told(taxed('6.25', { taxClass: 9 }))).toEqual([
      [
        'TAX_UNMAPPED',
        'tax:TX-STATE/9',
        'invoice HOU-DIV-104233: tax authority TX-STATE, class 9 has no tax detail in the company profile, and none was synced from Intacct (item 1, tax slot 1)',
      ],
    ]);
  });

  it('is refused when a slot names no authority', () => {
    const invoice = taxed('6.25');
    const taxSlots = invoice.taxSlots.map((slot) => ({ ...slot, authorityCode: null }));
    expect(told({ ...invoice, taxSlots })).toEqual([
      ['TAX_UNMAPPED', null, 'invoice HOU-DIV-104233: tax slot 1 names no tax authority (item 1, tax slot 1)'],
    ]);
  });

  it('is refused as a line when the detail has no liability account', () => {
    const invoice = buildInvoice([buildItem(1, [buildCharge('1', '100.00')], { taxes: [buildTax(3, '1.00')] })]);
    expect(told(invoice)).toEqual([
      [
        'TAX_UNMAPPED',
        'tax:TX-CITY/1',
        'invoice HOU-DIV-104233: tax detail City without account (tax authority TX-CITY, class 1) has no liability account, neither in the company profile nor in Intacct (item 1, tax slot 3)',
      ],
    ]);
  });

  it('is refused when items do not add up to the slot, or slots to the total, by as little as a cent', () => {
    const invoice = taxed('6.25');
    const taxSlots = invoice.taxSlots.map((slot) => ({ ...slot, amount: '6.26' }));
    expect(told({ ...invoice, taxSlots })).toEqual([
      [
        'TAX_MISMATCH',
        null,
        'invoice HOU-DIV-104233: item taxes of slot 1 (TX-STATE) 6.25 USD ≠ header tax 6.26 USD (0.01 too little)',
      ],
      ['TAX_MISMATCH', null, 'invoice HOU-DIV-104233: tax slots 6.26 USD ≠ tax total 6.25 USD (0.01 too much)'],
    ]);
  });

  it('is refused when an item is taxed in a slot that the header does not have', () => {
    expect(told({ ...taxed('6.25'), taxSlots: [], taxTotal: '0.00' })).toEqual([
      [
        'TAX_MISMATCH',
        null,
        'invoice HOU-DIV-104233: item taxes of slot 1 (no authority) 6.25 USD ≠ header tax 0.00 USD (6.25 too much)',
      ],
      ['TAX_UNMAPPED', null, 'invoice HOU-DIV-104233: tax slot 1 names no tax authority (item 1, tax slot 1)'],
    ]);
  });
});
