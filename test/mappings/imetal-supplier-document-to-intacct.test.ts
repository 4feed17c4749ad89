import type { ImetalProfile } from '../../domain/imetal-profile';
import type { SupplierDocumentPlan } from '../../domain/posting-plan';
import type { SourceSupplierDocument } from '../../domain/source-supplier-document';
import { mapImetalSupplierDocumentToIntacct } from '../../mappings/imetal-supplier-document-to-intacct';
import { buildProfile, buildTax } from './source-invoice-builder';
import {
  asSupplierCredit,
  buildExpense,
  buildMatch,
  buildStockItem,
  buildSupplierInvoice,
  forBirmingham,
  forToronto,
  inCurrency,
} from './supplier-document-builder';

function planOf(document: SourceSupplierDocument, profile: ImetalProfile = buildProfile()): SupplierDocumentPlan {
  const collapsed = mapImetalSupplierDocumentToIntacct(document, profile, { vendorId: null });
  if (collapsed.kind === 'exceptions') throw new Error(collapsed.exceptions.map(({ message }) => message).join('\n'));
  return collapsed.plan;
}

function told(document: SourceSupplierDocument, profile: ImetalProfile = buildProfile()) {
  const collapsed = mapImetalSupplierDocumentToIntacct(document, profile, { vendorId: null });
  if (collapsed.kind === 'plan') return [];
  return collapsed.exceptions.map(({ code, causeKey, message }) => [code, causeKey, message]);
}

const linesOf = ({ bill, adjustment }: SupplierDocumentPlan) =>
  (bill ?? adjustment)?.lines.map(({ purpose, accountNumber, amount, memo, taxEntries }) =>
    [purpose, accountNumber, amount, memo, ...taxEntries.map((tax) => `+ ${tax.taxDetailId} ${tax.amount}`)].join(' '),
  );

const journalOf = ({ exchangeDifference }: SupplierDocumentPlan) =>
  exchangeDifference?.lines.map(({ side, accountNumber, amount }) => `${side} ${accountNumber} ${amount}`);

const withPolicy = (unmatched: ImetalProfile['purchasing']['unmatched']) => {
  const { purchasing } = buildProfile();
  return buildProfile({ purchasing: { ...purchasing, unmatched } });
};

const plate = buildStockItem(1, [buildMatch('1', '600.00', '12.50'), buildMatch('2', '400.00', '-2.00')]);
const tyres = buildExpense(2, '80.00');
const invoice = buildSupplierInvoice([plate, tyres]);

