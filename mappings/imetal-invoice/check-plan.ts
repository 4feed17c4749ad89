import type { ImetalProfile } from '../../domain/imetal-profile';
import { compareAmounts, formatCents, subtractAmounts, sumAmounts } from '../../domain/money';
import type { PostingPlan } from '../../domain/posting-plan';
import type { SourceInvoice } from '../../domain/source-invoice';
import type { ReportFault } from '../fault-report';
import { proveTrace } from '../prove-trace';
import { checkPlannedCosts } from './check-costs';

/**
 * Asserts once more, on the documents as they will be sent, what accounting guarantees: invoice total = header net +
 * header tax (TOTAL_MISMATCH), costs in the journal = header's total cost within the tolerance (COST_MISMATCH), debits =
 * credits (JOURNAL_UNBALANCED), the trace is a partition (TOTAL_MISMATCH). Any of these would be a fault of the mapping
 * itself, and stops the document before it does harm.
 */
export function checkPlan(
  plan: PostingPlan,
  invoice: SourceInvoice,
  profile: ImetalProfile,
  report: ReportFault,
): void {
  const { currency, baseCurrency } = plan.totals;
  const header = sumAmounts([invoice.netTotal ?? '0', invoice.taxTotal ?? '0']);
  if (compareAmounts(plan.invoice.total, header) !== 0) {
    const [actual, expected] = [`${plan.invoice.total} ${currency}`, `${formatCents(header)} ${currency}`];
    const says = `collapsed invoice ${actual} ≠ header ${expected}`;
    report({ code: 'TOTAL_MISMATCH', field: 'invoice total', expected, actual, says });
  }
  checkPlannedCosts(plan, invoice, profile, report);
  const lines = plan.costOfSales?.lines ?? [];
  const sumOf = (side: 'debit' | 'credit') =>
    sumAmounts(lines.filter((line) => line.side === side).map(({ amount }) => amount));
  const [debits, credits] = [sumOf('debit'), sumOf('credit')];
  if (compareAmounts(debits, credits) !== 0) {
    report({
      code: 'JOURNAL_UNBALANCED',
      field: 'cost of sales journal',
      expected: `${formatCents(debits)} ${baseCurrency}`,
      actual: `${formatCents(credits)} ${baseCurrency}`,
      says: `debits and credits of the cost of sales journal differ by ${formatCents(subtractAmounts(debits, credits))} ${baseCurrency}`,
    });
  }
  for (const difference of proveTrace(plan, invoice).differences) {
    report({
      code: 'TOTAL_MISMATCH',
      field: 'trace',
      expected: 'every source line in exactly the lines it went into',
      actual: difference,
      says: `the trace does not prove the sums: ${difference}`,
    });
  }
}
