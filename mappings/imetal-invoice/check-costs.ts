import type { ImetalProfile } from '../../domain/imetal-profile';
import { type Amount, absoluteAmount, compareAmounts, subtractAmounts, sumAmounts } from '../../domain/money';
import type { PostingPlan } from '../../domain/posting-plan';
import type { SourceInvoice } from '../../domain/source-invoice';
import type { ReportFault } from '../fault-report';
import { mismatch } from './check-totals';
import { completeAmounts, postableAmount } from './source-amount';

/**
 * Reports items' costs that differ from the header's total cost beyond the profile's tolerance, base currency
 * (COST_MISMATCH): a cost line that is not there would make the cost of sales journal short without a word. Stock
 * adjustments are not part of that total. Left out when an amount is missing, which is a fault of its own.
 */
export function checkCosts(invoice: SourceInvoice, profile: ImetalProfile, report: ReportFault): void {
  const costs = completeAmounts(invoice.items.flatMap((item) => item.costs.map(({ baseValue }) => baseValue)));
  if (costs !== null) compareWithTotal('costs', sumAmounts(costs), invoice, profile, report);
}

/** The same of the plan as it will be sent, by what its trace says went into the journal: COST_MISMATCH. */
export function checkPlannedCosts(
  plan: PostingPlan,
  invoice: SourceInvoice,
  profile: ImetalProfile,
  report: ReportFault,
): void {
  const placed = plan.trace.filter(
    ({ sourceLineId, target }) => sourceLineId.startsWith('cost:') && target.kind === 'journal-lines',
  );
  compareWithTotal('journal', sumAmounts(placed.map(({ amount }) => amount)), invoice, profile, report);
}

function compareWithTotal(
  name: string,
  costs: Amount,
  invoice: SourceInvoice,
  profile: ImetalProfile,
  report: ReportFault,
): void {
  const costTotal = postableAmount(invoice.costTotal);
  if (costTotal === null) return;
  const difference = absoluteAmount(subtractAmounts(costs, costTotal));
  if (compareAmounts(difference, profile.roundingTolerance) <= 0) return;
  const total = ['total cost', costTotal] as const;
  report(mismatch('COST_MISMATCH', 'total cost', [name, costs], total, invoice.baseCurrency));
}
