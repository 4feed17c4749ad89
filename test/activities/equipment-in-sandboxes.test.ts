import type { AssignarProfile } from '../../domain/assignar-profile';
import type { Decision, DocumentReference } from '../../domain/posting';
import { useHubDatabase } from '../db/hub-database';
import { type TimeSystems, useTimeSystems } from './time-systems';

const reverseAndRepost: Decision = {
  action: 'retry',
  actor: 'Ada',
  reason: 'hours were corrected',
  correction: { reverseAndRepost: true },
};
/** Eight hours of work, of which an excavator dug three. */
const digging = { activities: [{ activity: 'T1', minutes: 480, assets: [{ asset: 'EXC-1', minutes: 180 }] }] };

const ways: [string, AssignarProfile['equipmentTime'], string, Record<'posted' | 'edited' | 'none', string[]>][] = [
  [
    'quantities',
    { postAs: 'statistical-journal', journal: 'STAT', account: 'HOURS' },
    '/statistical-balances?by=account,project,task,item',
    { posted: ['HOURS P1 T1 EXC-1 3'], edited: ['HOURS P1 T1 EXC-1 1'], none: ['HOURS P1 T1 EXC-1 0'] },
  ],
  [
    'money at a rate',
    {
      postAs: 'journal',
      journal: 'COGS',
      debitAccount: '5000',
      creditAccount: '1400',
      ratePerHour: { 'EXC-1': '145.00' },
    },
    '/ledger?by=account,item',
    {
      posted: ['1400 EXC-1 -435 -435', '5000 EXC-1 435 435'],
      edited: ['1400 EXC-1 -145 -145', '5000 EXC-1 145 145'],
      none: ['1400 EXC-1 0 0', '5000 EXC-1 0 0'],
    },
  ],
];

describe.each(ways)('equipment as %s', (_name, equipmentTime, report, expected) => {
  const both = useTimeSystems(useHubDatabase(), {}, equipmentTime);
  let document: DocumentReference;

  test('is in Intacct once beside the hours, though an answer was lost', async () => {
    const { approveShift, goThrough, hours, intacct } = both();
    document = await approveShift('2026-11-16', digging);
    await intacct.fault({ kind: 'commit-then-drop', count: 1, appliesTo: 'writes' });
    expect(await goThrough(document)).toMatchObject({ outcome: 'posted' });
    expect(await hours()).toEqual(['E1 2026-11-16 P1 T1 8']);
    expect(await balances(both(), report)).toEqual(expected.posted);
  });

  test('is taken back and posted anew with the hours when the shift was changed', async () => {
    const { assignar, goThrough, plan, hours } = both();
    const [start, end] = ['2026-11-16T13:00:00Z', '2026-11-16T21:30:00Z'];
    const activities = [{ activity: 'T1', minutes: 480, assets: [{ asset: 'EXC-1', minutes: 60 }] }];
    await assignar.act('edit-timesheet', {
      timesheetId: Number(document.documentKey.slice(3)),
      shift: { worker: 'E1', project: 'P1', role: 'CARP', start, end, breakMinutes: 30, activities },
    });
    const changed = { ...document, revision: 2 };
    expect(await plan(changed)).toMatchObject({ reason: { code: 'CHANGED_AFTER_POSTING' } });
    expect(await goThrough(changed, reverseAndRepost)).toMatchObject({ outcome: 'posted' });
    expect(await hours()).toEqual(['E1 2026-11-16 P1 T1 8']);
    expect(await balances(both(), report)).toEqual(expected.edited);
  });

  test('is taken back with the hours when the shift was deleted', async () => {
    const { assignar, goThrough, plan, hours } = both();
    await assignar.act('delete-timesheet', { timesheetId: Number(document.documentKey.slice(3)) });
    const deleted = { ...document, revision: 3 };
    await plan(deleted);
    expect(await goThrough(deleted, reverseAndRepost)).toMatchObject({ outcome: 'posted' });
    expect(await hours()).toEqual(['E1 2026-11-16 P1 T1 0']);
    expect(await balances(both(), report)).toEqual(expected.none);
  });
});

/** Values of the report's rows, one line each, in order. */
async function balances({ intacct }: TimeSystems, report: string): Promise<string[]> {
  const answer = (await intacct.admin('GET', report)) as { rows?: Record<string, string>[] } | Record<string, string>[];
  const rows = Array.isArray(answer) ? answer : (answer.rows ?? []);
  return rows.map((row) => Object.values(row).join(' ')).sort();
}
