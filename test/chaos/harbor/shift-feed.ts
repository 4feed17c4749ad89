import { setTimeout as pause } from 'node:timers/promises';
import type { ShiftInput } from '../../../sandbox/assignar/company-file';
import { workersByHand } from '../../../sandbox/sample-construction/assignar-company';
import { instantAt, minutesAfter } from '../../../sandbox/sample-construction/clock-times';
import { enterShifts } from '../../../sandbox/sample-construction/enter-shifts';
import { namedShifts } from '../../../sandbox/sample-construction/named-shifts';
import { ordinaryShifts } from '../../../sandbox/sample-construction/ordinary-shifts';
import type { Random } from '../../../sandbox/sample-day/random';
import { workerOf } from './crew-in-assignar';
import type { HarborScene } from './harbor-scene';
import { readWorkedShifts } from './worked-shifts';

/** In a hundred: the site completes a shift itself, and does not leave that to the hub. */
const COMPLETED_PER_CENT = 20;

/** So many ordinary shifts in a drawn order, each once. */
export function drawShifts(seed: number, howMany: number, random: Random): ShiftInput[] {
  const rest = ordinaryShifts(seed);
  const count = Math.min(howMany, rest.length);
  return Array.from({ length: count }, () => rest.splice(random.below(rest.length), 1)).flat();
}

/**
 * Workers write down shifts, one every `everyMs`, each under whatever worker the person has in Assignar then; one whose worker was deleted
 * waits until there is another. Returns how many were written before the time was up.
 */
export async function enterOverTime(
  { office, crew }: HarborScene,
  shifts: readonly ShiftInput[],
  everyMs: number,
  random: Random,
): Promise<number> {
  const rest = [...shifts];
  let entered = 0;
  // Twice round: who has no worker now may have one later.
  for (let turns = 2 * shifts.length; rest.length > 0 && turns > 0; turns -= 1) {
    const shift = rest.shift();
    if (shift === undefined) break;
    const worker = await workerOf(office, crew, String(shift.worker));
    if (worker === undefined) rest.push(shift);
    else {
      const carried = random.chance(COMPLETED_PER_CENT) ? 'completed' : 'approved';
      await enterShifts(office, [{ shift: { ...shift, worker }, carried }]);
      entered += 1;
    }
    await pause(everyMs);
  }
  return entered;
}

/** A shift of somebody whom Intacct does not know: it waits for ever. */
export async function enterStrangersShift({ office }: Pick<HarborScene, 'office'>): Promise<void> {
  const start = instantAt('2026-11-17', '07:00', 'America/New_York');
  const shift = {
    ...{ worker: workersByHand.stranger, project: 'HC-2402', role: 'LAB-GEN', start, end: minutesAfter(start, 480) },
  };
  await enterShifts(office, [{ shift, carried: 'approved' }]);
}

/**
 * People correct shifts that are processed: every other one is to be reversed and posted anew, the others to be left as they were posted.
 * Returns how many were edited before the time was up.
 */
export async function editProcessed(
  { office, verdicts, beforeEdit }: HarborScene,
  howMany: number,
  random: Random,
  withinMs: number,
): Promise<number> {
  const deadline = Date.now() + withinMs;
  let edited = 0;
  while (edited < howMany && Date.now() < deadline) {
    await pause(random.between(200, 1000));
    const shifts = await readWorkedShifts(office);
    const candidates = [...shifts.values()].filter(
      ({ documentKey, isProcessed }) =>
        isProcessed && !verdicts.has(documentKey) && Number(documentKey.slice(3)) > namedShifts.length,
    );
    if (candidates.length === 0) continue;
    const shift = random.pick(candidates);
    verdicts.set(shift.documentKey, edited % 2 === 0 ? 'repost' : 'ignore-change');
    beforeEdit.set(shift.documentKey, shift);
    await editOne(office, shift.documentKey, edited, random);
    edited += 1;
  }
  return edited;
}

async function editOne(office: HarborScene['office'], documentKey: string, turn: number, random: Random) {
  const timesheetId = Number(documentKey.slice(3));
  const travel = { travel_time_to: 11 + turn, travel_time_from: 7 };
  // No break is more worked time: activities still fit into it. Travel always changes what is posted.
  const fields = random.chance(50) ? travel : { ...travel, break_time: 0 };
  await office.act('edit-timesheet', { timesheetId, fields });
}
