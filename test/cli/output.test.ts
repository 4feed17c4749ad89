import { moneyText } from '../../cli/output/money-text';
import { hoursColumn, tableText } from '../../cli/output/table';
import { ageText } from '../../cli/output/time-text';
import { lineNounOf, summariseTrace, targetText } from '../../cli/output/trace-summary';
import { webUiLink } from '../../cli/output/web-ui-link';
import type { PostingPurpose } from '../../domain/posting';

test.each([
  ['0', 'USD', '0.00 USD'],
  ['-1234567.5', 'CAD', '-1,234,567.50 CAD'],
  ['999.99', null, '999.99'],
  ['1000', null, '1,000.00'],
  ['1234.5678', 'GBP', '1,234.5678 GBP'],
  [null, 'GBP', '—'],
])('%s %s is printed as %s', (amount, currency, text) => {
  expect(moneyText(amount, currency)).toBe(text);
});

test.each([
  [0, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [3600, '1 h'],
  [12_000, '3 h 20 min'],
  [86_400, '1 d'],
  [100_000, '1 d 3 h'],
])('%d seconds are an age of %s', (seconds, text) => {
  expect(ageText(seconds)).toBe(text);
});

test('a table lines its columns up, amounts to the right, and wraps the column that stretches', () => {
  const columns = [
    { title: 'document' },
    { title: 'amount', align: 'right' as const },
    { title: 'why', stretches: true },
  ];
  const why = 'the customer is not in Intacct, and nobody has created it';
  const text = tableText(columns, [['HOU-DIV-1', '1,000.00', why]], 55);
  expect(text.split('\n')).toEqual([
    'document     amount  why',
    'HOU-DIV-1  1,000.00  the customer is not in Intacct,',
    '                     and nobody has created it',
  ]);
});

test('a column of hours is there only where a row has hours', () => {
  const columns = [{ title: 'document' }, hoursColumn, { title: 'code' }];
  const money = ['HOU-DIV-1', '—', 'PERIOD_CLOSED'];
  expect(tableText(columns, [money], 80).split('\n')).toEqual(['document   code', 'HOU-DIV-1  PERIOD_CLOSED']);
  expect(tableText(columns, [money, ['TS-1', '8.00', 'EMPLOYEE_UNKNOWN']], 80).split('\n')).toEqual([
    'document   hours  code',
    'HOU-DIV-1      —  PERIOD_CLOSED',
    'TS-1        8.00  EMPLOYEE_UNKNOWN',
  ]);
});

test('a trace is summed by target, in the order of the targets', () => {
  const entry = (sourceLineId: string, amount: string, lineNumber: number) => ({
    sourceLineId,
    label: '',
    amount,
    target: { kind: 'invoice-line' as const, lineNumber },
  });
  expect(
    summariseTrace(
      [entry('charge:2', '5.00', 2), entry('charge:1', '1.10', 1), entry('charge:3', '2.20', 1)],
      'invoice line',
    ),
  ).toEqual({
    sourceLines: 3,
    targets: [
      { target: 'invoice line 1', sourceLines: 2, amount: '3.3' },
      { target: 'invoice line 2', sourceLines: 1, amount: '5' },
    ],
  });
});

test("a trace calls the lines of bills and credits by their name, also where an earlier revision's are taken back", () => {
  const target = { kind: 'invoice-line-tax' as const, lineNumber: 3, taxDetailId: 'GST 5%' };
  const named = (...purposes: PostingPurpose[]) =>
    targetText(target, lineNounOf(purposes.map((purpose) => ({ purpose }))));
  expect(named('invoice', 'cost-of-sales')).toBe('invoice line 3, tax GST 5%');
  expect(named('credit-memo-reversal', 'credit-memo')).toBe('credit line 3, tax GST 5%');
  expect(named('bill')).toBe('bill line 3, tax GST 5%');
  expect(named('supplier-credit')).toBe('credit line 3, tax GST 5%');
});

test('a link to the Web UI escapes the workflow id', () => {
  const environment = { WEB_UI_URL: 'http://localhost:8233/', TEMPORAL_NAMESPACE: 'metals' };
  expect(webUiLink(environment, 'order-to-invoice/x/HOU-DIV-1')).toBe(
    'http://localhost:8233/namespaces/metals/workflows/order-to-invoice%2Fx%2FHOU-DIV-1',
  );
  expect(webUiLink({}, 'x')).toBeNull();
});
