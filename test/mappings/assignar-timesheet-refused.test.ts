import type { AssignarProfile } from '../../domain/assignar-profile';
import type { KnownConstruction } from '../../domain/known-construction';
import type { SourceTimesheet } from '../../domain/source-timesheet';
import { mapAssignarTimesheetToIntacct } from '../../mappings/assignar-timesheet-to-intacct';
import {
  buildActivity,
  buildAsset,
  buildAssignarProfile,
  buildKnown,
  buildTimesheet,
  byRate,
  inZone,
  onClock,
  onTimesheet,
} from './assignar-timesheet-builder';

const footings = (minutes: number | null) => buildActivity('100-200', minutes);
const known = buildKnown();
const { employee, project } = known;
if (employee === null || project === null) throw new Error('the builder knows both');

function told(
  sheet: SourceTimesheet,
  profile: AssignarProfile = buildAssignarProfile(),
  knows: Partial<KnownConstruction> = {},
  postingDate?: string,
) {
  const correction = postingDate === undefined ? { revision: 1 } : { revision: 1, postingDate };
  const mapped = mapAssignarTimesheetToIntacct(sheet, profile, buildKnown(knows), correction);
  if (mapped.kind !== 'exceptions') return [mapped.kind];
  return mapped.exceptions.map(({ code, causeKey, message }) => [code, causeKey, message]);
}

describe('hours that do not add up are told with both figures:', () => {
  it.each<[string, SourceTimesheet, unknown[]]>([
    [
      'a total that is another',
      buildTimesheet([footings(300)], { totalMinutes: 300 }),
      [
        'HOURS_MISMATCH',
        null,
        'timesheet TS-9001: 510 min from beginning to end less 30 of break is 480 min ≠ total time 300 min',
      ],
    ],
    [
      'no total',
      buildTimesheet([footings(300)], { totalMinutes: null }),
      ['HOURS_MISSING', null, 'timesheet TS-9001: the source adds up no total time'],
    ],
    [
      'an asset without minutes',
      buildTimesheet([], { assets: [buildAsset(null, { usesWholeShift: false })] }),
      [
        'HOURS_MISSING',
        null,
        'timesheet TS-9001: time of asset EQ-5 Excavator 20 t is missing, and it is not said to be the whole shift (asset EQ-5 Excavator 20 t)',
      ],
    ],
    [
      'no time at all',
      buildTimesheet([], onClock('2026-11-16T07:00', '2026-11-16T07:00', 0)),
      ['HOURS_MISSING', null, 'timesheet TS-9001: it has no minutes'],
    ],
    [
      'an end before the beginning',
      buildTimesheet([], onClock('2026-11-16T07:00', '2026-11-16T06:00', 60)),
      ['HOURS_MISMATCH', null, 'timesheet TS-9001: it ends 60 min before it begins'],
    ],
    [
      'an end that somebody forgot',
      buildTimesheet([], onClock('2026-11-16T07:00', '2026-11-17T07:01', 1441)),
      ['TIMESHEET_TOO_LONG', null, 'timesheet TS-9001: it is 1441 min from beginning to end, more than 24 hours'],
    ],
    [
      'an hour that clocks showed twice, when neither reading fits',
      buildTimesheet([], onClock('2026-11-01T00:30', '2026-11-01T01:30', 90)),
      [
        'HOURS_MISMATCH',
        null,
        'timesheet TS-9001: 60 min from beginning to end less 0 of break is 60 min ≠ total time 90 min',
      ],
    ],
    [
      'activities of more than the shift',
      buildTimesheet([footings(300), buildActivity('100-300', 181)]),
      ['HOURS_MISMATCH', null, 'timesheet TS-9001: activities of 481 min ≠ worked time of 480 min (1 min too much)'],
    ],
    [
      'an activity without time',
      buildTimesheet([footings(null)]),
      ['HOURS_MISSING', null, 'timesheet TS-9001: time of an activity is missing (activity 100-200 Footings)'],
    ],
    [
      'half a minute',
      buildTimesheet([footings(0.5)]),
      [
        'HOURS_MISMATCH',
        null,
        'timesheet TS-9001: time of 0.5 minutes is not whole minutes from zero up (activity 100-200 Footings)',
      ],
    ],
    [
      'an asset of more than the shift',
      buildTimesheet([footings(480)], { assets: [buildAsset(511)] }),
      [
        'HOURS_MISMATCH',
        null,
        "timesheet TS-9001: asset EQ-5 Excavator 20 t of 511 min > the shift's 510 min (1 min too much)",
      ],
    ],
  ])('%s', (_, sheet, exception) => {
    expect(told(sheet)).toEqual([exception]);
  });

  it('time of no activity, where the profile parks it', () => {
    const profile = buildAssignarProfile({ unallocated: 'park' });
    const message = 'timesheet TS-9001: activities of 300 min ≠ worked time of 480 min (180 min on no activity)';
    expect(told(buildTimesheet([footings(300)]), profile)).toEqual([['HOURS_MISMATCH', null, message]]);
    expect(told(buildTimesheet([footings(480)]), profile)).toEqual(['plan']);
  });

  it('entries of more than a day, and a shift in more than two periods', () => {
    const long = (minutes: number) => onClock('2026-11-16T00:00', '2026-11-16T20:00', minutes);
    const twice = buildTimesheet([footings(1200)], {
      ...long(1200),
      assets: [buildAsset(null), buildAsset(null, { assetId: '50' })],
    });
    expect(told(twice, buildAssignarProfile({}, onTimesheet))).toEqual([
      ['TIMESHEET_TOO_LONG', null, 'timesheet TS-9001: entry 2 on 2026-11-16 has 40.00 hours'],
    ]);
    // A day of 23 hours with both its midnights.
    const days = buildAssignarProfile({
      overnight: 'split-at-midnight',
      period: { days: 1, beginsOn: '2026-01-01' },
    });
    const message = 'timesheet TS-9001: it lies in 3 time periods (2026-03-07, 2026-03-08, 2026-03-09)';
    expect(told(buildTimesheet([], onClock('2026-03-07T23:30', '2026-03-09T00:20', 1430)), days)).toEqual([
      ['TIMESHEET_TOO_LONG', null, message],
    ]);
  });
});

