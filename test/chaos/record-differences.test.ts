import { recordDifferences } from './record-differences';

const posted = [
  { documentKey: 'HOU-DIV-104233', recordNo: '11' },
  { documentKey: 'HOU-DIV-104236', recordNo: '12' },
];
const records = [
  { recordNo: '11', reference: 'HOU-DIV-104233' },
  { recordNo: '12', reference: 'HOU-DIV-104236-2' },
];

test('keys that name the records of their own documents differ in nothing', () => {
  expect(recordDifferences('invoice', posted, records)).toEqual([]);
});

test('a changed key is found twice: its record is not there, and a record is no document’s', () => {
  const changed = [posted[0], { documentKey: 'HOU-DIV-104236', recordNo: '99' }].flatMap((each) => each ?? []);
  expect(recordDifferences('invoice', changed, records)).toEqual([
    "invoice: Intacct record 12 (HOU-DIV-104236-2) is no document's",
    'HOU-DIV-104236 invoice: record 99 is not in Intacct',
  ]);
});

test('two keys that were exchanged are found, though the same records are there', () => {
  const exchanged = posted.map((each, index) => ({ ...each, recordNo: index === 0 ? '12' : '11' }));
  expect(recordDifferences('invoice', exchanged, records)).toEqual([
    'HOU-DIV-104233 invoice: record 12 is HOU-DIV-104236-2 in Intacct',
    'HOU-DIV-104236 invoice: record 11 is HOU-DIV-104233 in Intacct',
  ]);
});

test('a record that stands in Intacct twice for one document is found', () => {
  const doubled = [...records, { recordNo: '13', reference: 'HOU-DIV-104233' }];
  expect(recordDifferences('invoice', posted, doubled)).toEqual([
    "invoice: Intacct record 13 (HOU-DIV-104233) is no document's",
  ]);
});
