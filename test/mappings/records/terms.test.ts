import type { IntacctTerm } from '../../../domain/master-records';
import { termNarrative } from '../../../mappings/records/term-narrative';
import { mapTermToImetal } from '../../../mappings/records/term-to-imetal';

const fromInvoice = 'from invoice/bill date';

function buildTerm(changes: Partial<IntacctTerm> = {}): IntacctTerm {
  return {
    kind: 'receivables',
    name: 'Net 30',
    recordNumber: '1',
    description: 'Net 30 days',
    isActive: true,
    due: { day: 30, from: fromInvoice },
    discount: null,
    discountCalculatedOn: null,
    penalty: null,
    modifiedAt: '2026-11-20T08:00:00Z',
    ...changes,
  };
}
const fieldsOf = (term: IntacctTerm) => {
  const mapped = mapTermToImetal(term, 'C');
  if (mapped.kind === 'exceptions') throw new Error(mapped.exceptions.map(({ message }) => message).join('; '));
  return mapped.fields;
};
const onePercent = { day: 5, from: fromInvoice, amount: '1', unit: '%' as const, graceDays: 0 };

describe('a term that iMetal can express', () => {
  test('has its discount in fields and in words a salesperson can read', () => {
    expect(fieldsOf(buildTerm({ name: '1% 5 Net 30', discount: onePercent }))).toEqual({
      description: 'Net 30 days',
      applies_to: 'C',
      due_days: '30',
      due_month_ends: '0',
      settlement_days: '5',
      settlement_discount: '1.00',
      penalty_percentage: null,
      penalty_period: null,
      narrative: '1% if paid within 5 days, otherwise net 30 days',
      active: 'true',
      external_reference: '1% 5 Net 30',
    });
  });

  test('tells its penalty', () => {
    const term = buildTerm({ penalty: { type: 'Monthly', amount: '1.50', unit: '%', graceDays: 0 } });
    expect(fieldsOf(term)).toMatchObject({ penalty_percentage: '1.50', penalty_period: 'MTH' });
    expect(termNarrative(term)).toBe('net 30 days; 1.5% a month on what is late');
  });

  test.each([
    [30, fromInvoice, '30', '0', 'net 30 days'],
    [0, fromInvoice, '0', '0', 'due at once'],
    [31, 'of the month of invoice/bill date', '0', '1', 'due at the end of the month of the invoice'],
    [10, 'of next month from invoice/bill date', '10', '1', 'due on day 10 of the next month'],
    [31, 'of next month from invoice/bill date', '0', '2', 'due at the end of the next month'],
    [15, 'of 2nd month from invoice/bill date', '15', '2', 'due on day 15 of the 2nd month'],
    [28, 'of 6th month from invoice/bill date', '28', '6', 'due on day 28 of the 6th month'],
  ])('day %i %s is %s days after %s month ends', (day, from, days, monthEnds, words) => {
    const term = buildTerm({ due: { day, from } });
    expect(fieldsOf(term)).toMatchObject({ due_days: days, due_month_ends: monthEnds, narrative: words });
  });
});

test.each<[string, Partial<IntacctTerm>, string]>([
  ['a day of its own month', { due: { day: 15, from: 'of the month of invoice/bill date' } }, 'due date'],
  ['a day that February lacks', { due: { day: 30, from: 'of next month from invoice/bill date' } }, 'due date'],
  ['no due rule', { due: null }, 'due date'],
  ['a due rule in unknown words', { due: { day: 1, from: 'of the quarter' } }, 'due date'],
  ['a discount in money', { discount: { ...onePercent, unit: '$' } }, 'discount'],
  [
    'a discount by the month',
    { discount: { ...onePercent, from: 'of next month from invoice/bill date' } },
    'discount',
  ],
  ['a discount with days of grace', { discount: { ...onePercent, graceDays: 2 } }, 'discount'],
  ['a discount of three decimals', { discount: { ...onePercent, amount: '1.125' } }, 'discount'],
  ['a penalty in money', { penalty: { type: 'Monthly', amount: '25', unit: '$', graceDays: 0 } }, 'penalty'],
  ['a penalty with days of grace', { penalty: { type: 'Daily', amount: '1', unit: '%', graceDays: 3 } }, 'penalty'],
  [
    'a penalty of an unknown period',
    { penalty: { type: 'Fortnightly', amount: '1', unit: '%', graceDays: 0 } },
    'penalty',
  ],
])('a term with %s is an exception that names the rule', (_, changes, field) => {
  expect(mapTermToImetal(buildTerm(changes), 'C')).toMatchObject({
    kind: 'exceptions',
    exceptions: [{ code: 'TERM_INEXPRESSIBLE', field, message: expect.stringContaining('Net 30') }],
  });
});

test('a description longer than iMetal holds names the limit and the text', () => {
  const description = 'x'.repeat(61);
  expect(mapTermToImetal(buildTerm({ description }), 'C')).toMatchObject({
    exceptions: [
      { code: 'FIELD_TOO_LONG', field: 'description', expected: 'at most 60 characters', actual: description },
    ],
  });
});
