import type { ApLine } from '../../domain/ap-bill';
import { compareAmounts, formatCents, isZeroAmount, negateAmount, sumAmounts } from '../../domain/money';
import type { SupplierDocumentPlan } from '../../domain/posting-plan';
import type { SourceSupplierDocument } from '../../domain/source-supplier-document';
import type { ReportFault } from '../fault-report';
import { proveSupplierTrace } from '../prove-trace';

/**
 * Asserts on the documents as they will be sent: there are lines, lines and taxes make the gross amount
 * (TOTAL_MISMATCH), an adjustment has lines of one sign (LINES_OF_BOTH_SIGNS), the exchange difference balances
 * (JOURNAL_UNBALANCED), the trace is a partition (TOTAL_MISMATCH).
 */
export function checkSupplierPlan(
  plan: SupplierDocumentPlan,
  document: SourceSupplierDocument,
  report: ReportFault,
): void {
  const lines = plan.bill?.lines ?? plan.adjustment?.lines ?? [];
  if (lines.length === 0) {
    const says = 'the document has nothing to post: no item has a value or a tax';
    report({ code: 'DOCUMENT_INCOMPLETE', field: 'items', expected: 'a value', actual: 'none', says });
  }
  checkTotal(plan, document, report);
  if (plan.adjustment !== null) checkOneSign(lines, plan.totals.currency, report);
  const balance = sumAmounts(
    (plan.exchangeDifference?.lines ?? []).map(({ side, amount }) =>
      side === 'debit' ? amount : negateAmount(amount),
    ),
  );
  if (!isZeroAmount(balance)) {
    const says = `debits less credits of the exchange difference are ${formatCents(balance)} ${plan.totals.baseCurrency}`;
    report({ code: 'JOURNAL_UNBALANCED', field: 'exchange difference', expected: '0.00', actual: balance, says });
  }
  for (const difference of proveSupplierTrace(plan, document).differences) {
    report({
      code: 'TOTAL_MISMATCH',
      field: 'trace',
      expected: 'every source line in exactly the lines it went into',
      actual: difference,
      says: `the trace does not prove the sums: ${difference}`,
    });
  }
}

function checkTotal(plan: SupplierDocumentPlan, document: SourceSupplierDocument, report: ReportFault): void {
  const gross = document.grossAmount ?? '0';
  const expected = document.kind === 'credit' ? negateAmount(gross) : gross;
  if (compareAmounts(plan.totals.gross, expected) === 0) return;
  const { currency } = plan.totals;
  const [came, wanted] = [`${plan.totals.gross} ${currency}`, `${formatCents(expected)} ${currency}`];
  const says = `lines to be sent ${came} ≠ gross amount ${wanted}`;
  report({ code: 'TOTAL_MISMATCH', field: 'gross amount', expected: wanted, actual: came, says });
}

function checkOneSign(lines: readonly ApLine[], currency: string, report: ReportFault): void {
  const isPositive = ({ amount }: { amount: string }) => compareAmounts(amount, '0') > 0;
  const against = lines.filter((line) => isPositive(line) || line.taxEntries.some(isPositive));
  if (against.length === 0) return;
  const named = against.map(({ accountNumber, amount }) => `account ${accountNumber} ${amount} ${currency}`).join(', ');
  report({
    code: 'LINES_OF_BOTH_SIGNS',
    field: 'lines',
    expected: 'lines that all owe less',
    actual: named,
    says: `Intacct takes a vendor adjustment with lines of one sign only, and these would owe more: ${named}`,
  });
}
