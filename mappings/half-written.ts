import type { ExceptionCode, PostingException } from '../domain/exception';

/** What a document whose lines are not all there yet looks like: sums that do not hold, and parts that are missing. */
const halfWrittenCodes: ReadonlySet<ExceptionCode> = new Set([
  'TOTAL_MISMATCH',
  'BASE_AMOUNT_MISMATCH',
  'COST_MISMATCH',
  'TAX_MISMATCH',
  'DOCUMENT_INCOMPLETE',
  'MATCH_MISMATCH',
  'GOODS_UNMATCHED',
  'JOURNAL_UNBALANCED',
]);

/**
 * True when all faults of a document may be gone once its source has finished writing it, so that a young document is
 * better read again than parked. One fault of another kind needs a person anyway. facts/imetal.md 1.6.
 */
export function mayBeHalfWritten(exceptions: readonly PostingException[]): boolean {
  return exceptions.length > 0 && exceptions.every(({ code }) => halfWrittenCodes.has(code));
}
