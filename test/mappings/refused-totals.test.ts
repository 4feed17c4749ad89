import { collapse, refuse, told } from './collapse';
import {
  buildAdjustment,
  buildCharge,
  buildCost,
  buildInvoice,
  buildItem,
  buildProfile,
  inForeignCurrency,
} from './source-invoice-builder';

const plain = () => buildInvoice([buildItem(1, [buildCharge('1', '100.00')])]);

describe('totals and currencies that do not hold', () => {
  it('is refused when lines differ from the total beyond the tolerance', () => {
    const invoice = { ...buildInvoice([buildItem(1, [buildCharge('1', '90.00')])]), netTotal: '100.00' };
    expect(refuse(invoice)).toEqual([
      {
        code: 'TOTAL_MISMATCH',
        field: 'net total',
        expected: '100.00 USD',
        actual: '90.00 USD',
        message: 'invoice HOU-DIV-104233: lines 90.00 USD ≠ total 100.00 USD (10.00 too little)',
        causeKey: null,
      },
    ]);
    expect(told({ ...invoice, netTotal: '89.94' })).toEqual([
      ['TOTAL_MISMATCH', null, 'invoice HOU-DIV-104233: lines 90.00 USD ≠ total 89.94 USD (0.06 too much)'],
    ]);
  });

  it('is told of a wrong header once, though its base total is as wrong', () => {
    const invoice = buildInvoice([buildItem(1, [buildCharge('1', '90.00')])]);
    expect(told({ ...invoice, netTotal: '100.00', baseNetTotal: '100.00' })).toEqual([
      ['TOTAL_MISMATCH', null, 'invoice HOU-DIV-104233: lines 90.00 USD ≠ total 100.00 USD (10.00 too little)'],
    ]);
  });

  it('is refused when a charge is not worth its value at the rate', () => {
    const foreign = inForeignCurrency(plain(), 'EUR', '1.25000000');
    const items = [buildItem(1, [buildCharge('1', '100.00', { baseValue: '100.00' })])];
    expect(told({ ...foreign, items, baseNetTotal: '100.00' })).toEqual([
      [
        'BASE_AMOUNT_MISMATCH',
        null,
        "invoice HOU-DIV-104233: item 1, charge 1: base value 100.00 USD ≠ value 100.00 EUR at the document's rate 125.00 USD (25.00 too little)",
      ],
    ]);
  });

  it('is refused when base values do not add up to the base total', () => {
    expect(told({ ...plain(), baseNetTotal: '90.00' })).toEqual([
      [
        'BASE_AMOUNT_MISMATCH',
        null,
        'invoice HOU-DIV-104233: base values 100.00 USD ≠ base net total 90.00 USD (10.00 too much)',
      ],
    ]);
  });

  it("is refused when its base currency is not the entity's", () => {
    expect(told({ ...plain(), currency: 'CAD', baseCurrency: 'CAD' })).toEqual([
      ['BASE_AMOUNT_MISMATCH', null, 'invoice HOU-DIV-104233: base currency CAD ≠ USD of entity 100'],
    ]);
  });

  it('is refused without a currency', () => {
    expect(told({ ...plain(), currency: null, baseCurrency: 'usd' })).toEqual([
      ['CURRENCY_MISSING', null, 'invoice HOU-DIV-104233: currency is missing'],
      ['CURRENCY_MISSING', null, "invoice HOU-DIV-104233: base currency 'usd' is no currency code"],
    ]);
  });

  it('is refused when foreign without a rate above zero', () => {
    const foreign = { ...inForeignCurrency(plain(), 'EUR', '1.25'), exchangeRate: null };
    expect(told(foreign)).toEqual([
      ['RATE_MISSING', null, 'invoice HOU-DIV-104233: exchange rate from EUR to USD is missing'],
    ]);
    const zero = { ...foreign, exchangeRate: { rate: '0.00000000', operator: 'divide' as const } };
    expect(told(zero)).toEqual([
      ['RATE_MISSING', null, "invoice HOU-DIV-104233: exchange rate from EUR to USD is '0.00000000'"],
    ]);
  });
});

describe('costs that do not make the total cost', () => {
  const costing = (...costs: string[]) =>
    buildInvoice([
      buildItem(1, [buildCharge('1', '3000.00')], {
        costs: costs.map((cost, index) => buildCost(`${index + 1}`, cost)),
      }),
    ]);

  it('refuses an invoice one of whose cost lines is not there, instead of posting its cost of sales short', () => {
    expect(refuse({ ...costing('1292.36'), costTotal: '2216.62' })).toEqual([
      {
        code: 'COST_MISMATCH',
        field: 'total cost',
        expected: '2216.62 USD',
        actual: '1292.36 USD',
        message: 'invoice HOU-DIV-104233: costs 1292.36 USD ≠ total cost 2216.62 USD (924.26 too little)',
        causeKey: null,
      },
    ]);
  });

  it('refuses one that has no cost lines at all, and one that has some where the total says none', () => {
    expect(told({ ...costing(), costTotal: '2216.62' })).toEqual([
      ['COST_MISMATCH', null, 'invoice HOU-DIV-104233: costs 0.00 USD ≠ total cost 2216.62 USD (2216.62 too little)'],
    ]);
    expect(told({ ...costing('5.00'), costTotal: '0.00' })).toEqual([
      ['COST_MISMATCH', null, 'invoice HOU-DIV-104233: costs 5.00 USD ≠ total cost 0.00 USD (5.00 too much)'],
    ]);
  });

  it('is told in base currency when the invoice is foreign', () => {
    const foreign = inForeignCurrency(costing('60.00'), 'EUR', '1.25');
    expect(told({ ...foreign, costTotal: '61.00' })).toEqual([
      ['COST_MISMATCH', null, 'invoice HOU-DIV-104233: costs 60.00 USD ≠ total cost 61.00 USD (1.00 too little)'],
    ]);
  });

  it("lets pass what the profile's tolerance allows, and posts the cost lines as they are", () => {
    expect(collapse({ ...costing('60.00'), costTotal: '60.05' }).totals.costOfSales).toBe('60.00');
    expect(told({ ...costing('60.00'), costTotal: '60.06' }).map(([code]) => code)).toEqual(['COST_MISMATCH']);
    const exact = buildProfile({ roundingTolerance: '0.00' });
    expect(told({ ...costing('60.00'), costTotal: '60.01' }, exact).map(([code]) => code)).toEqual(['COST_MISMATCH']);
  });

  it('counts stock adjustments to no total cost', () => {
    const adjusted = { ...costing('60.00'), stockAdjustments: [buildAdjustment('7', '4.00')] };
    expect(collapse(adjusted).totals.costOfSales).toBe('64.00');
  });

  it('refuses an invoice without a total cost: nothing would tell whether its costs are whole', () => {
    expect(told({ ...costing('60.00'), costTotal: null })).toEqual([
      ['AMOUNT_MISSING', null, 'invoice HOU-DIV-104233: total cost is missing'],
    ]);
  });
});
