import type { ReportFault } from '../fault-report';
import { postableAmount } from './source-amount';

/** A check that each line of a document is read once: call it with every line's name (DOCUMENT_INCOMPLETE). */
export function lineOnce(report: ReportFault): (line: string) => void {
  const seen = new Set<string>();
  return (line) => {
    if (seen.has(line)) {
      report({
        code: 'DOCUMENT_INCOMPLETE',
        field: line,
        expected: 'once',
        actual: 'more than once',
        says: `${line} was read more than once`,
      });
    }
    seen.add(line);
  };
}

/** A check that an amount is there and can be posted (AMOUNT_MISSING); `line` where many lines may share the fault. */
export function amountThere(report: ReportFault): (field: string, amount: string | null, line?: string) => void {
  return (field, amount, line) => {
    if (postableAmount(amount) !== null) return;
    report({
      code: 'AMOUNT_MISSING',
      field: line === undefined ? field : `${line}: ${field}`,
      expected: 'an amount of at most two decimals',
      actual: amount ?? 'none',
      says: amount === null ? `${field} is missing` : `${field} '${amount}' is no amount of at most two decimals`,
      ...(line === undefined ? {} : { line }),
    });
  };
}
