import { selectOpenExceptions } from '../../db/exceptions';
import type { Decision } from '../../domain/posting';
import type { ShiftInput } from '../../sandbox/assignar/company-file';
import { useHubDatabase } from '../db/hub-database';
import { useTimeSystems } from './time-systems';

const hub = useHubDatabase();
const both = useTimeSystems(hub);

const corrected: Decision = { action: 'retry', actor: 'Ada', reason: 'the sheet was corrected', correction: {} };
/** The ids of what is in Assignar and not, or not so, in Intacct; those without an external id were made by hand. */
const ids: Record<string, number> = {};
const byHand = [
  ['tasks', { name: 'Diver', external_id: 'DIVER' }],
  ['tasks', { name: 'Helper' }],
  ['assets', { name: 'Old crane', external_id: 'OLD-CRANE' }],
  ['assets', { name: 'Hired crane' }],
  ['activities', { name: 'Rails', external_id: 'T9' }],
  ['activities', { name: 'Dredging', external_id: 'T-NONE' }],
  ['activities', { name: 'Odd jobs' }],
  ['projects', { name: 'Lighthouse', external_id: 'P-NONE', timezone: 'America/Chicago' }],
  ['projects', { name: 'Yard', timezone: 'America/Chicago' }],
  ['users', { user_type_id: 2, first_name: 'Dee', last_name: 'Lo', employee_id: 'E9' }],
  ['users', { user_type_id: 2, first_name: 'Cy', last_name: 'Young', employee_id: 'E3' }],
  ['users', { user_type_id: 2, first_name: 'Eve', last_name: 'Ray' }],
] as const;

beforeAll(async () => {
  for (const [collection, fields] of byHand) {
    const { id } = await both().assignar.act('create-row', { collection, fields });
    ids['name' in fields ? fields.name : fields.first_name] = Number(id);
  }
});

const idOf = (name: string): number => {
  const id = ids[name];
  if (id === undefined) throw new Error(`nobody made ${name}`);
  return id;
};
const dayOf = (number: number) => new Date(Date.UTC(2027, 1, number)).toISOString().slice(0, 10);
const onActivity = (activity: string | number) => ({ activities: [{ activity, minutes: 480 }] });

/** What is wrong with the shift of a day, and with what it waits: `#Yard` stands for an id of Assignar. */
const badShifts: [string, (day: string) => Partial<ShiftInput>, code: string, causeKey: string | null][] = [
  ['a worker whom Intacct does not know', () => ({ worker: idOf('Dee') }), 'EMPLOYEE_UNKNOWN', 'employee:E9'],
  ['a worker who is inactive in Intacct', () => ({ worker: idOf('Cy') }), 'EMPLOYEE_INACTIVE', 'employee:E3'],
  ['a worker without an employee id', () => ({ worker: idOf('Eve') }), 'WORKER_UNLINKED', 'worker:#Eve'],
  [
    'a project that Intacct does not have',
    () => ({ project: 'P-NONE', client: 'C1' }),
    'PROJECT_UNKNOWN',
    'project:P-NONE',
  ],
  [
    'a project that was made by hand',
    () => ({ project: idOf('Yard'), client: 'C1' }),
    'PROJECT_UNKNOWN',
    'assignar:project/#Yard',
  ],
  ['no project', () => ({ project: undefined, client: 'C1' }), 'REQUIRED_FIELD_MISSING', null],
  ['a task that is in no project', () => onActivity('T-NONE'), 'TASK_UNKNOWN', 'task:P1/T-NONE'],
  ['a task of another project', () => onActivity('T9'), 'TASK_NOT_OF_PROJECT', 'task:P1/T9'],
  ['a task made by hand', () => onActivity(idOf('Odd jobs')), 'TASK_UNKNOWN', 'assignar:activity/#Odd jobs'],
  ['a role that is no item', () => ({ role: 'DIVER' }), 'ITEM_UNKNOWN', 'item:DIVER'],
  ['a role that was made by hand', () => ({ role: idOf('Helper') }), 'ROLE_UNKNOWN', 'assignar:task/#Helper'],
  [
    'an asset without an item',
    () => ({ assets: [{ asset: idOf('Hired crane') }] }),
    'ASSET_WITHOUT_ITEM',
    'assignar:asset/#Hired crane',
  ],
  ['an asset whose item is inactive', () => ({ assets: [{ asset: 'OLD-CRANE' }] }), 'ITEM_INACTIVE', 'item:OLD-CRANE'],
  ['more than 24 hours', (day) => ({ end: `${nextDay(day)}T14:00:00Z`, activities: [] }), 'TIMESHEET_TOO_LONG', null],
  ['zero minutes', (day) => ({ end: `${day}T13:00:00Z`, breakMinutes: 0, activities: [] }), 'HOURS_MISSING', null],
  ['less time than its activities', (day) => ({ end: `${day}T20:00:00Z` }), 'HOURS_MISMATCH', null],
];

