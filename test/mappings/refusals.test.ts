import type { PostingException } from '../../domain/exception';
import type { PostingPlan } from '../../domain/posting-plan';
import type { SourceInvoice } from '../../domain/source-invoice';
import { checkPlan } from '../../mappings/imetal-invoice/check-plan';
import { createFaultReport } from '../../mappings/imetal-invoice/fault-report';
import { mapImetalInvoiceToIntacct } from '../../mappings/imetal-invoice-to-intacct';
import {
  asCanadian,
  buildAdjustment,
  buildCharge,
  buildCost,
  buildInvoice,
  buildItem,
  buildProfile,
  buildTax,
  inForeignCurrency,
} from './source-invoice-builder';

const profile = buildProfile();
const plain = () => buildInvoice([buildItem(1, [buildCharge('1', '100.00')])]);

function refuse(invoice: SourceInvoice, customerId: string | null = null): PostingException[] {
  const collapse = mapImetalInvoiceToIntacct(invoice, profile, { customerId });
  return collapse.kind === 'exceptions' ? collapse.exceptions : [];
}

/** Code, cause and message: what an operator meets. */
function told(invoice: SourceInvoice): [string, string | null, string][] {
  return refuse(invoice).map(({ code, causeKey, message }) => [code, causeKey, message]);
}

describe('a document that is not whole', () => {
  it('is refused when its type is no sales invoice', () => {
    expect(told({ ...plain(), documentType: 'COD' })).toEqual([
      [
        'DOCUMENT_NOT_FOUND',
        null,
        'invoice HOU-DIV-104233: type COD is no sales invoice of this company (DIV, MIV, INV)',
      ],
    ]);
  });

  it('is refused without items, and without charges', () => {
    expect(told(buildInvoice([]))).toEqual([
      ['DOCUMENT_INCOMPLETE', null, 'invoice HOU-DIV-104233: the document has no items'],
    ]);
    expect(told(buildInvoice([buildItem(1, [])]))).toEqual([
      ['DOCUMENT_INCOMPLETE', null, 'invoice HOU-DIV-104233: the document has no charges'],
    ]);
  });

  it('is refused when an item has tax but no charges', () => {
    const items = [buildItem(1, [buildCharge('1', '10.00')]), buildItem(2, [], { taxes: [buildTax(1, '0.63')] })];
    expect(told(buildInvoice(items))).toEqual([
      ['DOCUMENT_INCOMPLETE', null, 'invoice HOU-DIV-104233: item 2 has tax but no charges'],
    ]);
  });

  it('is refused when a line was read twice', () => {
    const items = [buildItem(1, [buildCharge('1', '10.00'), buildCharge('1', '10.00')])];
    expect(told(buildInvoice(items))).toEqual([
      ['DOCUMENT_INCOMPLETE', null, 'invoice HOU-DIV-104233: charge 1 was read more than once'],
    ]);
  });

  it('is refused with the name of each amount that is missing, and nothing guessed from sums with gaps', () => {
    const charges = [buildCharge('1', '10.00', { value: null }), buildCharge('2', '5.00', { baseValue: null })];
    const item = buildItem(1, charges, {
      taxes: [buildTax(1, '0.63', { amount: null })],
      costs: [buildCost('7', '1.00', { baseValue: null })],
    });
    const invoice = { ...buildInvoice([item]), netTotal: null, taxTotal: null, baseNetTotal: null };
    const adjusted = { ...invoice, stockAdjustments: [buildAdjustment('9', '1.00', { baseValue: null })] };
    expect(told(adjusted)).toEqual(
      [
        'net total is missing',
        'tax total is missing',
        'base net total is missing',
        'item 1, charge 1: value is missing',
        'item 1, charge 2: base value is missing',
        'item 1, tax slot 1: amount is missing',
        'item 1, cost 7: base value is missing',
        'adjustment 9: base value is missing',
      ].map((says) => ['AMOUNT_MISSING', null, `invoice HOU-DIV-104233: ${says}`]),
    );
  });

  it('is refused when an amount has fractions of a cent or is no number', () => {
    const charge = buildCharge('1', '10.00', { value: '10.005', baseValue: 'NaN' });
    expect(
      told({ ...buildInvoice([buildItem(1, [buildCharge('1', '10.00')])]), items: [buildItem(1, [charge])] }),
    ).toEqual([
      [
        'AMOUNT_MISSING',
        null,
        "invoice HOU-DIV-104233: item 1, charge 1: value '10.005' is no amount of at most two decimals",
      ],
      [
        'AMOUNT_MISSING',
        null,
        "invoice HOU-DIV-104233: item 1, charge 1: base value 'NaN' is no amount of at most two decimals",
      ],
    ]);
  });

  it('names the header fields it lacks', () => {
    const invoice = { ...plain(), invoiceDate: null, customerCode: ' ', paymentDueDate: null, termsCode: null };
    expect(told(invoice)).toEqual(
      ['customer is missing', 'invoice date is missing', 'payment due date or terms is missing'].map((says) => [
        'REQUIRED_FIELD_MISSING',
        null,
        `invoice HOU-DIV-104233: ${says}`,
      ]),
    );
    expect(told({ ...plain(), invoiceDate: '2026-02-30' })).toEqual([
      ['REQUIRED_FIELD_MISSING', null, "invoice HOU-DIV-104233: invoice date '2026-02-30' is no date YYYY-MM-DD"],
    ]);
  });
});

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
        'invoice HOU-DIV-104233: tax authority TX-STATE, class 9 has no tax detail in the company profile (item 1, tax slot 1)',
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
        'invoice HOU-DIV-104233: tax detail City without account (tax authority TX-CITY, class 1) has no liability account in the company profile (item 1, tax slot 3)',
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

