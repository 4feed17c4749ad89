import type { CompanyProfile } from '../../domain/company-profile';
import { sumAmounts } from '../../domain/money';
import type { PostingPlan } from '../../domain/posting-plan';
import type { SourceInvoice } from '../../domain/source-invoice';
import { mapImetalInvoiceToIntacct } from '../../mappings/imetal-invoice-to-intacct';
import {
  asBritish,
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

function collapse(
  invoice: SourceInvoice,
  profile: CompanyProfile = buildProfile(),
  customerId: string | null = null,
  correction: { postingDate?: string } = {},
): PostingPlan {
  const collapsed = mapImetalInvoiceToIntacct(invoice, profile, { customerId }, correction);
  if (collapsed.kind === 'exceptions') throw new Error(collapsed.exceptions.map(({ message }) => message).join('\n'));
  return collapsed.plan;
}

/** `1 revenue 4010/10 100.00 Material, 1 line`, with tax entries behind. */
function lines(plan: PostingPlan): string[] {
  return plan.invoice.lines.map((line) => {
    const coding = [line.accountNumber, line.dimensions.departmentId].filter((part) => part !== undefined).join('/');
    const taxes = line.taxEntries.map(({ taxDetailId, amount }) => ` + ${taxDetailId} ${amount}`).join('');
    return `${line.lineNumber} ${line.purpose} ${coding} ${line.amount} ${line.memo}${taxes}`;
  });
}

function journal(plan: PostingPlan): string[] {
  return (plan.costOfSales?.lines ?? []).map(
    ({ side, accountNumber, amount, memo }) => `${side} ${accountNumber} ${amount} ${memo}`,
  );
}

describe('revenue lines', () => {
  const mixed = buildInvoice([
    buildItem(1, [buildCharge('1', '100.00'), buildCharge('2', '25.50', { costGroup: 'processing' })]),
    buildItem(2, [buildCharge('3', '40.00'), buildCharge('4', '12.00', { costGroup: 'freight' })], {
      productGroupCode: 'PLATE',
    }),
    buildItem(3, [buildCharge('5', '-3.25', { costGroup: 'surcharge' })]),
    buildItem(4, [buildCharge('6', '9.99', { costGroup: 'miscellaneous', salesGroupCode: 'TUB' })]),
  ]);

  it('sum material and processing per account, and keep freight, surcharge and miscellaneous apart', () => {
    expect(lines(collapse(mixed))).toEqual([
      '1 revenue 4010/10 165.50 Material and processing, 3 lines',
      '2 freight 4100/10 12.00 Freight, 1 line',
      '3 surcharge 4200/10 -3.25 Surcharge, 1 line',
      '4 miscellaneous 4300 9.99 Miscellaneous, 1 line',
    ]);
  });

  it('keep product groups apart where the profile asks for it', () => {
    const plan = collapse(mixed, buildProfile({ collapse: 'per-account-and-product-group' }));
    expect(lines(plan).slice(0, 2)).toEqual([
      '1 revenue 4010/10 125.50 Material and processing, product group BAR, 2 lines',
      '2 revenue 4010/10 40.00 Material, product group PLATE, 1 line',
    ]);
  });

  it('are one per charge, in the order of items, where the profile does not collapse', () => {
    const plan = collapse(mixed, buildProfile({ collapse: 'none' }));
    expect(lines(plan)).toEqual([
      '1 revenue 4010/10 100.00 item 1 · material · RB4140',
      '2 revenue 4010/10 25.50 item 1 · processing · RB4140',
      '3 revenue 4010/10 40.00 item 2 · material · RB4140',
      '4 freight 4100/10 12.00 item 2 · freight · RB4140',
      '5 surcharge 4200/10 -3.25 item 3 · surcharge · RB4140',
      '6 miscellaneous 4300 9.99 item 4 · miscellaneous · RB4140',
    ]);
  });

  it('bill a charge included in another once, because they sum by value', () => {
    const included = buildCharge('2', '0.00', { costGroup: 'freight', visibility: 'I' });
    const plan = collapse(buildInvoice([buildItem(1, [buildCharge('1', '100.00'), included])]));
    expect(lines(plan)).toEqual(['1 revenue 4010/10 100.00 Material, 1 line']);
    expect(plan.trace[1]).toEqual({
      sourceLineId: 'charge:2',
      label: 'item 1 · freight · RB4140',
      amount: '0.00',
      target: { kind: 'dropped', reason: 'zero value' },
    });
  });

  it("prefer the profile's override to the nominal account's external code", () => {
    const account = { code: '4900', externalCode: '4010' };
    const plan = collapse(buildInvoice([buildItem(1, [buildCharge('1', '100.00', { account })])]));
    expect(plan.invoice.lines[0]?.accountNumber).toBe('4990');
  });

  it('keep a line of 0.00 for charges that cancel, so that they stay traceable', () => {
    const plan = collapse(buildInvoice([buildItem(1, [buildCharge('1', '5.00'), buildCharge('2', '-5.00')])]));
    expect(lines(plan)).toEqual(['1 revenue 4010/10 0.00 Material, 2 lines']);
    expect(plan.trace.map(({ target }) => target.kind)).toEqual(['invoice-line', 'invoice-line']);
  });

  it('keep the zero charges of an invoice that bills nothing, so that its costs have an invoice', () => {
    const item = buildItem(1, [buildCharge('1', '0.00')], { costs: [buildCost('1', '60.00')] });
    const plan = collapse(buildInvoice([item]));
    expect(lines(plan)).toEqual(['1 revenue 4010/10 0.00 Material, 1 line']);
    expect(plan.totals).toMatchObject({ gross: '0.00', costOfSales: '60.00' });
  });

  it('need no account for a charge that is dropped', () => {
    const free = buildCharge('2', '0.00', { account: null, costGroup: 'XYZ' });
    expect(lines(collapse(buildInvoice([buildItem(1, [buildCharge('1', '1.00'), free])])))).toHaveLength(1);
  });
});

describe('rounding', () => {
  it('within the tolerance becomes a visible line of its own', () => {
    const invoice = { ...buildInvoice([buildItem(1, [buildCharge('1', '100.00')])]), netTotal: '99.95' };
    const plan = collapse(invoice);
    expect(lines(plan)[1]).toBe('2 rounding 6999 -0.05 Rounding: invoice total less sum of lines');
    expect(plan.invoice.total).toBe('99.95');
    expect(plan.totals).toMatchObject({ net: '99.95', rounding: '-0.05' });
  });
});

describe('tax carried as entries', () => {
  const taxes = [buildTax(1, '5.01'), buildTax(2, '7.02')];

  it('stays with the lines of the item, by value and to the cent', () => {
    const charges = [buildCharge('1', '66.67'), buildCharge('2', '33.33', { costGroup: 'freight' })];
    expect(lines(collapse(asCanadian(buildInvoice([buildItem(1, charges, { taxes })]))))).toEqual([
      '1 revenue 4010/10 66.67 Material, 1 line · BC PST 7%, GST 5% + BC PST 7% 4.68 + GST 5% 3.34',
      '2 freight 4100/10 33.33 Freight, 1 line · BC PST 7%, GST 5% + BC PST 7% 2.34 + GST 5% 1.67',
    ]);
  });

  it('separates items of different taxes, exempt ones among them', () => {
    const exempt = buildTax(2, '0.00', { exempt: true });
    const items = [
      buildItem(1, [buildCharge('1', '100.00')], { taxes }),
      buildItem(2, [buildCharge('2', '50.00')], { taxes: [buildTax(1, '2.50'), exempt] }),
      buildItem(3, [buildCharge('3', '10.00')]),
    ];
    const plan = collapse(asCanadian(buildInvoice(items)));
    expect(lines(plan)).toEqual([
      '1 revenue 4010/10 100.00 Material, 1 line · BC PST 7%, GST 5% + BC PST 7% 7.02 + GST 5% 5.01',
      '2 revenue 4010/10 50.00 Material, 1 line · GST 5% + GST 5% 2.50',
      '3 revenue 4010/10 10.00 Material, 1 line',
    ]);
    expect(plan.trace.find(({ sourceLineId }) => sourceLineId === 'tax:i2:2')?.target.kind).toBe('dropped');
    expect(plan.invoice.taxSolutionId).toBe('Canada - Sales Tax');
  });

  it('keeps a zero-rated entry of 0.00, which the VAT return needs', () => {
    const zeroRated = [buildTax(1, '0.00', { taxClass: 0 })];
    const plan = collapse(asBritish(buildInvoice([buildItem(1, [buildCharge('1', '80.00')], { taxes: zeroRated })])));
    expect(plan.invoice.lines[0]?.taxEntries).toEqual([{ taxDetailId: 'UK Sale Zero Rate', amount: '0.00' }]);
    expect(plan.trace[1]?.target).toEqual({
      kind: 'invoice-line-tax',
      lineNumber: 1,
      taxDetailId: 'UK Sale Zero Rate',
    });
  });

  it('maps what was billed even where the item calls itself exempt', () => {
    const exempt = [buildTax(1, '1.00', { exempt: true })];
    const plan = collapse(asCanadian(buildInvoice([buildItem(1, [buildCharge('1', '20.00')], { taxes: exempt })])));
    expect(plan.invoice.lines[0]?.taxEntries).toEqual([{ taxDetailId: 'GST 5%', amount: '1.00' }]);
  });

  it('keeps a charge of zero value when it is all that the tax can stand on', () => {
    const item = buildItem(1, [buildCharge('1', '0.00'), buildCharge('2', '0.00')], { taxes: [buildTax(1, '1.00')] });
    const plan = collapse(asCanadian(buildInvoice([item, buildItem(2, [buildCharge('3', '10.00')])])));
    expect(lines(plan)).toContain('1 revenue 4010/10 0.00 Material, 1 line · GST 5% + GST 5% 1.00');
    expect(plan.trace.find(({ sourceLineId }) => sourceLineId === 'charge:2')?.target.kind).toBe('dropped');
  });

  it('goes to the largest charge when the charges nearly cancel', () => {
    const charges = [buildCharge('1', '100.00'), buildCharge('2', '-99.99', { costGroup: 'surcharge' })];
    const item = buildItem(1, charges, { taxes: [buildTax(1, '5.00')] });
    const plan = collapse(asCanadian(buildInvoice([item])));
    expect(plan.invoice.lines.map(({ taxEntries }) => taxEntries[0]?.amount)).toEqual(['5.00', '0.00']);
  });
});

describe('tax carried as lines', () => {
  it('is one line per tax detail on its liability account', () => {
    const taxes = [buildTax(1, '6.25'), buildTax(2, '2.00')];
    const items = [1, 2].map((number) => buildItem(number, [buildCharge(String(number), '100.00')], { taxes }));
    const plan = collapse(buildInvoice(items));
    expect(lines(plan)).toEqual([
      '1 revenue 4010/10 200.00 Material, 2 lines · Houston 2%, TX State 6.25%',
      '2 sales-tax 2220 4.00 Sales tax Houston 2%, 2 items',
      '3 sales-tax 2210 12.50 Sales tax TX State 6.25%, 2 items',
    ]);
    expect(plan.invoice).toMatchObject({ total: '216.50', taxSolutionId: null });
    expect(plan.totals).toMatchObject({ net: '200.00', tax: '16.50', gross: '216.50' });
  });

  it('drops a tax of 0.00, and says so in the trace', () => {
    const plan = collapse(buildInvoice([buildItem(1, [buildCharge('1', '10.00')], { taxes: [buildTax(1, '0.00')] })]));
    expect(lines(plan)).toEqual(['1 revenue 4010/10 10.00 Material, 1 line']);
    expect(plan.trace[1]).toMatchObject({ sourceLineId: 'tax:i1:1', target: { kind: 'dropped' } });
  });
});

describe('the cost of sales journal', () => {
  it('has a pair per cost group and accounts, with sides changed for costs taken back', () => {
    const freight = {
      costGroup: 'freight',
      internal: false,
      creditAccount: { code: 'N2105', externalCode: '2105' },
    };
    const costs = [
      buildCost('1', '60.00'),
      buildCost('2', '11.11'),
      buildCost('3', '-4.00'),
      buildCost('4', '8.00', freight),
      buildCost('5', '0.00', { debitAccount: null }),
    ];
    const plan = collapse(buildInvoice([buildItem(1, [buildCharge('1', '100.00')], { costs })]));
    expect(journal(plan)).toEqual([
      'debit 5010 8.00 Cost of freight, 1 line',
      'credit 2105 8.00 Cost of freight, 1 line',
      'debit 5010 71.11 Cost of material, 2 lines',
      'credit 1300 71.11 Cost of material, 2 lines',
      'debit 1300 4.00 Cost of material taken back, 1 line',
      'credit 5010 4.00 Cost of material taken back, 1 line',
    ]);
    expect(plan.totals.costOfSales).toBe('75.11');
    expect(plan.trace.find(({ sourceLineId }) => sourceLineId === 'cost:3')).toMatchObject({
      amount: '-4.00',
      target: { kind: 'journal-lines', debitLineNumber: 5, creditLineNumber: 6 },
    });
    expect(plan.trace.find(({ sourceLineId }) => sourceLineId === 'cost:5')?.target.kind).toBe('dropped');
  });

  it('has stock adjustments as pairs of their own', () => {
    const stockAdjustments = [
      buildAdjustment('1', '2.00'),
      buildAdjustment('2', '1.50'),
      buildAdjustment('3', '7.00', { reasonCode: 'SCRAP' }),
    ];
    const item = buildItem(1, [buildCharge('1', '100.00')], { costs: [buildCost('1', '60.00')] });
    expect(journal(collapse(buildInvoice([item], { stockAdjustments }))).slice(2)).toEqual([
      'debit 5910 7.00 Stock adjustment SCRAP, material, 1 line',
      'credit 1310 7.00 Stock adjustment SCRAP, material, 1 line',
      'debit 5900 3.50 Stock adjustment WEIGH, material, 2 lines',
      'credit 1310 3.50 Stock adjustment WEIGH, material, 2 lines',
    ]);
  });

  it('is dated and referenced like the invoice, in base currency', () => {
    const item = buildItem(1, [buildCharge('1', '100.00')], { costs: [buildCost('1', '60.00')] });
    const plan = collapse(inForeignCurrency(buildInvoice([item]), 'EUR', '1.25'));
    expect(plan.costOfSales).toMatchObject({
      journalSymbol: 'COGS',
      postingDate: '2026-11-20',
      title: 'Cost of sales HOU-DIV-104233',
      referenceNumber: 'HOU-DIV-104233',
      currency: 'USD',
    });
  });

  it('is absent when the invoice has no costs', () => {
    expect(collapse(buildInvoice([buildItem(1, [buildCharge('1', '100.00')])])).costOfSales).toBeNull();
  });
});

describe('references', () => {
  const invoice = buildInvoice([buildItem(1, [buildCharge('1', '100.00')], { costs: [buildCost('1', '1.00')] })]);

  it("name the source document, its order and despatch, the customer's order, the ship-to contact and the terms", () => {
    expect(collapse(invoice).invoice).toMatchObject({
      customerId: 'GULF01',
      invoiceNumber: 'HOU-DIV-104233',
      externalId: 'HOU-DIV-104233',
      referenceNumber: 'PO-77',
      description: 'HOU-DIV-104233 · order 5567 · despatch 991 · iMetal',
      shipToContactName: 'GULF01-YARD',
      termName: 'Net 30',
      dueDate: '2026-12-20',
      invoiceDate: '2026-11-20',
      postingDate: '2026-11-20',
    });
  });

  it('leave out what the document does not have', () => {
    const bare = { ...invoice, orderNumber: null, despatchNumber: null, customerOrderNumber: ' ', shipTo: null };
    expect(collapse({ ...bare, paymentDueDate: null, termsCode: '45E' }).invoice).toMatchObject({
      description: 'HOU-DIV-104233 · iMetal',
      referenceNumber: null,
      shipToContactName: null,
      termName: '45E',
      dueDate: null,
    });
  });

  it('take the linked customer, while the ship-to contact keeps the code of iMetal', () => {
    expect(collapse(invoice, buildProfile(), 'C-00042').invoice).toMatchObject({
      customerId: 'C-00042',
      shipToContactName: 'GULF01-YARD',
    });
  });

  it('move both documents to a corrected posting date, and leave the invoice date', () => {
    const plan = collapse(invoice, buildProfile(), null, { postingDate: '2026-12-01' });
    expect(plan.invoice).toMatchObject({ invoiceDate: '2026-11-20', postingDate: '2026-12-01', dueDate: '2026-12-20' });
    expect(plan.costOfSales?.postingDate).toBe('2026-12-01');
  });

  it('make free texts printable and cut them visibly, since they carry no key', () => {
    const plan = collapse({ ...invoice, orderNumber: `a\u0000b\u202e${'9'.repeat(1200)}` });
    expect(plan.invoice.description.startsWith('HOU-DIV-104233 · order a b999')).toBe(true);
    expect(plan.invoice.description.endsWith('9…')).toBe(true);
    expect(plan.invoice.description).toHaveLength(1000);
  });
});

describe('foreign currency', () => {
  const foreign = inForeignCurrency(buildInvoice([buildItem(1, [buildCharge('1', '100.00')])]), 'EUR', '1.37250000');

  it('is sent with its rate, and none within one currency', () => {
    expect(collapse(foreign).invoice).toMatchObject({
      currency: 'EUR',
      baseCurrency: 'USD',
      exchangeRate: '1.37250000',
    });
    expect(collapse(buildInvoice([buildItem(1, [buildCharge('1', '100.00')])])).invoice.exchangeRate).toBeNull();
  });

  it('turns a dividing rate into a multiplier of twelve decimals', () => {
    const items = [buildItem(1, [buildCharge('1', '150000.00', { baseValue: '100.00' })])];
    const divided = { ...foreign, items, netTotal: '150000.00', baseNetTotal: '100.00' };
    const plan = collapse({ ...divided, exchangeRate: { rate: '1500.00000000', operator: 'divide' } });
    expect(plan.invoice.exchangeRate).toBe('0.000666666667');
  });

  it('allows each line the half cents of its own rounding, and the header as many', () => {
    const charges = Array.from({ length: 9 }, (_, at) => buildCharge(String(at), '0.33', { baseValue: '0.45' }));
    const invoice = buildInvoice([buildItem(1, charges)], { currency: 'EUR', baseNetTotal: '4.08' });
    const plan = collapse({ ...invoice, exchangeRate: { rate: '1.37250000', operator: 'multiply' } });
    expect(sumAmounts(plan.invoice.lines.map(({ amount }) => amount))).toBe('2.97');
  });
});
