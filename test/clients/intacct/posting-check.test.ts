import type { PostingFunction } from '../../../clients/intacct/intacct-client';
import { findPostingFault } from '../../../clients/intacct/posting-check';
import { costJournal, domesticInvoice } from './sample-documents';
import {
  application,
  bill,
  creditMemo,
  postings,
  shift,
  standingTimesheet,
  statisticalEntry,
  supplierCredit,
  writeOff,
} from './sample-postings';

const arAdjustment = (changes: object): PostingFunction => ({
  ...postings['credit-memo'],
  adjustment: { ...creditMemo, ...changes },
});
const apAdjustment = (changes: object): PostingFunction => ({
  ...postings['supplier-credit'],
  adjustment: { ...supplierCredit, ...changes },
});
const apBill = (changes: object): PostingFunction => ({ ...postings.bill, bill: { ...bill, ...changes } });
const applied = (changes: object): PostingFunction => ({
  ...postings['credit-application'],
  application: { ...application, ...changes },
});
const counted = (quantity: string): PostingFunction => ({
  ...postings['statistical-entry'],
  entry: { ...statisticalEntry, lines: statisticalEntry.lines.map((line) => ({ ...line, quantity })) },
});
const worked = (hours: string): PostingFunction => ({
  ...postings.timesheet,
  addition: { ...shift, entries: shift.entries.map((entry) => ({ ...entry, hours })) },
});
const apLine = (amount: string) => ({ ...supplierCredit.lines[0], amount });

describe('what accounting guarantees holds before anything is sent', () => {
  it.each(Object.entries(postings))('lets a whole %s through', (_, posting) => {
    expect(findPostingFault(posting)).toBeNull();
  });

  it('lets a journal through that balances over two locations', () => {
    expect(findPostingFault({ kind: 'create-journal-entry', controlId: 'c', entry: writeOff })).toBeNull();
  });

  it('lets hours through that take others back', () => {
    expect(findPostingFault(worked('-7.50'))).toBeNull();
    const nothingStands = { ...standingTimesheet, entries: [] };
    expect(findPostingFault({ ...postings['timesheet-addition'], standing: nothingStands })).toBeNull();
  });

  it.each<[string, PostingFunction, string, string]>([
    [
      'a credit memo of another total',
      arAdjustment({ total: '-104' }),
      'TOTAL_MISMATCH',
      '-105.00 USD ≠ total -104.00',
    ],
    ['an adjustment of nothing', arAdjustment({ lines: [], total: '0' }), 'TOTAL_MISMATCH', 'total 0.00 USD'],
    ['a foreign credit memo without a rate', arAdjustment({ exchangeRate: null }), 'RATE_MISSING', 'USD to CAD'],
    ['a bill of another total', apBill({ total: '944.61' }), 'TOTAL_MISMATCH', 'bill B-551/a & b of vendor V-9'],
    ['a foreign bill without a rate', apBill({ exchangeRate: null }), 'RATE_MISSING', 'EUR to CAD'],
    ['a bill with a term and no due date', apBill({ dueDate: null }), 'REQUIRED_FIELD_MISSING', 'no due date'],
    [
      'a bill that is a credit',
      apBill({ lines: supplierCredit.lines, total: '-80' }),
      'TOTAL_MISMATCH',
      'expected more than zero',
    ],
    [
      'a payables adjustment of both signs',
      apAdjustment({ lines: [apLine('-90'), apLine('10')] }),
      'LINES_OF_BOTH_SIGNS',
      'a line of 10.00 under a total of -80.00 USD',
    ],
    ['a payables adjustment of another total', apAdjustment({ total: '-81' }), 'TOTAL_MISMATCH', 'total -81.00'],
    ['an application of nothing', applied({ amount: '0' }), 'AMOUNT_MISSING', 'expected more than zero'],
    ['an application the wrong way round', applied({ amount: '-1' }), 'AMOUNT_MISSING', 'expected more than zero'],
    ['a foreign application without a rate', applied({ currency: 'EUR' }), 'RATE_MISSING', 'EUR to USD'],
    ['a negative quantity', counted('-1'), 'QUANTITY_MISSING', 'line 1 has a quantity of "-1"'],
    ['a quantity of zero', counted('0.000'), 'QUANTITY_MISSING', 'expected more than zero'],
    ['a quantity that is no number', counted('1,000'), 'QUANTITY_MISSING', '"1,000"'],
    [
      'a statistical entry without lines',
      { ...postings['statistical-entry'], entry: { ...statisticalEntry, lines: [] } },
      'QUANTITY_MISSING',
      'no lines',
    ],
    ['hours of zero', worked('0.00'), 'HOURS_MISSING', 'TS-9001 on the timesheet of employee E-7 from 2026-11-16'],
    ['hours that are no number', worked('7h30'), 'HOURS_MISSING', 'entry 1 has "7h30" hours'],
    ['hours finer than two decimals', worked('7.333'), 'HOURS_MISSING', 'two decimals at most'],
    [
      'a shift without entries',
      { ...postings.timesheet, addition: { ...shift, entries: [] } },
      'HOURS_MISSING',
      'no entries',
    ],
    [
      'a shift that its timesheet has already',
      { ...postings['timesheet-addition'], addition: { ...shift, reference: 'TS-8990' } },
      'OUTCOME_CONFLICT',
      'stand on timesheet 55 already',
    ],
    [
      'an unbalanced journal',
      { kind: 'create-journal-entry', controlId: 'c', entry: { ...costJournal, lines: costJournal.lines.slice(0, 1) } },
      'JOURNAL_UNBALANCED',
      'debits 8000.10 ≠ credits 0.00 USD',
    ],
    [
      'an invoice of another total',
      { kind: 'create-invoice', controlId: 'c', invoice: { ...domesticInvoice, total: '1' } },
      'TOTAL_MISMATCH',
      'invoice HOU-DIV-104233',
    ],
  ])('does not send %s', (_, posting, code, words) => {
    const fault = findPostingFault(posting);
    expect(fault?.code).toBe(code);
    expect(fault?.message).toContain(words);
  });
});
