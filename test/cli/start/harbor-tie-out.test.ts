import {
  hoursOfMinutes,
  hubHours,
  type PostedTime,
  type SettledSheet,
  tieOutHours,
  tieOutMachines,
  timeFaults,
} from '../../../cli/start/harbor-tie-out';

const excavator = { itemId: 'EQ-EXC20', hours: '2.50', cost: '362.50' };
const sheets = [
  {
    documentKey: 'TS-1',
    projectId: 'P-1',
    isProcessed: true,
    hours: '8.00',
    machines: [excavator],
    fate: 'posted' as const,
  },
  { documentKey: 'TS-2', projectId: 'P-1', isProcessed: true, hours: '7.67', machines: [], fate: 'posted' as const },
  {
    documentKey: 'TS-3',
    projectId: 'P-2',
    isProcessed: false,
    hours: '4.00',
    machines: [excavator],
    fate: 'parked' as const,
  },
].map((sheet): SettledSheet => ({ ...sheet, hubHours: sheet.hours }));
const posted: PostedTime = {
  hoursByProject: new Map([['P-1', '15.67']]),
  chargedByItem: new Map([['EQ-EXC20', '362.5']]),
};
const faultsOf = (among: SettledSheet[], time: PostedTime, explained = ['TS-3']) =>
  timeFaults(among, tieOutHours(among, time), tieOutMachines(among, time), new Set(explained));

test('hours of posted shifts are those of Intacct’s timesheets, by project; what waits is named', () => {
  expect(tieOutHours(sheets, posted)).toEqual([
    {
      projectId: 'P-1',
      sheets: 2,
      approved: '15.67',
      waiting: '0.00',
      posted: '15.67',
      intacct: '15.67',
      difference: '0.00',
    },
    {
      projectId: 'P-2',
      sheets: 1,
      approved: '4.00',
      waiting: '4.00',
      posted: '0.00',
      intacct: '0.00',
      difference: '0.00',
    },
  ]);
  expect(faultsOf(sheets, posted)).toEqual([]);
});

test('equipment of posted shifts is charged at its rate', () => {
  expect(tieOutMachines(sheets, posted)).toEqual([
    {
      itemId: 'EQ-EXC20',
      approved: '5.00',
      waiting: '2.50',
      posted: '2.50',
      charge: '362.50',
      ledger: '362.50',
      difference: '0.00',
    },
  ]);
});

test.each([
  [
    'a hundredth of an hour too much',
    { ...posted, hoursByProject: new Map([['P-1', '15.68']]) },
    /project P-1: posted 15.67, .* 15.68/,
  ],
  [
    'hours of a project that no shift names',
    {
      ...posted,
      hoursByProject: new Map([
        ['P-1', '15.67'],
        ['P-9', '1'],
      ]),
    },
    /project P-9/,
  ],
  [
    'a cent too little of equipment',
    { ...posted, chargedByItem: new Map([['EQ-EXC20', '362.49']]) },
    /EQ-EXC20: posted 362.50, .* 362.49/,
  ],
])('%s does not tie out', (_case, time, fault) => {
  expect(faultsOf(sheets, time)).toEqual([expect.stringMatching(fault)]);
});

test.each<[string, Partial<SettledSheet>, string[], RegExp]>([
  ['neither posted nor parked', { fate: 'open' }, ['TS-3'], /TS-3 is neither posted nor parked/],
  ['parked without a reason', {}, [], /TS-3 is parked without a reason/],
])('a shift that is %s is a fault', (_case, change, explained, fault) => {
  const among = sheets.map((sheet) => (sheet.documentKey === 'TS-3' ? { ...sheet, ...change } : sheet));
  expect(faultsOf(among, posted, explained)).toEqual([expect.stringMatching(fault)]);
});

test.each([
  ['TS-2', '7.66', 'TS-2 is posted: 7.67 hours in Assignar, 7.66 in the hub'],
  ['TS-3', null, 'TS-3 is parked: 4.00 hours in Assignar, none in the hub'],
])('hours of %s that the hub says are %s do not tie out', (documentKey, told, fault) => {
  const among = sheets.map((sheet) => (sheet.documentKey === documentKey ? { ...sheet, hubHours: told } : sheet));
  expect(faultsOf(among, posted)).toEqual([fault]);
});

test('the hub counts what waits and what is posted', () => {
  expect(hubHours(sheets)).toEqual({ waiting: '4.00', posted: '15.67' });
});

test('a shift that is posted and not processed in Assignar is a fault', () => {
  const among = sheets.map((sheet) => (sheet.documentKey === 'TS-2' ? { ...sheet, isProcessed: false } : sheet));
  expect(faultsOf(among, posted)).toEqual(['TS-2 is posted, and not processed in Assignar']);
});

test('a day without a shift is no day that ties out', () => {
  expect(faultsOf([], { hoursByProject: new Map(), chargedByItem: new Map() })).toHaveLength(1);
});

test('minutes become hours with two decimals, half up', () => {
  expect([480, 460, 1, 33].map(hoursOfMinutes)).toEqual(['8.00', '7.67', '0.02', '0.55']);
});