describe('keys that Intacct could not be asked for again', () => {
  it('are refused when longer than the field', () => {
    const documentKey = `HOU-DIV-${'1'.repeat(42)}`;
    const costs = [buildCost('1', '5.00')];
    const items = [buildItem(1, [buildCharge('1', '100.00')], { costs })];
    expect(told(buildInvoice(items, { documentKey, customerOrderNumber: 'P'.repeat(46) }))).toEqual([
      ['FIELD_TOO_LONG', null, `invoice ${documentKey}: document key '${documentKey}' has 50 characters, 5 too many`],
      [
        'FIELD_TOO_LONG',
        null,
        `invoice ${documentKey}: customer's order number '${'P'.repeat(46)}' has 46 characters, 1 too many`,
      ],
      [
        'FIELD_TOO_LONG',
        null,
        `invoice ${documentKey}: journal reference '${documentKey}' has 50 characters, 10 too many`,
      ],
    ]);
  });

  it('are refused when they hold a control character, a reversal of direction or half a character', () => {
    const invoice = {
      ...plain(),
      customerOrderNumber: 'PO\u000777',
      termsCode: 'N\u202e30',
      customerCode: 'GULF\ud83d',
    };
    expect(told({ ...invoice, shipTo: null })).toEqual([
      ['TEXT_UNPRINTABLE', null, "invoice HOU-DIV-104233: customer 'GULF\ufffd' has the unprintable character U+D83D"],
      ['TEXT_UNPRINTABLE', null, "invoice HOU-DIV-104233: terms 'N30' has the unprintable character U+202E"],
      [
        'TEXT_UNPRINTABLE',
        null,
        "invoice HOU-DIV-104233: customer's order number 'PO 77' has the unprintable character U+0007",
      ],
    ]);
  });

  it('are refused when the document key would change on its way', () => {
    expect(told({ ...plain(), documentKey: 'HOU-DIV-1042u\u0308' })).toEqual([
      [
        'TEXT_UNPRINTABLE',
        null,
        'invoice HOU-DIV-1042\u00fc: document key has decomposed characters or blanks around it',
      ],
    ]);
  });
});

describe('several faults', () => {
  it('are reported all at once', () => {
    const charges = [buildCharge('1', '10.00', { account: { code: '4777', externalCode: '' } })];
    const items = [buildItem(1, charges, { taxes: [buildTax(1, '0.63', { taxClass: 3 })] })];
    const invoice = { ...asCanadian(buildInvoice(items)), netTotal: '20.00', customerCode: null };
    expect(refuse(invoice).map(({ code }) => code)).toEqual([
      'REQUIRED_FIELD_MISSING',
      'TOTAL_MISMATCH',
      'ACCOUNT_UNMAPPED',
      'TAX_UNMAPPED',
    ]);
  });

  it('of one code are at most fifty and a count of the rest', () => {
    const charges = Array.from({ length: 200 }, (_, index) => buildCharge(String(index), '1.00', { value: null }));
    const exceptions = refuse(buildInvoice([buildItem(1, charges)], { netTotal: '200.00' }));
    expect(exceptions).toHaveLength(51);
    expect(exceptions.at(-1)?.message).toBe('invoice HOU-DIV-104233: 150 more faults like item 1, charge 50: value');
  });
});

describe('the last check before sending', () => {
  const source = buildInvoice([buildItem(1, [buildCharge('1', '100.00')], { costs: [buildCost('1', '60.00')] })]);
  const collapse = mapImetalInvoiceToIntacct(source, profile, { customerId: null });
  const plan = collapse.kind === 'plan' ? collapse.plan : ({} as PostingPlan);
  const check = (changed: PostingPlan) => {
    const { report, exceptions } = createFaultReport('HOU-DIV-104233');
    checkPlan(changed, source, report);
    return exceptions().map(({ code, message }) => [code, message]);
  };

  it('finds nothing wrong with the plan of the mapping', () => {
    expect(check(plan)).toEqual([]);
  });

  it('stops an invoice whose total is not the header', () => {
    expect(check({ ...plan, invoice: { ...plan.invoice, total: '99.99' } })).toEqual([
      ['TOTAL_MISMATCH', 'invoice HOU-DIV-104233: collapsed invoice 99.99 USD ≠ header 100.00 USD'],
    ]);
  });

  it('stops a journal that does not balance', () => {
    const journal = structuredClone(plan.costOfSales);
    if (journal?.lines[1] !== undefined) journal.lines[1].amount = '59.00';
    expect(check({ ...plan, costOfSales: journal })).toEqual([
      [
        'JOURNAL_UNBALANCED',
        'invoice HOU-DIV-104233: debits and credits of the cost of sales journal differ by 1.00 USD',
      ],
      [
        'TOTAL_MISMATCH',
        'invoice HOU-DIV-104233: the trace does not prove the sums: journal line 2: trace 60.00 ≠ 59.00',
      ],
    ]);
  });
});
