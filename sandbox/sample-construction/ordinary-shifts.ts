import type { ShiftInput } from '../assignar/company-file';
import { createRandom, type Random } from '../sample-day/random';
import { madeByHand } from './assignar-company';
import { daysAfter, instantAt, minutesAfter } from './clock-times';
import { type Employee, ordinaryWorkers, type Position, positions } from './crew';
import { ratedMachines } from './items-of-work';
import { type Site, sitesAt, timeZoneOf } from './sites';

/** The first of the two weeks' Mondays. */
export const firstWorkday = '2026-11-09';
const WORKDAYS = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11];
/** In a hundred: a worker is elsewhere on the other days. */
const WORKS_PER_CENT = 60;
/** Quarters of an hour: equipment's hours have no third decimal then. */
const QUARTER = 15;

/**
 * Two weeks of shifts of everybody whose record is right, about 300: by instants or by the clock on the wall, with breaks, travel,
 * one to three cost codes, time of no cost code, nights, and machines for a whole shift or part of it. Pure; equal seeds, equal shifts.
 */
export function ordinaryShifts(seed: number): ShiftInput[] {
  return WORKDAYS.flatMap((offset) => {
    const date = daysAfter(firstWorkday, offset);
    return ordinaryWorkers.flatMap((worker) => {
      const random = createRandom(`${seed}/${worker.employeeId}/${date}`);
      if (!random.chance(WORKS_PER_CENT)) return [];
      return [shiftOf(worker, date, random)];
    });
  });
}

/** A worker's shift of a day, as the random choices say. */
export function shiftOf(worker: Employee, date: string, random: Random): ShiftInput {
  const site = random.pick(sitesAt(worker.locationId));
  const isOperator = worker.position === 'Operator';
  const elapsed = 8 * 60 + random.between(0, 8) * QUARTER;
  // An odd break makes hours that do not come out even, of people alone.
  const breakMinutes = isOperator ? 30 : random.pick([0, 30, 30, 45, 20, 35]);
  const worked = elapsed - breakMinutes;
  const codes = random.chance(10) ? [] : codesOf(site, worked, isOperator, random);
  const travel = random.chance(12) ? random.pick([15, 24, 40]) : 0;
  return {
    worker: worker.employeeId,
    project: site.projectId,
    role: positions[worker.position as Position],
    ...timesOf(date, elapsed, site, random),
    breakMinutes,
    travelToMinutes: travel,
    travelFromMinutes: travel,
    ...machinesOf(codes, isOperator, random),
    comments: random.chance(5) ? 'Late start, crane inspection' : '',
  };
}

/** Mostly by day; some by the clock on the wall alone, some through the night, to end before the next day's shift. */
function timesOf(date: string, elapsed: number, { projectId }: Site, random: Random): Partial<ShiftInput> {
  const isNight = random.chance(4);
  const startTime = isNight ? '19:00' : `0${random.between(6, 7)}:${random.pick(['00', '15', '30'])}`;
  if (!isNight && random.chance(15)) return { date, startTime, endTime: laterOnTheClock(startTime, elapsed) };
  const start = instantAt(date, startTime, timeZoneOf(projectId));
  return { start, end: minutesAfter(start, elapsed) };
}

function laterOnTheClock(time: string, minutes: number): string {
  return minutesAfter(`2026-01-01T${time}:00.000Z`, minutes).slice(11, 16);
}

interface CodedTime {
  activity: string | number;
  minutes: number;
}

/** One to three cost codes of the project; a tenth of the time stays with none, and rain is paid to nobody. */
function codesOf(site: Site, worked: number, inQuarters: boolean, random: Random): CodedTime[] {
  const unit = inQuarters ? QUARTER : 1;
  const count = random.between(1, 3);
  let left = worked;
  const coded: CodedTime[] = [];
  for (let index = 0; index < count; index += 1) {
    const share = index === count - 1 ? left : Math.floor((left * random.between(30, 60)) / 100);
    const kept = index === count - 1 && random.chance(20) ? share - 4 * QUARTER : share;
    const minutes = Math.max(unit, Math.floor(kept / unit) * unit);
    left -= minutes;
    const activity = site.taskIds[(random.below(4) + index * 4) % site.taskIds.length] ?? '';
    coded.push({ activity, minutes });
  }
  const [first] = coded;
  if (first !== undefined && first.minutes > 4 * QUARTER && random.chance(4)) {
    first.minutes -= 2 * QUARTER;
    coded.push({ activity: madeByHand.rainDelay, minutes: 2 * QUARTER });
  }
  return coded;
}

function machinesOf(codes: CodedTime[], isOperator: boolean, random: Random): Partial<ShiftInput> {
  if (!isOperator) return { activities: codes };
  const asset = random.pick(ratedMachines);
  const [first, ...others] = codes;
  if (first === undefined || random.chance(50)) return { activities: codes, assets: [{ asset }] };
  const ran = Math.max(QUARTER, Math.floor(first.minutes / 2 / QUARTER) * QUARTER);
  return { activities: [{ ...first, assets: [{ asset, minutes: ran }] }, ...others] };
}
