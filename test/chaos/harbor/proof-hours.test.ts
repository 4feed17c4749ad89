import type { TimeEntry } from './intacct-time';
import { chargeDifferences, hoursDifferences, type OwnedShift, standingLineDifferences } from './proof-hours';

const byDay: OwnedShift = {
  employeeId: 'E-1',
  shift: {
    ...{ documentKey: 'TS-9', userId: 40, projectId: 'P-1', state: 'processed', isProcessed: true, hours: '7.58' },
    minutesByDay: new Map([['2026-11-16', 455]]),
    machines: [
      { itemId: 'EQ-1', hours: '2.83' },
      { itemId: 'EQ-1', hours: '5.00' },
    ],
    span: { from: 0, to: 480 },
  },
};
const byNight: OwnedShift = {
  employeeId: 'E-1',
  shift: {
    ...byDay.shift,
    documentKey: 'TS-10',
    hours: '8.00',
    minutesByDay: new Map([
      ['2026-11-16', 180],
      ['2026-11-17', 300],
    ]),
  },
};

function entry(change: Partial<TimeEntry> = {}): TimeEntry {
  return {
    ...{ employeeId: 'E-1', timesheetKey: '1', RECORDNO: '1', ENTRYDATE: '2026-11-16', QTY: '7.58', PROJECTID: 'P-1' },
    ...{ ITEMID: 'LAB', TIMETYPE: 'Regular', NOTES: 'TS-9', DESCRIPTION: '' },
    ...change,
  };
}

const night = [entry({ NOTES: 'TS-10', QTY: '3.02' }), entry({ NOTES: 'TS-10', QTY: '4.98', ENTRYDATE: '2026-11-17' })];

test('a shift whose lines add up to its hours is in Intacct once', () => {
  expect(hoursDifferences([byDay], [entry({ QTY: '7.00' }), entry({ QTY: '0.58' })])).toEqual([]);
});

test('a shift that was taken back and posted anew counts once', () => {
  const before = [entry({ QTY: '6.00' }), entry({ QTY: '-6.00', NOTES: 'TS-9-2R' })];
  expect(hoursDifferences([byDay], [...before, entry({ NOTES: 'TS-9-2' })])).toEqual([]);
});

test('of a shift over midnight each day may be off by a break, and the whole by nothing', () => {
  expect(hoursDifferences([byNight], night)).toEqual([]);
  const [first = entry(), second = entry()] = night;
  expect(hoursDifferences([byNight], [first, { ...second, QTY: '4.99' }])).toEqual([
    'TS-10: shift of 8.00 h, Intacct has 8.01 h',
  ]);
});

test.each([
  ['twice', [entry(), entry()], 'TS-9: shift of 7.58 h, Intacct has 15.16 h'],
  ['never', [], 'TS-9: shift of 7.58 h, Intacct has 0.00 h'],
  ['a hundredth short', [entry({ QTY: '7.57' })], 'TS-9: shift of 7.58 h, Intacct has 7.57 h'],
  ["on another's timesheet", [entry({ employeeId: 'E-2' })], "TS-9: the shift is E-1's, and E-2 has 7.58 h of it"],
  ['on another project', [entry({ PROJECTID: 'P-2' })], 'TS-9: worked on P-1, and P-2 has 7.58 h of it'],
  [
    'on another day',
    [entry({ ENTRYDATE: '2026-11-15' })],
    'worker, project, day E-1 P-1 2026-11-15: shifts 0.00 h, Intacct 7.58 h',
  ],
  [
    'beside hours of a sheet that is not posted',
    [entry(), entry({ NOTES: 'TS-8', QTY: '1.00' })],
    'TS-8: no shift that is posted, and 1.00 h in Intacct',
  ],
])('a shift that is there %s is a difference', (_how, entries, expected) => {
  expect(hoursDifferences([byDay], entries)).toContain(expected);
});

test('hours that two mistakes make right in sum are a difference all the same', () => {
  const swapped = [entry({ NOTES: 'TS-10', QTY: '7.58' }), ...night.map((line) => ({ ...line, NOTES: 'TS-9' }))];
  expect(hoursDifferences([byDay, byNight], swapped)).toEqual([
    'TS-9: shift of 7.58 h, Intacct has 8.00 h',
    'TS-10: shift of 8.00 h, Intacct has 7.58 h',
  ]);
});

test('equipment is charged at its rate, each part rounded by itself', () => {
  const rates = { 'EQ-1': '62.25' };
  expect(chargeDifferences([byDay], rates, new Map([['EQ-1', '487.42']]))).toEqual([]);
  expect(chargeDifferences([byDay], rates, new Map([['EQ-1', '487.43']]))).toEqual([
    "equipment EQ-1: shifts 487.42, Intacct's ledger 487.43",
  ]);
  expect(chargeDifferences([byDay], rates, new Map())).toEqual([
    "equipment EQ-1: shifts 487.42, Intacct's ledger 0.00",
  ]);
});

test("a person's line that is lost, changed or doubled is a difference", () => {
  const line = entry({ NOTES: '', DESCRIPTION: 'By hand', QTY: '1.25' });
  expect(standingLineDifferences([line], [entry(), line])).toEqual([]);
  expect(standingLineDifferences([line], [entry()])).toHaveLength(2);
  expect(standingLineDifferences([line], [{ ...line, QTY: '1.50' }])).toHaveLength(2);
  expect(standingLineDifferences([line], [line, line])).toEqual(['people keyed in 1 lines, and there are 2']);
});
