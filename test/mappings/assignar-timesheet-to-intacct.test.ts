import type { AssignarProfile } from '../../domain/assignar-profile';
import type { SourceTimesheet } from '../../domain/source-timesheet';
import { spanOfTimesheet } from '../../mappings/assignar-timesheet/read-shift';
import { beginOfTimePeriod } from '../../mappings/assignar-timesheet/time-period';
import { mapAssignarTimesheetToIntacct } from '../../mappings/assignar-timesheet-to-intacct';
import { provePlanSums } from '../../mappings/prove-trace';
import { timesheetContentHash } from '../../mappings/source-content';
import {
  buildActivity,
  buildAsset,
  buildAssignarProfile,
  buildKnown,
  buildTimesheet,
  byRate,
  entriesOf,
  inZone,
  onClock,
  onTimesheet,
  planTime,
} from './assignar-timesheet-builder';

const footings = (minutes: number) => buildActivity('100-200', minutes);
const leftOut = (sheet: SourceTimesheet, profile?: AssignarProfile) =>
  planTime(sheet, profile).trace.flatMap(({ sourceLineId, target }) =>
    target.kind === 'dropped' ? [`${sourceLineId}: ${target.reason}`] : [],
  );

describe('hours of a shift', () => {
  it('go to the worker’s timesheet of the period, in the profile’s state, found again by the reference', () => {
    const { additions, entityId, totals } = planTime(buildTimesheet([footings(480)]));
    expect(entityId).toBe('');
    expect(additions).toHaveLength(1);
    expect(additions[0]).toMatchObject({
      employeeId: 'E-7',
      beginDate: '2026-11-16',
      state: 'Submitted',
      reference: 'TS-9001',
      entries: [{ lineNumber: 1, hours: '8.00', locationId: '200', departmentId: 'FIELD', isBillable: null }],
    });
    expect(totals).toMatchObject({ labourMinutes: 480, labourHours: '8.00', leftOutHours: '0.00' });
  });

  it('of the same activity twice are one entry, and the trace says both', () => {
    const plan = planTime(buildTimesheet([footings(100), footings(101), buildActivity('100-300', 279)]));
    expect(entriesOf(plan)).toEqual([
      '2026-11-16 3.35 P-100 100-200 LAB-CARP Regular',
      '2026-11-16 4.65 P-100 100-300 LAB-CARP Regular',
    ]);
    expect(plan.trace.map(({ sourceLineId, minutes, amount }) => [sourceLineId, minutes, amount])).toEqual([
      ['activity:100200', 100, '1.67'],
      ['activity:100200#2', 101, '1.68'],
      ['activity:100300', 279, '4.65'],
    ]);
  });

  it('that do not come out even give the hundredth to the line that lost most, the earlier of two equals', () => {
    const plan = planTime(
      buildTimesheet([footings(100), buildActivity('100-300', 100), buildActivity('900-100', 280)]),
    );
    expect(entriesOf(plan).map((entry) => entry.split(' ')[1])).toEqual(['1.67', '1.67', '4.66']);
  });

  it('have the earning type of the role before the employee’s own', () => {
    const profile = buildAssignarProfile({ earningTypeByRole: { 'LAB-CARP': 'Carpentry' } });
    expect(entriesOf(planTime(buildTimesheet([footings(480)]), profile))).toEqual([
      '2026-11-16 8.00 P-100 100-200 LAB-CARP Carpentry',
    ]);
  });

  it('that no activity takes go on the project, or on the task that the profile names', () => {
    const sheet = buildTimesheet([footings(300)]);
    expect(entriesOf(planTime(sheet))[1]).toBe('2026-11-16 3.00 P-100 - LAB-CARP Regular');
    const onTask = buildAssignarProfile({ unallocated: { task: '900-100' } });
    expect(entriesOf(planTime(sheet, onTask))[1]).toBe('2026-11-16 3.00 P-100 900-100 LAB-CARP Regular');
  });

  it('that are not payable are left out, with the reason, unless the profile posts them', () => {
    const sheet = buildTimesheet([footings(300), buildActivity('900-100', 180, { isPayable: false })]);
    expect(entriesOf(planTime(sheet))).toHaveLength(1);
    expect(leftOut(sheet)).toEqual(['activity:900100: not payable']);
    expect(planTime(sheet).totals).toMatchObject({ labourHours: '5.00', leftOutMinutes: 180, leftOutHours: '3.00' });
    expect(entriesOf(planTime(sheet, buildAssignarProfile({ unpayable: 'post' })))).toHaveLength(2);
  });

  it('are nothing to post when all of them are left out', () => {
    const sheet = buildTimesheet([buildActivity('100-200', 480, { isPayable: false })], { travelToMinutes: 5 });
    expect(mapAssignarTimesheetToIntacct(sheet, buildAssignarProfile(), buildKnown(), { revision: 1 })).toEqual({
      kind: 'nothing',
      reason: 'nothing of it is posted: travel is not posted, not payable',
    });
  });

  it('moved by a person into another period are all dated that day, and say the day worked', () => {
    const late = planTime(buildTimesheet([footings(480)]), undefined, undefined, {
      revision: 3,
      postingDate: '2026-11-25',
    });
    expect(late.additions[0]).toMatchObject({
      beginDate: '2026-11-23',
      reference: 'TS-9001-3',
      entries: [{ date: '2026-11-25', description: '100-200 Footings, Carpenter, worked 2026-11-16' }],
    });
  });

  it('lie at the project’s location, else the employee’s, else the profile’s', () => {
    const { employee, project } = buildKnown();
    if (employee === null || project === null) throw new Error('the builder knows both');
    const located = (ofProject: string | null, ofEmployee: string | null) => {
      const known = buildKnown({
        project: { ...project, locationId: ofProject },
        employee: { ...employee, locationId: ofEmployee },
      });
      return planTime(buildTimesheet(), undefined, known).additions[0]?.entries[0]?.locationId;
    };
    expect([located('200', '300'), located(null, '300'), located(null, null)]).toEqual(['200', '300', '100']);
  });
});

