import fc from 'fast-check';
import type { AssignarProfile } from '../../domain/assignar-profile';
import { utcText } from '../../domain/local-time';
import type { TimesheetPlan } from '../../domain/posting-plan';
import type { SourceInstant, SourceTimesheet } from '../../domain/source-timesheet';
import { proveTimesheetTrace } from '../../mappings/assignar-timesheet/prove-time-trace';
import { hoursOfSheet } from '../../mappings/assignar-timesheet/sheet-hours';
import { mapAssignarTimesheetToIntacct } from '../../mappings/assignar-timesheet-to-intacct';
import { timesheetContentHash } from '../../mappings/source-content';
import {
  buildActivity,
  buildAsset,
  buildAssignarProfile,
  buildKnown,
  buildTimesheet,
  byRate,
  inZone,
  onTimesheet,
} from './assignar-timesheet-builder';
import { anyGarbage, spoilSource } from './spoil-source';

const anyProfile = fc
  .record({
    overnight: fc.constantFrom('start-day' as const, 'split-at-midnight' as const),
    unpayable: fc.constantFrom('leave-out' as const, 'post' as const),
    travel: fc.constantFrom('not-posted' as const, { timeType: 'Travel' }),
    unallocated: fc.constantFrom('project' as const, { task: '900-100' }),
    equipmentTime: fc.constantFrom<(AssignarProfile['equipmentTime'] | undefined)[]>(undefined, byRate, onTimesheet, {
      postAs: 'nothing',
    }),
  })
  .map(({ equipmentTime, ...timesheets }) => buildAssignarProfile(timesheets, equipmentTime));

/** Any shift of up to 24 hours in the weeks of both changes of clocks, cut into activities of whole units of minutes. */
const anySheetOf = (unit: number) =>
  fc
    .record({
      // Around the change of clocks in Chicago in November and in Sydney in April.
      start: fc.oneof(
        fc.integer({ min: 29_892_960, max: 29_895_840 }),
        fc.integer({ min: 29_588_000, max: 29_591_000 }),
      ),
      zone: fc.constantFrom('America/Chicago', 'Australia/Sydney', 'America/Phoenix'),
      worked: fc.integer({ min: 1, max: Math.floor(1380 / unit) }),
      breaks: fc.integer({ min: 0, max: 60 }),
      cuts: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(2), fc.boolean(), fc.nat(2)), {
        maxLength: 6,
      }),
      travel: fc.nat(60),
      ranWholeShift: fc.boolean(),
    })
    .map(({ start, zone, worked, breaks, cuts, travel, ranWholeShift }): SourceTimesheet => {
      let left = worked;
      const activities = cuts.map(([part, task, isPayable, asset]) => {
        const units = Math.floor(left * part);
        left -= units;
        const minutes = units * unit;
        const assets = asset === 0 ? [] : [buildAsset(minutes, {}, asset === 1 ? 'EQ-5' : 'EQ-6')];
        return buildActivity(['100-200', '100-300', '900-100'][task] ?? '', minutes, { isPayable, assets });
      });
      return buildTimesheet(activities, {
        startsAt: { kind: 'utc', at: utcText(start) },
        endsAt: { kind: 'utc', at: utcText(start + worked * unit + breaks) },
        breakMinutes: breaks,
        totalMinutes: worked * unit,
        travelToMinutes: travel * unit > 60 ? 0 : travel * unit,
        assets: ranWholeShift ? [buildAsset(null), buildAsset(null, {}, 'EQ-6')] : [],
        ...inZone(zone),
      });
    });

/** Which kind of time it is, is no free text, and its text is never missing. */
const utcOf = (instant: SourceInstant | null): SourceInstant | null =>
  instant === null ? null : { kind: 'utc', at: ('at' in instant ? instant.at : null) ?? '' };

const hundredths = (hours: string) => BigInt(hours.replace('.', ''));
const map = (sheet: SourceTimesheet, profile: AssignarProfile) =>
  mapAssignarTimesheetToIntacct(sheet, profile, buildKnown(), { revision: 1 });

