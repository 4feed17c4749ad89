import type { PostingPlan } from '../../../domain/posting-plan';
import { createFaultReport } from '../../../mappings/fault-report';
import { checkPlan } from '../../../mappings/imetal-invoice/check-plan';
import { collapse } from '../collapse';
import { buildCharge, buildCost, buildInvoice, buildItem, buildProfile } from '../source-invoice-builder';

describe('the last check before sending', () => {
  const source = buildInvoice([buildItem(1, [buildCharge('1', '100.00')], { costs: [buildCost('1', '60.00')] })]);
  const plan = collapse(source);
  const check = (changed: PostingPlan) => {
    const { report, exceptions } = createFaultReport('HOU-DIV-104233');
    checkPlan(changed, source, buildProfile(), report);
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

  it('stops a plan whose journal holds less than the total cost', () => {
    const trace = plan.trace.filter(({ sourceLineId }) => sourceLineId !== 'cost:1');
    expect(check({ ...plan, costOfSales: null, trace })).toContainEqual([
      'COST_MISMATCH',
      'invoice HOU-DIV-104233: journal 0.00 USD ≠ total cost 60.00 USD (60.00 too little)',
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