describe("a supplier's invoice", () => {
  it('clears goods received at the received value, with the variance and the expense beside it', () => {
    const plan = planOf(invoice);
    expect(linesOf(plan)).toEqual([
      'goods-received 2050 1000.00 Goods received, 2 lines',
      'variance 5930 10.50 Price variance, 2 lines',
      'expense 6300 80.00 Expense, miscellaneous, 1 line',
    ]);
    expect(plan.totals).toMatchObject({ gross: '1090.50', goodsReceived: '1000.00', variance: '10.50', tax: '0.00' });
    expect(plan.exchangeDifference).toBeNull();
  });

  it("bears the supplier's number, the order, terms and due date, and is posted on the day of entry", () => {
    expect(planOf(invoice).bill).toMatchObject({
      vendorId: 'S0042',
      billNumber: 'INV-7781',
      billDate: '2026-11-18',
      postingDate: '2026-11-20',
      dueDate: '2026-12-18',
      termName: 'Net 30',
      referenceNumber: 'HOU-4711',
      description: 'HOU-PIN-500123 · order HOU-4711 · iMetal',
      total: '1090.50',
    });
    expect(planOf({ ...invoice, entryDate: '2026-11-01' }).bill?.postingDate).toBe('2026-11-18');
  });

  it('goes to the vendor that is linked, and on the posting date that a person says', () => {
    const linked = mapImetalSupplierDocumentToIntacct(
      invoice,
      buildProfile(),
      { vendorId: 'V-9' },
      { postingDate: '2026-12-01' },
    );
    expect(linked).toMatchObject({ plan: { bill: { vendorId: 'V-9', postingDate: '2026-12-01' } } });
  });

  it('tells in its description that it is held from payment, and why', () => {
    expect(planOf({ ...invoice, paymentHold: true, heldReasons: 'price query' }).bill?.description).toBe(
      'HOU-PIN-500123 · order HOU-4711 · payment hold: price query · iMetal',
    );
  });

  it('carries taxes as entries in Canada and the United Kingdom, spread over the lines of the item', () => {
    const taxed = [
      { ...plate, taxes: [buildTax(1, '50.53')] },
      { ...tyres, taxes: [buildTax(1, '4.00')] },
    ];
    expect(linesOf(planOf(forToronto(buildSupplierInvoice(taxed))))).toEqual([
      'goods-received 2050 1000.00 Goods received, 2 lines · GST Paid 5% + GST Paid 5% 50.00',
      'variance 5930 10.50 Price variance, 2 lines · GST Paid 5% + GST Paid 5% 0.53',
      'expense 6300 80.00 Expense, miscellaneous, 1 line · GST Paid 5% + GST Paid 5% 4.00',
    ]);
    const british = planOf(forBirmingham(buildSupplierInvoice(taxed)));
    expect(linesOf(british)?.[2]).toMatch(/UK Purchase Standard 20% 4\.00$/);
  });

  it('carries United States tax as a cost on the account named', () => {
    const taxed = buildSupplierInvoice([{ ...tyres, taxes: [buildTax(1, '5.00')] }]);
    expect(linesOf(planOf(taxed))).toEqual([
      'expense 6300 80.00 Expense, miscellaneous, 1 line · TX Use Tax 6.25%',
      'purchase-tax 5980 5.00 Purchase tax TX Use Tax 6.25%, 1 item',
    ]);
  });

  it('takes tax details from Intacct where the profile has none, and the profile’s before them', () => {
    const taxed = (slot: 1 | 2) => buildSupplierInvoice([{ ...tyres, taxes: [buildTax(slot, '5.00')] }]);
    const synced = new Map([
      ['TX-CITY/1', { detail: 'City without account', account: '5981' }],
      ['TX-USE/1', { detail: 'Use tax', account: '5982' }],
    ]);
    const accounts = ([1, 2] as const).map((slot) => {
      const links = { vendorId: null, taxDetails: synced };
      const collapsed = mapImetalSupplierDocumentToIntacct(taxed(slot), buildProfile(), links);
      return collapsed.kind === 'plan' ? collapsed.plan.bill?.lines[1]?.accountNumber : collapsed.exceptions;
    });
    expect(accounts).toEqual(['5980', '5981']);
  });

  it('shows a gross amount that differs within the tolerance as a rounding line', () => {
    expect(linesOf(planOf({ ...invoice, grossAmount: '1090.52' }))?.[3]).toMatch(/^rounding 6999 0\.02 /);
  });

  it('puts stock that was not received on the account of the profile, if it names one', () => {
    const part = buildStockItem(1, [buildMatch('1', '600.00', '20.00', { status: 'part-matched' })], {
      value: '1000.00',
    });
    expect(linesOf(planOf(buildSupplierInvoice([part]), withPolicy({ account: '2060' })))).toEqual([
      'goods-received 2050 600.00 Goods received, 1 line',
      'variance 5930 20.00 Price variance, 1 line',
      'unmatched 2060 380.00 Goods not received, 1 line',
    ]);
  });

  it('clears goods received in base currency to the cent when the receipt had another rate', () => {
    const foreign = inCurrency(invoice, 'EUR', { document: '1.10000000', receipt: '1.08330000' });
    const plan = planOf(foreign);
    // 1,000.00 EUR were received at 1,083.30 USD and are cleared at 1,100.00: goods received is credited the rest.
    expect(
      plan.exchangeDifference?.lines.map(({ side, accountNumber, amount }) => [side, accountNumber, amount]),
    ).toEqual([
      ['debit', '5940', '16.70'],
      ['credit', '2050', '16.70'],
    ]);
    expect(plan.exchangeDifference).toMatchObject({
      journalSymbol: 'INV',
      currency: 'USD',
      referenceNumber: 'HOU-PIN-500123',
      postingDate: '2026-11-20',
    });
    expect(plan.totals.exchangeDifference).toBe('16.70');
    expect(planOf(inCurrency(invoice, 'EUR', { document: '1.1', receipt: '1.1' })).exchangeDifference).toBeNull();
  });
});

