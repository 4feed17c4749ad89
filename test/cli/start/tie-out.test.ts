import { compareReceivables, creditFaults, receivablesFaults } from '../../../cli/start/receivables-tie-out';
import { settle } from '../../../cli/start/settled-documents';
import type { SourceDocument } from '../../../cli/start/source-documents';
import { type MeasuredAmount, tieOut, untied } from '../../../cli/start/tie-out';

const amount = (measure: MeasuredAmount['measure'], currency: string, of: string): MeasuredAmount => {
  return { measure, entity: '100', currency, amount: of };
};
const documents: SourceDocument[] = [
  {
    ...{ flow: 'order-to-invoice', document_key: 'HOU-DIV-1', reference: null },
    amounts: [
      amount('receivables', 'USD', '108.25'),
      amount('sales', 'USD', '100.00'),
      amount('sales tax', 'USD', '8.25'),
    ],
  },
  {
    ...{ flow: 'order-to-invoice', document_key: 'HOU-DIV-2', reference: null },
    amounts: [amount('receivables', 'CAD', '50.00'), amount('sales', 'CAD', '50.00')],
  },
  {
    ...{ flow: 'sales-credit', document_key: 'HOU-CRN-3', reference: null },
    amounts: [amount('receivables', 'USD', '-10.00'), amount('sales', 'USD', '-10.00')],
  },
];
const hub = documents.map(({ flow, document_key }) => ({
  flow,
  document_key,
  state: 'posted' as 'posted' | 'rejected',
  acknowledged: true,
  source_lines: 3,
  hours: null,
  target_lines: 2,
}));
const [first, ...others] = hub as [(typeof hub)[number], ...typeof hub];
const ledger = [
  amount('receivables', 'USD', '98.25'),
  amount('receivables', 'CAD', '50.00'),
  amount('sales', 'USD', '90.00'),
  amount('sales', 'CAD', '50.00'),
  amount('sales tax', 'USD', '8.25'),
];

test('source and ledger agree by measure, entity and currency, credits taken off', () => {
  const rows = tieOut(settle(documents, hub), ledger);
  expect(rows.map(({ measure, currency, source, ledger: inLedger }) => [measure, currency, source, inLedger])).toEqual([
    ['receivables', 'CAD', '50.00', '50.00'],
    ['receivables', 'USD', '98.25', '98.25'],
    ['sales', 'CAD', '50.00', '50.00'],
    ['sales', 'USD', '90.00', '90.00'],
    ['sales tax', 'USD', '8.25', '8.25'],
  ]);
  expect(untied(rows)).toEqual([]);
});

test('a cent too much in the ledger shows in its row alone', () => {
  const rows = untied(tieOut(settle(documents, hub), [...ledger, amount('sales', 'USD', '0.01')]));
  expect(rows.map(({ measure, difference }) => [measure, difference])).toEqual([['sales', '0.01']]);
});

test('what the ledger has and no document asked for does not tie out', () => {
  const rows = untied(tieOut(settle(documents, hub), [...ledger, amount('payables', 'USD', '40.00')]));
  expect(rows.map(({ measure, difference }) => [measure, difference])).toEqual([['payables', '40.00']]);
});

test('parked money is named, and does not count as posted', () => {
  const parked = settle(documents, [{ ...first, state: 'rejected', acknowledged: false }, ...others]);
  const receivables = tieOut(parked, ledger).find(({ currency }) => currency === 'USD');
  expect(receivables).toMatchObject({ source: '98.25', parked: '108.25', posted: '-10.00', difference: '108.25' });
});

test('a document that is neither posted nor parked does not tie out', () => {
  const open = settle(documents, hub.slice(0, 1));
  expect(open.map(({ fate }) => fate)).toEqual(['posted', 'open', 'open']);
  expect(untied(tieOut(open, ledger)).map(({ currency }) => currency)).toContain('CAD');
});

test('a document posted but not acknowledged to the source is still open', () => {
  expect(settle(documents, [{ ...first, acknowledged: false }, ...others])[0]?.fate).toBe('open');
});

test('a credit that waits for an invoice which is posted by now is still open: it is let through at the next look', () => {
  const waiting = others.map((document) => ({ ...document, state: 'rejected' as const, acknowledged: false }));
  const exception = { code: 'CREDIT_INVOICE_NOT_POSTED', message: '', amount: null, currency: null };
  const exceptions = [
    { ...exception, document_key: 'HOU-CRN-3', cause_key: 'document:HOU-DIV-1' },
    { ...exception, document_key: 'HOU-DIV-2', cause_key: 'customer:C00112' },
  ];
  expect(settle(documents, [first, ...waiting], exceptions).map(({ fate }) => fate)).toEqual([
    'posted',
    'parked',
    'open',
  ]);
});

