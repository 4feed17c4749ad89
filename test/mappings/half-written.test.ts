import type { ExceptionCode } from '../../domain/exception';
import { mayBeHalfWritten } from '../../mappings/half-written';

const withCodes = (...codes: ExceptionCode[]) =>
  codes.map((code) => ({ code, field: '', expected: '', actual: '', message: '', causeKey: null }));

describe('a document that cannot be posted', () => {
  it.each<ExceptionCode>([
    'TOTAL_MISMATCH',
    'COST_MISMATCH',
    'TAX_MISMATCH',
    'BASE_AMOUNT_MISMATCH',
    'DOCUMENT_INCOMPLETE',
    'MATCH_MISMATCH',
    'GOODS_UNMATCHED',
    'JOURNAL_UNBALANCED',
  ])('may be half-written when %s is all that is wrong', (code) => {
    expect(mayBeHalfWritten(withCodes(code, 'TOTAL_MISMATCH'))).toBe(true);
  });

  it('is not taken for half-written when something else is wrong too, or nothing at all', () => {
    expect(mayBeHalfWritten(withCodes('TOTAL_MISMATCH', 'ACCOUNT_UNMAPPED'))).toBe(false);
    expect(mayBeHalfWritten([])).toBe(false);
  });
});
