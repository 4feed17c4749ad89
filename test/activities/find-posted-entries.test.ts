import type { Lookups } from '../../activities/find-posted';
import { findStatisticalEntry } from '../../activities/find-posted-entries';
import type { StatisticalEntry } from '../../domain/statistical-entry';

const planned: StatisticalEntry = {
  journalSymbol: 'STK',
  postingDate: '2026-11-20',
  title: 'BHM-CNT-900001 · CNT',
  referenceNumber: 'BHM-CNT-900001',
  lines: [
    {
      lineNumber: 1,
      side: 'decrease',
      accountNumber: '9010',
      quantity: '88.831',
      memo: 'CNT, weight, 1 item',
      dimensions: { locationId: '310' },
    },
  ],
};

const nothing = async () => [];

function lookupsThatFind(quantity: string): Lookups {
  const { postingDate, title } = planned;
  const lines = [{ side: 'decrease' as const, accountNumber: '9010', quantity }];
  return {
    findInvoices: nothing,
    findArAdjustments: nothing,
    findBills: nothing,
    findTimesheets: nothing,
    findApAdjustments: nothing,
    findJournalEntries: nothing,
    findApplications: nothing,
    findStatisticalEntries: async () => [{ recordNumber: '10', postingDate, title, state: 'Posted', lines }],
  };
}

test('a weight of three decimals, of which Intacct kept two, is the same entry', async () => {
  expect(await findStatisticalEntry(lookupsThatFind('88.83'), '300', planned)).toEqual({ kind: 'equal', key: '10' });
});

test('another weight is another entry', async () => {
  expect(await findStatisticalEntry(lookupsThatFind('88.84'), '300', planned)).toMatchObject({ kind: 'different' });
});
