import type { ExceptionCode } from '../../domain/exception';
import type { ShiftInput, TIMESHEET_STEPS } from '../assignar/company-file';
import { madeByHand } from './assignar-company';
import { instantAt, minutesAfter } from './clock-times';
import { named } from './crew';
import { approvedWeek, closedWeek } from './intacct-company';
import { machineWithoutRate } from './items-of-work';
import type { OfficePort } from './office-port';
import { siteOf, timeZoneOf } from './sites';

/** A shift that is entered first on every sample day, so that its number is known: some are wrong on purpose. */
export interface NamedShift {
  /** What it shows. */
  name: string;
  shift: ShiftInput;
  /** How far the site carries it in the morning. */
  carried: (typeof TIMESHEET_STEPS)[number];
  /** Approved only when the others are posted. */
  isApprovedLater?: boolean;
  /** Why it waits; null for one that goes through, or is none of the hub's business yet. */
  expectedCode: ExceptionCode | null;
  /** What a person does; null where nothing is wrong. */
  fix: string | null;
}

/** A shift by day, Monday 2026-11-16 unless told otherwise: eight and a half hours with half an hour of break. */
function shift(
  worker: string,
  project: string,
  change: Partial<ShiftInput> & { on?: string; from?: string; lasting?: number } = {},
): ShiftInput {
  const { on = '2026-11-16', from = '07:00', lasting = 510, ...rest } = change;
  const start = instantAt(on, from, timeZoneOf(project));
  return {
    ...{ worker, project, role: 'LAB-GEN', start, end: minutesAfter(start, lasting), breakMinutes: 30 },
    activities: [{ activity: siteOf(project).taskIds[0] ?? '', minutes: 240 }],
    ...rest,
  };
}

const { clumsy, clumsyToo } = named;
const overlapping = { from: '14:00', lasting: 120, breakMinutes: 0, activities: [] };

/** In the order in which they are entered: the first is TS-1. */
export const namedShifts: readonly NamedShift[] = [
  ...through(
    'night on which clocks go back',
    shift(clumsy, 'HC-2405', { on: '2026-10-31', from: '22:00', lasting: 540 }),
  ),
  ...through('three cost codes, a machine for part of one', shift(clumsyToo, 'HC-2401-A', threeCodes())),
  ...through('the first of two that overlap', shift(clumsy, 'HC-2402')),
  {
    ...wrong('overlaps', 'TIMESHEET_OVERLAPS', shift(clumsy, 'HC-2402', overlapping), {
      fix: 'Delete the second of the two sheets in Assignar, or correct its times.',
    }),
    // At once either could be the one that is posted.
    carried: 'submitted',
    isApprovedLater: true,
  },
  wrong('forgotten end', 'TIMESHEET_TOO_LONG', shift(clumsy, 'HC-2402', { on: '2026-11-17', lasting: 1800 }), {
    fix: 'Correct the end of the sheet in Assignar.',
  }),
  wrong('no minutes', 'HOURS_MISSING', shift(clumsyToo, 'HC-2402', { on: '2026-11-14', lasting: 30, activities: [] }), {
    fix: 'Correct the times of the sheet in Assignar, or delete it.',
  }),
  wrong(
    'more on cost codes than worked',
    'HOURS_MISMATCH',
    shift(clumsyToo, 'HC-2402', { on: '2026-11-17', ...tooMuchOnCodes() }),
    {
      fix: 'Correct the time of its activities in Assignar.',
    },
  ),
  wrong('project made by hand', 'PROJECT_UNKNOWN', projectByHand(), {
    fix: 'Create the project in Intacct and enter the time there; in Assignar it was made by hand.',
  }),
  wrong(
    'cost code made by hand',
    'TASK_UNKNOWN',
    shift(clumsyToo, 'HC-2402', { on: '2026-11-18', ...activity(madeByHand.cleanUp) }),
    {
      fix: 'Enter the time under a cost code of the project.',
    },
  ),
  wrong(
    'cost code of another project',
    'TASK_NOT_OF_PROJECT',
    shift(clumsy, 'HC-2401', { on: '2026-11-19', ...activity('04-300') }),
    {
      fix: 'Create task 04-300 for project HC-2401 in Intacct.',
    },
  ),
  wrong(
    'machine hired by hand',
    'ASSET_WITHOUT_ITEM',
    shift(clumsyToo, 'HC-2402', { on: '2026-11-19', assets: [{ asset: madeByHand.asset }] }),
    {
      fix: 'Take the asset from the sheet: it is no item of Intacct.',
    },
  ),
  wrong(
    'machine without a rate',
    'RATE_PER_HOUR_MISSING',
    shift(clumsy, 'HC-2402', { on: '2026-11-20', assets: [{ asset: machineWithoutRate }] }),
    {
      fix: `Name the rate of ${machineWithoutRate} in the profile (equipmentTime.ratePerHour).`,
    },
  ),
  wrong('closed week', 'TIME_PERIOD_CLOSED', shift(clumsy, 'HC-2402', { on: '2026-10-22' }), {
    fix: `Open the time period that begins on ${closedWeek} in Intacct.`,
  }),
  wrong('approved week', 'TIMESHEET_CLOSED', shift(named.approvedWeek, 'HC-2402', { on: '2026-11-11' }), {
    fix: `The week from ${approvedWeek} is approved for good: post it into an open week, by a retry with a posting date.`,
  }),
  wrong('no earning type', 'EARNING_TYPE_MISSING', shift(named.withoutEarningType, 'HC-2402', { role: 'LAB-CARP' }), {
    fix: `Give employee ${named.withoutEarningType} an earning type in Intacct.`,
  }),
  wrong('role made by hand', 'ROLE_UNKNOWN', shift(clumsyToo, 'HC-2402', { on: '2026-11-20', role: madeByHand.role }), {
    fix: 'Enter the time under a role that is an item of Intacct.',
  }),
  {
    ...wrong('processed by hand', 'TIMESHEET_ALREADY_PROCESSED', shift(clumsyToo, 'HC-2405', { on: '2026-11-12' }), {
      fix: 'Look whether its hours are in Intacct: abandon it where they are, reopen it in Assignar where they are not.',
    }),
    carried: 'processed',
  },
  ...through('not approved', shift(clumsy, 'HC-2406', { on: '2026-11-13' }), 'submitted'),
];