describe('at the edge', () => {
  it('a shift of exactly a day is posted', () => {
    const plan = planTime(buildTimesheet([], onClock('2026-11-16T07:00', '2026-11-17T07:00', 1440)));
    expect(plan.totals).toMatchObject({ labourHours: '24.00' });
  });

  it.each(['startDate', 'endDate'])('a shift on the %s of an employment is posted', (field) => {
    const known = buildKnown();
    const onTheDay = { ...known, employee: known.employee && { ...known.employee, [field]: '2026-11-16' } };
    const plan = planTime(buildTimesheet([footings(480)]), buildAssignarProfile(), onTheDay);
    expect(plan.totals).toMatchObject({ labourHours: '8.00' });
  });
});

describe('clocks', () => {
  it('are those of the project, else of its location, else of the profile', () => {
    // 2026-11-16 20:00 UTC is Monday in Chicago and Tuesday in Sydney.
    const sheet = (changes: Partial<SourceTimesheet> = {}) =>
      buildTimesheet([], {
        startsAt: { kind: 'utc', at: '2026-11-16T20:00:00Z' },
        endsAt: { kind: 'utc', at: '2026-11-16T21:00:00Z' },
        breakMinutes: null,
        totalMinutes: 60,
        ...changes,
      });
    const { project } = buildKnown();
    if (project === null) throw new Error('the builder knows one');
    const inSydney = buildKnown({ project: { ...project, locationId: '500' } });
    expect(planTime(sheet()).totals.workedOn).toBe('2026-11-16');
    expect(planTime(sheet(), undefined, inSydney).totals.workedOn).toBe('2026-11-17');
    expect(planTime(sheet(inZone('America/New_York')), undefined, inSydney).totals.workedOn).toBe('2026-11-16');
  });

  it('that show an hour twice are read so that the source’s total fits', () => {
    const until = (totalMinutes: number) =>
      spanOfTimesheet(
        buildTimesheet([], onClock('2026-11-01T00:30', '2026-11-01T01:30', totalMinutes)),
        buildAssignarProfile(),
        null,
      )?.endsAtUtc;
    expect([until(60), until(120)]).toEqual(['2026-11-01T06:30:00Z', '2026-11-01T07:30:00Z']);
  });

  it('that skip an hour do not count it, and a time within it is read as after it', () => {
    const spring = (start: string, minutes: number) =>
      planTime(buildTimesheet([], onClock(start, '2026-03-08T06:00', minutes))).totals.labourHours;
    expect([spring('2026-03-08T01:00', 240), spring('2026-03-08T02:30', 150)]).toEqual(['4.00', '2.50']);
  });

  it('count periods from the profile’s anchor, before it too', () => {
    const fortnights = { days: 14, beginsOn: '2026-01-05' };
    const begins = ['2026-01-05', '2026-01-18', '2026-01-19', '2026-01-04', '2025-12-22', '2025-12-21', '2026-03-09'];
    expect(begins.map((date) => beginOfTimePeriod(date, fortnights))).toEqual([
      '2026-01-05',
      '2026-01-05',
      '2026-01-19',
      '2025-12-22',
      '2025-12-22',
      '2025-12-08',
      '2026-03-02',
    ]);
  });
});

