import { findPosted } from '../../activities/find-posted';
import type { PostedInvoice, PostedJournalEntry } from '../../clients/intacct/intacct-client';
import type { ArInvoice } from '../../domain/ar-invoice';
import { costOfSalesOf, documentsOf, invoiceOf } from '../db/planned-document';

const key = 'HOU-DIV-1';

function postedInvoice(changes: Partial<PostedInvoice> = {}): PostedInvoice {
  const { invoiceNumber, customerId, invoiceDate, currency, total, description } = invoiceOf(key);
  const posted = { invoiceNumber, customerId, invoiceDate, currency, total, description };
  return { recordNumber: '1', state: 'Posted', ...posted, ...changes };
}

function postedJournal(changes: Partial<PostedJournalEntry> = {}): PostedJournalEntry {
  const { journalSymbol, postingDate, referenceNumber, title, lines } = costOfSalesOf(key);
  const posted = { journalSymbol, postingDate, referenceNumber, title, lines };
  return { recordNumber: '2', state: 'Posted', ...posted, ...changes };
}

const intacctWith = (invoices: PostedInvoice[], journalEntries: PostedJournalEntry[]) => ({
  findInvoices: async () => invoices,
  findJournalEntries: async () => journalEntries,
  findArAdjustments: async () => [],
  findApAdjustments: async () => [],
  findBills: async () => [],
  findApplications: async () => [],
  findStatisticalEntries: async () => [],
  findTimesheets: async () => [],
});
const find = (
  invoices: PostedInvoice[],
  journalEntries: PostedJournalEntry[],
  documents: ReturnType<typeof documentsOf> = documentsOf(key),
) => findPosted(intacctWith(invoices, journalEntries), '100', documents);

const debit = (accountNumber: string, amount: string) => ({ side: 'debit' as const, accountNumber, amount });
const credit = (accountNumber: string, amount: string) => ({ side: 'credit' as const, accountNumber, amount });

test('invoice and journal with the content of the plan are its own', async () => {
  expect(await find([postedInvoice()], [postedJournal()])).toEqual({
    kind: 'equal',
    keys: new Map([
      ['invoice', '1'],
      ['cost-of-sales', '2'],
    ]),
  });
});

test('nothing under the number is nothing; an invoice without its journal is a difference', async () => {
  expect(await find([], [])).toEqual({ kind: 'none' });
  expect(await find([], [], documentsOf(key).slice(1))).toEqual({ kind: 'none' });
  expect(await find([postedInvoice()], [])).toMatchObject({
    kind: 'different',
    actual: '0 such entries, 0 under the reference',
  });
});

describe('a journal is compared by its sums', () => {
  test('however its lines were split and numbers are spelt', async () => {
    const lines = [debit('5010', '40.0'), debit('5010', '20'), credit('1300', '60.0000')];
    expect(await find([postedInvoice()], [postedJournal({ lines })])).toMatchObject({ kind: 'equal' });
  });

  test.each([
    [
      'another amount',
      [debit('5010', '60.01'), credit('1300', '60.01')],
      'debit 5010 60.00, credit 1300 60.00 USD',
      'debit 5010 60.01, credit 1300 60.01',
    ],
    [
      'another account',
      [debit('5030', '60'), credit('1300', '60')],
      'debit 5010 60.00, debit 5030 0.00 USD',
      'debit 5010 0.00, debit 5030 60.00',
    ],
    [
      'the sides changed',
      [credit('5010', '60'), debit('1300', '60')],
      'debit 5010 60.00, credit 1300 60.00, credit 5010 0.00, debit 1300 0.00 USD',
      'debit 5010 0.00, credit 1300 0.00, credit 5010 60.00, debit 1300 60.00',
    ],
    ['no lines', [], 'debit 5010 60.00, credit 1300 60.00 USD', 'debit 5010 0.00, credit 1300 0.00'],
    ['more decimals', [debit('5010', '60.001'), credit('1300', '60')], 'debit 5010 60.00 USD', 'debit 5010 60.001'],
  ])('and is a difference with %s', async (_, lines, expected, actual) => {
    const title = 'Cost of sales HOU-DIV-1';
    expect(await find([postedInvoice()], [postedJournal({ lines })])).toEqual({
      kind: 'different',
      expected: `one journal entry "${title}" of 2026-11-20 in CGS under reference HOU-DIV-1 with ${expected}`,
      actual: `record 2 with ${actual}`,
    });
  });

  test("also a day's journal, which has no invoice", async () => {
    const documents = documentsOf(key).slice(1);
    expect(await find([], [postedJournal()], documents)).toMatchObject({ kind: 'equal' });
    const lines = [debit('5010', '59.00'), credit('1300', '59.00')];
    expect(await find([], [postedJournal({ lines })], documents)).toMatchObject({ kind: 'different' });
  });
});

test('two journals alike are a difference: one of them is not ours', async () => {
  const found = await find([postedInvoice()], [postedJournal(), postedJournal({ recordNumber: '3' })]);
  expect(found).toMatchObject({ kind: 'different', actual: '2 such entries, 2 under the reference' });
});

describe('an empty currency of a found invoice is the base currency', () => {
  const documentsWith = (changes: Partial<ArInvoice>) => [
    { purpose: 'invoice' as const, kind: 'create-invoice' as const, invoice: invoiceOf(key, changes) },
  ];

  test('so an invoice in the base currency is the same', async () => {
    expect(await find([postedInvoice({ currency: '' })], [], documentsWith({}))).toMatchObject({ kind: 'equal' });
  });

  test('and one in a foreign currency is not', async () => {
    const documents = documentsWith({ currency: 'USD', baseCurrency: 'CAD' });
    expect(await find([postedInvoice({ currency: '' })], [], documents)).toMatchObject({ kind: 'different' });
  });
});

test('beside an invoice of somebody else under the same number, ours is found; two that are ours are a difference', async () => {
  const somebodysElse = postedInvoice({ recordNumber: '7', description: 'Keyed by hand', total: '12.00' });
  expect(await find([somebodysElse, postedInvoice()], [postedJournal()])).toMatchObject({ kind: 'equal' });
  expect(await find([postedInvoice({ recordNumber: '8' }), postedInvoice()], [postedJournal()])).toMatchObject({
    kind: 'different',
  });
});

describe('an application of a credit', () => {
  const application = {
    customerId: 'C1',
    creditRecordNumber: '17',
    invoiceRecordNumber: '7',
    amount: '8580.85',
    currency: 'GBP',
    baseCurrency: 'GBP',
    exchangeRate: null,
    applicationDate: '2026-11-20',
    referenceNumber: 'BHM-CRN-1/application',
    undepositedAccountNumber: '1090',
  };
  const detail = (amount: string) => ({ invoiceRecordNumber: '7', creditRecordNumber: '17', amount });
  const findWith = (...amounts: string[]) => {
    const found = { recordNumber: '22', customerId: 'C1', state: 'Posted', details: amounts.map(detail) };
    const intacct = { ...intacctWith([], []), findApplications: async () => [found] };
    return findPosted(intacct, '300', [{ purpose: 'credit-application', kind: 'apply-credit', application }]);
  };

  test('is found by the sum of its details, one for each line of the invoice', async () => {
    expect(await findWith('7150.71', '1430.14')).toMatchObject({ kind: 'equal' });
    expect(await findWith('8580.85')).toMatchObject({ kind: 'equal' });
    expect(await findWith('7150.71', '1430.15')).toMatchObject({ kind: 'different' });
    expect(await findWith()).toMatchObject({ kind: 'different' });
  });
});