/** Approves those that the site approves only when the others are posted. */
export async function approveLateShifts(office: OfficePort): Promise<void> {
  for (const [index, { isApprovedLater }] of namedShifts.entries()) {
    if (isApprovedLater === true) await office.act('approve-timesheet', { timesheetId: index + 1 });
  }
}

/** The document key of a named shift: sheets are numbered as they are entered. */
export function documentKeyOf(name: string): string {
  const index = namedShifts.findIndex((candidate) => candidate.name === name);
  if (index < 0) throw new RangeError(`no shift is named "${name}"`);
  return `TS-${index + 1}`;
}

function through(name: string, worked: ShiftInput, carried: NamedShift['carried'] = 'approved'): NamedShift[] {
  return [{ name, shift: worked, carried, expectedCode: null, fix: null }];
}

function wrong(name: string, expectedCode: ExceptionCode, worked: ShiftInput, { fix }: { fix: string }): NamedShift {
  return { name, shift: worked, carried: 'approved', expectedCode, fix };
}

function threeCodes(): Partial<ShiftInput> {
  const [first = '', second = '', third = ''] = siteOf('HC-2401-A').taskIds;
  return {
    role: 'LAB-OPER',
    activities: [
      { activity: first, minutes: 195, assets: [{ asset: 'EQ-EXC20', minutes: 150 }] },
      { activity: second, minutes: 165 },
      { activity: third, minutes: 90 },
    ],
  };
}

function tooMuchOnCodes(): Partial<ShiftInput> {
  const [first = '', second = ''] = siteOf('HC-2402').taskIds;
  return {
    activities: [
      { activity: first, minutes: 300 },
      { activity: second, minutes: 240 },
    ],
  };
}

function activity(reference: string | number): Partial<ShiftInput> {
  return { activities: [{ activity: reference, minutes: 240 }] };
}

function projectByHand(): ShiftInput {
  return { ...shift(clumsy, 'HC-2402', { on: '2026-11-10' }), project: madeByHand.project, activities: [] };
}