describe('equipment', () => {
  it('of the whole shift that also ran for an activity is counted there, and the rest on the project', () => {
    const activity = buildActivity('100-200', 480, { assets: [buildAsset(180)] });
    const { equipmentHours } = planTime(buildTimesheet([activity], { assets: [buildAsset(null)] }));
    expect(equipmentHours?.lines.map(({ quantity, dimensions }) => [quantity, dimensions.taskId])).toEqual([
      ['3.00', '100-200'],
      ['5.00', undefined],
    ]);
  });

  it('that is said to be of the whole shift is so, whatever minutes stand beside it', () => {
    const { equipmentHours } = planTime(buildTimesheet([], { assets: [buildAsset(60, { usesWholeShift: true })] }));
    expect(equipmentHours?.lines.map(({ quantity }) => quantity)).toEqual(['8.00']);
  });

  it('that its activities count wholly leaves nothing for the shift', () => {
    const activity = buildActivity('100-200', 480, { assets: [buildAsset(null)] });
    expect(leftOut(buildTimesheet([activity], { assets: [buildAsset(null)] }))).toEqual([
      'asset:5: counted by its activities',
    ]);
  });

  it('runs for an activity that the worker is not paid for', () => {
    const activity = buildActivity('100-200', 480, { isPayable: false, assets: [buildAsset(null)] });
    const plan = planTime(buildTimesheet([activity]));
    expect(plan.additions).toEqual([]);
    expect(plan.equipmentHours?.lines.map(({ quantity }) => quantity)).toEqual(['8.00']);
  });

  it('at a rate debits each task to the cent and credits each item with their sum', () => {
    const sheet = buildTimesheet(
      [
        buildActivity('100-200', 200, { assets: [buildAsset(100), buildAsset(50, {}, 'EQ-6')] }),
        buildActivity('100-300', 280, { assets: [buildAsset(101)] }),
      ],
      {},
    );
    const { equipmentCost, trace, totals } = planTime(sheet, buildAssignarProfile({}, byRate));
    expect(
      equipmentCost?.lines.map(({ side, amount, dimensions: { taskId, itemId } }) => [side, amount, taskId, itemId]),
    ).toEqual([
      ['debit', '242.15', '100-200', 'EQ-5'],
      ['debit', '51.67', '100-200', 'EQ-6'],
      ['debit', '243.60', '100-300', 'EQ-5'],
      ['credit', '485.75', undefined, 'EQ-5'],
      ['credit', '51.67', undefined, 'EQ-6'],
    ]);
    expect(totals).toMatchObject({ equipmentMinutes: 251, equipmentHours: '4.18', equipmentCost: '537.42' });
    expect(trace.filter(({ target }) => target.kind === 'journal-lines')).toHaveLength(3);
  });

  it('on the timesheet has entries of its own earning type, and does not move a hundredth of the worker’s', () => {
    const sheet = buildTimesheet([footings(100)], { ...onClock('2026-11-16T07:00', '2026-11-16T08:40', 100) });
    const profile = buildAssignarProfile({}, onTimesheet);
    const ran = { ...sheet, assets: [buildAsset(100), buildAsset(100, {}, 'EQ-6')] };
    expect(entriesOf(planTime(ran, profile))).toEqual([
      '2026-11-16 1.67 P-100 100-200 LAB-CARP Regular',
      '2026-11-16 1.67 P-100 - EQ-5 Plant',
      '2026-11-16 1.66 P-100 - EQ-6 Plant',
    ]);
  });

  it('is left out where the profile posts none, and nobody asks for its item', () => {
    const sheet = buildTimesheet([footings(480)], { assets: [buildAsset(60, { assetExternalId: null })] });
    expect(leftOut(sheet, buildAssignarProfile({}, { postAs: 'nothing' }))).toEqual([
      'asset:5: equipment time is not posted',
    ]);
  });
});