describe('what is not known is told with what the sheet waits for:', () => {
  const whole = buildTimesheet([footings(480)]);
  it.each<[string, Partial<SourceTimesheet>, Partial<KnownConstruction>, string, string | null]>([
    ['a worker without id', { worker: { ...whole.worker, employeeId: ' ' } }, {}, 'WORKER_UNLINKED', 'worker:40'],
    ['a worker that bears the id of another employee', {}, { linkedEmployeeId: 'E-9' }, 'WORKER_RELINKED', 'worker:40'],
    ['an employee', {}, { employee: null }, 'EMPLOYEE_UNKNOWN', 'employee:E-7'],
    ['an inactive one', {}, { employee: { ...employee, isActive: false } }, 'EMPLOYEE_INACTIVE', 'employee:E-7'],
    [
      'one that left before the day',
      {},
      { employee: { ...employee, endDate: '2026-11-15' } },
      'EMPLOYEE_INACTIVE',
      'employee:E-7',
    ],
    [
      'one that began after it',
      {},
      { employee: { ...employee, startDate: '2026-11-17' } },
      'EMPLOYEE_INACTIVE',
      'employee:E-7',
    ],
    [
      'an earning type',
      {},
      { employee: { ...employee, earningTypeName: null } },
      'EARNING_TYPE_MISSING',
      'employee:E-7',
    ],
    ['no project', { project: null }, {}, 'REQUIRED_FIELD_MISSING', null],
    [
      'a project of Assignar only',
      { project: { projectId: '311', externalId: null, name: null, timeZone: null } },
      {},
      'PROJECT_UNKNOWN',
      'assignar:project/311',
    ],
    ['a project', {}, { project: null }, 'PROJECT_UNKNOWN', 'project:P-100'],
    ['an inactive project', {}, { project: { ...project, isActive: false } }, 'PROJECT_INACTIVE', 'project:P-100'],
    ['no role', { role: null }, {}, 'REQUIRED_FIELD_MISSING', null],
    [
      'a role of Assignar only',
      { role: { roleId: '12', externalId: null, name: 'Carpenter' } },
      {},
      'ROLE_UNKNOWN',
      'assignar:task/12',
    ],
    ["a role's item", {}, { items: [] }, 'ITEM_UNKNOWN', 'item:LAB-CARP'],
    ['a task anywhere', {}, { tasks: [] }, 'TASK_UNKNOWN', 'task:P-100/100-200'],
    [
      'an inactive task',
      {},
      { tasks: known.tasks.map((task) => ({ ...task, isActive: false })) },
      'TASK_UNKNOWN',
      'task:P-100/100-200',
    ],
    [
      'an activity of Assignar only',
      { activities: [buildActivity('100-200', 480, { activityExternalId: null })] },
      {},
      'TASK_UNKNOWN',
      'assignar:activity/100200',
    ],
    ['a time zone', inZone('Mars/Base'), {}, 'TIME_ZONE_UNKNOWN', 'assignar:project/311'],
    ['a beginning', { startsAt: null }, {}, 'REQUIRED_FIELD_MISSING', null],
    ['a readable end', { endsAt: { kind: 'utc', at: 'soon' } }, {}, 'REQUIRED_FIELD_MISSING', null],
    [
      "an asset's item",
      { assets: [buildAsset(60, { assetExternalId: null })] },
      {},
      'ASSET_WITHOUT_ITEM',
      'assignar:asset/5',
    ],
    ['an item of equipment', { assets: [buildAsset(60, {}, 'EQ-99')] }, {}, 'ITEM_UNKNOWN', 'item:EQ-99'],
    [
      'an inactive item',
      { assets: [buildAsset(60)] },
      { items: known.items.map((item) => ({ ...item, isActive: item.itemId !== 'EQ-5' })) },
      'ITEM_INACTIVE',
      'item:EQ-5',
    ],
  ])('%s', (_, changes, knows, code, cause) => {
    const exceptions = told({ ...whole, ...changes }, undefined, knows);
    expect(exceptions).toEqual([[code, cause, expect.stringMatching(/^timesheet TS-9001: ./)]]);
  });

  it.each([
    ['Maria Santos', 'worker 40, Maria Santos, has no employee id'],
    [null, 'worker 40 has no employee id'],
  ])('a worker who is called %s', (name, words) => {
    const [[, , message] = []] = told({ ...whole, worker: { userId: '40', employeeId: null, name } });
    expect(message).toContain(`timesheet TS-9001: ${words}`);
  });

  it('an item, whether it is not there or not in use', () => {
    const sheet = { ...whole, assets: [buildAsset(60)] };
    const says = (items: KnownConstruction['items']) => told(sheet, undefined, { items })[0]?.[2];
    const others = known.items.filter(({ itemId }) => itemId !== 'EQ-5');
    expect(says(others)).toContain('item EQ-5 is not in Intacct');
    expect(says([...others, { itemId: 'EQ-5', isActive: false }])).toContain('item EQ-5 is inactive in Intacct');
  });

  it('what was made by hand is named with its kind once', () => {
    const byHand = {
      ...buildActivity('100-200', 480),
      activityId: '2',
      activityExternalId: null,
      activityName: 'Clean-up',
    };
    const [[, , ofActivity] = []] = told({ ...whole, activities: [byHand] });
    expect(ofActivity).toMatch(/\(activity 2 Clean-up\)$/);
    const [[, , ofAsset] = []] = told({ ...whole, assets: [buildAsset(60, { assetExternalId: null })] });
    expect(ofAsset).toMatch(/\(asset 5 Excavator 20 t\)$/);
  });

  it('a task of other projects, which are named', () => {
    const elsewhere = ['P-300', 'P-200'].map((projectId) => ({
      taskId: '100-200',
      projectId,
      isActive: true,
      itemId: null,
    }));
    expect(told(whole, undefined, { tasks: elsewhere })).toEqual([
      [
        'TASK_NOT_OF_PROJECT',
        'task:P-100/100-200',
        'timesheet TS-9001: task 100-200 is not of project P-100, but of P-200, P-300 (activity 100-200 Footings)',
      ],
    ]);
  });

  it('the task for what no activity takes', () => {
    const profile = buildAssignarProfile({ unallocated: { task: '999' } });
    expect(told(buildTimesheet(), profile)).toEqual([
      [
        'TASK_UNKNOWN',
        'task:P-100/999',
        'timesheet TS-9001: task 999 is in no project of Intacct (time of no activity)',
      ],
    ]);
  });

  it('a rate of equipment that is charged', () => {
    const sheet = buildTimesheet([footings(480)], { assets: [buildAsset(60, {}, 'EQ-7')] });
    const items = [...known.items, { itemId: 'EQ-7', isActive: true }];
    expect(told(sheet, buildAssignarProfile({}, byRate), { items })).toEqual([
      [
        'RATE_PER_HOUR_MISSING',
        'item:EQ-7',
        'timesheet TS-9001: the company profile has no rate per hour for equipment EQ-7 (asset EQ-7 Compactor)',
      ],
    ]);
  });

  it('an employee that left before the day into which a person moves the time', () => {
    const knows = { employee: { ...employee, endDate: '2026-11-20' } };
    expect(told(whole, undefined, knows)).toEqual(['plan']);
    expect(told(whole, undefined, knows, '2026-11-25')).toEqual([
      ['EMPLOYEE_INACTIVE', 'employee:E-7', 'timesheet TS-9001: employee E-7 ended on 2026-11-20, before 2026-11-25'],
    ]);
  });

  it('all of it at once, each of many lines in one sentence', () => {
    const sheet = buildTimesheet([footings(100), buildActivity('100-300', 500)], {
      worker: { userId: '40', employeeId: null, name: null },
      role: null,
      assets: [buildAsset(60, {}, 'EQ-99'), buildAsset(60, { assetExternalId: null, assetId: '7' })],
    });
    expect(told(sheet, undefined, { tasks: [] }).map(([code]) => code)).toEqual([
      'WORKER_UNLINKED',
      'TASK_UNKNOWN',
      'TASK_UNKNOWN',
      'HOURS_MISMATCH',
      'REQUIRED_FIELD_MISSING',
      'ASSET_WITHOUT_ITEM',
      'ITEM_UNKNOWN',
    ]);
  });
});

describe('another sheet of the worker', () => {
  const other = (startsAtUtc: string, endsAtUtc: string, documentKey = 'TS-9000') =>
    told(buildTimesheet([footings(480)]), undefined, { otherSheets: [{ documentKey, startsAtUtc, endsAtUtc }] });

  it('that overlaps is named', () => {
    expect(other('2026-11-16T21:00:00Z', '2026-11-16T23:00:00Z')).toEqual([
      [
        'TIMESHEET_OVERLAPS',
        'document:TS-9000',
        'timesheet TS-9001: 30 min of it are in timesheet TS-9000 too (2026-11-16T21:00:00Z to 2026-11-16T23:00:00Z)',
      ],
    ]);
  });

  it('that begins when this one ends is no overlap, nor is the sheet itself', () => {
    expect(other('2026-11-16T21:30:00Z', '2026-11-16T23:00:00Z')).toEqual(['plan']);
    expect(other('2026-11-16T13:00:00Z', '2026-11-16T21:30:00Z', 'TS-9001')).toEqual(['plan']);
  });
});
