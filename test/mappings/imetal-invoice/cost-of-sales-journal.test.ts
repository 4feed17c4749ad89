import { collapse, journalOf } from '../collapse';
import {
  buildAdjustment,
  buildCharge,
  buildCost,
  buildInvoice,
  buildItem,
  inForeignCurrency,
} from '../source-invoice-builder';

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
    expect(journalOf(plan)).toEqual([
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
    expect(journalOf(collapse(buildInvoice([item], { stockAdjustments }))).slice(2)).toEqual([
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