describe('the content of a sheet', () => {
  const sheet = buildTimesheet([footings(100), buildActivity('100-300', 380)], { assets: [buildAsset(null)] });

  it('is the same after approval, completion, processing, renaming, and in whatever order it comes', () => {
    const same: SourceTimesheet = {
      ...sheet,
      status: 'PROCESSED',
      isProcessed: true,
      isCompleted: false,
      version: 1,
      worker: { ...sheet.worker, name: 'Maria Santos-Lee' },
      activities: [...sheet.activities].reverse().map((activity) => ({ ...activity, activityName: null })),
    };
    expect(timesheetContentHash(same)).toBe(timesheetContentHash(sheet));
    expect(planTime({ ...sheet, activities: [...sheet.activities].reverse() })).toEqual(planTime(sheet));
  });

  it.each<[string, Partial<SourceTimesheet>]>([
    ['minutes of an activity', { activities: [footings(101), buildActivity('100-300', 379)] }],
    ['the employee', { worker: { ...sheet.worker, employeeId: 'E-8' } }],
    ['the end', { endsAt: { kind: 'utc', at: '2026-11-16T21:31:00Z' } }],
    ['the zone', inZone('America/Denver')],
    ['the break', { breakMinutes: 29 }],
    ['an asset', { assets: [] }],
    ['travel', { travelToMinutes: 5 }],
  ])('is another when %s is another', (_, changes) => {
    expect(timesheetContentHash({ ...sheet, ...changes })).not.toBe(timesheetContentHash(sheet));
  });
});

describe('the proof of the trace', () => {
  it('names an entry that its lines do not make up, and hours that are not their minutes', () => {
    const plan = planTime(buildTimesheet([footings(480)], { assets: [buildAsset(60)] }));
    expect(provePlanSums(plan)).toEqual({ ok: true, differences: [] });
    const [first, ...others] = plan.trace;
    if (first === undefined) throw new Error('the plan has a trace');
    expect(provePlanSums({ ...plan, trace: [{ ...first, amount: '7.99' }, ...others] }).differences).toEqual([
      'timesheet entry 1: trace 7.99 ≠ 8.00 (-0.01)',
      'hours of labour on timesheet: trace 7.99 ≠ 8.00 (-0.01)',
    ]);
    expect(provePlanSums({ ...plan, equipmentHours: null }).differences).toEqual([
      'trace names statistical line 1, which the plan does not have',
    ]);
  });
});