describe("a supplier's credit", () => {
  it('is a vendor adjustment of negative lines that names what it corrects', () => {
    const credited = asSupplierCredit(
      buildSupplierInvoice([
        buildStockItem(1, [buildMatch('1', '600.00')]),
        { ...tyres, taxes: [buildTax(1, '5.00')] },
      ]),
    );
    const { bill, adjustment, totals } = planOf(credited);
    expect(bill).toBeNull();
    expect(adjustment).toMatchObject({
      vendorId: 'S0042',
      adjustmentNumber: 'HOU-PCR-510004',
      adjustmentDate: '2026-11-18',
      correctedBillNumber: 'INV-7781',
      description: "HOU-PCR-510004 · supplier's credit CR-118 · corrects HOU-PIN-500123 · order HOU-4711 · iMetal",
      total: '-685.00',
    });
    expect(adjustment?.lines.map(({ accountNumber, amount }) => `${accountNumber} ${amount}`)).toEqual([
      '2050 -600.00',
      '6300 -80.00',
      '5980 -5.00',
    ]);
    expect(totals).toMatchObject({ gross: '-685.00', tax: '-5.00', goodsReceived: '-600.00' });
  });

  it('has the exchange difference of a return the other way round', () => {
    const stock = buildSupplierInvoice([buildStockItem(1, [buildMatch('1', '1000.00')])]);
    const foreign = asSupplierCredit(inCurrency(stock, 'EUR', { document: '1.1', receipt: '1.0833' }));
    expect(
      planOf(foreign).exchangeDifference?.lines.map(({ side, accountNumber }) => `${side} ${accountNumber}`),
    ).toEqual(['debit 2050', 'credit 5940']);
  });

  it('adds lines of one account up where that leaves one sign', () => {
    const items = [buildExpense(1, '80.00'), buildExpense(2, '-5.00', { costGroup: 'freight' })];
    const profile = buildProfile({ collapse: 'none' });
    expect(planOf(asSupplierCredit(buildSupplierInvoice(items)), profile).adjustment?.lines).toMatchObject([
      { accountNumber: '6300', amount: '-75.00' },
    ]);
  });

  it('for less than was received clears all of that: a journal moves the variance that its lines cannot hold', () => {
    const stock = buildStockItem(1, [buildMatch('1', '600.00', '-5.00')]);
    const plan = planOf(asSupplierCredit(buildSupplierInvoice([stock, buildExpense(2, '30.00')])));
    expect(plan.adjustment?.lines).toMatchObject([
      { accountNumber: '2050', amount: '-595.00' },
      { accountNumber: '6300', amount: '-30.00' },
    ]);
    expect(journalOf(plan)).toEqual(['debit 5930 5.00', 'credit 2050 5.00']);
    expect(plan.totals).toMatchObject({ variance: '5.00', goodsReceived: '-600.00', exchangeDifference: '0.00' });
  });

  it('for less than was received at another rate moves variance and exchange difference apart', () => {
    const stock = buildSupplierInvoice([buildStockItem(1, [buildMatch('1', '1000.00', '-100.00')])]);
    const plan = planOf(asSupplierCredit(inCurrency(stock, 'EUR', { document: '1.1', receipt: '1.0833' })));
    // Receipts left 1,083.30 there; the line takes back 900.00 × 1.1 = 990.00 of it, and the variance is 110.00.
    expect(journalOf(plan)).toEqual(['debit 5930 110.00', 'credit 2050 93.30', 'credit 5940 16.70']);
    expect(plan.totals.exchangeDifference).toBe('-16.70');
  });

  it('whose total is a cent less than its lines tells the cent by a journal', () => {
    const credit = asSupplierCredit(buildSupplierInvoice([buildExpense(1, '80.00')]), { grossAmount: '79.99' });
    const plan = planOf(credit);
    expect(plan.adjustment).toMatchObject({ total: '-79.99', lines: [{ accountNumber: '6300', amount: '-79.99' }] });
    expect(journalOf(plan)).toEqual(['debit 6999 0.01', 'credit 6300 0.01']);
  });

  it('is parked when items of two accounts have two signs', () => {
    const fee = buildExpense(2, '-50.00', {
      account: { code: 'N6400', externalCode: '6400' },
      purchaseGroupCode: 'FEE',
    });
    expect(told(asSupplierCredit(buildSupplierInvoice([buildExpense(1, '600.00'), fee])))).toEqual([
      [
        'LINES_OF_BOTH_SIGNS',
        null,
        'supplier credit HOU-PCR-510004: Intacct takes a vendor adjustment with lines of one sign only, and these would owe more: account 6400 50.00 USD',
      ],
    ]);
  });
});