test('a document that an earlier interface exported is not this hub’s', () => {
  const exportedBefore = { ...(documents[0] as SourceDocument), document_key: 'HOU-DIV-0', reference: 'OLD-1' };
  expect(settle([...documents, exportedBefore], hub)).toHaveLength(3);
});

describe('receivables', () => {
  const statements = [
    {
      customerId: 'C1',
      items: [
        { kind: 'invoice', recordNumber: '7', currency: 'USD', openAmount: '100.00' },
        { kind: 'credit-memo', recordNumber: '9', currency: 'USD', openAmount: '-20.00' },
      ],
    },
  ];
  const items = [
    { customer: 'C1', record: '7', currency: 'USD', open: '100.00' },
    { customer: 'C1', record: '9', currency: 'USD', open: '-20.00' },
  ];
  const balances = [{ customer: 'C1', currency: 'USD', due: '80.00' }];
  const known = new Set(['C1']);

  test('agree when both systems show the same open documents and their sum', () => {
    const rows = compareReceivables(statements, items, balances, known);
    expect(rows).toMatchObject([
      { customerId: 'C1', currency: 'USD', intacct: '80.00', imetal: '80.00', differing: [] },
    ]);
    expect(receivablesFaults(rows, new Set())).toEqual([]);
  });

  test.each([
    [
      'a cent less of one document',
      [{ ...items[0], open: '99.99' }, items[1]],
      balances,
      /record 7: Intacct 100.00, iMetal 99.99/,
    ],
    ['a document less', items.slice(0, 1), balances, /record 9: Intacct -20.00, iMetal nothing/],
    [
      'a document more',
      [...items, { ...items[0], record: '11' }],
      balances,
      /record 11: Intacct nothing, iMetal 100.00/,
    ],
    [
      'two documents that differ by what the other has',
      [
        { ...items[0], open: '90.00' },
        { ...items[1], open: '-10.00' },
      ],
      balances,
      /record 7.*record 9/,
    ],
    [
      'a total that is not the sum of its items',
      items,
      [{ ...balances[0], due: '81.00' }],
      /total 81.00 is not the sum/,
    ],
    ['nothing at all', [], [], /Intacct 80.00, iMetal 0.00/],
  ])('do not agree when iMetal shows %s', (_case, shown, told, fault) => {
    const rows = compareReceivables(statements, shown as typeof items, told as typeof balances, known);
    expect(receivablesFaults(rows, new Set(['open-items/C1']))).toEqual([expect.stringMatching(fault)]);
  });

  test('of a customer whom iMetal does not have are a fault, unless its account waits for a person', () => {
    const rows = compareReceivables(statements, [], [], new Set());
    expect(rows).toMatchObject([{ customerId: 'C1', isInImetal: false }]);
    expect(receivablesFaults(rows, new Set(['open-items/C2']))).toEqual([
      'receivables of C1 in USD: Intacct 80.00, and iMetal has no such customer',
    ]);
    expect(receivablesFaults(rows, new Set(['open-items/C1']))).toEqual([]);
  });
});

describe('credit that iMetal shows', () => {
  const owing = {
    customerId: 'C1',
    currency: 'USD',
    intacct: '80.00',
    imetal: '80.00',
    isInImetal: true,
    differing: [],
  };
  const shown = {
    ...{ code: 'C1', customer: 'C1', name: 'Gulf Steel', currency: 'USD', limit: '100.00', own_limit: '100.00' },
    ...{ exposure: '80.00', ordered: '0.00', over_extended: false, reason: null },
  };

  test('is the balance against the limit of the customer', () => {
    expect(creditFaults([shown], [owing])).toEqual([]);
  });

  test.each([
    ['another limit', { limit: '90.00' }, /limit 90.00, its own is 100.00/],
    ['no limit', { limit: null }, /limit none, its own is 100.00/],
    ['another exposure', { exposure: '79.99' }, /exposure 79.99 USD, it owes 80.00/],
    ['a limit that is passed and not told', { limit: '50.00', own_limit: '50.00' }, /not called over-extended/],
  ])('does not hold with %s', (_case, change, fault) => {
    expect(creditFaults([{ ...shown, ...change }], [owing])).toEqual([expect.stringMatching(fault)]);
  });

  test('has orders in its exposure, which are not compared, and so has one in two currencies', () => {
    expect(creditFaults([{ ...shown, exposure: '95.00', ordered: '15.00' }], [owing])).toEqual([]);
    expect(creditFaults([{ ...shown, exposure: '95.00' }], [owing, { ...owing, currency: 'CAD' }])).toEqual([]);
  });
});