test.each(badShifts.map((each, index) => [...each, dayOf(index + 1)] as const))(
  'a shift with %s is parked, posts nothing, and goes through once it is corrected',
  async (_, changesOn, code, causeKey, day) => {
    const { approveShift, assignar, company, goThrough, hours } = both();
    const document = await approveShift(day, changesOn(day));
    expect(await goThrough(document)).toMatchObject({ outcome: 'parked', reason: { code } });
    const open = await selectOpenExceptions(hub.pool(), company, document.documentKey);
    const cause = causeKey?.replace(/#(.*)$/, (__, name: string) => String(idOf(name))) ?? null;
    expect(open.map((exception) => [exception.code, exception.causeKey])).toContainEqual([code, cause]);
    expect((await hours()).filter((line) => line.includes(day))).toEqual([]);
    const timesheetId = Number(document.documentKey.slice(3));
    const { body } = await assignar.call('GET', `/timesheets/${timesheetId}`);
    expect(body.data).toMatchObject({ is_processed: false });
    await assignar.act('edit-timesheet', { timesheetId, shift: goodShift(day) });
    expect(await goThrough(document, corrected)).toMatchObject({ outcome: 'posted' });
    expect((await hours()).filter((line) => line.includes(day))).toEqual([`E1 ${day} P1 T1 8`]);
  },
);

test('a shift of hours that another sheet of the worker has too is parked, and names the other', async () => {
  const { approveShift, goThrough, hours } = both();
  const day = dayOf(26);
  const first = await approveShift(day);
  expect(await goThrough(first)).toMatchObject({ outcome: 'posted' });
  const second = await approveShift(day, {
    start: `${day}T21:00:00Z`,
    end: `${day}T23:00:00Z`,
    breakMinutes: 0,
    activities: [],
  });
  expect(await goThrough(second)).toMatchObject({
    outcome: 'parked',
    reason: { code: 'TIMESHEET_OVERLAPS', causeKey: `document:${first.documentKey}` },
  });
  expect((await hours()).filter((line) => line.includes(day))).toEqual([`E1 ${day} P1 T1 8`]);
});

test('a shift that nobody has approved is not found by the feed, and is parked for whoever triggers it', async () => {
  const { assignar, company, engine, goThrough, look } = both();
  const { timesheetId } = await assignar.act('submit-timesheet', goodShift(dayOf(27)));
  engine.started.length = 0;
  await look();
  expect(engine.started).not.toContain(`labour-time/harbor-civil/TS-${timesheetId}`);
  const document = { company, documentKey: `TS-${timesheetId}`, revision: 1 };
  expect(await goThrough(document)).toMatchObject({ outcome: 'parked', reason: { code: 'TIMESHEET_NOT_APPROVED' } });
  await assignar.act('approve-timesheet', { timesheetId });
  expect(await goThrough(document, corrected)).toMatchObject({ outcome: 'posted' });
});

function goodShift(day: string): ShiftInput {
  const [start, end] = [`${day}T13:00:00Z`, `${day}T21:30:00Z`];
  return { worker: 'E1', project: 'P1', role: 'CARP', start, end, breakMinutes: 30, ...onActivity('T1') };
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