/** Of each entry its hundredths of an hour, and by the trace the minutes that went into it. */
function entriesWithMinutes({ additions, trace }: TimesheetPlan) {
  return additions.flatMap(({ entries }, index) => {
    const purpose = index === 0 ? 'timesheet' : 'timesheet-next-period';
    return entries.map((entry) => {
      const parts = trace.filter(
        ({ target }) =>
          target.kind === 'timesheet-entry' && target.purpose === purpose && target.lineNumber === entry.lineNumber,
      );
      const minutes = parts.reduce((sum, part) => sum + (part.minutes ?? 0), 0);
      return { day: `${entry.projectId} ${entry.date}`, minutes, hundredths: Number(hundredths(entry.hours)) };
    });
  });
}

/** Sums by day of a project. */
function byDay(plan: TimesheetPlan) {
  const days = new Map<string, { minutes: number; hundredths: number; lines: number }>();
  for (const { day, minutes, hundredths: posted } of entriesWithMinutes(plan)) {
    const sum = days.get(day) ?? { minutes: 0, hundredths: 0, lines: 0 };
    days.set(day, { minutes: sum.minutes + minutes, hundredths: sum.hundredths + posted, lines: sum.lines + 1 });
  }
  return [...days.values()];
}

describe('any shift', () => {
  it('posts per project and day its minutes as hours, off by less than a hundredth a line, and proves where each went', () => {
    let plans = 0;
    fc.assert(
      fc.property(anySheetOf(1), anyProfile, (sheet, profile) => {
        const mapped = map(sheet, profile);
        const told = hundredths(hoursOfSheet(sheet, profile) ?? '');
        if (mapped.kind !== 'plan') {
          expect(mapped).toMatchObject({ kind: 'nothing' });
          return expect(told).toBe(0n);
        }
        plans += 1;
        const apart = Number(told - hundredths(mapped.plan.totals.labourHours));
        expect(Math.abs(apart)).toBeLessThanOrEqual(mapped.plan.additions.length > 1 ? 1 : 0);
        const { plan } = mapped;
        expect(proveTimesheetTrace(plan, sheet)).toEqual({ ok: true, differences: [] });
        for (const { minutes, hundredths: posted, lines } of byDay(plan)) {
          expect(Math.abs(posted * 3 - minutes * 5)).toBeLessThan(3 * lines);
        }
        for (const { hours } of plan.additions.flatMap(({ entries }) => entries)) {
          expect(hundredths(hours) > 0n).toBe(true);
        }
        const { labourMinutes, equipmentMinutes, leftOutMinutes } = plan.totals;
        const traced = plan.trace.filter(({ target }) => target.kind !== 'dropped');
        expect(traced.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0)).toBe(
          labourMinutes + equipmentMinutes - leftOutMinutes,
        );
      }),
      { numRuns: 400 },
    );
    expect(plans).toBeGreaterThan(200);
  });

  it('that is kept on one day has exactly its rounded total, of labour and of equipment', () => {
    fc.assert(
      fc.property(anySheetOf(1), (sheet) => {
        const mapped = map(sheet, buildAssignarProfile({ unpayable: 'post' }, onTimesheet));
        if (mapped.kind !== 'plan') throw new Error(JSON.stringify(mapped));
        const rounded = (minutes: number) => Math.round((minutes * 5) / 3);
        const sumOf = (isOf: (itemId: string) => boolean) =>
          mapped.plan.additions
            .flatMap(({ entries }) => entries)
            .filter(({ itemId }) => isOf(itemId ?? ''))
            .reduce((sum, { hours }) => sum + Number(hundredths(hours)), 0);
        expect(sumOf((itemId) => itemId === 'LAB-CARP')).toBe(rounded(sheet.totalMinutes ?? 0));
        expect(sumOf((itemId) => itemId === 'LAB-CARP')).toBe(Number(hundredths(mapped.plan.totals.labourHours)));
        expect(sumOf((itemId) => itemId !== 'LAB-CARP')).toBe(rounded(mapped.plan.totals.equipmentMinutes));
      }),
      { numRuns: 200 },
    );
  });

  it('of minutes that come out even posts exactly its minutes, by project and day', () => {
    const profile = buildAssignarProfile({ unpayable: 'post', travel: { timeType: 'Travel' } });
    fc.assert(
      fc.property(anySheetOf(3), (sheet) => {
        const mapped = map(sheet, profile);
        if (mapped.kind !== 'plan') throw new Error(JSON.stringify(mapped));
        const days = byDay(mapped.plan);
        expect(days).toHaveLength(1);
        const minutes = (sheet.totalMinutes ?? 0) + (sheet.travelToMinutes ?? 0);
        expect(days[0]).toMatchObject({ minutes, hundredths: (minutes / 3) * 5 });
      }),
      { numRuns: 200 },
    );
  });

  it('split at midnight gives each day the minutes that were worked in it, breaks in proportion', () => {
    const split = buildAssignarProfile({ overnight: 'split-at-midnight', unpayable: 'post' });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 719 }),
        fc.integer({ min: 1, max: 719 }),
        fc.nat(60),
        (before, after, rest) => {
          const midnight = Date.parse('2026-06-10T05:00:00Z') / 60_000;
          const elapsed = before + after;
          const breaks = Math.min(rest, elapsed - 1);
          const sheet = buildTimesheet([buildActivity('100-200', Math.floor((elapsed - breaks) / 2))], {
            startsAt: { kind: 'utc', at: utcText(midnight - before) },
            endsAt: { kind: 'utc', at: utcText(midnight + after) },
            breakMinutes: breaks,
            totalMinutes: elapsed - breaks,
          });
          const mapped = map(sheet, split);
          if (mapped.kind !== 'plan') throw new Error(JSON.stringify(mapped));
          const first = entriesWithMinutes(mapped.plan)
            .filter(({ day }) => day.endsWith('2026-06-09'))
            .reduce((sum, { minutes }) => sum + minutes, 0);
          expect(Math.abs(first * elapsed - before * (elapsed - breaks))).toBeLessThan(elapsed);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('at a rate balances to the cent', () => {
    fc.assert(
      fc.property(anySheetOf(1), (sheet) => {
        const mapped = map(sheet, buildAssignarProfile({}, byRate));
        const lines = mapped.kind === 'plan' ? (mapped.plan.equipmentCost?.lines ?? []) : [];
        const balance = lines.reduce(
          (sum, { side, amount }) => sum + (side === 'debit' ? hundredths(amount) : -hundredths(amount)),
          0n,
        );
        expect(balance).toBe(0n);
        for (const { amount } of lines) expect(hundredths(amount) > 0n).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('is the same in whatever order its activities and assets come, and so is its content', () => {
    fc.assert(
      fc.property(anySheetOf(1), anyProfile, (sheet, profile) => {
        const turned = { ...sheet, activities: [...sheet.activities].reverse(), assets: [...sheet.assets].reverse() };
        expect(map(turned, profile)).toEqual(map(sheet, profile));
        expect(timesheetContentHash(turned)).toBe(timesheetContentHash(sheet));
      }),
      { numRuns: 100 },
    );
  });
});

describe('any text, gap or number in any field of a shift', () => {
  it('gives a plan, nothing, or exceptions that name it; never a throw', () => {
    let refused = 0;
    let planned = 0;
    const anyNumber = fc.constantFrom(
      null,
      -1,
      0,
      0.5,
      7,
      1e9,
      Number.MAX_SAFE_INTEGER,
      Number.NaN,
      Number.POSITIVE_INFINITY,
    );
    const anyMinutes = fc.record({
      totalMinutes: anyNumber,
      breakMinutes: anyNumber,
      travelFromMinutes: anyNumber,
    });
    const changes = fc.oneof(fc.constant({}), anyMinutes);
    fc.assert(
      fc.property(
        anySheetOf(1),
        anyProfile,
        anyGarbage,
        changes,
        fc.tuple(anyNumber, fc.boolean()),
        (sheet, profile, spots, minutes, [ofAsset, spoils]) => {
          const garbled = spoilSource({ ...sheet, ...minutes }, spots);
          const ran = spoils ? [buildAsset(ofAsset)] : garbled.assets;
          const spoilt: SourceTimesheet = {
            ...garbled,
            startsAt: utcOf(garbled.startsAt),
            endsAt: utcOf(garbled.endsAt),
            assets: ran,
          };
          const mapped = map(spoilt, profile);
          expect(hoursOfSheet(spoilt, profile) ?? '0.00').toMatch(/^\d+\.\d\d$/);
          if (mapped.kind === 'plan') {
            planned += 1;
            expect(proveTimesheetTrace(mapped.plan, spoilt).differences).toEqual([]);
          }
          if (mapped.kind !== 'exceptions') return;
          refused += 1;
          expect(mapped.exceptions.length).toBeGreaterThan(0);
          for (const { message } of mapped.exceptions) expect(message).toMatch(/^timesheet /);
        },
      ),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(50);
    expect(planned).toBeGreaterThan(50);
  });
});