describe("a supplier's document that cannot be posted", () => {
  const name = 'bill HOU-PIN-500123:';

  it('has stock that no receipt is matched with', () => {
    const unmatched = buildMatch('7', '0.00', '0.00', { status: 'unmatched', receiptKey: 'HOU-REC-900017' });
    const item = buildStockItem(1, [buildMatch('1', '600.00'), unmatched], { value: '980.00' });
    const message = `${name} item 1 has 380.00 USD that no goods receipt is matched with`;
    expect(told(buildSupplierInvoice([item]))).toEqual([['GOODS_UNMATCHED', 'document:HOU-REC-900017', message]]);
    expect(told(buildSupplierInvoice([buildStockItem(1, [], { value: '380.00' })]))).toEqual([
      ['GOODS_UNMATCHED', null, message],
    ]);
  });

  it('has matches that do not make the value of the item, or the matched total', () => {
    const item = buildStockItem(1, [buildMatch('1', '990.00')], { value: '1000.00' });
    expect(told(buildSupplierInvoice([item]))).toEqual([
      [
        'MATCH_MISMATCH',
        null,
        `${name} matched with receipts 990.00 USD ≠ value of item 1 1000.00 USD (10.00 too little)`,
      ],
    ]);
    expect(told({ ...invoice, matchedTotal: '1000.00' })).toEqual([
      ['MATCH_MISMATCH', null, `${name} matches of items 1010.50 USD ≠ matched total 1000.00 USD (10.50 too much)`],
    ]);
    expect(told({ ...invoice, matchedTotal: '1010.50' })).toEqual([]);
  });

  it("lacks the supplier's number, its dates, or an account", () => {
    expect(told({ ...invoice, supplierDocumentNumber: ' ', entryDate: null }).map(([, , message]) => message)).toEqual([
      `${name} supplier's document number is missing`,
      `${name} entry date is missing`,
    ]);
    const undated = { ...invoice, paymentDueDate: null };
    expect(told(undated).map(([, , message]) => message)).toEqual([`${name} payment due date is missing`]);
    expect(told({ ...undated, termsCode: null }).map(([code]) => code)).toEqual(['REQUIRED_FIELD_MISSING']);
    const expenses = buildSupplierInvoice([tyres], { paymentDueDate: null, termsCode: null });
    expect(told(asSupplierCredit(expenses))).toEqual([]);
    expect(told(buildSupplierInvoice([buildExpense(1, '80.00', { account: null })]))).toEqual([
      [
        'ACCOUNT_UNMAPPED',
        'purchase-group:TYR/miscellaneous',
        `${name} purchase group TYR names no nominal account for miscellaneous (item 1)`,
      ],
    ]);
  });

  it('does not add up, or misses an amount', () => {
    expect(told({ ...invoice, grossAmount: '1100.00' })).toEqual([
      ['TOTAL_MISMATCH', null, `${name} items and taxes 1090.50 USD ≠ gross amount 1100.00 USD (9.50 too little)`],
    ]);
    expect(told({ ...invoice, grossAmount: null })).toEqual([
      ['AMOUNT_MISSING', null, `${name} gross amount is missing`],
    ]);
    const item = buildStockItem(1, [buildMatch('1', '600.00', '0.00', { baseReceivedValue: null })]);
    expect(told(buildSupplierInvoice([item])).map(([code]) => code)).toEqual(['AMOUNT_MISSING']);
  });

  it('has tax that no detail stands for, or that its items do not make', () => {
    const taxed = buildSupplierInvoice([{ ...tyres, taxes: [buildTax(2, '5.00')] }]);
    expect(told(taxed)).toEqual([
      [
        'TAX_UNMAPPED',
        'purchase-tax:TX-CITY/1',
        `${name} tax detail City without account (tax authority TX-CITY, class 1) has no account, neither in the company profile nor in Intacct (item 2, tax slot 2)`,
      ],
    ]);
    const slots = taxed.taxSlots.map((slot) => ({ ...slot, amount: '5.01' }));
    expect(told({ ...taxed, taxSlots: slots, grossAmount: '85.01' }).map(([code]) => code)).toContain('TAX_MISMATCH');
  });

  it('is of a kind or a type that nobody knows', () => {
    expect(told({ ...invoice, documentType: 'XYZ' }).map(([code]) => code)).toEqual(['DOCUMENT_NOT_FOUND']);
    expect(told(buildSupplierInvoice([{ ...tyres, kind: 'X' }])).map(([, , message]) => message)).toEqual([
      `${name} item kind 'X' is neither stock nor expense (item 2)`,
    ]);
    const matches = [buildMatch('1', '600.00', '0.00', { status: 'Q' })];
    expect(told(buildSupplierInvoice([buildStockItem(1, matches)])).map(([code]) => code)).toEqual(['MATCH_MISMATCH']);
  });
});
