import { type LedgerBalance, settle, tieOut, untied } from '../../../cli/start/tie-out';

const houston = { document_key: 'HOU-DIV-1', entity: '100', currency: 'USD', base_currency: 'USD', reference: null };
const invoices = [
  { ...houston, net: '100.00', tax: '8.25', cost_of_sales: '70.00' },
  { ...houston, document_key: 'HOU-DIV-2', currency: 'CAD', net: '50.00', tax: '0.00', cost_of_sales: '30.00' },
];
const hub = invoices.map(({ document_key }) => ({
  document_key,
  state: 'posted' as const,
  acknowledged: true,
  source_lines: 3,
  target_lines: 2,
}));

function balance(
  account: string,
  currency: string,
  documentAmount: string,
  baseAmount = documentAmount,
): LedgerBalance {
  return { account, entity: '100', currency, documentAmount, baseAmount };
}
const ledger = [
  balance('1200', 'USD', '208.25'),
  balance('1200', 'CAD', '50.00', '36.50'),
  balance('4010', 'USD', '-200.00'),
  balance('4010', 'CAD', '-50.00', '-36.50'),
  balance('2351', 'USD', '-8.25'),
  balance('5010', 'USD', '100.00'),
  balance('1300', 'USD', '-100.00'),
];
const opening = [balance('1200', 'USD', '100.00'), balance('4010', 'USD', '-100.00')];

test('source and ledger agree by measure, entity and currency, the opening balances apart', () => {
  const rows = tieOut(settle(invoices, hub), ledger, opening, '1200');
  expect(rows.map(({ measure, currency, source, ledger: inLedger }) => [measure, currency, source, inLedger])).toEqual([
    ['receivables', 'CAD', '50.00', '50.00'],
    ['receivables', 'USD', '108.25', '108.25'],
    ['sales', 'CAD', '50.00', '50.00'],
    ['sales', 'USD', '100.00', '100.00'],
    ['sales tax', 'USD', '8.25', '8.25'],
    ['cost of sales', 'USD', '100.00', '100.00'],
  ]);
  expect(untied(rows)).toEqual([]);
});

test('a cent too much in the ledger shows in its row alone', () => {
  const wrong = [...ledger, balance('4010', 'USD', '-0.01'), balance('1200', 'USD', '0.01')];
  const rows = untied(tieOut(settle(invoices, hub), wrong, opening, '1200'));
  expect(rows.map(({ measure, difference }) => [measure, difference])).toEqual([
    ['receivables', '0.01'],
    ['sales', '0.01'],
  ]);
});

test('parked money is named, and does not count as posted', () => {
  const parked = settle(invoices, [
    { ...(hub[0] as (typeof hub)[0]), state: 'rejected', acknowledged: false },
    ...hub.slice(1),
  ]);
  const receivables = tieOut(parked, ledger, opening, '1200').find(({ currency }) => currency === 'USD');
  expect(receivables).toMatchObject({ source: '108.25', parked: '108.25', posted: '0.00', difference: '108.25' });
});

test('an invoice that is neither posted nor parked does not tie out', () => {
  const open = settle(invoices, hub.slice(0, 1));
  expect(open.map(({ fate }) => fate)).toEqual(['posted', 'open']);
  expect(untied(tieOut(open, ledger, opening, '1200')).map(({ currency }) => currency)).toContain('CAD');
});

test('an invoice posted but not acknowledged to the source is still open', () => {
  const [first, ...others] = hub;
  const settled = settle(invoices, [{ ...(first as (typeof hub)[0]), acknowledged: false }, ...others]);
  expect(settled[0]?.fate).toBe('open');
});

test('an invoice that an earlier interface exported is not this hub’s', () => {
  const exportedBefore = {
    ...houston,
    document_key: 'HOU-DIV-0',
    reference: 'OLD-1',
    net: '1.00',
    tax: '0',
    cost_of_sales: '0',
  };
  expect(settle([...invoices, exportedBefore], hub)).toHaveLength(2);
});
