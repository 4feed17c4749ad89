import { causeKey } from '../../domain/exception';
import type { ImetalProfile } from '../../domain/imetal-profile';
import { type Amount, isZeroAmount } from '../../domain/money';
import type { TraceEntry } from '../../domain/posting-plan';
import type { SourceCost, SourceInvoice, SourceInvoiceItem, SourceStockAdjustment } from '../../domain/source-invoice';
import type { ReportFault } from '../fault-report';
import { lookUp } from '../look-up';
import { findCostGroup, findDepartment, findLedgerAccount } from './ledger-coding';
import { labelOfAdjustment, labelOfCost } from './line-labels';
import { postableAmount } from './source-amount';

/** A cost or a stock adjustment with the accounts it moves value between; base currency, never zero. */
export interface CodedCost {
  sourceLineId: string;
  label: string;
  /** What its journal lines are called: `Cost of material`, `Stock adjustment SCRAP, material`. */
  title: string;
  debitAccountNumber: string;
  creditAccountNumber: string;
  departmentId: string | null;
  /** Negative takes back: debit and credit change sides. */
  amount: Amount;
}

/**
 * Costs and stock adjustments with their accounts, and the trace of those dropped because they are zero. Reports
 * ACCOUNT_UNMAPPED and COST_GROUP_UNKNOWN.
 */
export function codeCosts(
  invoice: SourceInvoice,
  profile: ImetalProfile,
  report: ReportFault,
): { coded: CodedCost[]; dropped: TraceEntry[] } {
  const coded: CodedCost[] = [];
  const dropped: TraceEntry[] = [];
  const place = (sourceLineId: string, label: string, value: Amount | null, code: () => CodedCost | null) => {
    const amount = postableAmount(value);
    if (amount !== null && isZeroAmount(amount)) {
      dropped.push({ sourceLineId, label, amount: '0.00', target: { kind: 'dropped', reason: 'zero value' } });
      return;
    }
    const cost = code();
    if (cost !== null && amount !== null) coded.push(cost);
  };
  for (const item of invoice.items) {
    for (const cost of item.costs) {
      const label = labelOfCost(item, cost);
      place(`cost:${cost.costId}`, label, cost.baseValue, () => codeCost(item, cost, label, profile, report));
    }
  }
  for (const adjustment of invoice.stockAdjustments) {
    const label = labelOfAdjustment(adjustment.reasonCode ?? 'no reason', adjustment.costGroup);
    const sourceLineId = `adjustment:${adjustment.adjustmentId}`;
    place(sourceLineId, label, adjustment.baseValue, () => codeAdjustment(adjustment, label, profile, report));
  }
  return { coded, dropped };
}

function codeCost(
  item: SourceInvoiceItem,
  cost: SourceCost,
  label: string,
  profile: ImetalProfile,
  report: ReportFault,
): CodedCost | null {
  const line = `item ${item.itemNumber}, cost ${cost.costId}`;
  const costGroup = findCostGroup(cost.costGroup, line, report);
  const role = {
    line,
    groupNoun: 'sales group' as const,
    groupCode: cost.salesGroupCode,
    costGroup: cost.costGroup,
  };
  const debit = findLedgerAccount(cost.debitAccount, { ...role, name: 'debit account' }, profile, report);
  const credit = findLedgerAccount(cost.creditAccount, { ...role, name: 'credit account' }, profile, report);
  if (costGroup === null || debit === null || credit === null || cost.baseValue === null) return null;
  return {
    sourceLineId: `cost:${cost.costId}`,
    label,
    title: `Cost of ${costGroup}`,
    debitAccountNumber: debit,
    creditAccountNumber: credit,
    departmentId: findDepartment(cost.salesGroupCode, profile),
    amount: cost.baseValue,
  };
}

function codeAdjustment(
  adjustment: SourceStockAdjustment,
  label: string,
  profile: ImetalProfile,
  report: ReportFault,
): CodedCost | null {
  const line = `adjustment ${adjustment.adjustmentId}`;
  const costGroup = findCostGroup(adjustment.costGroup, line, report);
  const reasonCode = adjustment.reasonCode ?? '';
  const accounts = lookUp(profile.stockAdjustments, reasonCode);
  if (accounts === undefined) {
    const reason = reasonCode === '' ? 'stock adjustment without a reason' : `stock adjustment reason ${reasonCode}`;
    report({
      code: 'ACCOUNT_UNMAPPED',
      field: `${line}: reason`,
      expected: 'a stock adjustment reason of the company profile',
      actual: reasonCode === '' ? 'none' : reasonCode,
      says: `${reason} has no accounts in the company profile`,
      ...(reasonCode === '' ? {} : { causeKey: causeKey.adjustmentReason(reasonCode) }),
      line,
    });
    return null;
  }
  if (costGroup === null || adjustment.baseValue === null) return null;
  return {
    sourceLineId: `adjustment:${adjustment.adjustmentId}`,
    label,
    title: `Stock adjustment ${reasonCode}, ${costGroup}`,
    debitAccountNumber: accounts.debit,
    creditAccountNumber: accounts.credit,
    departmentId: null,
    amount: adjustment.baseValue,
  };
}
