import { sumAmounts } from '../../domain/money';
import { collapse, linesOf } from './collapse';
import {
  buildCharge,
  buildCost,
  buildInvoice,
  buildItem,
  buildProfile,
  inForeignCurrency,
} from './source-invoice-builder';

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
    expect(linesOf(collapse(mixed))).toEqual([
      '1 revenue 4010/10 165.50 Material and processing, 3 lines',
      '2 freight 4100/10 12.00 Freight, 1 line',
      '3 surcharge 4200/10 -3.25 Surcharge, 1 line',
      '4 miscellaneous 4300 9.99 Miscellaneous, 1 line',
    ]);
  });

  it('keep product groups apart where the profile asks for it', () => {
    const plan = collapse(mixed, buildProfile({ collapse: 'per-account-and-product-group' }));
    expect(linesOf(plan).slice(0, 2)).toEqual([
      '1 revenue 4010/10 125.50 Material and processing, product group BAR, 2 lines',
      '2 revenue 4010/10 40.00 Material, product group PLATE, 1 line',
    ]);
  });

  it('are one per charge, in the order of items, where the profile does not collapse', () => {
    const plan = collapse(mixed, buildProfile({ collapse: 'none' }));
    expect(linesOf(plan)).toEqual([
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
    expect(linesOf(plan)).toEqual(['1 revenue 4010/10 100.00 Material, 1 line']);
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
    expect(linesOf(plan)).toEqual(['1 revenue 4010/10 0.00 Material, 2 lines']);
    expect(plan.trace.map(({ target }) => target.kind)).toEqual(['invoice-line', 'invoice-line']);
  });

  it('keep the zero charges of an invoice that bills nothing, so that its costs have an invoice', () => {
    const item = buildItem(1, [buildCharge('1', '0.00')], { costs: [buildCost('1', '60.00')] });
    const plan = collapse(buildInvoice([item]));
    expect(linesOf(plan)).toEqual(['1 revenue 4010/10 0.00 Material, 1 line']);
    expect(plan.totals).toMatchObject({ gross: '0.00', costOfSales: '60.00' });
  });

  it('need no account for a charge that is dropped', () => {
    const free = buildCharge('2', '0.00', { account: null, costGroup: 'XYZ' });
    expect(linesOf(collapse(buildInvoice([buildItem(1, [buildCharge('1', '1.00'), free])])))).toHaveLength(1);
  });
});

describe('rounding', () => {
  it('within the tolerance becomes a visible line of its own', () => {
    const invoice = { ...buildInvoice([buildItem(1, [buildCharge('1', '100.00')])]), netTotal: '99.95' };
    const plan = collapse(invoice);
    expect(linesOf(plan)[1]).toBe('2 rounding 6999 -0.05 Rounding: invoice total less sum of lines');
    expect(plan.invoice.total).toBe('99.95');
    expect(plan.totals).toMatchObject({ net: '99.95', rounding: '-0.05' });
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
    const charges = Array.from({ length: 30 }, (_, at) => buildCharge(String(at), '0.33', { baseValue: '0.45' }));
    const invoice = buildInvoice([buildItem(1, charges)], { currency: 'EUR', baseNetTotal: '13.59' });
    const plan = collapse({ ...invoice, exchangeRate: { rate: '1.37250000', operator: 'multiply' } });
    expect(sumAmounts(plan.invoice.lines.map(({ amount }) => amount))).toBe('9.9');
  });
});
