import type { AssignarProfile } from '../../domain/assignar-profile';
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
import { expectGolden } from './golden-file';
import { readablePlan } from './readable-trace';

const footings = (minutes: number) => buildActivity('100-200', minutes);
const slab = (minutes: number) => buildActivity('100-300', minutes);
const overnight = buildTimesheet([footings(240), slab(190)], {
  // 22:00 to 05:40 in Chicago, half an hour of it break.
  startsAt: { kind: 'utc', at: '2026-11-19T04:00:00Z' },
  endsAt: { kind: 'utc', at: '2026-11-19T11:40:00Z' },
  totalMinutes: 430,
});
const split = buildAssignarProfile({ overnight: 'split-at-midnight' });

const goldens: [string, SourceTimesheet, AssignarProfile?][] = [
  ['time-overnight-kept', overnight],
  ['time-overnight-split', overnight, split],
  // 01:00 to 05:00 on the clock, of which clocks skip an hour.
  ['time-spring-naive-chicago', buildTimesheet([footings(180)], onClock('2026-03-08T01:00', '2026-03-08T05:00', 180))],
  // 23:00 to 04:00 on the clock, of which clocks show an hour twice.
  [
    'time-autumn-naive-sydney',
    buildTimesheet([], { ...onClock('2026-04-04T23:00', '2026-04-05T04:00', 360), ...inZone('Australia/Sydney') }),
    split,
  ],
  [
    'time-autumn-utc-chicago',
    buildTimesheet([], {
      startsAt: { kind: 'utc', at: '2026-11-01T04:00:00Z' },
      endsAt: { kind: 'utc', at: '2026-11-01T10:00:00Z' },
      breakMinutes: null,
      totalMinutes: 360,
    }),
    split,
  ],
  [
    'time-spring-utc-sydney',
    buildTimesheet([], {
      startsAt: { kind: 'utc', at: '2026-10-03T13:00:00Z' },
      endsAt: { kind: 'utc', at: '2026-10-03T19:00:00Z' },
      breakMinutes: null,
      totalMinutes: 360,
      ...inZone('Australia/Sydney'),
    }),
    split,
  ],
  ['time-breaks-unpaid', buildTimesheet([footings(480)])],
  [
    'time-breaks-paid',
    buildTimesheet([footings(480)], { totalMinutes: 510 }),
    buildAssignarProfile({ breaks: 'paid' }),
  ],
  ['time-three-activities-and-remainder', buildTimesheet([footings(100), slab(200), buildActivity('900-100', 40)])],
  [
    'time-asset-for-part',
    buildTimesheet([buildActivity('100-200', 240, { assets: [buildAsset(170)] }), slab(240)], {
      role: { roleId: '13', externalId: 'LAB-OPER', name: 'Operator' },
      assets: [buildAsset(100, {}, 'EQ-6')],
    }),
    buildAssignarProfile({ earningTypeByRole: { 'LAB-OPER': 'Plant hours' } }, byRate),
  ],
  [
    'time-asset-whole-shift',
    buildTimesheet([footings(240), buildActivity('100-300', 240, { assets: [buildAsset(null)] })], {
      assets: [buildAsset(null), buildAsset(null, {}, 'EQ-6')],
    }),
  ],
  [
    'time-asset-on-timesheet-overnight',
    { ...overnight, assets: [buildAsset(null)] },
    buildAssignarProfile({ overnight: 'split-at-midnight' }, onTimesheet),
  ],
  [
    'time-travel',
    buildTimesheet([footings(480)], { travelToMinutes: 25, travelFromMinutes: 35 }),
    buildAssignarProfile({ travel: { timeType: 'Travel' } }),
  ],
  [
    'time-period-boundary',
    buildTimesheet([footings(240), slab(120)], {
      // Sunday 22:00 to Monday 04:00.
      startsAt: { kind: 'utc', at: '2026-11-16T04:00:00Z' },
      endsAt: { kind: 'utc', at: '2026-11-16T10:00:00Z' },
      breakMinutes: 0,
      totalMinutes: 360,
      travelFromMinutes: 20,
    }),
    buildAssignarProfile({ overnight: 'split-at-midnight', travel: { timeType: 'Travel' } }),
  ],
];

describe('what becomes of', () => {
  it.each(goldens)('%s', (name, sheet, profile = buildAssignarProfile()) => {
    const mapped = mapAssignarTimesheetToIntacct(sheet, profile, buildKnown(), { revision: 1 });
    expectGolden(__dirname, name, mapped.kind === 'plan' ? readablePlan(mapped.plan) : mapped);
    expect(mapped.kind).toBe('plan');
  });
});
