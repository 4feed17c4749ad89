import { collapse, linesOf } from '../collapse';
import { asBritish, asCanadian, buildCharge, buildInvoice, buildItem, buildTax } from '../source-invoice-builder';

describe('tax carried as entries', () => {
  const taxes = [buildTax(1, '5.01'), buildTax(2, '7.02')];

  it('stays with the lines of the item, by value and to the cent', () => {
    const charges = [buildCharge('1', '66.67'), buildCharge('2', '33.33', { costGroup: 'freight' })];
    expect(linesOf(collapse(asCanadian(buildInvoice([buildItem(1, charges, { taxes })]))))).toEqual([
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
    expect(linesOf(plan)).toEqual([
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
    expect(linesOf(plan)).toContain('1 revenue 4010/10 0.00 Material, 1 line · GST 5% + GST 5% 1.00');
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
    expect(linesOf(plan)).toEqual([
      '1 revenue 4010/10 200.00 Material, 2 lines · Houston 2%, TX State 6.25%',
      '2 sales-tax 2220 4.00 Sales tax Houston 2%, 2 items',
      '3 sales-tax 2210 12.50 Sales tax TX State 6.25%, 2 items',
    ]);
    expect(plan.invoice).toMatchObject({ total: '216.50', taxSolutionId: null });
    expect(plan.totals).toMatchObject({ net: '200.00', tax: '16.50', gross: '216.50' });
  });

  it('drops a tax of 0.00, and says so in the trace', () => {
    const plan = collapse(buildInvoice([buildItem(1, [buildCharge('1', '10.00')], { taxes: [buildTax(1, '0.00')] })]));
    expect(linesOf(plan)).toEqual(['1 revenue 4010/10 10.00 Material, 1 line']);
    expect(plan.trace[1]).toMatchObject({ sourceLineId: 'tax:i1:1', target: { kind: 'dropped' } });
  });
});
